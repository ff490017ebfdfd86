/** Day arithmetic on integers in the proleptic Gregorian calendar; a day is its number since 1970-01-01, Monday is weekday 0. */

export type CivilDate = { year: number; month: number; day: number };

/** The calendar repeats after this many days, which are whole weeks, so a rule that finds nothing in one cycle never will. */
export const DAYS_IN_CYCLE = 146_097;

const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];
const DAYS_BEFORE_MONTH_LEAP = DAYS_BEFORE_MONTH.map((days, month) => (month > 1 ? days + 1 : days));
const MEAN_YEAR = 365.2425;
const DAYS_BEFORE_1970 = 719_162;

/** Whether February of the year has 29 days. */
export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** 365 or 366. */
export function daysInYear(year: number): number {
  return isLeapYear(year) ? 366 : 365;
}

/** Length of a month, months counted from 1. */
export function daysInMonth(year: number, month: number): number {
  return dayOfYearBefore(year, month + 1) - dayOfYearBefore(year, month);
}

/** How many days of the year lie before the first of the month; month 13 gives the length of the year. */
export function dayOfYearBefore(year: number, month: number): number {
  return (isLeapYear(year) ? DAYS_BEFORE_MONTH_LEAP : DAYS_BEFORE_MONTH)[month - 1] ?? 0;
}

/** Day number of January 1. */
export function firstDayOfYear(year: number): number {
  const before = year - 1;
  return before * 365 + Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400) - DAYS_BEFORE_1970;
}

/** Day number of a date; the date must exist. */
export function dayNumber(year: number, month: number, day: number): number {
  return firstDayOfYear(year) + dayOfYearBefore(year, month) + day - 1;
}

/** The year a day lies in. */
export function yearOf(day: number): number {
  const year = Math.floor((day + DAYS_BEFORE_1970) / MEAN_YEAR) + 1;
  // New year comes less than a day later than by the mean year, so the estimate is never too late, and at most one year too early.
  return firstDayOfYear(year + 1) <= day ? year + 1 : year;
}

/** Year, month and day of the month of a day number. */
export function civilDate(day: number): CivilDate {
  const year = yearOf(day);
  const dayOfYear = day - firstDayOfYear(year);
  let month = Math.floor(dayOfYear / 31) + 1;
  if (dayOfYearBefore(year, month + 1) <= dayOfYear) month += 1;
  return { year, month, day: dayOfYear - dayOfYearBefore(year, month) + 1 };
}

/** 0 for Monday to 6 for Sunday. */
export function weekdayOf(day: number): number {
  return modulo(day + 3, 7);
}

/** The day of this one's week that decides which year the week counts in: a week belongs where at least four of its days lie. */
export function decidingDayOfWeek(day: number, weekStart: number): number {
  return day - modulo(weekdayOf(day) - weekStart, 7) + 3;
}

/** First day of week number one, which may lie in the last days of December before. */
export function firstDayOfWeekYear(year: number, weekStart: number): number {
  const newYear = firstDayOfYear(year);
  return newYear + modulo(weekStart + 3 - weekdayOf(newYear), 7) - 3;
}

/** The remainder with the sign of the divisor. */
export function modulo(value: number, divisor: number): number {
  return value - Math.floor(value / divisor) * divisor;
}

/** The smallest start + n · step (n a whole number, not negative) that is not below the value. */
export function alignUp(value: number, start: number, step: number): number {
  return value <= start ? start : start + Math.ceil((value - start) / step) * step;
}

/** Dates as whole numbers, so that arithmetic is arithmetic: a Day counts days since 1970-01-01 in the proleptic Gregorian calendar. */

export type Day = number;

/** Monday is 0, as in RFC 5545's default week and ISO 8601. */
export type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6;

export type YearMonth = { year: number; month: number };

const DAY_MS = 86_400_000;

/** The day of a calendar date; months are 1 to 12, and a day past the month's end runs on into the next month. */
export function toDay(year: number, month: number, day: number): Day {
  // Date.UTC reads years below 100 as 19xx, so the year is set apart.
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return Math.round(date.getTime() / DAY_MS);
}

/** The calendar date of a day. */
export function fromDay(day: Day): { year: number; month: number; day: number } {
  const date = new Date(day * DAY_MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** "2026-03-02". */
export function formatDay(day: Day): string {
  const { year, month, day: dayOfMonth } = fromDay(day);
  return `${String(year).padStart(4, "0")}-${pad(month)}-${pad(dayOfMonth)}`;
}

/** Reads the date part of "2026-03-02" or "2026-03-02T09:00:00". */
export function parseDay(text: string): Day {
  return toDay(Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10)));
}

export function pad(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

export function weekdayOf(day: Day): Weekday {
  return asWeekday(day + 3);
}

/** Any whole number, as a weekday: 7 is Monday again, -1 is Sunday. */
export function asWeekday(value: number): Weekday {
  const WEEKDAYS: readonly Weekday[] = [0, 1, 2, 3, 4, 5, 6];
  return WEEKDAYS[((value % 7) + 7) % 7] ?? 0;
}

export function daysInMonth(year: number, month: number): number {
  return toDay(year, month + 1, 1) - toDay(year, month, 1);
}

/** Whether a calendar has this date at all. */
export function isDate(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** The same day of the month some months on, or the last of that month when it is shorter. */
export function addMonths(day: Day, months: number): Day {
  const date = fromDay(day);
  const { year, month } = shiftMonth(date, months);
  return toDay(year, month, Math.min(date.day, daysInMonth(year, month)));
}

export function shiftMonth(from: YearMonth, months: number): YearMonth {
  const index = from.year * 12 + from.month - 1 + months;
  return { year: Math.floor(index / 12), month: (index % 12) + 1 };
}

/** The first day of the week that holds this day, for weeks beginning on `weekStart`. */
export function startOfWeek(day: Day, weekStart: Weekday): Day {
  return day - asWeekday(weekdayOf(day) - weekStart);
}

/** The first such weekday on or after a day. */
export function onOrAfter(day: Day, weekday: Weekday): Day {
  return day + asWeekday(weekday - weekdayOf(day));
}

/** The nth weekday of a month, from its end when n is negative; null when the month has no such day. */
export function nthWeekday({ year, month }: YearMonth, nth: number, weekday: Weekday): Day | null {
  const first = toDay(year, month, 1);
  const last = first + daysInMonth(year, month) - 1;
  const day = nth > 0 ? onOrAfter(first, weekday) + 7 * (nth - 1) : last - asWeekday(weekdayOf(last) - weekday) + 7 * (nth + 1);
  return day >= first && day <= last ? day : null;
}

/** The nth day of a month, from its end when n is negative; null when the month has no such day. */
export function nthDay({ year, month }: YearMonth, nth: number): Day | null {
  const length = daysInMonth(year, month);
  const dayOfMonth = nth > 0 ? nth : length + 1 + nth;
  return dayOfMonth >= 1 && dayOfMonth <= length ? toDay(year, month, dayOfMonth) : null;
}

export function isWorkday(day: Day): boolean {
  return weekdayOf(day) < 5;
}

/** The nth Monday-to-Friday day of a month, from its end when n is negative; null when the month has no such day. */
export function nthWorkday(of: YearMonth, nth: number): Day | null {
  const first = toDay(of.year, of.month, 1);
  const length = daysInMonth(of.year, of.month);
  const workdays: Day[] = [];
  for (let day = first; day < first + length; day++) if (isWorkday(day)) workdays.push(day);
  return workdays.at(nth > 0 ? nth - 1 : nth) ?? null;
}

/** The day some working days later (earlier when negative), counting Monday to Friday only. */
export function addWorkdays(day: Day, count: number): Day {
  const step = count < 0 ? -1 : 1;
  // Whole weeks at once, so that the loop is short whatever the count.
  const weeks = Math.trunc(count / 5);
  let left = Math.abs(count) % 5;
  let result = day;
  if (weeks !== 0) {
    while (!isWorkday(result)) result -= step;
    result += weeks * 7;
  }
  while (left > 0) {
    result += step;
    if (isWorkday(result)) left--;
  }
  return result;
}

/** Western Easter Sunday, by the anonymous Gregorian computus (Meeus, Astronomical Algorithms, ch. 8). */
export function easter(year: number): Day {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return toDay(year, Math.floor(n / 31), (n % 31) + 1);
}

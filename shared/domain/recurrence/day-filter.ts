import { daysInMonth, daysInYear, decidingDayOfWeek, firstDayOfYear, isLeapYear, weekdayOf, yearOf } from "./calendar.ts";
import { LAST_DAY } from "./local-moment.ts";
import type { RecurrenceRule } from "./recurrence-rule.ts";
import { weekdayNumber } from "./recurrence-rule.ts";

/** The day search's answer when no day is left before the year 10000. */
export const NO_DAY = Number.POSITIVE_INFINITY;

/** Finds the first day that is not before the given one and fits the rule's BY parts about days, or NO_DAY. */
export type DaySearch = (day: number) => number;

/** The BY parts about days; BYDAY's numbers count within months or within years. */
export type DayParts = Pick<RecurrenceRule, "byMonth" | "byWeekNo" | "byYearDay" | "byMonthDay" | "byDay"> & {
  numbersCountIn: "month" | "year";
  weekStart: number;
};

/**
 * Compiles the BY parts about days. What fits depends on the shape of a year alone (its first weekday, its leap day and its neighbours' for weeks
 * that reach over), so each shape is worked out once as a table "next fitting day of the year" and a search is a look-up.
 */
export function compileDaySearch(parts: DayParts): DaySearch {
  const unrestricted = [parts.byMonth, parts.byWeekNo, parts.byYearDay, parts.byMonthDay, parts.byDay].every((list) => list.length === 0);
  if (unrestricted) return (day) => (day > LAST_DAY ? NO_DAY : day);

  const tables: (Int16Array | undefined)[] = [];
  const fits = compileFits(parts);
  return (from) => {
    if (from > LAST_DAY) return NO_DAY;
    let day = from;
    for (let year = yearOf(from); year <= 9999; year += 1) {
      const newYear = firstDayOfYear(year);
      const shape = shapeOf(year, newYear);
      tables[shape] ??= nextFittingDays(year, newYear, fits);
      const next = tables[shape][day - newYear] ?? -1;
      if (next >= 0) return newYear + next;
      day = newYear + daysInYear(year);
    }
    return NO_DAY;
  };
}

function shapeOf(year: number, newYear: number): number {
  const leaps = (isLeapYear(year) ? 1 : 0) + (isLeapYear(year - 1) ? 2 : 0) + (isLeapYear(year + 1) ? 4 : 0);
  return leaps * 7 + weekdayOf(newYear);
}

/** A day with its place in its month and year, both counted from 0. */
type DayInYear = { day: number; month: number; dayOfMonth: number; monthLength: number; dayOfYear: number; yearLength: number };

function nextFittingDays(year: number, newYear: number, fits: (at: DayInYear) => boolean): Int16Array {
  const yearLength = daysInYear(year);
  const next = new Int16Array(yearLength);
  let following = -1;
  for (let month = 12, dayOfYear = yearLength - 1; month >= 1; month -= 1) {
    const monthLength = daysInMonth(year, month);
    for (let dayOfMonth = monthLength - 1; dayOfMonth >= 0; dayOfMonth -= 1, dayOfYear -= 1) {
      if (fits({ day: newYear + dayOfYear, month, dayOfMonth, monthLength, dayOfYear, yearLength })) following = dayOfYear;
      next[dayOfYear] = following;
    }
  }
  return next;
}

/** RFC 5545's expansions and limits meet in one question: does this day satisfy every part? */
function compileFits(parts: DayParts): (at: DayInYear) => boolean {
  const months = new Set(parts.byMonth);
  const monthDays = new Set(parts.byMonthDay);
  const yearDays = new Set(parts.byYearDay);
  const weekNos = new Set(parts.byWeekNo);
  const weekdays = new Set(parts.byDay.map(({ n, weekday }) => entryKey(n, weekdayNumber(weekday))));
  return (at) =>
    (months.size === 0 || months.has(at.month)) &&
    (monthDays.size === 0 || hasPlace(monthDays, at.dayOfMonth, at.monthLength)) &&
    (yearDays.size === 0 || hasPlace(yearDays, at.dayOfYear, at.yearLength)) &&
    (weekdays.size === 0 || fitsWeekday(weekdays, at, parts.numbersCountIn)) &&
    (weekNos.size === 0 || fitsWeek(weekNos, at.day, parts.weekStart));
}

/** Whether a set of ordinals holds the place (from 0) counted from the start (1, 2 …) or from the end (-1, -2 …). */
function hasPlace(ordinals: ReadonlySet<number>, place: number, length: number): boolean {
  return ordinals.has(place + 1) || ordinals.has(place - length);
}

function fitsWeekday(entries: ReadonlySet<number>, at: DayInYear, numbersCountIn: "month" | "year"): boolean {
  const weekday = weekdayOf(at.day);
  const [place, length] = numbersCountIn === "month" ? [at.dayOfMonth, at.monthLength] : [at.dayOfYear, at.yearLength];
  return (
    entries.has(entryKey(0, weekday)) ||
    entries.has(entryKey(Math.floor(place / 7) + 1, weekday)) ||
    entries.has(entryKey(-Math.floor((length - 1 - place) / 7) - 1, weekday))
  );
}

/** A week's number is which one of its year's deciding days (Thursdays in an ISO week) its own is. */
function fitsWeek(weekNos: ReadonlySet<number>, day: number, weekStart: number): boolean {
  const deciding = decidingDayOfWeek(day, weekStart);
  const year = yearOf(deciding);
  const place = deciding - firstDayOfYear(year);
  return weekNos.has(Math.floor(place / 7) + 1) || weekNos.has(-Math.floor((daysInYear(year) - 1 - place) / 7) - 1);
}

function entryKey(n: number, weekday: number): number {
  return n * 7 + weekday;
}

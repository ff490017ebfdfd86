/** One RFC 5545 rule as fields rather than as text: written out, and tested against a day. */
import { asWeekday, type Day, daysInMonth, fromDay, nthWorkday, startOfWeek, toDay, type Weekday, weekdayOf } from "./calendar.ts";

export type Frequency = "MINUTELY" | "HOURLY" | "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY";

/** `n` is 0 for every such weekday, else its number in the month (or year), from the end when negative. */
export type ByDay = { n: number; weekday: Weekday };

export type Parts = {
  frequency: Frequency;
  interval: number;
  months: number[];
  weeks: number[];
  monthDays: number[];
  days: ByDay[];
  /** Which of the month's days that fit `days`; 0 when all of them. */
  position: number;
};

export function partsOf(frequency: Frequency, interval: number, rest: Partial<Parts> = {}): Parts {
  return { frequency, interval, months: [], weeks: [], monthDays: [], days: [], position: 0, ...rest };
}

const NAMES = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

export function weekdayCode(weekday: Weekday): string {
  return NAMES[weekday] ?? "MO";
}

export const WORKDAYS: readonly ByDay[] = ([0, 1, 2, 3, 4] as const).map((weekday) => ({ n: 0, weekday }));
export const WEEKEND: readonly ByDay[] = ([5, 6] as const).map((weekday) => ({ n: 0, weekday }));

/** The value of an RRULE, without clock times and bounds. The week's start is stated where it matters: weeks counted by an interval. */
export function writeParts(parts: Parts, weekStart: Weekday): string {
  const fields = [`FREQ=${parts.frequency}`];
  if (parts.interval > 1) fields.push(`INTERVAL=${parts.interval}`);
  if (parts.months.length > 0) fields.push(`BYMONTH=${ascending(parts.months).join(",")}`);
  if (parts.weeks.length > 0) fields.push(`BYWEEKNO=${ascending(parts.weeks).join(",")}`);
  if (parts.monthDays.length > 0) fields.push(`BYMONTHDAY=${inMonthOrder(parts.monthDays).join(",")}`);
  if (parts.days.length > 0) fields.push(`BYDAY=${writeDays(parts.days)}`);
  if (parts.position !== 0) fields.push(`BYSETPOS=${parts.position}`);
  if (parts.frequency === "WEEKLY" && parts.interval > 1 && parts.days.length > 0 && weekStart !== 0)
    fields.push(`WKST=${weekdayCode(weekStart)}`);
  return fields.join(";");
}

function writeDays(days: readonly ByDay[]): string {
  const codes = [...days].sort((a, b) => rank(a.n) - rank(b.n) || a.weekday - b.weekday);
  return [...new Set(codes.map(({ n, weekday }) => `${n === 0 ? "" : n}${weekdayCode(weekday)}`))].join(",");
}

/** From the beginning first, then from the end, so that -2 comes before -1. */
function rank(n: number): number {
  return n >= 0 ? n : 1000 + n;
}

function inMonthOrder(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => rank(a) - rank(b));
}

function ascending(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}

/** Whether a day fits the BY fields; the interval is left out, for the first day that fits is where it counts from. */
export function fits(parts: Parts, day: Day): boolean {
  const { year, month, day: monthDay } = fromDay(day);
  if (parts.months.length > 0 && !parts.months.includes(month)) return false;
  const length = daysInMonth(year, month);
  if (parts.monthDays.length > 0 && !parts.monthDays.some((n) => (n > 0 ? n : length + 1 + n) === monthDay)) return false;
  if (parts.weeks.length > 0 && !parts.weeks.includes(isoWeek(day))) return false;
  if (parts.position !== 0) return nthWorkday({ year, month }, parts.position) === day;
  if (parts.days.length === 0) return true;
  const weekday = weekdayOf(day);
  const ofYear = parts.frequency === "YEARLY" && parts.months.length === 0;
  const first = ofYear ? toDay(year, 1, 1) : toDay(year, month, 1);
  const last = ofYear ? toDay(year, 12, 31) : first + length - 1;
  return parts.days.some(
    (item) =>
      item.weekday === weekday &&
      (item.n === 0 || (item.n > 0 ? Math.floor((day - first) / 7) + 1 === item.n : Math.floor((last - day) / 7) + 1 === -item.n)),
  );
}

function isoWeek(day: Day): number {
  const thursday = startOfWeek(day, asWeekday(0)) + 3;
  const { year } = fromDay(thursday);
  return Math.floor((thursday - toDay(year, 1, 1)) / 7) + 1;
}

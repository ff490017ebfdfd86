/** The questions that words of time give rise to, in English. */
import type { When } from "../../interpretation.ts";
import { type Day, fromDay, parseDay, type Weekday, weekdayOf } from "../../when/calendar.ts";
import type { Mismatch } from "../../when/days.ts";
import { type Term, termOf, type Unit } from "../../when/term.ts";

const WEEKDAY_NAMES = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTH_NAMES = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

export function weekdayName(weekday: Weekday): string {
  return WEEKDAY_NAMES[weekday] ?? "";
}

export function monthName(month: number): string {
  return MONTH_NAMES[month - 1] ?? "";
}

/** "3 March 2027". */
export function dateName(day: Day): string {
  const { year, month, day: monthDay } = fromDay(day);
  return `${monthDay} ${monthName(month)} ${year}`;
}

/** A date beside a weekday that is not its own. */
export function contradiction({ day, weekday }: Mismatch): string {
  return `${dateName(day)} is a ${weekdayName(weekdayOf(day))}, not a ${weekdayName(weekday)}: which one do you mean?`;
}

/** A recurrence without a single occurrence. */
export function neverHappens(): string {
  return "That would never happen: on which days should it repeat?";
}

/** A holiday that no rule of days, weeks and months finds. */
export function movesAround(): string {
  return "That day moves from year to year, so it cannot repeat by itself: shall I set it once, for the next one?";
}

/** An exception with a time of its own, beside a time for the rest. */
export function leftOutOrMoved(): string {
  return "The exception has a time of its own: shall those days be left out, or have that time? Say it as two tasks if they have.";
}

/** How often was said, but not when. */
export function whichTimes(unit: Unit): string {
  if (unit === "day") return "At which times of the day (“every day at 8 and 20”)?";
  if (unit === "week") return "On which days of the week (“every Monday and Thursday”)?";
  return "On which days (“every 1st and 15th”)?";
}

/** A date that no calendar has; null when the words do not name a day at all. */
export function noSuchDate(terms: readonly Term[]): string | null {
  return termOf(terms, "month-days") || termOf(terms, "nths") || termOf(terms, "dates")
    ? "That month has no such day: which date do you mean?"
    : null;
}

/** Two dates for one task; null when they come to the same. */
export function whichOf(first: When | null, second: When | null): string | null {
  if (!first || !second || (first.date === second.date && first.time === second.time)) return null;
  const [one, other] = [first, second].map(({ date, time }) => `${dateName(parseDay(date))}${time ? ` at ${time.slice(0, 5)}` : ""}`);
  return `A task has one date: ${one} or ${other}?`;
}

import type { WallSeconds } from "./local-moment.ts";

/** From the shortest to the longest, so that a position in the list compares lengths. */
export const FREQUENCIES = ["SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"] as const;
/** In the order of RFC 5545's default week; the position is the weekday's number. */
export const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;

export type Frequency = (typeof FREQUENCIES)[number];
export type WeekdayCode = (typeof WEEKDAYS)[number];

/** A BYDAY entry; n is 0 for every such weekday of the period, 2 for the second, -1 for the last. */
export type WeekdayEntry = { n: number; weekday: WeekdayCode };

/** The end of a rule: a date covers its whole day, a UTC time is converted to the rule's zone, a local one is read on the rule's clock. */
export type Until = { form: "date" | "local" | "utc"; at: WallSeconds };

/** An RRULE value (RFC 5545 3.3.10) as data; lists are sorted and without doubles, an empty list is an absent part. */
export type RecurrenceRule = {
  freq: Frequency;
  interval: number;
  count: number | null;
  until: Until | null;
  bySecond: readonly number[];
  byMinute: readonly number[];
  byHour: readonly number[];
  byDay: readonly WeekdayEntry[];
  byMonthDay: readonly number[];
  byYearDay: readonly number[];
  byWeekNo: readonly number[];
  byMonth: readonly number[];
  bySetPos: readonly number[];
  weekStart: WeekdayCode;
};

/** A recurrence rule that RFC 5545 does not allow or that cannot be read; the message says what to write instead. */
export class InvalidRule extends Error {
  override readonly name = "InvalidRule";
}

/** Whether the rule steps by hours, minutes or seconds, so that its occurrences have no fixed clock time. */
export function isSubDaily(freq: Frequency): boolean {
  return freq === "HOURLY" || freq === "MINUTELY" || freq === "SECONDLY";
}

/** 0 for Monday to 6 for Sunday. */
export function weekdayNumber(weekday: WeekdayCode): number {
  return WEEKDAYS.indexOf(weekday);
}

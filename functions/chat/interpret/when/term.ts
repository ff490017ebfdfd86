/** What the words of a date, a time or a recurrence say, each on its own, before they are put together. It knows no language. */
import type { Day, Weekday } from "./calendar.ts";

export type Unit = "minute" | "hour" | "day" | "workday" | "weekend" | "week" | "month" | "quarter" | "year";

/** A time of day; `either` when it may as well be twelve hours later ("at 3"). */
export type Clock = { seconds: number; either: boolean };

export type PartOfDay = "morning" | "midmorning" | "noon" | "lunch" | "afternoon" | "evening" | "night" | "midnight" | "close";

/** The nth weekday, day or working day of a month (or of a year, or a week); from its end when n is negative. */
export type Nth = { n: number; of: Weekday | "day" | "workday" };

export type MonthDay = { month: number; day: number };

/** How a holiday is found in a year: by its date, its weekday in a month (and some days on), or its distance from Easter. */
export type HolidayRule =
  | { by: "date"; month: number; day: number }
  | { by: "weekday"; month: number; nth: number; weekday: Weekday; plus: number }
  | { by: "easter"; plus: number };

export type Amount = { n: number; unit: Unit };

export type Term =
  /** A day that is fixed by now: today, 2026-03-02. */
  | { kind: "day"; day: Day }
  | { kind: "weekdays"; days: Weekday[]; relation: "this" | "next" | null; plural: boolean }
  /** Days of a month that is said elsewhere or nowhere; from its end when negative. */
  | { kind: "month-days"; days: number[] }
  | { kind: "nths"; items: Nth[] }
  | { kind: "dates"; items: MonthDay[]; year: number | null }
  | { kind: "months"; months: number[]; year: number | null }
  | { kind: "year"; year: number }
  | { kind: "week-number"; week: number }
  /** This (0), the next (1), the last (-1) week, month … */
  | { kind: "period"; unit: Unit; offset: number }
  /** The next or last so many days, weeks …, from today. */
  | { kind: "stretch"; n: number; unit: Unit }
  | { kind: "edge"; edge: "start" | "middle" | "late" | "end" }
  | { kind: "holiday"; rule: HolidayRule }
  /** "6 weeks before 21 Jul", "a week on Friday": a day counted from another. */
  | { kind: "shifted"; by: Amount; of: Term[] }
  /** "The Friday before Christmas", "the second Monday after Easter": the nth such weekday after (before, when negative) a day. */
  | { kind: "beside"; n: number; weekday: Weekday; of: Term[] }
  /** The week that holds a day. */
  | { kind: "week-of"; of: Term[] }
  /** Times of day; `until` ends a stretch of the day that was said by its ends. */
  | { kind: "times"; at: Clock[]; until?: Clock }
  /** "Twice a day", "3 times a week": how often, but not when. */
  | { kind: "rate"; n: number; unit: Unit }
  | { kind: "part"; part: PartOfDay }
  /** A wall-clock moment counted from now: "in 30 minutes", "now". */
  | { kind: "moment"; day: Day; seconds: number }
  | { kind: "zone"; timeZone: string }
  /** "every 3 weeks"; without a unit the terms after it say what repeats ("every other Friday"). */
  | { kind: "repeat"; n: number; unit: Unit | null; completion: boolean }
  | { kind: "start"; of: Term[] }
  | { kind: "until"; of: Term[] }
  | { kind: "except"; of: Term[] }
  | { kind: "count"; n: number }
  | { kind: "length"; amount: Amount }
  /** A rule written as in RFC 5545 3.8.5.3. */
  | { kind: "rrule"; text: string }
  /** A left-out moment written as in RFC 5545 3.8.5.1. */
  | { kind: "exdate"; text: string };

export type Kind = Term["kind"];

/** The term of one kind among others, the first of them. */
export function termOf<K extends Kind>(terms: readonly Term[], kind: K): Extract<Term, { kind: K }> | undefined {
  return terms.find((term): term is Extract<Term, { kind: K }> => term.kind === kind);
}

/** Whether these terms speak of a repeating task. */
export function isRepeating(terms: readonly Term[]): boolean {
  return terms.some(
    (term) => term.kind === "repeat" || term.kind === "rrule" || term.kind === "rate" || (term.kind === "weekdays" && term.plural),
  );
}

const DAY_KINDS: ReadonlySet<Kind> = new Set([
  "day",
  "weekdays",
  "month-days",
  "nths",
  "dates",
  "months",
  "year",
  "week-number",
  "period",
  "stretch",
  "edge",
  "holiday",
  "shifted",
  "beside",
  "week-of",
  "moment",
]);

/** Whether a term says something about the day rather than about the time. */
export function isDayTerm(term: Term): boolean {
  return DAY_KINDS.has(term.kind);
}

/** Puts the terms of a recurrence together as the rule that is stored, with its first occurrence. */
import type { Rule } from "@todo/shared/contracts/types.ts";
import { type Bounds, boundsOf, exclusionsOf, writeBounds } from "./bounds.ts";
import { type Day, formatDay } from "./calendar.ts";
import { formatTime, HOUR } from "./clock.ts";
import { placeTimes } from "./exception-times.ts";
import { type Now, wallAt } from "./now.ts";
import { type Pattern, patternsOf } from "./pattern.ts";
import { fits, type Parts, writeParts } from "./recurrence-parts.ts";
import { isRepeating, type Term, termOf } from "./term.ts";

/**
 * Why terms that speak of repeating make no rule: nothing to repeat, it would never happen, no RFC 5545 rule says it (Easter), only how often is
 * said, or an exception has a time of its own.
 */
export type NoRule = "not-a-rule" | "never" | "irregular" | "vague" | "mixed";

/** How far a first occurrence is looked for: past the longest gap between two 29 Februaries (1896 to 1904). */
const HORIZON_DAYS = 366 * 9;

/** The rule that the terms say; the first occurrence lies on or after the stated start, and after now. */
export function ruleOf(said: readonly Term[], now: Now): Rule | NoRule {
  if (!isRepeating(said)) return "not-a-rule";
  if (said.some((term) => term.kind === "rate")) return "vague";
  const terms = placeTimes(spanOfMonths(withoutOwnPeriod(said)));
  if (terms === null) return "mixed";
  const written = terms.flatMap((term) => (term.kind === "rrule" ? [term.text] : []));
  if (written.length > 0) return writtenRule(written, terms, now);
  const completion = terms.some((term) => term.kind === "repeat" && term.completion);
  const repeating = terms.filter((term) => !(term.kind === "weekdays" && term.relation === "next"));
  const confined = confines(repeating);
  const days = confined ? repeating.filter((term) => term.kind !== "months") : repeating;
  const bounds = boundsOf(terms, now, confined);
  const timesOfStart = bounds.startTerms.filter((term) => term.kind === "times" || term.kind === "part");
  // "Daily at 8 and 20 starting Friday at 20": then the start's time only says where to begin.
  const named = patternsOf(days);
  const patterns = named.some((pattern) => pattern.times.length > 0) ? named : patternsOf([...days, ...timesOfStart]);
  const earliest = patterns === named ? (patternsOf(timesOfStart)[0]?.times[0] ?? 0) : 0;
  const first = patterns[0];
  if (!first) return terms.some((term) => term.kind === "holiday") ? "irregular" : "not-a-rule";
  const exclusions = exclusionsOf(terms, now, bounds.from, now.weekStart);
  const fine = first.parts.frequency === "HOURLY" || first.parts.frequency === "MINUTELY";
  const start = fine
    ? fineStart(first.parts, bounds, now, first.times)
    : firstOccurrence(patterns, { ...bounds, earliest }, now, exclusions.excludes);
  if (start === null) return "never";
  const timed = start.includes("T");
  const suffix = writeBounds(bounds, timed);
  const rrules = patterns.flatMap((pattern) => writePattern(pattern, sharedTime(patterns), now).map((rule) => rule + suffix));
  const { exrules, exdates } = exclusions;
  return { rrules: [...new Set(rrules)], exrules, exdates, start, anchor: completion ? "completion" : "due" };
}

/** "Jan to Jun" beside what repeats is from when to when. */
function spanOfMonths(terms: readonly Term[]): Term[] {
  const to = terms.findIndex(
    (term) => term.kind === "until" && termOf(term.of, "edge") !== undefined && termOf(term.of, "months") !== undefined,
  );
  const from = terms[to - 1];
  if (from?.kind !== "months" || from.months.length > 1 || termOf(terms, "start")) return [...terms];
  return terms.map((term) => (term === from ? { kind: "start", of: [from] } : term));
}

/** "The first workday of the month every month": which month is said by the repeating. */
function withoutOwnPeriod(terms: readonly Term[]): Term[] {
  const units = new Set(terms.flatMap((term) => (term.kind === "repeat" && term.unit ? [term.unit] : [])));
  return terms.filter((term) => !(term.kind === "period" && term.offset === 0 && units.has(term.unit)));
}

/** A rule given as text keeps it to the letter; its start is the one said, else today. */
function writtenRule(rrules: string[], terms: readonly Term[], now: Now): Rule {
  const bounds = boundsOf(terms, now, false);
  const { exrules, exdates } = exclusionsOf(terms, now, bounds.from, now.weekStart);
  const [time] = patternsOf([...terms, ...bounds.startTerms].filter((term) => term.kind === "times")).flatMap((pattern) => pattern.times);
  const start = `${formatDay(bounds.from)}${time === undefined ? "" : `T${formatTime(time)}`}`;
  const completion = terms.some((term) => term.kind === "repeat" && term.completion);
  return { rrules, exrules, exdates, start, anchor: completion ? "completion" : "due" };
}

/**
 * Whether a month said beside plain weekdays or days means that one month ("every Sunday in December"). Beside an
 * ordinal, a date or a year it repeats every year ("every fourth Thursday in November").
 */
function confines(terms: readonly Term[]): boolean {
  if (terms.some((term) => term.kind === "period" || term.kind === "stretch")) return true;
  const months = terms.find((term) => term.kind === "months");
  if (!months || (months.months.length > 1 && months.year === null)) return false;
  const yearly = terms.some(
    (term) =>
      ["month-days", "nths", "dates", "week-number", "edge", "holiday"].includes(term.kind) ||
      (term.kind === "repeat" && (term.unit === "year" || term.unit === "month" || term.unit === "quarter")),
  );
  const daily = terms.some((term) => term.kind === "weekdays" || (term.kind === "repeat" && term.unit !== null));
  return daily && !yearly;
}

/** The one time of day of all patterns, which then stands in the start alone; null when there is none or several. */
function sharedTime(patterns: readonly Pattern[]): number | null {
  const times = new Set(patterns.flatMap((pattern) => (pattern.times.length > 0 ? pattern.times : [-1])));
  const [only] = times;
  return times.size === 1 && only !== undefined && only >= 0 ? only : null;
}

/** A pattern's rules: one for each minute at which its times lie, for BYHOUR and BYMINUTE multiply. */
function writePattern({ parts, times }: Pattern, shared: number | null, now: Now): string[] {
  const base = writeParts(parts, now.weekStart);
  if (times.length === 0 || shared !== null) return [base];
  const byMinute = new Map<number, number[]>();
  for (const time of times) byMinute.set(time % HOUR, [...(byMinute.get(time % HOUR) ?? []), Math.floor(time / HOUR)]);
  return [...byMinute].map(([rest, hours]) => {
    const second = rest % 60 === 0 ? "" : `;BYSECOND=${rest % 60}`;
    return `${base};BYHOUR=${hours.join(",")};BYMINUTE=${Math.floor(rest / 60)}${second}`;
  });
}

/** The first occurrence of daily and coarser patterns. */
function firstOccurrence(
  patterns: readonly Pattern[],
  bounds: Bounds & { earliest: number },
  now: Now,
  excludes: (day: Day) => boolean,
): string | null {
  const end = Math.min(bounds.last ?? Number.POSITIVE_INFINITY, bounds.from + HORIZON_DAYS);
  for (let day = bounds.from; day <= end; day++) {
    if (excludes(day)) continue;
    const fitting = patterns.filter((pattern) => fits(pattern.parts, day));
    if (fitting.length === 0) continue;
    const times = fitting.flatMap((pattern) => pattern.times).sort((a, b) => a - b);
    if (times.length === 0) return formatDay(day);
    const begun = (candidate: number) =>
      bounds.stated ? day > bounds.from || candidate >= bounds.earliest : day > now.day || candidate > now.seconds;
    const time = times.find(begun);
    if (time !== undefined) return `${formatDay(day)}T${formatTime(time)}`;
    // Today's time is past: a bare "every week at 9" then begins in a week, not tomorrow.
    const bare = fitting[0]?.parts;
    if (bare && isBare(bare) && bare.frequency === "WEEKLY") day += 6;
  }
  return null;
}

function isBare(parts: Parts): boolean {
  return parts.days.length + parts.monthDays.length + parts.months.length + parts.weeks.length === 0;
}

/** Hours and minutes count from the stated start, else from one interval after now. */
function fineStart(parts: Parts, bounds: Bounds, now: Now, times: readonly number[]): string {
  const time = times[0];
  if (bounds.stated || time !== undefined) {
    const seconds = time ?? 0;
    const earliest = bounds.stated || seconds > now.seconds ? bounds.from : bounds.from + 1;
    return `${formatDay(firstFitting(parts, earliest))}T${formatTime(seconds)}`;
  }
  const step = (parts.frequency === "HOURLY" ? 3_600_000 : 60_000) * parts.interval;
  const wall = wallAt(now.instantMs + step, now.timeZone);
  const day = firstFitting(parts, wall.day);
  return `${formatDay(day)}T${formatTime(day > wall.day ? 0 : wall.seconds - (wall.seconds % 60))}`;
}

/** The first day on which hours and minutes repeat: "every hour on weekdays". */
function firstFitting(parts: Parts, from: Day): Day {
  let day = from;
  while (day < from + HORIZON_DAYS && !fits(parts, day)) day++;
  return day;
}

/** From when to when a recurrence runs, and what it leaves out. */
import { addMonths, type Day, formatDay, fromDay, pad, type Weekday } from "./calendar.ts";
import { resolveDays } from "./days.ts";
import type { Now } from "./now.ts";
import { patternsOf } from "./pattern.ts";
import { type Days, shiftDay } from "./periods.ts";
import { fits, type Parts, partsOf, writeParts } from "./recurrence-parts.ts";
import { type Term, termOf } from "./term.ts";

export type Bounds = {
  /** The first day that may be an occurrence, and whether it was said. */
  from: Day;
  stated: boolean;
  /** The last day that may be one. */
  last: Day | null;
  count: number | null;
  /** The clock time said with the start ("starting Friday at 9"), as terms. */
  startTerms: readonly Term[];
};

/** The bounds among the terms of a recurrence. An end counts from the start: "from November until June" ends the year after. */
export function boundsOf(terms: readonly Term[], now: Now, confined: boolean): Bounds {
  const startTerms = termOf(terms, "start")?.of ?? [];
  const within = confined ? resolveDays(terms.filter(isPeriod), now)?.days : undefined;
  const started = startDay(terms, startTerms, now) ?? (within && within.from > now.day ? within.from : null);
  const from = started ?? now.day;
  const length = termOf(terms, "length")?.amount;
  const until = termOf(terms, "until");
  const end = until ? lastDay(until.of, now, from) : length ? shiftDay(from, length) - 1 : within ? within.to - 1 : null;
  return { from, stated: started !== null, last: end, count: termOf(terms, "count")?.n ?? null, startTerms };
}

/** Terms that confine a recurrence to one stretch of the calendar: "every Monday next month", "every Sunday in December". */
function isPeriod(term: Term): boolean {
  return term.kind === "period" || term.kind === "months" || term.kind === "year" || term.kind === "stretch";
}

function startDay(terms: readonly Term[], startTerms: readonly Term[], now: Now): Day | null {
  const said = startTerms.length > 0 ? resolveDays(startTerms, now) : null;
  // "From March to May", said in March, begins today.
  if (said) return said.days.from < now.day && said.days.to > now.day ? now.day : said.days.from;
  const loose = terms.filter((term) => term.kind === "day" || term.kind === "moment" || term.kind === "shifted" || isRelativeWeekday(term));
  return loose.length > 0 ? (resolveDays(loose, now)?.days.from ?? null) : null;
}

/** "Next Tuesday" inside a recurrence is a single day, so it can only be its start. */
function isRelativeWeekday(term: Term): boolean {
  return term.kind === "weekdays" && term.relation === "next";
}

/** "Until Friday" includes Friday; "until March" ends before March. */
function lastDay(terms: readonly Term[], now: Now, from: Day): Day | null {
  const days = resolveDays(terms, now, from)?.days;
  if (!days) return null;
  const whole = days.to - days.from > 1;
  return whole && !endsWithin(terms) ? days.from - 1 : days.to - 1;
}

/** "Until the end of the year" and "until this week is over" say a whole stretch that still belongs to it. */
function endsWithin(terms: readonly Term[]): boolean {
  return termOf(terms, "edge") !== undefined || termOf(terms, "period")?.offset === 0;
}

/** UNTIL has the type of DTSTART (RFC 5545 3.3.10): a date, or the last second of that day on the same wall clock. */
export function writeBounds(bounds: Bounds, timed: boolean): string {
  const count = bounds.count === null ? "" : `;COUNT=${bounds.count}`;
  if (bounds.last === null || bounds.count !== null) return count;
  return `;UNTIL=${compact(bounds.last)}${timed ? "T235959" : ""}`;
}

function compact(day: Day): string {
  const { year, month, day: monthDay } = fromDay(day);
  return `${String(year).padStart(4, "0")}${pad(month)}${pad(monthDay)}`;
}

export type Exclusions = { exrules: string[]; exdates: string[]; excludes: (day: Day) => boolean };

/** What the "except" terms leave out: what comes again as a rule, what is a single stretch as dates. */
export function exclusionsOf(terms: readonly Term[], now: Now, from: Day, weekStart: Weekday): Exclusions {
  const rules: Parts[] = [];
  const exrules: string[] = [];
  const exdates = new Set<Day>();
  const spans: Days[] = [];
  const written: string[] = [];
  for (const { of } of terms.filter((term) => term.kind === "except")) {
    for (const term of of) {
      if (term.kind === "rrule") exrules.push(term.text);
      if (term.kind === "exdate") written.push(term.text);
      const once = onceOnly(term, of, now, from);
      if (once === null) continue;
      if (once.kind === "rules") rules.push(...once.rules);
      else if (once.kind === "month") {
        spans.push(once.days);
        exrules.push(`${writeParts(once.rule, weekStart)};UNTIL=${compact(once.days.to - 1)}`);
      } else for (let day = once.days.from; day < once.days.to; day++) exdates.add(day);
    }
  }
  exrules.push(...rules.map((parts) => writeParts(parts, weekStart)));
  const excludes = (day: Day) =>
    exdates.has(day) || rules.some((parts) => fits(parts, day)) || spans.some((span) => day >= span.from && day < span.to);
  const dates = [...exdates].sort((a, b) => a - b).map(formatDay);
  return { exrules: [...new Set(exrules)], exdates: [...dates, ...written], excludes };
}

type Exclusion = { kind: "rules"; rules: Parts[] } | { kind: "month"; rule: Parts; days: Days } | { kind: "days"; days: Days };

/** One excluded term. A month of a named year is a rule with an end, unless the same month would fall before it, too. */
function onceOnly(term: Term, all: readonly Term[], now: Now, from: Day): Exclusion | null {
  switch (term.kind) {
    case "months": {
      if (term.year === null) return { kind: "rules", rules: term.months.map((month) => partsOf("DAILY", 1, { months: [month] })) };
      const days = resolveDays([term], now, from)?.days;
      if (!days || term.months.length > 1) return null;
      const early = days.from > addMonths(from, 11);
      return early ? { kind: "days", days } : { kind: "month", rule: partsOf("DAILY", 1, { months: term.months }), days };
    }
    case "dates": {
      if (term.year === null) return { kind: "rules", rules: patternsOf([term]).map((pattern) => pattern.parts) };
      const days = resolveDays([term], now, from)?.days;
      return days ? { kind: "days", days } : null;
    }
    case "repeat":
    case "weekdays":
    case "month-days":
    case "nths": {
      if (term.kind === "weekdays" && term.relation !== null) return single(term, now, from);
      if (term.kind === "repeat" && term.unit !== "workday" && term.unit !== "weekend") return null;
      const months = termOf(all, "months");
      const rules = patternsOf(months && term.kind !== "weekdays" && term.kind !== "repeat" ? [term, months] : [term]);
      return { kind: "rules", rules: rules.map((pattern) => pattern.parts) };
    }
    case "holiday": {
      const rules = patternsOf([term]).map((pattern) => pattern.parts);
      return rules.length > 0 ? { kind: "rules", rules } : single(term, now, from);
    }
    case "day":
    case "period":
    case "shifted":
    case "stretch":
      return single(term, now, from);
    default:
      return null;
  }
}

function single(term: Term, now: Now, from: Day): Exclusion | null {
  const days = resolveDays([term], now, from)?.days;
  return days ? { kind: "days", days } : null;
}

/** Reads a range of days from words, for filters and history: "this week", "before Friday", "in March", "the next 3 days". */
import type { Context, Span } from "../../interpretation.ts";
import { type Day, formatDay } from "../../when/calendar.ts";
import { resolveDays } from "../../when/days.ts";
import { nowOf } from "../../when/now.ts";
import { type Days, oneDay, periodFrom } from "../../when/periods.ts";
import { type Term, termOf } from "../../when/term.ts";
import { readCluster } from "./cluster.ts";
import { spanOfTokens } from "./reminders.ts";
import { type Scan, scanOf, skip, word } from "./scan.ts";

/** A half-open range of local dates [from, to), either end open. */
export type RangeReading = { from: string | null; to: string | null; span: Span };

type Open = { from: Day | null; to: Day | null };

/** The first range of days in a stretch; null when it speaks of none. */
export function readRange(text: string, context: Context, options: { from?: number; to?: number }): RangeReading | null {
  const scan = scanOf(text, nowOf(context), { ...options, use: "range" });
  for (let i = scan.first; i < scan.to; i++) {
    const read = bounded(scan, i) ?? plain(scan, i);
    if (!read) continue;
    const { from, to } = read.days;
    return {
      from: from === null ? null : formatDay(from),
      to: to === null ? null : formatDay(to),
      span: spanOfTokens(scan, i, read.next, "filter"),
    };
  }
  return null;
}

type Read = { days: Open; next: number };

const UPPER = new Set(["before", "until", "till", "by", "through", "earlier"]);
const LOWER = new Set(["after", "since", "from", "starting", "later"]);

/** "Before Friday", "due by Friday", "after the 3rd", "since Monday", "from Monday to Friday", "no later than the 5th". */
function bounded(scan: Scan, i: number): Read | null {
  const first = word(scan, i);
  if ((first === "due" || first === "scheduled") && i + 1 < scan.to) return bounded(scan, i + 1);
  if (first === "on" && word(scan, i + 1) === "or") return bounded(scan, i + 2);
  if (first === "no" && word(scan, i + 1) === "later") return upTo(scan, skip(scan, i + 2, "than"), true);
  if (UPPER.has(first))
    return upTo(scan, skip(scan, i + 1, "than"), (first !== "before" && first !== "earlier") || word(scan, i - 1) === "or");
  if (!LOWER.has(first) && first !== "between") return null;
  const days = daysAt(scan, skip(scan, i + 1, "than"), first === "since", true);
  if (!days) return null;
  const joint = word(scan, days.next);
  const through = ["to", "until", "till", "through", "and", "-", "–"].includes(joint) && first !== "after";
  const end = through ? daysAt(scan, days.next + 1, false, true) : null;
  if (end) return { days: { from: days.from, to: Math.max(end.to, days.to) }, next: end.next };
  if (days.closed) return { days, next: days.next };
  const later = (first === "after" || first === "later") && word(scan, i - 1) !== "or";
  return { days: { from: later ? days.to : days.from, to: null }, next: days.next };
}

function upTo(scan: Scan, i: number, inclusive: boolean): Read | null {
  const days = daysAt(scan, i, false, true);
  return days && { days: { from: null, to: inclusive ? days.to : days.from }, next: days.next };
}

/** A range that is a stretch by itself: "today", "next week", "Monday to Friday". */
function plain(scan: Scan, i: number): Read | null {
  const days = daysAt(scan, i, false, false);
  return days && { days, next: days.next };
}

/** The days that begin at a token; `closed` when their end was said, too. Words that could be others need a preposition. */
function daysAt(scan: Scan, i: number, past: boolean, led: boolean): (Days & { next: number; closed: boolean }) | null {
  const possessive = possessiveDay(scan, i);
  if (possessive) return { ...possessive, closed: false };
  const cluster = readCluster(scan, i);
  if (!cluster || cluster.terms.some((term) => term.kind === "repeat") || (cluster.weight === "weak" && !led)) return null;
  const terms = inPast(cluster.terms, past);
  const flat = terms.flatMap((term): readonly Term[] => (term.kind === "start" ? term.of : [term]));
  const days = stretchOf(flat, scan);
  if (!days) return null;
  const until = termOf(terms, "until");
  const end = until && resolveDays(until.of, scan.now, days.from)?.days;
  const back = past && days.from > scan.now.day ? backwards(flat, days, scan) : days;
  return { from: back.from, to: end ? end.to : back.to, next: cluster.next, closed: end !== undefined };
}

/** The days of the terms: a month that has begun is this one, "the next 24 hours" begin today, "this morning" is today. */
function stretchOf(terms: readonly Term[], scan: Scan): Days | null {
  const { now } = scan;
  const moment = termOf(terms, "moment");
  if (moment && moment.day >= now.day) return { from: now.day, to: moment.day + 1 };
  if (terms.every((term) => term.kind === "part")) return terms.length > 0 ? oneDay(now.day) : null;
  const month = terms.every((term) => term.kind === "months");
  return resolveDays(terms, now, month ? periodFrom(now.day, "month", 0, now.weekStart).from : now.day)?.days ?? null;
}

/** "Since Monday" means the last one. */
function inPast(terms: readonly Term[], past: boolean): Term[] {
  return past ? terms.map((term) => (term.kind === "weekdays" ? { ...term, relation: null } : term)) : [...terms];
}

function backwards(terms: readonly Term[], days: Days, scan: Scan): Days {
  const weekday = termOf(terms, "weekdays") !== undefined;
  const step = weekday ? 7 : termOf(terms, "dates") || termOf(terms, "months") ? 365 : 0;
  if (step === 0) return days;
  if (weekday) {
    const weeks = Math.ceil((days.from - scan.now.day) / 7);
    return { from: days.from - 7 * weeks, to: days.to - 7 * weeks };
  }
  const earlier = resolveDays(terms, scan.now, scan.now.day - step);
  return earlier && earlier.days.from <= scan.now.day ? earlier.days : days;
}

/** "Today's", "Friday's": the day of what is asked for. */
function possessiveDay(scan: Scan, i: number): (Days & { next: number }) | null {
  const token = i < scan.to ? scan.tokens[i] : undefined;
  if (!token?.lower.endsWith("'s")) return null;
  const bare = { ...scan, tokens: scan.tokens.with(i, { ...token, lower: token.lower.slice(0, -2) }), to: i + 1 };
  const cluster = readCluster(bare, i);
  const days = cluster && resolveDays(cluster.terms, scan.now)?.days;
  return days ? { ...days, next: i + 1 } : null;
}

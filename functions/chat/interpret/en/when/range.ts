/** Reads a range of days from words, for filters and history: "this week", "before Friday", "in March", "the next 3 days". */
import type { Context, Span } from "../../interpretation.ts";
import { type Day, formatDay } from "../../when/calendar.ts";
import { resolveDays } from "../../when/days.ts";
import { nowOf } from "../../when/now.ts";
import type { Days } from "../../when/periods.ts";
import { type Term, termOf } from "../../when/term.ts";
import { readCluster } from "./cluster.ts";
import { spanOfTokens } from "./reminders.ts";
import { type Scan, scanOf, word } from "./scan.ts";

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

const UPPER = new Set(["before", "until", "till", "by", "through"]);
const LOWER = new Set(["after", "since", "from", "starting"]);

/** "Before Friday", "by Friday", "after the 3rd", "since Monday", "from Monday to Friday". */
function bounded(scan: Scan, i: number): Read | null {
  const first = word(scan, i);
  if (!UPPER.has(first) && !LOWER.has(first) && first !== "between") return null;
  const days = daysAt(scan, i + 1, first === "since");
  if (!days) return null;
  const { from, to } = days;
  if (UPPER.has(first)) return { days: { from: null, to: first === "before" ? from : to }, next: days.next };
  const joint = word(scan, days.next);
  const through = ["to", "until", "till", "through", "and", "-", "–"].includes(joint) && first !== "after";
  const end = through ? daysAt(scan, days.next + 1, false) : null;
  if (end) return { days: { from, to: Math.max(end.to, to) }, next: end.next };
  return { days: { from: first === "after" ? to : from, to: null }, next: days.next };
}

/** A range that is a stretch by itself: "today", "next week", "Monday to Friday". */
function plain(scan: Scan, i: number): Read | null {
  const days = daysAt(scan, i, false);
  if (!days) return null;
  const { from, to, next } = days;
  return { days: { from, to }, next };
}

function daysAt(scan: Scan, i: number, past: boolean): (Days & { next: number }) | null {
  const possessive = possessiveDay(scan, i);
  if (possessive) return possessive;
  const cluster = readCluster(scan, i);
  if (!cluster || cluster.terms.some((term) => term.kind === "repeat")) return null;
  if (cluster.weight === "weak") return null;
  const terms = inPast(cluster.terms, past);
  const flat = terms.flatMap((term): readonly Term[] => (term.kind === "start" ? term.of : [term]));
  const read = resolveDays(flat, scan.now);
  if (!read) return null;
  const until = termOf(terms, "until");
  const end = until && resolveDays(until.of, scan.now, read.days.from);
  const back = past && read.days.from > scan.now.day ? backwards(flat, read.days, scan) : read.days;
  return { from: back.from, to: end ? end.days.to : back.to, next: cluster.next };
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

/** Reminders beside a due date: "remind me 1 hour before", "with a reminder the day before", "remind me at 9". */
import type { Span } from "../../interpretation.ts";
import type { Amount, Term } from "../../when/term.ts";
import { amountOfOne } from "./amounts.ts";
import { readCluster } from "./cluster.ts";
import { isFree, type Scan, sequence, skip, word } from "./scan.ts";

/** A lead before the due moment, or terms of a moment of its own; `from` and `to` are the tokens that say it. */
export type ReminderRead = { from: number; to: number; wishes: ({ before: Amount } | { at: Term[] } | { before: Amount; at: Term[] })[] };

const VERBS = new Set(["remind", "alert", "notify", "ping", "nudge", "warn", "message"]);
const NOUNS = new Set(["reminder", "reminders", "alert", "alarm", "notification"]);
const BEFORE = new Set(["before", "beforehand", "early", "earlier", "ahead", "prior"]);

/** Every reminder clause, in order. A clause that opens the message is only taken when it says how long before. */
export function findReminders(scan: Scan): ReminderRead[] {
  const found: ReminderRead[] = [];
  if (!scan.tokens.some(({ lower }) => VERBS.has(lower) || NOUNS.has(lower))) return found;
  for (let i = scan.first; i < scan.to; i++) {
    const behind = verbAt(scan, i);
    if (behind === null) continue;
    const read = leads(scan, behind) ?? (i > scan.first ? moment(scan, behind) : null);
    if (!read) continue;
    found.push({ ...read, from: opening(scan, i) });
    i = read.to - 1;
  }
  return found;
}

/** The index behind "remind me", "alert me about it", "with a reminder"; null elsewhere. */
function verbAt(scan: Scan, i: number): number | null {
  const first = word(scan, i);
  if (VERBS.has(first)) {
    const me = skip(scan, i + 1, "me", "us");
    if (me === i + 1 && first !== "remind") return null;
    return skip(scan, skip(scan, me, "again", "also"), "of", "about") === me
      ? me
      : skip(scan, skip(scan, me, "of", "about"), "it", "this", "that");
  }
  if (first !== "with" && first !== "set" && first !== "add") return null;
  const noun = skip(scan, skip(scan, i + 1, "a", "an"), "another");
  return NOUNS.has(word(scan, noun)) && (first === "with" || i > scan.first) ? noun + 1 : null;
}

/** The comma or "and" that joins the clause to what it belongs to. */
function opening(scan: Scan, i: number): number {
  let at = i;
  for (let guard = 0; guard < 4 && at > scan.first; guard++) {
    if (!["and", ",", "please", "also", "then", "but", "can", "could", "you"].includes(word(scan, at - 1))) break;
    at--;
  }
  return at;
}

type Clause = { to: number; wishes: ReminderRead["wishes"] };

/** "1 hour and 1 day before", "the day before at 6pm", "10 minutes early", "on the day". */
function leads(scan: Scan, i: number): Clause | null {
  const amounts: Amount[] = [];
  let at = skip(scan, i, "at", "by");
  for (let guard = 0; guard < 8; guard++) {
    const many = amountOfOne(scan, at) ?? theDay(scan, at);
    if (!many) break;
    amounts.push(many.value);
    at = skip(scan, skip(scan, many.next, "before"), ",", "and", "&");
    if (at === many.next) break;
    if (!amountOfOne(scan, at) && !theDay(scan, at)) {
      at = skip(scan, many.next, "before");
      break;
    }
  }
  const end = beforeWord(scan, at, i);
  if (amounts.length === 0 || end === null) return atTheTime(scan, i);
  const time = amounts.length === 1 && isWholeDays(amounts[0]) ? clockBehind(scan, end) : null;
  const [only] = amounts;
  if (only && theDay(scan, i)?.night) return { to: end, wishes: [{ before: only, at: time?.terms ?? [{ kind: "part", part: "night" }] }] };
  if (time && only) return { to: time.next, wishes: [{ before: only, at: time.terms }] };
  return { to: end, wishes: amounts.map((before) => ({ before })) };
}

function isWholeDays(many: Amount | undefined): boolean {
  return many !== undefined && many.unit !== "hour" && many.unit !== "minute";
}

/** "The day before": one day. */
function theDay(scan: Scan, i: number): { value: Amount; next: number; night: boolean } | null {
  const the = sequence(scan, i, "the");
  const of = the === null ? "" : word(scan, the);
  const night = of === "night" || of === "evening";
  if (the === null || (!night && of !== "day" && of !== "week" && of !== "hour") || word(scan, the + 1) !== "before") return null;
  return { value: { n: 1, unit: night ? "day" : of }, next: the + 1, night };
}

/** The end of "before", "before it", "in advance", "ahead of time"; null when the amount is no lead. */
function beforeWord(scan: Scan, at: number, from: number): number | null {
  const advance = sequence(scan, at, "in", "advance");
  if (advance !== null) return advance;
  const last = word(scan, at - 1) === "before" && at - 1 > from ? at : BEFORE.has(word(scan, at)) ? at + 1 : null;
  if (last === null) return null;
  const time = sequence(scan, last, "of", "time") ?? sequence(scan, last, "hand") ?? last;
  return skip(scan, time, "it", "that", "this", "hand");
}

/** "When it's due", "on the day", "at the time". */
function atTheTime(scan: Scan, i: number): Clause | null {
  const ends =
    sequence(scan, i, "when", "it's", "due") ??
    sequence(scan, i, "when", "it", "is", "due") ??
    sequence(scan, i, "when", "due") ??
    sequence(scan, i, "at", "the", "time") ??
    sequence(scan, i, "on", "time") ??
    sequence(scan, i, "on", "the", "day") ??
    sequence(scan, i, "the", "same", "day");
  return ends === null ? null : { to: ends, wishes: [{ before: { n: 0, unit: "minute" } }] };
}

function clockBehind(scan: Scan, i: number): { terms: Term[]; next: number } | null {
  const cluster = readCluster(scan, i);
  const timely = cluster?.terms.every((term) => term.kind === "times" || term.kind === "part" || term.kind === "zone");
  return cluster && timely ? { terms: cluster.terms, next: cluster.next } : null;
}

/** "Remind me at 9", "remind me tomorrow morning": a moment of its own, when the clause says nothing else. */
function moment(scan: Scan, i: number): Clause | null {
  const cluster = readCluster(scan, i);
  if (!cluster || cluster.terms.some((term) => term.kind === "repeat")) return null;
  return isFree(scan, cluster.next) && word(scan, cluster.next) !== "to" && word(scan, cluster.next) !== "about"
    ? { to: cluster.next, wishes: [{ at: cluster.terms }] }
    : null;
}

/** ISO 8601 with a sign, weeks and months included ("-P1W", "-PT30M"); no time before is "PT0S". */
export function isoDuration({ n, unit }: Amount, sign: 1 | -1): string {
  if (n === 0) return "PT0S";
  const minus = sign * n < 0 ? "-" : "";
  const many = Math.abs(n);
  switch (unit) {
    case "minute":
      return `${minus}PT${many}M`;
    case "hour":
      return `${minus}PT${many}H`;
    case "day":
    case "workday":
      return `${minus}P${many}D`;
    case "week":
    case "weekend":
      return `${minus}P${many}W`;
    case "month":
      return `${minus}P${many}M`;
    case "quarter":
      return `${minus}P${3 * many}M`;
    case "year":
      return `${minus}P${many}Y`;
  }
}

/** The span of tokens [from, to) in the original text. */
export function spanOfTokens(scan: Scan, from: number, to: number, kind: Span["kind"], certain = true): Span {
  return { start: scan.tokens[from]?.start ?? 0, end: scan.tokens[to - 1]?.end ?? 0, kind, certain };
}

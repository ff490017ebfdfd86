/** Reminders beside a due date: "remind me 1 hour before", "with a reminder the day before", "remind me at 9". */
import type { Span } from "../../interpretation.ts";
import type { Amount, Term } from "../../when/term.ts";
import { amountOfOne } from "./amounts.ts";
import { readCluster } from "./cluster.ts";
import { isFree, type Scan, sequence, skip, word } from "./scan.ts";

/**
 * A lead before the due moment, or terms of a moment of its own; `from` and `to` are the tokens that say it. `bare` ones say no moment
 * ("…, remind me", "with a reminder"); whether `joined` to what stands before decides if they are meant.
 */
export type ReminderRead = Clause & { from: number; bare: boolean; joined: boolean };

type Clause = { to: number; wishes: ({ before: Amount } | { at: Term[] } | { before: Amount; at: Term[] })[] };

const VERBS = new Set(["remind", "alert", "notify", "ping", "nudge", "warn", "message"]);
const NOUNS = new Set(["reminder", "reminders", "alert", "alarm", "notification"]);
const JOINING = new Set(["and", ",", ".", ";", "-", "+", "please", "also", "then", "but", "can", "could", "you"]);
const NAMING = new Set(["a", "an", "the", "my", "another", "new", "set", "add", "create", "make", "with"]);
const BEFORE = new Set(["before", "beforehand", "early", "earlier", "ahead", "prior"]);

/** Every reminder clause, in order. A clause that opens the message is only taken when it says how long before. */
export function findReminders(scan: Scan): ReminderRead[] {
  const found: ReminderRead[] = [];
  if (!scan.tokens.some(({ lower }) => VERBS.has(lower) || NOUNS.has(lower) || lower === "know")) return found;
  for (let i = scan.first; i < scan.to; i++) {
    const behind = verbAt(scan, i);
    if (behind === null) continue;
    const said = leads(scan, behind) ?? (i > scan.first && !NOUNS.has(word(scan, i)) ? moment(scan, behind) : null);
    const read = said ?? (i > scan.first ? bare(scan, i, behind) : null);
    if (!read) continue;
    const from = opening(scan, i);
    found.push({ ...read, from, bare: said === null, joined: from < i || word(scan, i) === "with" });
    i = read.to - 1;
  }
  return found;
}

/** The index behind "remind me", "alert me about it", "with a reminder"; null elsewhere. */
function verbAt(scan: Scan, i: number): number | null {
  const first = word(scan, i);
  if (VERBS.has(first)) {
    // "Ask Ann to remind me": somebody else does.
    if (i > scan.first && word(scan, i - 1) === "to") return null;
    const me = skip(scan, i + 1, "me", "us");
    if (me === i + 1 && first !== "remind") return null;
    return skip(scan, skip(scan, me, "again", "also"), "of", "about") === me
      ? me
      : skip(scan, skip(scan, me, "of", "about"), "it", "this", "that");
  }
  const known = sequence(scan, i, "let", "me", "know");
  if (known !== null) return i > scan.first && word(scan, i - 1) !== "to" ? known : null;
  // "…, reminder 1 hour before".
  if (NOUNS.has(first) && i > scan.first && !NAMING.has(word(scan, i - 1))) return i + 1;
  if (first !== "with" && first !== "set" && first !== "add") return null;
  const noun = skip(scan, skip(scan, i + 1, "a", "an"), "another");
  return NOUNS.has(word(scan, noun)) && (first === "with" || i > scan.first) ? noun + 1 : null;
}

/** The comma or "and" that joins the clause to what it belongs to. */
function opening(scan: Scan, i: number): number {
  let at = i;
  for (let guard = 0; guard < 4 && at > scan.first; guard++) {
    if (!JOINING.has(word(scan, at - 1))) break;
    at--;
  }
  return at;
}

/** Leads and moments of the task itself, one after another: "1 hour and 1 day before", "3 days before and on the day at 8". */
function leads(scan: Scan, i: number): Clause | null {
  const clause = lead(scan, i);
  if (!clause) return null;
  for (let guard = 0; guard < 8; guard++) {
    const joint = skip(scan, skip(scan, clause.to, ","), "and", "&");
    const further = joint === clause.to ? null : lead(scan, skip(scan, joint, "again", "also"));
    if (!further) break;
    clause.to = further.to;
    clause.wishes.push(...further.wishes);
  }
  return clause;
}

/** "1 hour and 1 day before", "the day before at 6pm", "10 minutes early", "on the day at 8". */
function lead(scan: Scan, i: number): Clause | null {
  const amounts: Amount[] = [];
  let at = skip(scan, i, "at", "by", "for");
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

const ITS_TIME = [
  ...["then", "on time", "at the start", "at that moment", "at that point", "at due time", "when the time comes"],
  ...["the", "that", "its", "the due", "the exact", "the same", "the right", "the given"].map((which) => `at ${which} time`),
  ...["it's", "its", "it is"].flatMap((it) => [`when ${it} due`, `when ${it} time`]),
  ...["due", "it starts", "it begins", "it happens", "it comes up", "it falls due"].map((moment) => `when ${moment}`),
].map((phrase) => phrase.split(" "));
const ITS_DAY = ["on the day", "on that day", "on the same day", "on the due date", "that day", "the same day"].map((phrase) =>
  phrase.split(" "),
);

/** The task's own moment: "when it's due", "at the time", "then", "on the day at 8". */
function atTheTime(scan: Scan, i: number): Clause | null {
  const own = { n: 0, unit: "minute" } as const;
  const day = endOfAny(scan, i, ITS_DAY);
  const clock = day === null ? null : clockBehind(scan, day);
  if (clock) return { to: clock.next, wishes: [{ before: own, at: clock.terms }] };
  const ends = day ?? endOfAny(scan, i, ITS_TIME);
  return ends !== null && isOver(scan, ends) ? { to: ends, wishes: [{ before: own }] } : null;
}

function endOfAny(scan: Scan, i: number, phrases: readonly string[][]): number | null {
  for (const phrase of phrases) {
    const end = sequence(scan, i, ...phrase);
    if (end !== null) return end;
  }
  return null;
}

// Of these, the words alone may be what is to be done.
const UNCLEAR = new Set(["message", "warn", "let"]);

/** "Remind me" and "with a reminder" that say no moment: its own is meant. */
function bare(scan: Scan, i: number, behind: number): Clause | null {
  const verb = word(scan, i);
  const asked = verb === "remind" ? behind > i + 1 : !UNCLEAR.has(verb) && !NOUNS.has(verb);
  const end = skip(scan, behind, "set", "too", "please");
  return asked && isOver(scan, end) ? { to: end, wishes: [{ before: { n: 0, unit: "minute" } }] } : null;
}

/** Whether nothing follows at `i` that the clause could be about ("remind me then to call", "with a reminder note"). */
function isOver(scan: Scan, i: number): boolean {
  const next = i < scan.to ? scan.tokens[i] : undefined;
  return !next || next.kind === "punct" || ["and", "please", "with", "too", "also", "or", "but"].includes(next.lower);
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

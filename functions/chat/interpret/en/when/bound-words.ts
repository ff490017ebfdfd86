/** Words that bound a recurrence or a date: "starting Friday", "until March", "for 3 weeks", "6 times", "except in May". */
import { isRepeating, type Term } from "../../when/term.ts";
import { amount } from "./amounts.ts";
import { cardinal } from "./numbers.ts";
import { digits, type Found, found, isAttached, isFree, type Recogniser, type Scan, sequence, skip, word } from "./scan.ts";
import { WEEKDAYS } from "./words.ts";

/** Reads the terms behind such a word: a day, a day with a time, or a list of what is left out. */
export type ReadTerms = (scan: Scan, i: number, what: "moment" | "day" | "list", lead: string) => { terms: Term[]; next: number } | null;

const STARTING = new Set(["starting", "beginning", "commencing", "effective"]);
const STARTS = new Set(["start", "starts", "begin", "begins"]);

/** The start: "starting next Tuesday", "from May 3", "as of tomorrow". */
function start(scan: Scan, i: number, before: readonly Term[], readTerms: ReadTerms): Found | null {
  const first = word(scan, i);
  const asOf = sequence(scan, i, "as", "of") ?? sequence(scan, i, "as", "from");
  const said = STARTING.has(first) || (STARTS.has(first) && before.length > 0) || asOf !== null;
  if (!said && first !== "from" && first !== "since") return null;
  if (first === "since" && scan.use !== "range") return null;
  const at = skip(scan, asOf ?? i + 1, "on", "at", "in", "from", "with");
  const read = readTerms(scan, at, "moment", first === "from" ? "from" : "starting");
  if (!read) return null;
  return found([{ kind: "start", of: read.terms }], read.next, said ? "certain" : "edge");
}

const UNTIL = new Set(["until", "till", "til", "untill"]);
const ENDING = new Set(["ending", "ends", "ended"]);
const THROUGH = new Set(["to", "through", "thru", "-", "–", "—"]);

/** The end: "until March", "to Friday" after a start, "ending on 1 May". */
function until(scan: Scan, i: number, before: readonly Term[], readTerms: ReadTerms): Found | null {
  const first = word(scan, i);
  const upTo = sequence(scan, i, "up", "to") ?? sequence(scan, i, "up", "until");
  const repeating = isRepeating(before);
  const said = UNTIL.has(first) || (ENDING.has(first) && before.length > 0) || (upTo !== null && before.length > 0);
  const range = THROUGH.has(first) && before.length > 0;
  const deadline = repeating && first === "before";
  if (!said && !range && !deadline) return null;
  const at = skip(scan, upTo ?? i + 1, "on", "at", "in");
  const read = readTerms(scan, at, repeating ? "day" : "moment", "until");
  if (!read) return null;
  // "Until March" ends before it, "January to March" with it.
  const whole: Term[] = range && read.terms.every((term) => term.kind === "months") ? [{ kind: "edge", edge: "end" }] : [];
  return found([{ kind: "until", of: [...whole, ...read.terms] }], read.next, "edge");
}

/** "Between the 3rd of May and Friday": both ends at once. */
function between(scan: Scan, i: number, readTerms: ReadTerms): Found | null {
  if (word(scan, i) !== "between") return null;
  const from = readTerms(scan, i + 1, "moment", "between");
  if (!from) return null;
  const start: Term = { kind: "start", of: from.terms };
  if (word(scan, from.next) !== "and") return found([start], from.next, "edge");
  const to = readTerms(scan, from.next + 1, "moment", "until");
  return to ? found([start, { kind: "until", of: to.terms }], to.next, "edge") : found([start], from.next, "edge");
}

/** How often in all: "for 10 times", "3x", "twice", "6 occurrences". */
function count(scan: Scan, i: number, before: readonly Term[]): Found | null {
  if (!isRepeating(before)) return null;
  const at = skip(scan, i, "for", ",");
  const first = word(scan, at);
  if ((first === "twice" || first === "thrice") && !isPer(scan, at + 1))
    return found([{ kind: "count", n: first === "twice" ? 2 : 3 }], at + 1, "edge");
  const many = cardinal(scan, skip(scan, at, "only"));
  if (!many || many.value < 1 || many.value > 999) return null;
  const x = word(scan, many.next) === "x" && isAttached(scan, many.next) && digits(scan, at) !== null;
  const times = /^(?:times|time|occurrences|occurrence|repetitions|repeats|instances)$/.test(word(scan, many.next));
  return (x || times) && !isPer(scan, many.next + 1) ? found([{ kind: "count", n: many.value }], many.next + 1, "edge") : null;
}

/** "Twice a day" is no end. */
function isPer(scan: Scan, i: number): boolean {
  return ["a", "per", "each", "every"].includes(word(scan, i));
}

/** How long: "for 3 weeks", "for the next two months", "for 30' starting from 4pm". */
function length(scan: Scan, i: number, before: readonly Term[]): Found | null {
  const forWord = word(scan, i) === "for" || word(scan, i) === "over";
  if (!forWord) return null;
  const the = skip(scan, skip(scan, i + 1, "the"), "next", "another", "up");
  const many = amount(scan, skip(scan, the, "to")) ?? minutesMark(scan, the) ?? bareUnit(scan, i, the);
  if (!many) return null;
  const next = skip(scan, many.next, "'");
  if (before.length === 0 && !["from", "starting", "beginning"].includes(word(scan, next))) return null;
  return isFree(scan, next) ? found([{ kind: "length", amount: many.value }], next, "weak") : null;
}

/** "30'" is thirty minutes. */
function minutesMark(scan: Scan, i: number): ReturnType<typeof amount> {
  const value = digits(scan, i);
  return value !== null && word(scan, i + 1) === "'" && isAttached(scan, i + 1)
    ? { value: { n: value, unit: "minute" }, next: i + 2 }
    : null;
}

/** "For the next month": one of them. */
function bareUnit(scan: Scan, i: number, at: number): ReturnType<typeof amount> {
  const of = word(scan, at);
  if (at < i + 2) return null;
  return of === "week" || of === "month" || of === "year" ? { value: { n: 1, unit: of }, next: at + 1 } : null;
}

/** What is left out: "except in May", "excluding weekends", "but not on the 1st". */
function except(scan: Scan, i: number, before: readonly Term[], readTerms: ReadTerms): Found | null {
  if (!isRepeating(before)) return null;
  const first = word(scan, i);
  const plain = /^(?:except|excluding|excepting|exclude|skipping|skip|without|unless)$/.test(first) ? i + 1 : null;
  const at =
    plain ??
    sequence(scan, i, "but", "not") ??
    (first === "but" && (WEEKDAYS.has(word(scan, i + 1)) || word(scan, i + 1) === "weekends") ? i + 1 : null) ??
    sequence(scan, i, "apart", "from") ??
    sequence(scan, i, "other", "than") ??
    sequence(scan, i, "not", "on") ??
    sequence(scan, i, "not", "in");
  if (at === null) return null;
  const read = readTerms(scan, skip(scan, at, "for", "it", "it's"), "list", "in");
  return read && found([{ kind: "except", of: read.terms }], read.next, "certain");
}

/** The recogniser of all bounds. */
export function bounds(readTerms: ReadTerms): Recogniser {
  return (scan, i, _lead, before) =>
    except(scan, i, before, readTerms) ??
    between(scan, i, readTerms) ??
    start(scan, i, before, readTerms) ??
    until(scan, i, before, readTerms) ??
    count(scan, i, before) ??
    length(scan, i, before);
}

/** Reads words of time that stand together: recognisers in order, the little words between them, and what goes with what. */
import { isDayTerm, isRepeating, type Kind, type Term } from "../../when/term.ts";
import { bounds } from "./bound-words.ts";
import { calendarDate, relativeMonth } from "./calendar-dates.ts";
import { clock } from "./clocks.ts";
import { holiday } from "./holidays.ts";
import { namedDay, partOfDay, presentMoment } from "./named-days.ts";
import { numericDate } from "./numeric-dates.ts";
import { offsets } from "./offsets.ts";
import { mayOpen } from "./openers.ts";
import { ordinals } from "./ordinals.ts";
import { bareYear, edgeOfPeriod, namedPeriod, quarterOfYear, weekNumber } from "./period-words.ts";
import { adverb, afterCompletion, every, ofThePeriod } from "./repeats.ts";
import { rruleText } from "./rrule-text.ts";
import { type Found, found, type Recogniser, type Scan, sequence, skip, type Weight, word } from "./scan.ts";
import { time } from "./times.ts";
import { weekdays } from "./weekdays.ts";

/** Words of time that belong together; `from` is the first token, its preposition included. */
export type Cluster = { terms: Term[]; from: number; next: number; weight: Weight; lead: string; founds: number; firstNext: number };

type Mode = "message" | "moment" | "day" | "list";

// A message with more terms in one breath than this says nothing sensible; the limit keeps hostile input linear.
const MOST_TERMS = 24;

const BEFORE_OFFSETS: readonly Recogniser[] = [rruleText, ofThePeriod, afterCompletion, every, adverb];
/** "Early tomorrow", "late Friday". */
const roughDay: Recogniser = (scan, i, lead, before) => {
  if (word(scan, i) !== "early" && word(scan, i) !== "late") return null;
  return namedDay(scan, i + 1, lead, before) ?? weekdays(scan, i + 1, lead, before);
};

const BEHIND_OFFSETS: readonly Recogniser[] = [
  roughDay,
  namedDay,
  presentMoment,
  numericDate,
  calendarDate,
  relativeMonth,
  quarterOfYear,
  holiday,
  weekdays,
  edgeOfPeriod,
  namedPeriod,
  weekNumber,
  ordinals,
  partOfDay,
  time,
  bareYear,
];

/** Inside a bound or an offset stand no further ones, so that nothing nests deeper than once. */
const INNER: readonly Recogniser[] = [...BEFORE_OFFSETS, offsets(() => null), ...BEHIND_OFFSETS];
const OUTER: readonly Recogniser[] = [
  ...BEFORE_OFFSETS,
  offsets((scan, i) => readTerms(scan, i, "day", "")),
  ...BEHIND_OFFSETS,
  bounds(readTerms),
];

function recognise(scan: Scan, i: number, lead: string, mode: Mode, before: readonly Term[]): Found | null {
  if (!mayOpen(scan, i)) return null;
  for (const recogniser of mode === "message" ? OUTER : INNER) {
    const read = recogniser(scan, i, lead, before);
    if (read && read.next > i && read.next <= scan.to) return read;
  }
  return null;
}

const PREPOSITIONS = new Set([
  "on",
  "at",
  "@",
  "in",
  "by",
  "for",
  "of",
  "during",
  "over",
  "around",
  "about",
  "before",
  "after",
  "due",
  "within",
  "sometime",
  "scheduled",
  "later",
]);

const JOINING = new Set(["later", "due", "sometime", "scheduled", "at", "by", "for"]);
// "Stop by Friday" is a visit.
const BY_VERBS = new Set(["stop", "drop", "swing", "come", "pass", "pop", "go", "stopping", "dropping"]);

/** Prepositions that are part of the date for every kind of first term; the others may belong to a verb ("check in tomorrow"). */
const LEADS: Partial<Record<Kind, readonly string[]>> = {
  months: ["in", "during", "by", "for", "before", "after", "due"],
  year: ["in", "by", "during", "for"],
  part: ["in", "at", "during", "by", "for"],
  "week-number": ["in", "during", "by"],
  period: ["later", "on", "at", "in", "by", "for", "during", "over", "before", "after", "due", "sometime"],
  edge: ["at", "by", "in", "on", "for", "before", "due"],
  day: ["later", "by", "for", "before", "after", "due", "in", "within", "on", "sometime", "scheduled"],
  repeat: ["on", "in", "at", "for", "by", "due"],
  nths: ["in", "on", "at", "by", "for", "before", "after", "due", "during", "sometime", "scheduled"],
  stretch: ["in", "for", "over", "within", "during", "due"],
  moment: ["in", "within", "at", "due", "by"],
  times: ["at", "@", "by", "for", "around", "about", "before", "after", "due"],
};
const ANY_LEADS = ["on", "at", "by", "for", "before", "after", "due", "during", "sometime", "scheduled"];

/**
 * Reads a cluster whose first word, or whose preposition, is token `i`; null when no words of time begin there. `before` are the terms of
 * another cluster that this one may go on with.
 */
export function readCluster(scan: Scan, i: number, before: readonly Term[] = []): Cluster | null {
  const lead = leadAt(scan, i);
  const listed = readList(scan, lead.at, lead.word, "message", before);
  const read = listed && i === scan.first ? withBareHour(scan, listed) : listed;
  const first = read?.founds[0];
  if (!read || !first) return null;
  const kind = first.terms[0]?.kind;
  const allowed = lead.word === "" || kind === undefined || (LEADS[kind] ?? ANY_LEADS).includes(lead.word);
  const needless = lead.word === "in" && kind === "day" && !isOffset(scan, lead.at);
  const visit = lead.word === "by" && i > scan.first && BY_VERBS.has(scan.tokens[i - 1]?.lower ?? "");
  if ((!allowed || needless || visit) && lead.at > i) return null;
  const weights = read.founds.map((one) => one.weight);
  const timed = read.founds.length > 1 && read.terms.some((term) => term.kind === "times") && read.terms.some(isDayTermOrPart);
  const weight = timed || weights.includes("certain") ? "certain" : weights.includes("edge") || read.founds.length > 1 ? "edge" : "weak";
  return { terms: read.terms, from: i, next: read.next, weight, lead: lead.word, founds: read.founds.length, firstNext: first.next };
}

/** "Tuesday next week at 3 budget call": an hour behind the day that opens the message. */
function withBareHour(scan: Scan, list: List): List {
  const timed = list.terms.some((term) => term.kind === "times" || term.kind === "part" || term.kind === "moment");
  const at = skip(scan, list.next, ",");
  if (timed || word(scan, at) !== "at" || !list.terms.some(isDayTerm)) return list;
  const hour = clock(scan, at + 1, true);
  if (!hour || hour.next >= scan.to) return list;
  const one = found([{ kind: "times", at: [hour.value] }], hour.next, "edge");
  return { terms: [...list.terms, ...one.terms], founds: [...list.founds, one], next: one.next };
}

function isDayTermOrPart(term: Term): boolean {
  return term.kind === "part" || isDayTerm(term);
}

/** Whether the day there is counted ("in 3 days") rather than named ("in tomorrow", which belongs to a verb before it). */
function isOffset(scan: Scan, i: number): boolean {
  return !["today", "tomorrow", "tmrw", "the", "yesterday"].includes(word(scan, i));
}

/** Several words that lead as one does. */
const LONG_LEADS: readonly (readonly [string, ...string[]])[] = [
  ["by", "no", "later", "than"],
  ["by", "not", "later", "than"],
  ["by", "on", "or", "before"],
  ["on", "not", "before"],
  ["on", "not", "until"],
  ["on", "no", "earlier", "than"],
];

/** The prepositions at `i`: the last of them leads. */
function leadAt(scan: Scan, i: number): { word: string; at: number } {
  for (const [meaning, ...words] of LONG_LEADS) {
    const behind = scan.use === "range" ? null : sequence(scan, i, ...words);
    if (behind !== null) return { word: meaning, at: behind };
  }
  let at = i;
  let lead = "";
  for (let guard = 0; guard < 3 && PREPOSITIONS.has(word(scan, at)); guard++) {
    // "Log in at 9": a preposition before another is the verb's, unless the two go together.
    if (lead !== "" && !JOINING.has(lead)) return { word: lead, at };
    lead = word(scan, at++);
  }
  return { word: lead, at };
}

type List = { terms: Term[]; next: number; founds: Found[] };

/** What leads from one term to the next. */
type Glue = { at: number; lead: string; and: boolean };

function readList(scan: Scan, i: number, lead: string, mode: Mode, outer: readonly Term[]): List | null {
  const list: List = { terms: [], next: i, founds: [] };
  for (let glue: Glue = { at: i, lead, and: false }; list.terms.length < MOST_TERMS; ) {
    const before = [...outer, ...list.terms];
    const one = recogniseWithin(scan, glue.at, glue.lead, mode, before);
    if (!one || (list.terms.length > 0 && !goesWith(list.terms, one, glue, mode))) break;
    list.terms.push(...one.terms);
    list.founds.push(one);
    list.next = one.next;
    const next = glueAt(scan, one.next, mode === "list" || isRepeating(list.terms), list.terms.at(-1)?.kind === "times");
    if (!next) break;
    glue = next;
  }
  // "Every" with nothing behind it that could repeat is a word of the title.
  const last = list.terms.at(-1);
  if (last?.kind === "repeat" && last.unit === null && !last.completion) return withoutLast(list);
  return list.terms.length > 0 ? list : null;
}

function withoutLast({ terms, founds }: List): List | null {
  const last = founds.at(-1);
  const next = founds.at(-2)?.next;
  return last && next !== undefined ? { terms: terms.slice(0, -last.terms.length), founds: founds.slice(0, -1), next } : null;
}

function recogniseWithin(scan: Scan, i: number, lead: string, mode: Mode, before: readonly Term[]): Found | null {
  const bound = isRepeating(before) ? retryAtPreposition(scan, i, lead, mode, before) : null;
  const one = bound ?? recognise(scan, i, lead, mode, before);
  if (!one) return retryAtPreposition(scan, i, lead, mode, before);
  if (mode === "message") return one;
  const kinds = one.terms.map((term) => term.kind);
  if (kinds.some((kind) => kind === "start" || kind === "until" || kind === "except" || kind === "count" || kind === "length")) return null;
  if (mode === "list") return one;
  if (kinds.includes("repeat") || isRepeating(one.terms)) return null;
  if (mode === "day" && kinds.some((kind) => kind === "times" || kind === "part" || kind === "moment")) return null;
  // "Starting next Tuesday the 4th of each month": the ordinal already belongs to what repeats.
  if (!kinds.includes("month-days") && !kinds.includes("nths")) return one;
  const of = word(scan, one.next) === "of" || word(scan, one.next) === "in" ? one.next + 1 : one.next;
  return word(scan, of) === "each" || word(scan, of) === "every" ? null : one;
}

/** "For" and "before" may be the first word of a bound ("for 3 weeks") rather than a preposition. */
function retryAtPreposition(scan: Scan, i: number, lead: string, mode: Mode, before: readonly Term[]): Found | null {
  if (mode !== "message" || !["for", "over", "before", "after", "from"].includes(lead) || word(scan, i - 1) !== lead) return null;
  const one = recognise(scan, i - 1, "", mode, before);
  return one && one.next > i ? one : null;
}

const AND = new Set(["and", "&", "or", "plus"]);

/** The little words between two terms, at most three; "and" only between times and where several things repeat. */
function glueAt(scan: Scan, i: number, several: boolean, times: boolean): Glue | null {
  let at = i;
  let lead = "";
  let and = false;
  for (let guard = 0; guard < 3; guard++) {
    const here = word(scan, at);
    if (here === ",") and ||= several || (times && listsTimes(scan, at));
    else if (AND.has(here) && (several || times)) and = true;
    else if (PREPOSITIONS.has(here)) lead = here;
    else break;
    at++;
  }
  return at < scan.to ? { at, lead, and } : null;
}

/** Whether numbers go on from a comma to an "and": "at 7, 12 and 18". */
function listsTimes(scan: Scan, i: number): boolean {
  for (let at = i + 1; at < i + 10; at++) {
    const here = word(scan, at);
    if (here === "and" || here === "&") return scan.tokens[at + 1]?.kind === "number" || word(scan, at + 1) === "noon";
    if (scan.tokens[at]?.kind !== "number" && ![",", ":", "am", "pm", "noon"].includes(here)) return false;
  }
  return false;
}

const SINGLE_DAYS: ReadonlySet<Kind> = new Set(["day", "dates", "holiday", "shifted", "moment", "stretch"]);
const MONTH_PARTS: ReadonlySet<Kind> = new Set(["month-days", "nths", "months", "period", "edge", "week-number"]);
const LISTABLE: ReadonlySet<Kind> = new Set([
  "weekdays",
  "month-days",
  "nths",
  "dates",
  "months",
  "times",
  "part",
  "holiday",
  "repeat",
  "rrule",
  "exdate",
  "start",
  "until",
  "except",
  "count",
  "length",
]);

/** Whether what was read next can belong to the same date or recurrence. */
function goesWith(terms: readonly Term[], one: Found, { lead, and }: Glue, mode: Mode): boolean {
  const last = terms.at(-1);
  if (last?.kind === "repeat" && last.unit === null && !last.completion)
    return one.terms.every((term) => term.kind !== "times" || one.weight === "certain");
  if (mode === "list") return true;
  // "Lunch with June on Friday": June is somebody.
  if (last?.kind === "months" && lead === "on" && one.terms[0]?.kind === "weekdays" && !isRepeating(terms)) return false;
  const repeating = isRepeating(terms) || isRepeating(one.terms);
  if (and && isRepeating(terms)) return one.terms.some((term) => LISTABLE.has(term.kind));
  if (and) return one.terms.every((term) => term.kind === "times");
  return one.terms.every((term) => isCompatible(terms, term, repeating));
}

function isCompatible(terms: readonly Term[], term: Term, repeating: boolean): boolean {
  const same = terms.some((other) => other.kind === term.kind);
  if (repeating) return !(same && SINGLE_DAYS.has(term.kind) && term.kind !== "dates") || term.kind === "repeat";
  if (same && term.kind === "period") return !terms.some((other) => other.kind === "period" && other.unit === term.unit);
  if (same) return false;
  const single = terms.some((other) => SINGLE_DAYS.has(other.kind));
  // "Today in one hour": the moment says it more exactly.
  if (term.kind === "moment" && terms.every((other) => other.kind === "day")) return true;
  if (SINGLE_DAYS.has(term.kind)) return !single && !(term.kind !== "dates" && terms.some((other) => MONTH_PARTS.has(other.kind)));
  return !(single && MONTH_PARTS.has(term.kind) && !(term.kind === "period" && term.unit === "year"));
}

// What is left out is read as what repeats is: "except March", "except the first Friday of the month".
const EXCEPTED: readonly Term[] = [{ kind: "repeat", n: 1, unit: null, completion: false }];

/** The terms of one day, moment or list of exceptions at `i`, without bounds of their own. */
function readTerms(scan: Scan, i: number, what: "moment" | "day" | "list", lead: string): { terms: Term[]; next: number } | null {
  const inner = leadAt(scan, i);
  const read = readList(scan, inner.at, inner.word === "" ? lead : inner.word, what, what === "list" ? EXCEPTED : []);
  return read && { terms: read.terms, next: read.next };
}

/** The terms of a whole stretch that says nothing but when, as an answer to that question does; null when anything else is in it. */
export function readWhole(scan: Scan, i: number): Found | null {
  const cluster = readCluster(scan, i);
  return cluster && cluster.next === scan.to ? found(cluster.terms, cluster.next) : null;
}

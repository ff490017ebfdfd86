/** Reads words of time that stand together: recognisers in order, as long as what they find goes together. */
import { isDayTerm, isRepeating, type Term } from "../../when/term.ts";
import { bounds } from "./bound-words.ts";
import { calendarDate, relativeMonth } from "./calendar-dates.ts";
import { clock } from "./clocks.ts";
import { type Glue, glueAt, goesWith } from "./goes-with.ts";
import { holiday } from "./holidays.ts";
import { namedDay, partOfDay, presentMoment } from "./named-days.ts";
import { numericDate } from "./numeric-dates.ts";
import { offsets } from "./offsets.ts";
import { mayOpen } from "./openers.ts";
import { ordinals } from "./ordinals.ts";
import { bareYear, edgeOfPeriod, namedPeriod, quarterOfYear, weekNumber } from "./period-words.ts";
import { belongs, leadAt, mayLead } from "./prepositions.ts";
import { adverb, afterCompletion, every, ofThePeriod } from "./repeats.ts";
import { rruleText } from "./rrule-text.ts";
import { type Found, found, type Recogniser, type Scan, skip, type Weight, word } from "./scan.ts";
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

/**
 * Reads a cluster whose first word, or whose preposition, is token `i`; null when no words of time begin there. `before` are the terms of
 * another cluster that this one may go on with.
 */
export function readCluster(scan: Scan, i: number, before: readonly Term[] = []): Cluster | null {
  if (!mayLead(scan, i) && (!mayOpen(scan, i) || scan.tokens[i]?.kind === "punct")) return null;
  const lead = leadAt(scan, i);
  const listed = readList(scan, lead.at, lead.word, "message", before);
  const read = listed && i === scan.first ? withBareHour(scan, listed) : listed;
  const first = read?.founds[0];
  if (!read || !first || !belongs(scan, i, lead, first.terms[0]?.kind)) return null;
  const weights = read.founds.map((one) => one.weight);
  const timed = read.founds.length > 1 && read.terms.some((term) => term.kind === "times") && read.terms.some(isDayTermOrPart);
  const weight = timed || weights.includes("certain") ? "certain" : weights.includes("edge") || read.founds.length > 1 ? "edge" : "weak";
  return { terms: read.terms, from: i, next: read.next, weight, lead: lead.word, founds: read.founds.length, firstNext: first.next };
}

/** "Tuesday next week at 3 budget call", "every evening at 10 lock up": an hour behind the day that opens the message. */
function withBareHour(scan: Scan, list: List): List {
  const timed = list.terms.some((term) => term.kind === "times" || term.kind === "moment");
  const at = skip(scan, list.next, ",");
  if (timed || word(scan, at) !== "at" || !list.terms.some((term) => isDayTerm(term) || term.kind === "repeat")) return list;
  const hour = clock(scan, at + 1, true);
  if (!hour || hour.next >= scan.to) return list;
  const one = found([{ kind: "times", at: [hour.value] }], hour.next, "edge");
  return { terms: [...list.terms, ...one.terms], founds: [...list.founds, one], next: one.next };
}

function isDayTermOrPart(term: Term): boolean {
  return term.kind === "part" || isDayTerm(term);
}

type List = { terms: Term[]; next: number; founds: Found[] };

function readList(scan: Scan, i: number, lead: string, mode: Mode, outer: readonly Term[]): List | null {
  const list: List = { terms: [], next: i, founds: [] };
  for (let glue: Glue = { at: i, lead, and: false }; list.terms.length < MOST_TERMS; ) {
    const before = [...outer, ...list.terms];
    const one = recogniseWithin(scan, glue.at, glue.lead, mode, before);
    if (!one || (list.terms.length > 0 && !goesWith(list.terms, one, glue, mode === "list"))) break;
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

// What is left out is read as what repeats is: "except March", "except the first Friday of the month".
const EXCEPTED: readonly Term[] = [{ kind: "repeat", n: 1, unit: null, completion: false }];

/** The terms of one day, moment or list of exceptions at `i`, without bounds of their own. */
function readTerms(scan: Scan, i: number, what: "moment" | "day" | "list", lead: string): { terms: Term[]; next: number } | null {
  const inner = leadAt(scan, i);
  const read = readList(scan, inner.at, inner.word === "" ? lead : inner.word, what, what === "list" ? EXCEPTED : []);
  return read && { terms: read.terms, next: read.next };
}

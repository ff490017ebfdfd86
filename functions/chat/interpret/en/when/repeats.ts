/** Words that make something repeat: "every 3 weeks", "each month", "daily", "once a week", "weekends", "3 days after I finish". */
import type { Term, Unit } from "../../when/term.ts";
import { amount, unit } from "./amounts.ts";
import { cardinal, ordinal } from "./numbers.ts";
import { type Found, found, isAttached, isFree, type Recogniser, type Scan, sequence, skip, word } from "./scan.ts";
import { PARTS_OF_DAY_PLURAL, WEEKDAYS } from "./words.ts";

function repeat(n: number, of: Unit | null, completion = false): Term {
  return { kind: "repeat", n, unit: of, completion };
}

/** "Every", "each", with how often; without a unit what repeats must follow ("every other Friday"). */
export const every: Recogniser = (scan, i) => {
  const once = skip(scan, i, "once");
  const all = word(scan, i) === "all" && (word(scan, i + 1) === "weekends" || word(scan, i + 1) === "weekdays");
  if (ALTERNATE.has(word(scan, i)) && alternates(scan, i + 1)) {
    const named = unit(scan, i + 1);
    return found([repeat(2, named?.value ?? null)], named?.next ?? i + 1, named ? "certain" : "weak");
  }
  if (!all && word(scan, once) !== "every" && word(scan, once) !== "each" && !isShortEvery(scan, once)) return perPeriod(scan, i);
  const bang = word(scan, once + 1) === "!" && isAttached(scan, once + 1);
  const at = bang ? once + 2 : once + 1;
  if (word(scan, at) === "weeknight") return found([repeat(1, "workday", bang), { kind: "part", part: "night" }], at + 1);
  const often = interval(scan, at);
  if (!often) return once > i ? null : found([repeat(1, null, bang)], at, "weak");
  if (often.unit === null) return found([repeat(often.n, null, bang)], often.next, "weak");
  const end = word(scan, skip(scan, often.next, "-")) === "end" && ["month", "quarter", "year", "week"].includes(often.unit);
  if (end) return found([repeat(often.n, often.unit, bang), { kind: "edge", edge: "end" }], skip(scan, often.next, "-") + 1);
  const weight = PRONOUNS.has(word(scan, often.next)) ? "weak" : "certain";
  return found([repeat(often.n, often.unit, bang)], often.next, weight);
};

const ALTERNATE = new Set(["alternate", "alternating"]);

/** "Alternate Fridays", "alternate weeks". */
function alternates(scan: Scan, i: number): boolean {
  return WEEKDAYS.has(word(scan, i)) || (unit(scan, i) !== null && word(scan, i).endsWith("s"));
}

/** "Ev" where an electric vehicle cannot be meant. */
function isShortEvery(scan: Scan, i: number): boolean {
  if (word(scan, i) !== "ev") return false;
  const next = word(scan, skip(scan, i + 1, "!"));
  return WEEKDAYS.has(next) || next === "other" || unit(scan, skip(scan, i + 1, "!")) !== null || ordinal(scan, i + 1) !== null;
}

// "Every day I write the book" says something, it does not ask for it.
export const PRONOUNS: ReadonlySet<string> = new Set(["i", "we", "he", "she", "they", "you", "is", "was", "counts", "matters", "that"]);

type Often = { n: number; unit: Unit | null; next: number };

function interval(scan: Scan, i: number): Often | null {
  const first = word(scan, i);
  if (first === "single") return interval(scan, i + 1);
  if (first === "other" || first === "alternate") {
    const named = unit(scan, i + 1);
    return { n: 2 * (named?.factor ?? 1), unit: named?.value ?? null, next: named?.next ?? i + 1 };
  }
  const nth = ordinal(scan, i);
  const counted = nth && unit(scan, nth.next);
  if (nth && counted && nth.value > 1 && counted.value !== "workday" && !isOrdinalOfPeriod(scan, counted.next))
    return { n: nth.value * counted.factor, unit: counted.value, next: counted.next };
  const named = unit(scan, i);
  if (named) return { n: named.factor, unit: named.value, next: named.next };
  const many = amount(scan, i);
  if (many && many.value.n >= 1 && Number.isInteger(many.value.n)) return { ...many.value, next: many.next };
  return null;
}

/** "Every 2nd day of the month" names a day, "every 2nd day" an interval. */
function isOrdinalOfPeriod(scan: Scan, i: number): boolean {
  return word(scan, i) === "of" || (word(scan, i) === "in" && word(scan, i + 1) === "the");
}

/** "Twice a day", "3 times per week", "twice daily". */
function rate(scan: Scan, i: number): Found | null {
  const first = word(scan, i);
  const many = first === "twice" || first === "thrice" ? { value: first === "twice" ? 2 : 3, next: i + 1 } : cardinal(scan, i);
  const x = many !== null && word(scan, many.next) === "x" && isAttached(scan, many.next);
  const times = many && (first.endsWith("ice") ? many.next : x || word(scan, many.next) === "times" ? many.next + 1 : null);
  if (!many || times === null) return null;
  const adverb = ADVERBS.get(word(scan, times));
  if (adverb && adverb.n === 1) return found([{ kind: "rate", n: many.value, unit: adverb.unit }], times + 1);
  const per = skip(scan, times, "a", "per", "each", "every", "an");
  const named = per > times ? unit(scan, per) : null;
  return named && named.value !== "weekend" ? found([{ kind: "rate", n: many.value, unit: named.value }], named.next) : null;
}

/** "Once a week", "once per month". */
function perPeriod(scan: Scan, i: number): Found | null {
  const first = word(scan, i);
  if (first !== "once") return rate(scan, i);
  const per = skip(scan, i + 1, "a", "an", "per", "in");
  const article = skip(scan, per, "a", "an");
  const named = per > i + 1 ? unit(scan, article) : null;
  if (named) return found([repeat(named.factor, named.value)], named.next, "edge");
  const adverb = ADVERBS.get(word(scan, i + 1));
  return adverb ? found([repeat(adverb.n, adverb.unit)], i + 2, "edge") : null;
}

const ADVERBS: ReadonlyMap<string, { n: number; unit: Unit }> = new Map([
  ["daily", { n: 1, unit: "day" }],
  ["everyday", { n: 1, unit: "day" }],
  ["hourly", { n: 1, unit: "hour" }],
  ["weekly", { n: 1, unit: "week" }],
  ["biweekly", { n: 2, unit: "week" }],
  ["fortnightly", { n: 2, unit: "week" }],
  ["monthly", { n: 1, unit: "month" }],
  ["bimonthly", { n: 2, unit: "month" }],
  ["quarterly", { n: 1, unit: "quarter" }],
  ["semiannually", { n: 6, unit: "month" }],
  ["biannually", { n: 6, unit: "month" }],
  ["biyearly", { n: 6, unit: "month" }],
  ["yearly", { n: 1, unit: "year" }],
  ["annually", { n: 1, unit: "year" }],
  ["biennially", { n: 2, unit: "year" }],
  ["weekdays", { n: 1, unit: "workday" }],
  ["workdays", { n: 1, unit: "workday" }],
  ["weekends", { n: 1, unit: "weekend" }],
]);

// Meetings that are said to be "a weekly" one are meant to repeat; a daily newspaper is not.
const EVENTS = new Set("meeting call review checkup sync standup catchup appointment reminder task check visit event".split(" "));
const ADJECTIVES: ReadonlyMap<string, { n: number; unit: Unit }> = new Map([...ADVERBS, ["annual", { n: 1, unit: "year" }]]);

/** "Daily", "bi-weekly", "weekends"; as an adjective only of meetings and the like ("a quarterly meeting"). */
export const adverb: Recogniser = (scan, i) => {
  const bi = word(scan, i) === "bi" && word(scan, i + 1) === "-" ? `bi${word(scan, i + 2)}` : word(scan, i);
  const next = bi === word(scan, i) ? i + 1 : i + 3;
  const before = scan.tokens[i - 1]?.lower ?? "";
  const article = before === "a" || before === "an";
  const often = (article ? ADJECTIVES : ADVERBS).get(bi);
  if (!often) return partsOfDay(scan, i);
  if (article) return EVENTS.has(word(scan, next)) ? found([repeat(often.n, often.unit)], next) : null;
  const bang = word(scan, next) === "!" && isAttached(scan, next) && next + 1 < scan.to;
  return found([repeat(often.n, often.unit, bang)], bang ? next + 1 : next, "edge");
};

/** "Mornings", "Friday evenings". */
function partsOfDay(scan: Scan, i: number): Found | null {
  const days = word(scan, i) === "weekday" || word(scan, i) === "workday" ? "workday" : word(scan, i) === "weekend" ? "weekend" : null;
  const ofDays = days && PARTS_OF_DAY_PLURAL.get(word(scan, i + 1));
  if (ofDays) return found([repeat(1, days), { kind: "part", part: ofDays }], i + 2, "edge");
  if (word(scan, i) === "nightly") return found([repeat(1, "day"), { kind: "part", part: "night" }], i + 1, "edge");
  if (word(scan, i) === "weeknights") return found([repeat(1, "workday"), { kind: "part", part: "night" }], i + 1, "edge");
  // "For 2 nights" is how long.
  if (scan.tokens[i - 1]?.kind === "number") return null;
  const part = PARTS_OF_DAY_PLURAL.get(word(scan, skip(scan, i, "the")));
  return part ? found([repeat(1, null), { kind: "part", part }], skip(scan, i, "the") + 1, part === "night" ? "weak" : "edge") : null;
}

const DONE = /^(?:finish(?:ed|ing)?|complet(?:e|ed|ing|ion)|done|doing|do)$/;
const BETWEEN = new Set(
  "i i'm am we i've we've it it's its is was been being have has the last task each every this that its my".split(" "),
);

/** "3 days after I finish", "2 weeks after completion": counted from when it is done. */
export const afterCompletion: Recogniser = (scan, i, _lead, before) => {
  const many = amount(scan, i);
  if (many && many.value.n >= 1) {
    const end = completionClause(scan, many.next);
    return end === null ? null : found([repeat(many.value.n, many.value.unit, true)], end);
  }
  if (!before.some((term) => term.kind === "repeat" || term.kind === "rrule")) return null;
  const end = completionClause(scan, i);
  return end === null ? null : found([repeat(1, null, true)], end);
};

function completionClause(scan: Scan, i: number): number | null {
  const first = word(scan, i);
  if (first !== "after" && first !== "from" && first !== "since" && first !== "when" && first !== "once") return null;
  let at = skip(scan, i + 1, "when", "the", "time");
  for (let guard = 0; guard < 4 && BETWEEN.has(word(scan, at)); guard++) at++;
  if (!DONE.test(word(scan, at))) return null;
  const object = skip(scan, skip(scan, at + 1, "with"), "it", "this", "that");
  return object > at + 1 || isFree(scan, object) ? object : null;
}

/** "Of the month" beside what repeats says only which unit an ordinal counts in. */
export const ofThePeriod: Recogniser = (scan, i, lead, before) => {
  if (lead !== "of" && lead !== "in") return null;
  if (!before.some((term) => term.kind === "repeat" || (term.kind === "weekdays" && term.plural))) return null;
  const the = sequence(scan, i, "the") ?? sequence(scan, i, "a");
  const named = the === null ? null : unit(scan, the);
  if (!named || !["week", "month", "quarter", "year"].includes(named.value)) return null;
  const known = before.some((term) => term.kind === "repeat" && term.unit !== null);
  return found(known ? [] : [repeat(1, named.value)], named.next);
};

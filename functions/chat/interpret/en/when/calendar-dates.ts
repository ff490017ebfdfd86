/** Dates with a month by name: "21 Jul", "the 1st of March, 2027", "Nov/2", "July 13 to 15", "2019-Sep-1", "in May". */
import type { MonthDay, Term } from "../../when/term.ts";
import { cardinalWords, ordinal, type Read, year } from "./numbers.ts";
import { digits, type Found, found, isAttached, isFree, type Recogniser, type Scan, sequence, skip, word } from "./scan.ts";
import { MONTHS } from "./words.ts";

const THROUGH = new Set(["-", "–", "—", "to", "till", "until", "thru", "through"]);

/** A month's name, its abbreviation's full stop included. */
function month(scan: Scan, i: number): (Read<number> & { ambiguous: boolean }) | null {
  const entry = MONTHS.get(word(scan, i));
  if (!entry) return null;
  const dot = word(scan, i).length <= 4 && word(scan, i + 1) === "." && isAttached(scan, i + 1);
  return {
    value: entry.month,
    ambiguous: entry.ambiguous,
    next: dot || word(scan, i + 1) === "." ? i + (isAttached(scan, i + 1) ? 2 : 1) : i + 1,
  };
}

/** A day of a month: "21", "21st", "twenty first"; with `words` also "twenty one". */
function monthDay(scan: Scan, i: number, words = false): (Read<number> & { ordinal: boolean }) | null {
  const nth = ordinal(scan, i);
  if (nth) return nth.value >= 1 && nth.value <= 31 ? { value: nth.value, next: nth.next, ordinal: true } : null;
  const value = digits(scan, i);
  if (value !== null) {
    const minutes = word(scan, i + 1) === ":" && isAttached(scan, i + 2) && digits(scan, i + 2) !== null;
    const clock = isAttached(scan, i + 1) && (minutes || /^[ap]m?$/.test(word(scan, i + 1)));
    const meridiem = /^[ap]m$/.test(word(scan, i + 1));
    return value >= 1 && value <= 31 && word(scan, i).length <= 2 && !clock && !meridiem ? { value, next: i + 1, ordinal: false } : null;
  }
  const spelled = words ? cardinalWords(scan, i) : null;
  return spelled && spelled.value >= 1 && spelled.value <= 31 ? { ...spelled, ordinal: false } : null;
}

type Days = { values: number[]; next: number; ordinal: boolean };

// "Starting April 7, 8 times" goes on with a count.
const COUNTED = new Set(["times", "time", "x", "occurrences", "days", "weeks", "months", "hours", "minutes", "people", "am", "pm"]);

/** Days of one month: "20", "20 and 30", "1st, 15th and 20th"; of a range its first, unless `whole`. */
function monthDayList(scan: Scan, i: number, between: boolean, words: boolean): Days | null {
  const first = monthDay(scan, skip(scan, i, "the"), words);
  if (!first) return null;
  const list: Days = { values: [first.value], next: first.next, ordinal: first.ordinal };
  for (let guard = 0; guard < 31; guard++) {
    const mark = word(scan, list.next);
    const through = THROUGH.has(mark) || (between && mark === "and");
    if (!through && mark !== "," && mark !== "and" && mark !== "&" && mark !== "or") break;
    const next = monthDay(
      scan,
      skip(scan, list.next + (mark === "," ? skip(scan, list.next + 1, "and") - list.next : 1), "the"),
      words && through,
    );
    // "Jan 3, 9:30" and "Jan 3 to 5pm" go on with a time.
    if (!next || (through && next.value <= first.value) || COUNTED.has(word(scan, next.next))) break;
    if (!through) list.values.push(next.value);
    list.next = next.next;
    list.ordinal = next.ordinal;
    if (through) break;
  }
  return list;
}

/** The year behind a date: "2027", ", 2027", "of 2027", "'27" and, behind an ordinal, "08". */
function yearAfter(scan: Scan, i: number, nth: boolean): Read<number> | null {
  const comma = skip(scan, i, ",", "of", "in", "/", "-", ".");
  const full = year(scan, comma);
  if (full && !(word(scan, full.next) === ":" && isAttached(scan, full.next))) return full;
  const apostrophe = skip(scan, i, "'");
  const short = digits(scan, apostrophe);
  const allowed = apostrophe > i || (nth && word(scan, i).startsWith("0"));
  const clock = word(scan, apostrophe + 1) === ":" || /^[ap]m?$/.test(word(scan, apostrophe + 1));
  return allowed && short !== null && word(scan, apostrophe).length === 2 && !clock ? { value: 2000 + short, next: apostrophe + 1 } : null;
}

/** A date whose month is named, in either order, with or without a year. */
export const calendarDate: Recogniser = (scan, i, lead, before) => {
  return yearFirst(scan, i) ?? dayFirst(scan, i, lead) ?? monthFirst(scan, i, lead, before);
};

/** "2019-Sep-1", "2019/sep/01". */
function yearFirst(scan: Scan, i: number): Found | null {
  const value = digits(scan, i);
  const mark = word(scan, i + 1);
  if (value === null || word(scan, i).length !== 4 || (mark !== "-" && mark !== "/") || !isAttached(scan, i + 1)) return null;
  const name = month(scan, i + 2);
  const day = name && word(scan, name.next) === mark ? digits(scan, name.next + 1) : null;
  if (!name || day === null || day < 1 || day > 31) return null;
  return dates([{ month: name.value, day }], value, name.next + 2, "certain");
}

/** "21 Jul", "21st of July 2027", "14april", "23/Sep/2020", "13 to 15 July". */
function dayFirst(scan: Scan, i: number, lead: string): Found | null {
  const list = monthDayList(scan, i, lead === "between", true);
  if (!list) return null;
  const joined = ["-", "/"].includes(word(scan, list.next)) && isAttached(scan, list.next) ? list.next + 1 : list.next;
  const the = skip(scan, skip(scan, skip(scan, joined, "day"), "of", "in"), "month");
  const name = month(scan, the);
  if (!name) return null;
  // "5 may be enough" counts something; a month that is also a word needs a preposition or an ordinal before it.
  if (name.ambiguous && !list.ordinal && the === list.next && MODAL_AFTER.has(word(scan, name.next))) return null;
  const months = moreMonths(scan, name);
  const after = yearAfter(scan, months.next, false);
  const items = months.values.flatMap((of) => list.values.map((day) => ({ month: of, day })));
  return dates(items, after?.value ?? null, after?.next ?? months.next, "edge");
}

const MODAL_AFTER = new Set(["be", "not", "have", "need", "get", "go", "also", "well"]);

/** "Jul 21", "July the 21st, 2027", "Nov/2", "October 2014", "in May", "May and June". */
function monthFirst(scan: Scan, i: number, lead: string, before: readonly Term[]): Found | null {
  const name = month(scan, i);
  if (!name) return null;
  const mark = word(scan, name.next);
  const joined = mark === "," || mark === "/" || mark === "-" || mark === "." ? name.next + 1 : name.next;
  const list = monthDayList(scan, joined, lead === "between", !name.ambiguous || lead === "on" || before.length > 0);
  // "Jan-1" and "Oct. 2" are dates, "May, 5 friends" is not.
  const days = list && (joined === name.next || list.ordinal || mark !== "," || lead === "on") ? list : null;
  if (days && !isYearHead(scan, days)) {
    const after = yearAfter(scan, days.next, days.ordinal);
    const items = days.values.map((day) => ({ month: name.value, day }));
    const read = dates(items, after?.value ?? null, after?.next ?? days.next, "edge");
    if (read) return read;
  }
  return bareMonths(scan, i, lead, before);
}

/** "October 20 14"? No: a day list that is really the year in words ("October twenty twenty six"). */
function isYearHead(scan: Scan, days: Days): boolean {
  return days.values[0] === 20 && year(scan, days.next - 1)?.value !== undefined && digits(scan, days.next - 1) === null;
}

/** The months listed behind one, as long as none begins a date of its own ("May, June and July", not "May and June 5"). */
function moreMonths(scan: Scan, first: Read<number>): { values: number[]; next: number } {
  const values = [first.value];
  let next = first.next;
  for (let guard = 0; guard < 12; guard++) {
    const mark = word(scan, next);
    if (mark !== "and" && mark !== "," && mark !== "&" && mark !== "or") break;
    const another = month(scan, skip(scan, next + 1, "and", "in"));
    if (!another || monthDay(scan, another.next)) break;
    values.push(another.value);
    next = another.next;
  }
  return { values, next };
}

const MONTH_LEADS = new Set([
  "in",
  "during",
  "until",
  "till",
  "from",
  "since",
  "by",
  "starting",
  "beginning",
  "before",
  "after",
  "of",
  "each",
]);

/** A month without a day, or several: with a preposition, a year or another word of time beside it. */
function bareMonths(scan: Scan, i: number, lead: string, before: readonly Term[]): Found | null {
  const first = month(scan, i);
  if (!first) return null;
  const { values: months, next } = moreMonths(scan, first);
  const after = yearAfter(scan, next, false);
  const term: Term = { kind: "months", months, year: after?.value ?? null };
  // "(Move it to) April".
  const alone = scan.use !== "create" && i === scan.first && next === scan.to;
  const led =
    alone ||
    MONTH_LEADS.has(lead) ||
    after !== null ||
    before.some((one) => one.kind === "repeat" || one.kind === "edge" || one.kind === "nths");
  if (led) return found([term], after?.next ?? next, "edge");
  return found([term], next, "weak");
}

/** A month by itself behind "this", "next" or "the month of". */
export const relativeMonth: Recogniser = (scan, i) => {
  const of = sequence(scan, skip(scan, i, "the"), "month", "of");
  const named = of === null ? null : month(scan, of);
  if (named) return found([{ kind: "months", months: [named.value], year: null }], named.next, "edge");
  const relation = word(scan, i);
  if (relation !== "this" && relation !== "next" && relation !== "coming") return null;
  const name = month(scan, i + 1);
  // "This may take longer" is a verb.
  if (!name || monthDay(scan, name.next) || (name.ambiguous && !isFree(scan, name.next))) return null;
  return found([{ kind: "months", months: [name.value], year: null }], name.next, "edge");
};

function dates(items: MonthDay[], ofYear: number | null, next: number, weight: Found["weight"]): Found | null {
  // 30 February is read all the same: nobody means anything else by it, and the answer is a question.
  if (items.length === 0) return null;
  return found([{ kind: "dates", items, year: ofYear }], next, weight);
}

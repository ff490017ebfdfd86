/** Ordinals of days: "the 15th", "1st and 20th", "the second Friday", "2nd and last Fri", "fifth last day", "last workday". */
import { formatDay, weekdayOf } from "../../when/calendar.ts";
import type { Nth, Term } from "../../when/term.ts";
import { ordinal, position, type Read } from "./numbers.ts";
import { digits, type Found, found, isAttached, isFree, type Recogniser, type Scan, sequence, skip, word } from "./scan.ts";
import { MONTHS, WEEKDAYS } from "./words.ts";

const THROUGH = new Set(["-", "–", "—", "to", "thru", "through", "till", "until"]);

/** Ordinals with or without what they count. */
export const ordinals: Recogniser = (scan, i, lead, before) => {
  const the = skip(scan, i, "the");
  const first = position(scan, the);
  if (!first) return bareDays(scan, i, lead, before);
  const list = moreOf(scan, first, lead === "between");
  const noun = nounAt(scan, list.next);
  if (noun) {
    const next = noun.next;
    const items = list.values.map((n): Nth => ({ n, of: noun.value }));
    if (noun.value === "day" && !ofPeriod(scan, next) && !before.some((term) => term.kind === "repeat")) return null;
    const every = list.values.length > 1 && ofTheMonth(scan, next);
    if (every) return found([{ kind: "nths", items }, MONTHLY], next + 3);
    return found([{ kind: "nths", items }], next, ofPeriod(scan, next) ? "certain" : "weak");
  }
  // "Second hand", "2nd-hand", "first draft": an ordinal that counts something else.
  if (word(scan, list.next) === "-" && isAttached(scan, list.next)) return null;
  if (list.values.some((n) => n > 31 || n < -31)) return null;
  const days: Term = { kind: "month-days", days: list.values };
  if (list.values.length > 1 && ofTheMonth(scan, list.next)) return found([days, MONTHLY], list.next + 3);
  if (ofPeriod(scan, list.next)) return found([days], list.next, "edge");
  if (first.value < 0) return null;
  return found([days], list.next, weightAlone(scan, list, the > i, lead, before));
};

/** "The 15th" is a date by itself; "first", "the second" are not unless a preposition or another word of time says so. */
function weightAlone(scan: Scan, list: List, definite: boolean, lead: string, before: readonly Term[]): Found["weight"] {
  if (before.length > 0) return "edge";
  if (!isFree(scan, list.next)) return "weak";
  const led = lead === "on" || lead === "by" || lead === "until" || lead === "before" || lead === "due" || lead === "from";
  if (led && (definite || list.written)) return "edge";
  if (list.written) return "edge";
  return definite && (list.values[0] ?? 0) > 12 ? "edge" : "weak";
}

type List = { values: number[]; next: number; written: boolean };

/** The ordinals after the first: "1st, 15th and last", or through the end of a range. */
function moreOf(scan: Scan, first: Read<number> & { written: boolean }, between: boolean): List {
  const list: List = { values: [first.value], next: first.next, written: first.written };
  for (let guard = 0; guard < 31; guard++) {
    const mark = word(scan, list.next);
    const through = THROUGH.has(mark) || (between && mark === "and");
    if (!through && mark !== "," && mark !== "and" && mark !== "&" && mark !== "or") break;
    const at = skip(scan, mark === "," ? skip(scan, list.next + 1, "and") : list.next + 1, "the");
    const next = position(scan, at);
    if (!next) break;
    if (through) for (let n = (list.values.at(-1) ?? 0) + 1; n < next.value && n < 32; n++) list.values.push(n);
    list.values.push(next.value);
    list.next = next.next;
  }
  return list;
}

// Several days "of the month" are a habit: "the 1st and 15th of the month".
const MONTHLY: Term = { kind: "repeat", n: 1, unit: "month", completion: false };

function ofTheMonth(scan: Scan, i: number): boolean {
  return sequence(scan, i, "of", "the", "month") !== null;
}

function nounAt(scan: Scan, i: number): Read<Nth["of"]> | null {
  const first = word(scan, i);
  const weekday = WEEKDAYS.get(first);
  if (weekday) return { value: weekday.day, next: weekday.short && word(scan, i + 1) === "." ? i + 2 : i + 1 };
  if (first === "day" || first === "days") return { value: "day", next: i + 1 };
  if (/^(?:workday|weekday)s?$/.test(first)) return { value: "workday", next: i + 1 };
  if (/^(?:working|business|work)$/.test(first) && /^days?$/.test(word(scan, i + 1))) return { value: "workday", next: i + 2 };
  if (first === "weekend") return { value: 5, next: i + 1 };
  // The first week of a month begins with its first Monday.
  if (first === "week" && ofPeriod(scan, i + 1)) return { value: 0, next: i + 1 };
  return null;
}

const PERIOD_WORDS = /^(?:each|every|this|next|month|months|year|week|quarter|current|coming|following|upcoming)$/;

/** Whether "of the month", "of next month", "in every year" follows. */
function ofPeriod(scan: Scan, i: number): boolean {
  const of = skip(scan, i, "of", "in", "from");
  const the = skip(scan, of, "the");
  const ahead = word(scan, the);
  if (of === i) return (ahead === "of" || ahead === "each" || ahead === "every") && isAhead(scan, the);
  return PERIOD_WORDS.test(ahead) || (MONTHS.has(ahead) && !MONTHS.get(ahead)?.ambiguous) || (MONTHS.has(ahead) && isFree(scan, the + 1));
}

function isAhead(scan: Scan, i: number): boolean {
  return PERIOD_WORDS.test(word(scan, i + 1)) || word(scan, i + 1) === "other";
}

/** Plain numbers that can only be days of a month: "on 15", "day 20 and 30", "20 of next month", "Friday 23". */
function bareDays(scan: Scan, i: number, lead: string, before: readonly Term[]): Found | null {
  const the = skip(scan, i, "the");
  const named = skip(scan, the, "day", "days");
  const value = digits(scan, named);
  if (value === null || value < 1 || value > 31 || isAttached(scan, named + 1)) return rangeOfDays(scan, i, lead);
  const next = named + 1;
  const monthly = before.some((term) => term.kind === "repeat" || term.kind === "months" || term.kind === "period");
  if (named > the)
    return monthly || ofPeriod(scan, dayListEnd(scan, named))
      ? found([{ kind: "month-days", days: dayList(scan, named) }], dayListEnd(scan, named), "edge")
      : null;
  const term: Term = { kind: "month-days", days: [value] };
  if (ofPeriod(scan, next) && word(scan, next) !== "in") return found([term], next, "edge");
  const weekday = before.at(-1);
  if (weekday?.kind === "weekdays" && lead === "" && isFree(scan, next) && !before.some((term) => term.kind === "repeat"))
    return value > LAST_HOUR || isNear(scan, weekday.days, value) ? found([term], next, "edge") : null;
  // "1 on 1" and "3 on 3" count something else.
  const counted = scan.tokens[i - 2]?.kind === "number" || ["one", "two", "three"].includes(scan.tokens[i - 2]?.lower ?? "");
  return lead === "on" && !counted && isFree(scan, next) ? found([term], next, "edge") : null;
}

// Later than this nobody makes an appointment, so the number is a day.
const LAST_HOUR = 18;

/** Whether such a weekday has that number soon: else "Friday 14" is an hour, for nobody means the 14th of next May. */
function isNear({ now }: Scan, weekdays: readonly number[], dayOfMonth: number): boolean {
  for (let day = now.day; day <= now.day + 31; day++)
    if (weekdays.includes(weekdayOf(day)) && Number(formatDay(day).slice(8)) === dayOfMonth) return true;
  return false;
}

/** "From 4-23 in next month": its first day. */
function rangeOfDays(scan: Scan, i: number, lead: string): Found | null {
  const [from, to] = [digits(scan, i), digits(scan, i + 2)];
  if (lead !== "from" || from === null || to === null || !THROUGH.has(word(scan, i + 1)) || from < 1 || from > to || to > 31) return null;
  return ofPeriod(scan, i + 3) ? found([{ kind: "month-days", days: [from] }], i + 3, "edge") : null;
}

function dayList(scan: Scan, i: number): number[] {
  const days: number[] = [];
  for (let at = i; at < dayListEnd(scan, i); at++) {
    const value = digits(scan, at);
    if (value !== null && value >= 1 && value <= 31) days.push(value);
  }
  return days;
}

function dayListEnd(scan: Scan, i: number): number {
  let end = i + 1;
  for (let guard = 0; guard < 31; guard++) {
    const mark = word(scan, end);
    const at = mark === "," ? skip(scan, end + 1, "and") : mark === "and" || mark === "&" ? end + 1 : end;
    if (at === end || digits(scan, at) === null || ordinal(scan, at)) return end;
    end = at + 1;
  }
  return end;
}

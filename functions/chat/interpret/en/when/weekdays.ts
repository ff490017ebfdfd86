/** Weekdays: "Friday", "next mon.", "tuesdays and thursdays", "Mon-Wed", "Friday week". */
import { asWeekday, startOfWeek, type Weekday } from "../../when/calendar.ts";
import type { Term } from "../../when/term.ts";
import { type Found, found, isAttached, isFree, isShouted, type Recogniser, type Scan, skip, word } from "./scan.ts";
import { WEEKDAYS } from "./words.ts";

const RELATIONS: ReadonlyMap<string, "this" | "next" | null> = new Map([
  ["this", "this"],
  ["next", "next"],
  ["coming", null],
  ["upcoming", null],
  ["following", null],
]);

const THROUGH = new Set(["-", "–", "—", "to", "thru", "through", "till", "until"]);
const ALSO = new Set([",", "and", "&", "or", "+", "/"]);
/** Abbreviations that are words of their own, or sounds like names. */
const ALSO_WORDS = new Set(["sat", "sun", "wed", "mon"]);

/** One weekday or a list or range of them. */
export const weekdays: Recogniser = (scan, i, lead, before) => {
  if (word(scan, i) === "last") return lastWeekday(scan, i);
  // "Every two weeks on a Sunday".
  const the = skip(scan, i, "the", lead === "on" && before.some((term) => term.kind === "repeat") ? "a" : "the");
  const relation = RELATIONS.get(word(scan, the));
  const said = relation !== undefined;
  const first = said ? (relation === "this" ? skip(scan, the + 1, "coming", "upcoming", "past") : the + 1) : the;
  if (the > i && !said && lead !== "on") return null;
  const list = readList(scan, first, lead, before);
  if (!list) return null;
  const term: Term = { kind: "weekdays", days: list.days, relation: relation ?? null, plural: list.plural };
  const week = fridayWeek(scan, list.next, term);
  if (week) return week;
  const doubtful = list.doubtful && !said && lead !== "on" && lead !== "by" && lead !== "due" && before.length === 0;
  return found([term], list.next, said ? "certain" : doubtful ? "weak" : "edge");
};

type List = { days: Weekday[]; plural: boolean; doubtful: boolean; choice: boolean; next: number };

function readList(scan: Scan, i: number, lead: string, before: readonly Term[]): List | null {
  const first = one(scan, i);
  if (!first) return null;
  const list: List = { days: [first.day], plural: first.plural, doubtful: first.doubtful, choice: false, next: first.next };
  for (let guard = 0; guard < 12; guard++) {
    const connector = word(scan, list.next);
    const through = THROUGH.has(connector);
    const listed = WEEKDAYS.has(connector);
    if (!through && !listed && !ALSO.has(connector)) break;
    const at = listed ? list.next : connector === "," ? skip(scan, list.next + 1, "and", "or") : list.next + 1;
    if (connector === "or") list.choice = true;
    const next = one(scan, at);
    if (!next) break;
    // "Saturday, Jan 3" and "Friday, Saturday the 5th" keep their own dates; a range belongs to what repeats.
    if (through && !isList(list, before) && !(scan.use === "create" && isWorkingWeek(list, next.day, lead))) break;
    if (through) for (let day = (list.days.at(-1) ?? 0) + 1; asWeekday(day) !== next.day && day < 14; day++) list.days.push(asWeekday(day));
    list.days.push(next.day);
    list.plural ||= next.plural;
    list.doubtful = false;
    list.next = next.next;
  }
  const days = [...new Set(list.days)];
  // Three weekdays in a row are a habit, not a date.
  return { ...list, days, plural: list.plural || (days.length >= 3 && !list.choice) };
}

/** Whether a range of weekdays says days that repeat, rather than the length of one stay ("Monday to Friday" after "from"). */
function isList(list: List, before: readonly Term[]): boolean {
  return list.plural || before.some((term) => term.kind === "repeat");
}

/** "Monday to Friday" is when people work, "from Monday to Friday" how long somebody stays. */
function isWorkingWeek(list: List, last: Weekday, lead: string): boolean {
  return lead !== "from" && list.days.length === 1 && list.days[0] === 0 && last === 4;
}

function one(scan: Scan, i: number): { day: Weekday; plural: boolean; doubtful: boolean; next: number } | null {
  const entry = WEEKDAYS.get(word(scan, i));
  if (!entry) return null;
  const dotted = entry.short && word(scan, i + 1) === "." && isAttached(scan, i + 1);
  const stopped = scan.stopped && i + 1 === scan.to;
  const capital = /^\p{Lu}\p{Ll}/u.test(scan.tokens[i]?.text ?? "") || isShouted(scan);
  const doubtful = ALSO_WORDS.has(word(scan, i)) && !dotted && !stopped && !capital;
  return { day: entry.day, plural: entry.plural, doubtful, next: dotted ? i + 2 : i + 1 };
}

/** "Friday week" is the Friday after the coming one, "Friday fortnight" two weeks after it. */
function fridayWeek(scan: Scan, i: number, term: Term): Found | null {
  const after = word(scan, i);
  if ((after !== "week" && after !== "fortnight") || !isFree(scan, i + 1)) return null;
  const by = { n: after === "week" ? 1 : 2, unit: "week" } as const;
  return found([{ kind: "shifted", by, of: [term] }], i + 1);
}

/** The last one before today, asked of the past only. */
function lastWeekday(scan: Scan, i: number): Found | null {
  const entry = WEEKDAYS.get(word(scan, i + 1));
  if (!entry || scan.use !== "range" || word(scan, i + 2) === "of") return null;
  const thisWeek = startOfWeek(scan.now.day, 0) + entry.day;
  return found([{ kind: "day", day: thisWeek < scan.now.day ? thisWeek : thisWeek - 7 }], i + 2);
}

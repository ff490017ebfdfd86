/** Days and moments counted from another: "in 3 days", "a week from tomorrow", "6 weeks before 21 Jul", "three Fridays from now". */
import { asWeekday, onOrAfter, type Weekday } from "../../when/calendar.ts";
import { wallAt } from "../../when/now.ts";
import { shiftDay } from "../../when/periods.ts";
import type { Amount, Term } from "../../when/term.ts";
import { amount } from "./amounts.ts";
import { cardinal, position } from "./numbers.ts";
import { digits, type Found, found, isFree, type Recogniser, type Scan, sequence, skip, word } from "./scan.ts";
import { DAYS, WEEKDAYS } from "./words.ts";

/** Reads the day that an amount is counted from; given by the caller, who knows all recognisers. */
export type ReadDay = (scan: Scan, i: number) => { terms: Term[]; next: number } | null;

/** The recogniser of counted days. */
export function offsets(readDay: ReadDay): Recogniser {
  return (scan, i, lead) => {
    // Asked for, "the next 3 days" are all of them.
    if (scan.use === "range" && sequence(scan, i, "the", "next") !== null) return null;
    const start = lead === "in" || lead === "within" ? skipNext(scan, i) : i;
    const count = amount(scan, start);
    if (!count) return besideDay(scan, i, readDay) ?? weekdaysFromNow(scan, i) ?? bareMinutes(scan, i, lead);
    const next = skip(scan, count.next, "'");
    const fromHere = fromNow(scan, next);
    if (fromHere !== null) return counted(scan, count.value, fromHere);
    const from = fromDay(scan, count.value, next, readDay);
    if (from) return from;
    // "A week tomorrow", "two weeks today".
    const onward = count.value.unit === "week" ? DAYS.get(word(scan, next)) : undefined;
    if (onward !== undefined && onward >= 0)
      return found([{ kind: "shifted", by: count.value, of: [{ kind: "day", day: scan.now.day + onward }] }], next + 1);
    if (word(scan, next) === "ago") return ago(scan, count.value, next + 1);
    if (opensReminder(scan, i, next, count.value)) return counted(scan, count.value, next);
    if (lead === "after") return isDays(count.value) && isFree(scan, next) ? { ...counted(scan, count.value, next), weight: "edge" } : null;
    if (lead !== "in" && lead !== "within") return null;
    const time = skip(scan, next, "time");
    const ahead = counted(scan, count.value, time);
    return isFree(scan, time) ? ahead : { ...ahead, weight: "edge" };
  };
}

/** "Two days ago" is a day of the past beside an hour; alone it belongs to what the task is called. */
function ago(scan: Scan, by: Amount, next: number): Found | null {
  if (scan.use === "range") return counted(scan, negative(by), next);
  return isDays(by) ? { ...counted(scan, negative(by), next), weight: "weak" } : null;
}

function isDays({ unit }: Amount): boolean {
  return unit !== "hour" && unit !== "minute";
}

/** "(Set a reminder for) 15 minutes to …": a span of minutes or hours that opens the task can only say when. */
function opensReminder(scan: Scan, i: number, next: number, { unit }: Amount): boolean {
  const first = i === scan.first || (i === scan.first + 1 && word(scan, scan.first) === "for");
  return first && (unit === "minute" || unit === "hour") && (next === scan.to || word(scan, next) === "to") && scan.use === "create";
}

/** "In the next 30 minutes", "in about an hour". */
function skipNext(scan: Scan, i: number): number {
  const next = sequence(scan, i, "the", "next");
  return next ?? skip(scan, i, "about", "around", "exactly", "under");
}

const LATER = new Set(["later", "hence", "out"]);

/** The end of "from now", "from today", "later"; null when the amount is not counted from now. */
function fromNow(scan: Scan, i: number): number | null {
  if (LATER.has(word(scan, i)) && isFree(scan, i + 1)) return i + 1;
  if (word(scan, i) !== "from" && word(scan, i) !== "after") return null;
  const at = skip(scan, i + 1, "right");
  return word(scan, at) === "now" || word(scan, at) === "today" ? at + 1 : null;
}

/** Hours and minutes make a moment; days and more make a day. */
function counted(scan: Scan, by: Amount, next: number): Found {
  const { now } = scan;
  if (isDays(by)) return found([{ kind: "day", day: shiftDay(now.day, by) }], next);
  const ms = by.n * (by.unit === "hour" ? 3_600_000 : 60_000);
  return found([{ kind: "moment", ...wallAt(now.instantMs + ms, now.timeZone) }], next);
}

/** "… from tomorrow", "… after Christmas", "… before 21 Jul", "a week on Friday". */
function fromDay(scan: Scan, by: Amount, i: number, readDay: ReadDay): Found | null {
  const direction = word(scan, i);
  const onward = direction === "from" || direction === "after" || (direction === "on" && by.unit === "week");
  if ((!onward && direction !== "before") || !isDays(by)) return null;
  const base = readDay(scan, i + 1);
  return base && found([{ kind: "shifted", by: direction === "before" ? negative(by) : by, of: base.terms }], base.next);
}

/** "The day before Christmas", "the Friday before", "the second Monday after Easter", "the week of 6 October", "Monday after next". */
function besideDay(scan: Scan, i: number, readDay: ReadDay): Found | null {
  const the = skip(scan, i, "the");
  const nth = position(scan, the);
  const at = nth?.next ?? the;
  const noun = word(scan, at);
  const direction = word(scan, at + 1);
  if (noun === "week" && direction === "of" && !nth) {
    const base = readDay(scan, at + 2);
    return base && found([{ kind: "week-of", of: base.terms }], base.next);
  }
  const entry = WEEKDAYS.get(noun);
  if (direction === "after" && word(scan, at + 2) === "next" && !nth) return afterNext(noun, entry?.day, at + 3);
  if ((direction !== "before" && direction !== "after") || (!nth && !entry && the === i && noun !== "day")) return null;
  if (direction === "before" && (noun === "night" || noun === "evening") && !nth) return nightBefore(scan, at + 2, readDay);
  const sign = direction === "before" ? -1 : 1;
  const unit = noun === "day" || noun === "week" ? noun : null;
  const weekday = entry?.day ?? (noun === "weekend" ? 5 : undefined);
  if (unit === null && weekday === undefined) return null;
  const base = readDay(scan, at + 2);
  if (!base || (nth && nth.value < 1)) return null;
  const n = sign * (nth?.value ?? 1);
  const term: Term =
    unit === null ? { kind: "beside", n, weekday: weekday ?? 0, of: base.terms } : { kind: "shifted", by: { n, unit }, of: base.terms };
  return found([term], base.next);
}

/** "The night before Thursday". */
function nightBefore(scan: Scan, i: number, readDay: ReadDay): Found | null {
  const base = readDay(scan, i);
  const eve: Term[] = [
    { kind: "shifted", by: { n: -1, unit: "day" }, of: base?.terms ?? [] },
    { kind: "part", part: "night" },
  ];
  return base && found(eve, base.next);
}

/** "The Friday after next" is a week after the coming one, "the week after next" two weeks on. */
function afterNext(noun: string, weekday: Weekday | undefined, next: number): Found | null {
  if (weekday !== undefined) {
    return found(
      [{ kind: "shifted", by: { n: 1, unit: "week" }, of: [{ kind: "weekdays", days: [weekday], relation: null, plural: false }] }],
      next,
    );
  }
  return noun === "week" || noun === "month" || noun === "year" || noun === "weekend"
    ? found([{ kind: "period", unit: noun, offset: 2 }], next)
    : null;
}

function negative({ n, unit }: Amount): Amount {
  return { n: -n, unit };
}

/** "Three Fridays from now": the third to come. */
function weekdaysFromNow(scan: Scan, i: number): Found | null {
  const count = cardinal(scan, i);
  const day = count && WEEKDAYS.get(word(scan, count.next));
  if (!count || !day || count.value < 1 || count.value > 53) return null;
  const next = fromNow(scan, count.next + 1);
  if (next === null) return null;
  const first = onOrAfter(scan.now.day + 1, asWeekday(day.day));
  return found([{ kind: "day", day: first + 7 * (count.value - 1) }], next);
}

/** "In 15" at the end of what is said can only be minutes. */
function bareMinutes(scan: Scan, i: number, lead: string): Found | null {
  const value = digits(scan, i);
  if (lead !== "in" || value === null || value < 5 || value > 120 || i + 1 < scan.to) return null;
  return { ...counted(scan, { n: value, unit: "minute" }, i + 1), weight: "edge" };
}

/** Times of day as they stand in a sentence: behind a preposition, as a range, with a zone. */
import { HOUR } from "../../when/clock.ts";
import type { Clock, Term, Unit } from "../../when/term.ts";
import { type ClockRead, clock } from "./clocks.ts";
import { digits, type Found, found, isAttached, isFree, type Recogniser, type Scan, skip, word } from "./scan.ts";
import { isImperative, isNumbered, opensTask } from "./task-words.ts";
import { DAYS, MONTHS, PARTS_OF_DAY, WEEKDAYS } from "./words.ts";
import { zoneAfter } from "./zones.ts";

const AT = new Set(["at", "@", "around", "about", "by", "from", "till", "until", "before", "after", "between", "starting"]);
const THROUGH = new Set(["-", "–", "—", "to", "till", "til", "until", "untill", "thru", "through"]);
const HALF_DAY = 12 * HOUR;
const NAMED = new Set(["noon", "midday", "midnight"]);

/** A time, or a range of times by its start. */
export const time: Recogniser = (scan, i, lead, before) => {
  const expected = AT.has(lead) || before.length > 0 || scan.use === "bare";
  const first = clock(scan, i, expected || lead === "for" || isRangeOfHours(scan, i));
  if (!first) return hourOfPart(scan, i);
  const range = rangeEnd(scan, first, lead);
  const last = range ?? first;
  const start = range ? sharedHalf(first, range) : first.value;
  const zone = zoneAfter(scan, last.next);
  const next = zone?.next ?? last.next;
  const weight = weightOf(scan, first, range, i, next, lead, before);
  if (weight === null) return hourOfPart(scan, i);
  const times: Term = range ? { kind: "times", at: [start], until: range.value } : { kind: "times", at: [start] };
  return found(zone ? [times, { kind: "zone", timeZone: zone.value }] : [times], next, weight);
};

function weightOf(
  scan: Scan,
  first: ClockRead,
  range: ClockRead | null,
  i: number,
  next: number,
  lead: string,
  before: readonly Term[],
): Found["weight"] | null {
  // "Noon bell" is a bell.
  if (NAMED.has(word(scan, i)) && !range && before.length === 0) return lead === "" && !isFree(scan, next) ? null : "certain";
  if (first.halved || range?.halved) return "certain";
  if (range && (first.explicit || range.explicit)) return "edge";
  if (range) return lead === "from" || lead === "between" || lead === "at" || before.length > 0 ? "edge" : "weak";
  // "For eight forty" is a time, "for five" a number of people.
  if (lead === "for") return first.explicit ? "edge" : null;
  if (first.explicit) return lead === "at" || lead === "@" ? "certain" : "edge";
  // "At 8, 13 and 20".
  if (before.at(-1)?.kind === "times" && isFree(scan, next)) return "edge";
  // A number with nothing that makes it a time: only behind "at" and its like, and where no noun follows it.
  const opens = before.length > 0 ? isImperative(word(scan, next)) : opensTask(scan, i - 1, next);
  if (!isFree(scan, next) && !(lead === "at" && opens) && !namesDay(scan, next)) return null;
  if (lead === "at" || lead === "@" || lead === "around") return "edge";
  if (lead === "by" || lead === "before" || lead === "after") return "edge";
  // "Plumber tomorrow 9": an hour that ends what is said of the day.
  if (lead === "" && endsDay(scan, i, next, before)) return "weak";
  return beside(before) && lead !== "" ? "weak" : scan.use === "bare" ? "edge" : null;
}

/** "At 9 tomorrow", "at 6 every Friday". */
function namesDay(scan: Scan, i: number): boolean {
  const ahead = word(scan, i);
  return DAYS.has(ahead) || WEEKDAYS.has(ahead) || ahead === "tonight" || ahead === "daily" || ahead === "weekdays" || ahead === "weekends";
}

/** Whether a bare hour stands right behind a named day, nothing follows it, and no noun before the day is numbered ("chapter tomorrow 9"). */
function endsDay(scan: Scan, i: number, next: number, before: readonly Term[]): boolean {
  const kind = before.at(-1)?.kind;
  const after = next < scan.to ? scan.tokens[next] : undefined;
  const over = !after || (after.kind === "punct" && !/["'%°$€£)]/.test(after.text));
  const daily = before.at(-1)?.kind === "repeat" && before.some((term) => term.kind === "repeat" && term.n === 1 && isDay(term.unit));
  // "7 Nov 19.30": behind a date only with its minutes.
  const dated = kind === "dates" && (word(scan, i).length > 2 || word(scan, i + 1) === ".");
  return over && (kind === "day" || kind === "weekdays" || daily || dated) && digits(scan, i) !== null && !isNumbered(scan, i - 1);
}

function isDay(unit: Unit | null): boolean {
  return unit === "day" || unit === "workday" || unit === "weekend";
}

/** Whether a day was just said, so that an hour may follow. */
function beside(before: readonly Term[]): boolean {
  return before.length > 0;
}

/** "6-8", "five to seven": two hours as a range, which needs other words of time beside it. */
function isRangeOfHours(scan: Scan, i: number): boolean {
  const first = clock(scan, i, true);
  if (!first || isNumbered(scan, i) || !THROUGH.has(word(scan, first.next))) return false;
  return clock(scan, first.next + 1, true) !== null;
}

function rangeEnd(scan: Scan, first: ClockRead, lead: string): ClockRead | null {
  const mark = word(scan, first.next);
  if (!THROUGH.has(mark) && !(lead === "between" && mark === "and")) return null;
  const end = clock(scan, first.next + 1, true);
  if (!end) return null;
  // "9am until 5 April" ends on a date.
  if (!end.explicit && (MONTHS.has(word(scan, end.next)) || word(scan, end.next) === "of")) return null;
  // "10-12-2020" is no range of hours.
  return isAttached(scan, end.next) && word(scan, end.next) === "-" ? null : end;
}

/** "3-4pm": the start takes the end's half of the day, unless it would then be the later one ("11-1pm"). */
function sharedHalf(first: ClockRead, end: ClockRead): Clock {
  if (!first.value.either || !end.halved || end.value.either) return first.value;
  const early = first.value.seconds % HALF_DAY;
  const same = end.value.seconds >= HALF_DAY ? early + HALF_DAY : early;
  const start = same < end.value.seconds ? same : (same + HALF_DAY) % (2 * HALF_DAY);
  return { seconds: start, either: false };
}

/** "10, tonight", "9 tomorrow morning", "3 in the afternoon", "one in the morning": a number made an hour by the part of the day behind it. */
function hourOfPart(scan: Scan, i: number): Found | null {
  const hour = clock(scan, i, true);
  if (!hour || (word(scan, i).length > 2 && digits(scan, i) !== null)) return null;
  if (hour.explicit || !hour.value.either || !leadsIntoPart(scan, hour.next)) return null;
  if (isNumbered(scan, i)) return null;
  return found([{ kind: "times", at: [hour.value] }], hour.next, "weak");
}

function leadsIntoPart(scan: Scan, i: number): boolean {
  const at = skip(scan, i, ",");
  const first = word(scan, at);
  if (first === "tonight" || first === "tonite") return true;
  const second = word(scan, at + 1);
  if (first === "this" || first === "tomorrow" || first === "today") return PARTS_OF_DAY.has(second);
  if (first === "at" && second === "night") return true;
  return first === "in" && PARTS_OF_DAY.has(word(scan, skip(scan, at + 1, "the")));
}

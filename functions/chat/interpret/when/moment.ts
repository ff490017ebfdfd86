/** Puts the terms of a single date together: the moment a task is due. */
import type { When } from "../interpretation.ts";
import { type Day, formatDay, fromDay, weekdayOf } from "./calendar.ts";
import { formatTime, HOUR, resolveClock, timeOfPart } from "./clock.ts";
import { type Mismatch, resolveDays } from "./days.ts";
import { type Now, wallAt } from "./now.ts";
import { type Term, termOf } from "./term.ts";

export type Moment = { when: When; mismatch: Mismatch | null };

/** The moment that terms without recurrence say; a range means its start. Null when they say none (a 30 February, a lone duration). */
export function momentOf(terms: readonly Term[], now: Now): Moment | null {
  const flat = flatten(terms);
  const zone = termOf(flat, "zone")?.timeZone ?? null;
  const there = zone === null ? now : { ...now, ...wallAt(now.instantMs, zone) };
  const clock = termOf(flat, "times")?.at[0] ?? null;
  const part = termOf(flat, "part")?.part ?? null;
  const read = resolveDays(flat, there);
  const counted = termOf(flat, "moment");
  if (counted && clock === null && part === null) return moment(counted.day, counted.seconds, zone, null);
  if (!read && namesDay(flat)) return null;
  if (!read && clock === null && part === null) return null;
  const begun = read && read.days.from < there.day && read.days.to > there.day && read.days.to - read.days.from > 1;
  const day = read ? (begun ? there.day : read.days.from) : there.day;
  const mismatch = read?.mismatch ?? null;
  if (clock === null && part === null) return moment(day, null, zone, mismatch);
  const today = !read || day === there.day;
  const seconds = clock ? resolveClock(clock, part, today ? there.seconds : null) : timeOfPart(part ?? "morning");
  // "Tonight at 1" is after midnight, so on the next day's date.
  const nextDay = (part === "night" || part === "evening") && clock !== null && seconds < 5 * HOUR;
  const dueDay = nextDay ? day + 1 : day;
  if (!read) return moment(dueDay === there.day && seconds <= there.seconds ? dueDay + 1 : dueDay, seconds, zone, null);
  if (isTodaysName(flat, there) && day === there.day + 7 && seconds > there.seconds) return moment(there.day, seconds, zone, mismatch);
  return moment(dueDay, seconds, zone, mismatch);
}

/** Null outside the calendar of four-digit years (RFC 3339). */
function moment(day: Day, seconds: number | null, timeZone: string | null, mismatch: Mismatch | null): Moment | null {
  const { year } = fromDay(day);
  if (year < 1 || year > 9999) return null;
  return { when: { date: formatDay(day), time: seconds === null ? null : formatTime(seconds), timeZone }, mismatch };
}

/** A start is the day itself ("from Friday to Sunday"), and so is a deadline that stands alone ("until Friday"). */
function flatten(terms: readonly Term[]): Term[] {
  const flat = terms.flatMap((term): readonly Term[] => (term.kind === "start" ? term.of : [term]));
  const until = termOf(flat, "until");
  const said = flat.some((term) => term.kind !== "until" && term.kind !== "length" && term.kind !== "zone");
  if (!until) return flat;
  return said ? borrowYear(flat, until.of) : [...until.of];
}

/** "From May to October 2020": the year belongs to both. */
function borrowYear(flat: Term[], until: readonly Term[]): Term[] {
  const end = until.find((term) => (term.kind === "months" || term.kind === "dates") && term.year !== null);
  if (!end || (end.kind !== "months" && end.kind !== "dates")) return flat;
  return flat.map((term) => ((term.kind === "months" || term.kind === "dates") && term.year === null ? { ...term, year: end.year } : term));
}

function namesDay(terms: readonly Term[]): boolean {
  return terms.some((term) => term.kind === "dates" || term.kind === "month-days" || term.kind === "nths" || term.kind === "shifted");
}

/** Whether the only day said is today's weekday, by its plain name. */
function isTodaysName(terms: readonly Term[], now: Now): boolean {
  const weekdays = termOf(terms, "weekdays");
  const alone = !terms.some((term) => ["period", "months", "month-days", "dates", "day", "nths"].includes(term.kind));
  return alone && weekdays?.relation === null && weekdays.days[0] === weekdayOf(now.day);
}

/** When a task is due: a local date, perhaps a local time, and the instant that follows from the zone. */
import type { Due, DueInput, User } from "../contracts/types.ts";
import { InvalidTime } from "./recurrence/local-moment.ts";
import { isTimeZone } from "./recurrence/time-zone.ts";
import { wallTimeToInstant } from "./recurrence/wall-time.ts";
import { Refused } from "./refused.ts";

/** The local moment as text: "2026-12-01" when all-day, else "2026-12-01T09:00:00". */
export const localOf = (due: Pick<Due, "date" | "time">): string => (due.time ? `${due.date}T${due.time}` : due.date);

/** The due of a local moment in a zone. All-day counts from the start of that day; a wall time in a DST gap shifts forward, in an overlap is the first. */
export function dueAt(local: string, timeZone: string, floating: boolean): Due {
  const [date = "", time] = local.split("T");
  return { date, time: time ?? null, timeZone, floating, at: instantOf(local, timeZone) };
}

/** The instant of a local moment, RFC 3339 with milliseconds; a date alone is its first moment. Refused: a moment that no calendar has. */
export function instantOf(local: string, timeZone: string): string {
  try {
    return wallTimeToInstant(local, timeZone);
  } catch (error) {
    throw error instanceof InvalidTime ? new Refused("due-invalid", error.message) : error;
  }
}

/** What a user asked for → a due. Without a named zone it floats with the user. Refused: an unknown zone, a date that is none. */
export function dueOf(input: DueInput, user: User): Due {
  const timeZone = input.timeZone ?? user.timeZone;
  requireTimeZone(timeZone);
  if (Number(input.date.slice(0, 4)) < 1970) {
    throw new Refused("due-invalid", `${input.date} lies before 1970, where no reminder can ring. Give a later date.`);
  }
  // An all-day task is a day on the user's calendar wherever they are, so it always floats.
  return dueAt(localOf({ date: input.date, time: input.time ?? null }), timeZone, !input.timeZone || !input.time);
}

/** Refused unless the name is in the IANA time zone database. */
export function requireTimeZone(timeZone: string): void {
  if (!isTimeZone(timeZone)) {
    throw new Refused("time-zone-unknown", `"${timeZone}" is no time zone. Expected an IANA name such as Europe/Berlin.`);
  }
}

/** The same wall clock in the zone the user has now, if it floats. */
export const movedDue = (due: Due, timeZone: string): Due => (due.floating ? dueAt(localOf(due), timeZone, true) : due);

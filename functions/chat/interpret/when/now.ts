/** The present on the user's wall clock, from which every relative word counts. */
import { epochToWallSeconds } from "@todo/shared/domain/recurrence/wall-time.ts";
import type { Context } from "../interpretation.ts";
import { asWeekday, type Day, type Weekday } from "./calendar.ts";

export type Wall = { day: Day; seconds: number };

export type Now = Wall & {
  instantMs: number;
  timeZone: string;
  weekStart: Weekday;
  dateOrder: "dmy" | "mdy";
};

const SECONDS_A_DAY = 86_400;

/** The wall clock of a zone at an instant; throws when there is no such zone. */
export function wallAt(instantMs: number, timeZone: string): Wall {
  const wall = epochToWallSeconds(Math.floor(instantMs / 1000), timeZone);
  const day = Math.floor(wall / SECONDS_A_DAY);
  return { day, seconds: wall - day * SECONDS_A_DAY };
}

const WEEK_STARTS = { MO: asWeekday(0), SA: asWeekday(5), SU: asWeekday(6) };

/** The parts of one message all ask for the same present. */
let last: { context: Context; now: Now } | null = null;

/** The present as the context states it; throws when its instant or zone is none. */
export function nowOf(context: Context): Now {
  if (last?.context === context) return last.now;
  const instantMs = Date.parse(context.now);
  if (Number.isNaN(instantMs)) throw new RangeError(`Expected an RFC 3339 instant as the present, got ${context.now}`);
  const { timeZone, dateOrder } = context;
  const now = { ...wallAt(instantMs, timeZone), instantMs, timeZone, weekStart: WEEK_STARTS[context.weekStart], dateOrder };
  last = { context, now };
  return now;
}

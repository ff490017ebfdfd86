/** The present on the user's wall clock, from which every relative word counts. */
import type { Context } from "../interpretation.ts";
import { asWeekday, type Day, toDay, type Weekday } from "./calendar.ts";

export type Wall = { day: Day; seconds: number };

export type Now = Wall & {
  instantMs: number;
  timeZone: string;
  weekStart: Weekday;
  dateOrder: "dmy" | "mdy";
};

/** A zone's format, and the last instant it was asked for: the parts of one message all ask for the same. */
type Clockwork = { format: Intl.DateTimeFormat; instantMs: number; wall: Wall };

const clockworks = new Map<string, Clockwork>();

/** The wall clock of a zone at an instant. */
export function wallAt(instantMs: number, timeZone: string): Wall {
  const known = clockworks.get(timeZone);
  if (known?.instantMs === instantMs) return known.wall;
  const format = known?.format ?? formatOf(timeZone);
  const parts = new Map(format.formatToParts(instantMs).map((part) => [part.type, Number(part.value)]));
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  const wall = { day: toDay(of("year"), of("month"), of("day")), seconds: of("hour") * 3600 + of("minute") * 60 + of("second") };
  clockworks.set(timeZone, { format, instantMs, wall });
  return wall;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat("en-CA", {
    timeZone,
    calendar: "gregory",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
}

const WEEK_STARTS = { MO: asWeekday(0), SA: asWeekday(5), SU: asWeekday(6) };

/** The present as the context states it; throws a RangeError when its instant or zone is none. */
export function nowOf(context: Context): Now {
  const instantMs = Date.parse(context.now);
  if (Number.isNaN(instantMs)) throw new RangeError(`Expected an RFC 3339 instant as the present, got ${context.now}`);
  const wall = wallAt(instantMs, context.timeZone);
  const { timeZone, dateOrder } = context;
  return { ...wall, instantMs, timeZone, weekStart: WEEK_STARTS[context.weekStart], dateOrder };
}

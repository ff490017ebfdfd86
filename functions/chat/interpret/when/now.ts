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

const formats = new Map<string, Intl.DateTimeFormat>();

/** The wall clock of a zone at an instant. */
export function wallAt(instantMs: number, timeZone: string): Wall {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-CA", {
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
    formats.set(timeZone, format);
  }
  const parts = new Map(format.formatToParts(instantMs).map((part) => [part.type, Number(part.value)]));
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  return { day: toDay(of("year"), of("month"), of("day")), seconds: of("hour") * 3600 + of("minute") * 60 + of("second") };
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

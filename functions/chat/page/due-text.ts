/** A due moment in the words of a glance: "Today 15:00", "Fri", "3 Dec 2027". */
import type { Due } from "@todo/shared/contracts/types.ts";
import { formatOf } from "./formats.ts";
import { daysBetween, localDate } from "./local-day.ts";

export type View = { now: number; timeZone: string; locale: string | undefined };

/** How near dates are called by name; far ones get the date, and the year when it is another. */
export function dueText(due: Due, view: View): string {
  const date = due.time ? localDate(Date.parse(due.at), view.timeZone) : due.date;
  const time = due.time ? ` ${timeText(due.at, view)}` : "";
  return `${dayText(date, view)}${time}`;
}

/** The wall clock time of an instant. */
export function timeText(at: string, { timeZone, locale }: View): string {
  return formatOf(locale, { timeZone, timeStyle: "short" }).format(Date.parse(at));
}

/** A wall clock time, "09:00:00" or shorter, as the locale writes it. */
export function clockText(time: string, { locale }: View): string {
  return formatOf(locale, { timeZone: "UTC", timeStyle: "short" }).format(Date.parse(`1970-01-01T${time.slice(0, 5)}:00Z`));
}

/** A date as it is called from today. */
export function dayText(date: string, { now, timeZone, locale }: View): string {
  const today = localDate(now, timeZone);
  const days = daysBetween(today, date);
  if (days === 0) return "Today";
  if (days === 1) return "Tomorrow";
  if (days === -1) return "Yesterday";
  const utc = Date.parse(`${date}T00:00:00Z`);
  if (days > 1 && days < 7) return formatOf(locale, { timeZone: "UTC", weekday: "long" }).format(utc);
  const year = date.slice(0, 4) === today.slice(0, 4) ? {} : { year: "numeric" as const };
  return formatOf(locale, { timeZone: "UTC", weekday: "short", day: "numeric", month: "short", ...year }).format(utc);
}

/** Everything about the moment, for a tooltip: the full date, and the zone when it is pinned to another one. */
export function dueDetail(due: Due, view: View): string {
  const date = formatOf(view.locale, { timeZone: "UTC", dateStyle: "full" }).format(Date.parse(`${due.date}T00:00:00Z`));
  if (!due.time) return date;
  return `${date}, ${clockText(due.time, view)}${due.timeZone === view.timeZone ? "" : ` (${due.timeZone})`}`;
}

/** Dates, times and durations in English, as short as they stay clear. */
import type { Due, Reminder } from "@todo/shared/contracts/types.ts";
import { instantToWallTime } from "@todo/shared/domain/recurrence/wall-time.ts";

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "today", "tomorrow", "Tue 1 Dec", with the year when it is another one. */
export function sayDate(date: string, today: string): string {
  const days = Math.round((Date.parse(date) - Date.parse(today)) / 86_400_000);
  if (days === 0) return "today";
  if (days === 1) return "tomorrow";
  if (days === -1) return "yesterday";
  const day = new Date(date);
  const text = `${WEEKDAYS[day.getUTCDay()]} ${day.getUTCDate()} ${MONTHS[day.getUTCMonth()]}`;
  return date.slice(0, 4) === today.slice(0, 4) ? text : `${text} ${date.slice(0, 4)}`;
}

/** A due moment on the user's calendar; a zone is named only when the user fixed one. */
export function sayDue(due: Due, now: string, timeZone: string): string {
  const today = instantToWallTime(now, due.timeZone).slice(0, 10);
  const zone = !due.floating && due.timeZone !== timeZone ? ` (${due.timeZone.split("/").at(-1)!.replaceAll("_", " ")})` : "";
  return `${sayDate(due.date, today)}${due.time ? ` ${due.time.slice(0, 5)}` : ""}${zone}`;
}

/** "1 day before", "at the time", "Tue 1 Dec 09:00". */
export function sayReminder({ offset, at }: Reminder, today: string): string {
  if (at) return `${sayDate(at.slice(0, 10), today)}${at.length > 10 ? ` ${at.slice(11, 16)}` : ""}`;
  const amount = sayDuration(offset!);
  return amount ? `${amount} ${offset!.startsWith("-") ? "before" : "after"}` : "at the time";
}

/** "1 day 2 hours" of an ISO 8601 duration; empty for none. */
export function sayDuration(duration: string): string {
  const parts = /P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(duration)?.slice(1) ?? [];
  return ["week", "day", "hour", "minute"]
    .flatMap((unit, index) => (Number(parts[index] ?? 0) > 0 ? [count(Number(parts[index]), unit)] : []))
    .join(" ");
}

/** "1 task", "3 tasks". */
export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;

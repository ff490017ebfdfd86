import { civilDate, dayNumber, daysInMonth } from "./calendar.ts";

/** Seconds on a wall clock since 1970-01-01T00:00:00, with no zone: the number this folder computes with. */
export type WallSeconds = number;

export type LocalMomentParts = { seconds: WallSeconds; hasTime: boolean };

export const SECONDS_PER_DAY = 86_400;

/** Years are written with four digits, so nothing repeats past this day. */
export const LAST_DAY = dayNumber(9999, 12, 31);

/** A local date or date-time, or the name of a time zone, that cannot be read. */
export class InvalidTime extends Error {
  override readonly name = "InvalidTime";
}

/** Reads "YYYY-MM-DD" or "YYYY-MM-DDTHH:MM:SS" (the seconds may be left out); throws InvalidTime when it is no such date or clock time. */
export function parseLocalMoment(text: string): LocalMomentParts {
  const hasTime = text.length > 10;
  const seconds = hasTime ? readDate(text) + readClock(text) : readDate(text);
  if (Number.isNaN(seconds)) {
    throw new InvalidTime(
      `Expected a local date as 2026-03-02 or a local date-time as 2026-03-02T09:00:00, got "${text.slice(0, 40)}"; write it so.`,
    );
  }
  return { seconds, hasTime };
}

/** Writes a wall time as "YYYY-MM-DD", or with its clock time as "YYYY-MM-DDTHH:MM:SS". */
export function formatLocalMoment(seconds: WallSeconds, withTime: boolean): string {
  const dayOfMoment = Math.floor(seconds / SECONDS_PER_DAY);
  const { year, month, day } = civilDate(dayOfMoment);
  const date = `${year < 1000 ? String(year).padStart(4, "0") : year}-${twoDigits(month)}-${twoDigits(day)}`;
  if (!withTime) return date;
  const clock = seconds - dayOfMoment * SECONDS_PER_DAY;
  return `${date}T${twoDigits(Math.floor(clock / 3600))}:${twoDigits(Math.floor(clock / 60) % 60)}:${twoDigits(clock % 60)}`;
}

/** Wall seconds of a date at midnight, or NaN when the calendar has no such date. */
export function midnightOf(year: number, month: number, day: number): WallSeconds {
  const exists = year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  return exists ? dayNumber(year, month, day) * SECONDS_PER_DAY : Number.NaN;
}

/** Seconds since midnight, or NaN when no clock shows such a time. */
export function clockSeconds(hour: number, minute: number, second: number): number {
  return hour < 24 && minute < 60 && second < 60 ? hour * 3600 + minute * 60 + second : Number.NaN;
}

/** The number written in text[from, to), or NaN when another character than a digit stands there. */
export function readDigits(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

function readDate(text: string): number {
  if (text.length < 10 || text[4] !== "-" || text[7] !== "-") return Number.NaN;
  return midnightOf(readDigits(text, 0, 4), readDigits(text, 5, 7), readDigits(text, 8, 10));
}

function readClock(text: string): number {
  const shaped = text[10] === "T" && text[13] === ":" && (text.length === 16 || (text.length === 19 && text[16] === ":"));
  return shaped
    ? clockSeconds(readDigits(text, 11, 13), readDigits(text, 14, 16), text.length === 19 ? readDigits(text, 17, 19) : 0)
    : Number.NaN;
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : `${value}`;
}

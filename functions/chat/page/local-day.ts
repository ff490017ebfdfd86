/** Local calendar days as "YYYY-MM-DD", which compare like the days they name. */
import { formatOf } from "./formats.ts";

/** The local date of an instant (milliseconds) in a zone. */
export const localDate = (at: number, timeZone: string): string =>
  formatOf("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(at);

/** The local date and time of an instant, to the second: "2026-11-23T10:15:00". */
export const localMoment = (at: number, timeZone: string): string =>
  formatOf("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" }).format(at).replace(" ", "T");

/** The date so many days later. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Days from one date to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

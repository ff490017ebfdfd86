/** What the tests of this folder read with: a Monday morning in a zone without daylight saving. */
import type { Context } from "../../interpretation.ts";
import { readWhen, type WhenOptions } from "./when.ts";

export const MONDAY: Context = { now: "2026-03-02T10:00:00Z", timeZone: "Etc/UTC", weekStart: "MO", dateOrder: "mdy", dialogue: null };

/** The reading of a text with the words that are left of it, and its due moment in one string. */
export function read(text: string, options: Partial<WhenOptions> = {}, context: Context = MONDAY) {
  const when = readWhen(text, context, { use: "create", ...options });
  const due = when.due && when.due.date + (when.due.time === null ? "" : `T${when.due.time.slice(0, 5)}`) + (when.due.timeZone ?? "");
  let rest = "";
  let at = 0;
  for (const span of when.spans) {
    rest += `${text.slice(at, span.start)} `;
    at = span.end;
  }
  return { ...when, due, title: (rest + text.slice(at)).replace(/\s+/g, " ").trim() };
}

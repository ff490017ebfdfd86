/** When a reminder rings, in words: "1 day before", "at the time", or its own moment. */
import type { Reminder } from "@todo/shared/contracts/types.ts";
import { dueText, type View } from "./due-text.ts";

const UNITS = [
  ["week", /(\d+)W/],
  ["day", /(\d+)D/],
  ["hour", /(\d+)H/],
  ["minute", /(\d+)M/],
] as const;

export function reminderText(reminder: Reminder, view: View): string {
  if (reminder.offset === null) {
    const date = (reminder.at ?? reminder.instant).slice(0, 10);
    return dueText({ date, time: "00:00:00", timeZone: view.timeZone, floating: true, at: reminder.instant }, view);
  }
  return offsetText(reminder.offset);
}

/** An ISO 8601 duration with a sign, counted from the due moment. */
export function offsetText(offset: string): string {
  const parts = UNITS.flatMap(([unit, pattern]) => {
    const amount = Number(pattern.exec(offset)?.[1] ?? 0);
    return amount > 0 ? [`${amount} ${unit}${amount === 1 ? "" : "s"}`] : [];
  });
  return parts.length === 0 ? "at the time" : `${parts.join(" ")} ${offset.startsWith("-") ? "before" : "after"}`;
}

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
  const parts = UNITS.flatMap(([unit, pattern]) => {
    const amount = Number(pattern.exec(reminder.offset ?? "")?.[1] ?? 0);
    return amount > 0 ? [`${amount} ${unit}${amount === 1 ? "" : "s"}`] : [];
  });
  if (parts.length === 0) return "at the time";
  return `${parts.join(" ")} ${reminder.offset.startsWith("-") ? "before" : "after"}`;
}

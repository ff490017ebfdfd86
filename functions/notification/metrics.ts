/** What notification counts. */
import { counter, gauge, histogram } from "@todo/shared/host/metrics.ts";

export const late = histogram("todo_reminder_late_seconds", "How long after its instant a reminder rang, by the database's clock.");
export const timers = counter("todo_timers_total", "Timers that were settled, by outcome.", ["outcome"]);
export const pending = gauge("todo_timers_pending", "Timers whose time has not come.");
export const attempts = counter("todo_reminder_attempts_total", "Attempts to deliver a reminder, by channel and by what followed.", [
  "channel",
  "result",
]);

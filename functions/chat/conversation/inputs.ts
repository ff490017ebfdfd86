/** A rule and a reminder as read → as a task takes them. */
import type { DueInput, ReminderInput, Rule, RuleInput } from "@todo/shared/contracts/types.ts";
import type { ReminderWish } from "../interpret/interpretation.ts";

export const ruleInput = ({ rrules, exrules, exdates, anchor }: Rule): RuleInput => ({ rrules, exrules, exdates, anchor });

/** When the task is that a reminder is for; an all-day one counts as at `allDayTime`. */
export type Timing = { due: Pick<DueInput, "date" | "time"> | null; repeats: boolean; allDayTime: string };

const DAYS = /^-?P(?:(\d+)W)?(?:(\d+)D)?(?:T0S)?$/;

/** "The day before at 6pm" is a moment of its own; of a task that repeats, what it comes to before each occurrence. */
export function reminderInput(wish: ReminderWish, { due, repeats, allDayTime }: Timing): ReminderInput {
  if ("at" in wish) return { at: wish.at.time ? `${wish.at.date}T${wish.at.time}` : wish.at.date };
  const parts = wish.time && due ? DAYS.exec(wish.offset) : null;
  if (!wish.time || !due || !parts) return { offset: wish.offset };
  const days = Number(parts[1] ?? 0) * 7 + Number(parts[2] ?? 0);
  if (!repeats) {
    const day = new Date(Date.parse(due.date) - days * 86_400_000).toISOString().slice(0, 10);
    return { at: `${day}T${wish.time}` };
  }
  const minutes = days * 1440 + minutesOf(due.time ?? allDayTime) - minutesOf(wish.time);
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  const amount = `${hours > 0 ? `${hours}H` : ""}${rest > 0 ? `${rest}M` : ""}`;
  return { offset: amount === "" ? "PT0S" : `${minutes < 0 ? "" : "-"}PT${amount}` };
}

function minutesOf(time: string): number {
  const [hours, minutes] = time.split(":").map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}

/**
 * The interpreter as the page loads it, a script of its own beside page.js: the same code that answers on the server shows, while one types,
 * what a message will mean. Nothing depends on it; a page whose browser has not loaded it yet only shows less.
 */
import type { Due, Preferences, Rule, User } from "@todo/shared/contracts/types.ts";
import { sayRepetition } from "../conversation/en/repetition.ts";
import { interpret } from "../interpret/interpret.ts";
import type { Intent, Reading, ReminderWish, Span, When } from "../interpret/interpretation.ts";
import { clockText, dayText, type View } from "./due-text.ts";
import { offsetText } from "./reminder-text.ts";

/** One thing that was understood, in words; `kind` is the kind of span that said it. */
export type Understood = { kind: Span["kind"]; text: string };

export type Understanding = { spans: Span[]; told: Understood[] };

const WISHES: Partial<Record<Intent, string>> = {
  update: "change a task",
  complete: "complete",
  reopen: "open again",
  delete: "delete",
  list: "show",
  history: "show the history",
  undo: "undo",
  redo: "do again",
  skip: "skip once",
  snooze: "snooze",
  "stop-repeating": "stop repeating",
  remind: "remind",
  help: "help",
};

/** What a message will be read as. */
export function understand(text: string, view: View, user: User | null): Understanding {
  const { weekStart, dateOrder }: Pick<Preferences, "weekStart" | "dateOrder"> = user?.preferences ?? { weekStart: "MO", dateOrder: "dmy" };
  const now = new Date(view.now).toISOString();
  const readings = interpret(text, { now, timeZone: view.timeZone, weekStart, dateOrder, dialogue: null });
  return { spans: readings.flatMap((reading) => reading.spans), told: readings.flatMap((reading) => told(reading, view)) };
}

/** A rule in words, beside the moment at which its task is due. */
export const sayRule = (rule: Rule, due: Pick<Due, "time"> | null): string => sayRepetition(rule, due);

function told(reading: Reading, view: View): Understood[] {
  const { intent, due, rule, reminders, tags, priority } = reading;
  const wish = WISHES[intent];
  return [
    ...(wish ? [{ kind: "verb", text: wish } as const] : []),
    ...(due ? [{ kind: "date", text: due === "none" ? "no date" : whenText(due, view) } as const] : []),
    ...(rule ? [{ kind: "recurrence", text: rule === "none" ? "once" : sayRepetition(rule, due === "none" ? null : due) } as const] : []),
    ...reminders.map((reminder) => ({ kind: "reminder", text: reminderWishText(reminder, view) }) as const),
    ...(priority ? [{ kind: "priority", text: priority } as const] : []),
    ...tags.map((tag) => ({ kind: "tag", text: `#${tag}` }) as const),
  ];
}

function whenText({ date, time, timeZone }: When, view: View): string {
  return [
    dayText(date, view),
    ...(time ? [clockText(time, view)] : []),
    ...(timeZone && timeZone !== view.timeZone ? [`(${timeZone})`] : []),
  ].join(" ");
}

const reminderWishText = (reminder: ReminderWish, view: View): string =>
  "at" in reminder
    ? whenText(reminder.at, view)
    : `${offsetText(reminder.offset)}${reminder.time ? ` ${clockText(reminder.time, view)}` : ""}`;

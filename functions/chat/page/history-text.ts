/** An event of a task's history as a sentence, and the fields it changed. */
import type { Due, HistoryEntry, Reminder, Verification } from "@todo/shared/contracts/types.ts";
import { dueText, timeText, type View } from "./due-text.ts";
import { formatOf } from "./formats.ts";
import { reminderText } from "./reminder-text.ts";

export type HistoryLine = { headline: string; by: string; changes: { field: string; from: string; to: string }[] };

const HEADLINES: Record<string, string> = {
  "todo.task.created.v1": "Created",
  "todo.task.updated.v1": "Changed",
  "todo.task.completed.v1": "Done",
  "todo.task.reopened.v1": "Opened again",
  "todo.task.skipped.v1": "Skipped",
  "todo.task.deleted.v1": "Deleted",
  "todo.task.restored.v1": "Restored",
  "todo.reminder.scheduled.v1": "Reminder set",
  "todo.reminder.cancelled.v1": "Reminder taken back",
  "todo.reminder.due.v1": "Reminded",
  "todo.reminder.delivered.v1": "Reminder delivered",
  "todo.reminder.failed.v1": "Reminder not delivered",
};

const REASONS: Record<string, string> = {
  undo: "by undo",
  redo: "by redo",
  recurrence: "by repetition",
  "time-zone": "by a change of time zone",
};

const FIELDS: Record<string, string> = {
  title: "title",
  description: "note",
  priority: "priority",
  tags: "tags",
  due: "due",
  reminders: "reminders",
};

/** History is read by people: what only programs care for (versions, ids, times of writing) is left out. */
export function historyLine(entry: HistoryEntry, view: View): HistoryLine {
  const data = isRecord(entry.data) ? entry.data : {};
  const headline = HEADLINES[entry.type] ?? entry.type;
  if (entry.type.startsWith("todo.reminder.")) {
    const channel = typeof data.channel === "string" ? ` by ${data.channel}` : "";
    return { headline: headline + channel, by: reminderMoment(data.reminder, view), changes: [] };
  }
  const changes = Array.isArray(data.changes) ? data.changes.filter(isRecord) : [];
  const told = changes.flatMap((change) => {
    const field = FIELDS[String(change.field)];
    if (!field) return [];
    const [from, to] = [valueText(field, change.from, view), valueText(field, change.to, view)];
    return from === to ? [] : [{ field, from, to }]; // a reminder that moved with its task is said as before
  });
  const isCreated = entry.type === "todo.task.created.v1";
  return {
    headline,
    by: REASONS[String(data.reason)] ?? "",
    changes: isCreated ? told.filter(({ to }) => to !== NOTHING).map((change) => ({ ...change, from: "" })) : told,
  };
}

const NOTHING = "none";

function valueText(field: string, value: unknown, view: View): string {
  if (value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0)) return NOTHING;
  if (field === "due" && isDue(value)) return dueText(value, view);
  if (field === "tags" && Array.isArray(value)) return value.map((tag) => `#${tag}`).join(" ");
  if (field === "reminders" && Array.isArray(value))
    return value
      .filter(isReminder)
      .map((one) => reminderText(one, view))
      .join(", ");
  return String(value);
}

function reminderMoment(reminder: unknown, view: View): string {
  if (!isReminder(reminder)) return "";
  const due = { date: reminder.instant.slice(0, 10), time: "00:00:00", timeZone: view.timeZone, floating: true, at: reminder.instant };
  return `for ${dueText(due, view)}`;
}

/** When it happened, to the second: "Today 15:00:07". */
export function momentText(at: string, view: View): string {
  const seconds = formatOf(view.locale, { timeZone: view.timeZone, timeStyle: "medium" }).format(Date.parse(at));
  const due = { date: at.slice(0, 10), time: "00:00:00", timeZone: view.timeZone, floating: true, at };
  return dueText(due, view).replace(timeText(at, view), seconds);
}

/** What the recomputed chain of a user's events proves. */
export function proofText({ intact, head, faults }: Verification): string {
  if (intact) return `Nothing: all ${head} events of your account are there, each as it was written.`;
  const [first] = faults;
  const where = first ? `, the first at #${first.sequence}: ${first.kind}` : "";
  return `Yes: ${faults.length} fault${faults.length === 1 ? "" : "s"} among ${head} events of your account${where}.`;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

const isDue = (value: unknown): value is Due => isRecord(value) && typeof value.date === "string" && typeof value.at === "string";

const isReminder = (value: unknown): value is Reminder => isRecord(value) && typeof value.instant === "string" && "offset" in value;

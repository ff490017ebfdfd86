/** What was done, asked or found, in English sentences. Pure. */
import type { HistoryEntry, Series, Task, User } from "@todo/shared/contracts/types.ts";
import { instantToWallTime } from "@todo/shared/domain/recurrence/wall-time.ts";
import { helpText } from "../../interpret/en/help.ts";
import { rulePhrase } from "../../interpret/en/phrase.ts";
import type { Reading } from "../../interpret/interpretation.ts";
import type { Undone } from "../../undo.ts";
import type { Question, Words } from "../decide.ts";
import type { Pending } from "../memory.ts";
import { count, sayDue, sayReminder } from "./moments.ts";

export type Given = { user: User; now: string };

const VERBS: Partial<Record<Reading["intent"], string>> = {
  update: "change",
  snooze: "snooze",
  remind: "remind you of",
  "stop-repeating": "stop",
};
const verbOf = (intent: Reading["intent"]): string => VERBS[intent] ?? intent;
const quoted = (title: string): string => `“${title}”`;

/** "“pay rent” · due Tue 1 Dec 09:00 · every month on the 1st · reminder 1 day before · #home · high". */
export function describe(task: Task, series: Series | null, { user, now }: Given): string {
  const today = instantToWallTime(now, user.timeZone).slice(0, 10);
  return [
    quoted(task.title),
    ...(task.due ? [`due ${sayDue(task.due, now, user.timeZone)}`] : []),
    ...(series && !series.endedAt ? [rulePhrase(series.rule)] : []),
    ...task.reminders.map((reminder) => `reminder ${sayReminder(reminder, today)}`),
    ...task.tags.map((tag) => `#${tag}`),
    ...(task.priority === "none" ? [] : [task.priority]),
    ...(task.description ? [`note: ${task.description.split("\n")[0]!.slice(0, 80)}`] : []),
  ].join(" · ");
}

/** One thing that was done. */
export function sayDone(intent: Reading["intent"], task: Task, series: Series | null, given: Given): string {
  const title = quoted(task.title);
  switch (intent) {
    case "create":
      return `Added ${describe(task, series, given)}`;
    case "complete":
      return task.seriesId ? `Completed ${title}; the next one follows.` : `Completed ${title}.`;
    case "reopen":
      return `Reopened ${title}.`;
    case "skip":
      return `Skipped ${title} this time; the next one follows.`;
    case "delete":
      return `Deleted ${title}. Say “undo” to have it back.`;
    case "stop-repeating":
      return `${title} has stopped repeating.`;
    case "retitle":
      return `The title is now ${title}, without a date.`;
    case "snooze":
      return `Snoozed ${describe(task, series, given)}`;
    default:
      return `Changed ${describe(task, series, given)}`;
  }
}

/** Why one thing was not done, beside others that were. */
export const sayRefused = (reason: string): string => `Not done: ${reason}`;

/** The question that is missing an answer. */
export function ask(question: Question): string {
  switch (question.about) {
    case "slot":
      if (question.slot === "title") return "What is to be done?";
      return question.slot === "due"
        ? "Change it to what? Say a date, a time, a priority, a tag …"
        : `Which task shall I ${verbOf(question.intent)}?`;
    case "which":
      return `Which one shall I ${verbOf(question.intent)}?\n${question.among.map(({ title }, index) => `${index + 1}. ${title}`).join("\n")}`;
    case "confirm": {
      const named = question.targets.slice(0, 5).map(({ title }) => quoted(title));
      const more = question.targets.length > 5 ? ` and ${question.targets.length - 5} more` : "";
      return `Shall I ${verbOf(question.intent)} ${count(question.targets.length, "task")}: ${named.join(", ")}${more}? Yes or no.`;
    }
    case "scope":
      return `${quoted(question.title)} repeats. Delete this one only, or the whole series? Say “this one” or “all of them”.`;
  }
}

/** Something that changes nothing. */
export function say(words: Words): string {
  switch (words.say) {
    case "help":
      return helpText(words.topic);
    case "smalltalk":
      return "Hello! Tell me what is to be done, and when. “help” shows what I understand.";
    case "not-understood":
      return words.topic
        ? `I am not sure what you mean. ${helpText(words.topic)}`
        : "That is not about tasks, as far as I can tell. Try “buy milk tomorrow at 5pm”, “list”, “done 1”, or “help”.";
    case "nothing-found":
      return words.why;
    case "nothing-pending":
      return "There is nothing waiting for an answer.";
    case "no-title-to-restore":
      return "I have added nothing here whose title I could put back.";
    case "unclear":
      return words.question;
  }
}

/** A numbered list; the numbers can be used in the next message unless nothing was remembered. */
export function sayList(tasks: Task[], more: boolean, numbered: boolean, given: Given): string {
  if (tasks.length === 0) return "Nothing fits that.";
  const lines = tasks.map(
    (task, index) =>
      `${numbered ? `${index + 1}. ` : "· "}${describe(task, null, given)}${task.status === "open" ? "" : ` (${task.status})`}`,
  );
  return [`${more ? "The first " : ""}${count(tasks.length, "task")}:`, ...lines].join("\n");
}

const PAST: Record<string, string> = {
  created: "added",
  updated: "changed",
  completed: "completed",
  reopened: "reopened",
  skipped: "skipped",
  deleted: "deleted",
  restored: "restored",
  scheduled: "reminder set",
  cancelled: "reminder cancelled",
  due: "reminder rang",
  delivered: "reminder delivered",
  failed: "reminder failed",
};

/** What happened, newest first. */
export function sayHistory(entries: HistoryEntry[], { user, now }: Given): string {
  if (entries.length === 0) return "Nothing has changed there.";
  const lines = entries.map((entry) => {
    const local = instantToWallTime(entry.time, user.timeZone);
    const day = local.slice(0, 10) === instantToWallTime(now, user.timeZone).slice(0, 10) ? "" : `${local.slice(0, 10)} `;
    const [, family, verb = ""] = entry.type.split(".");
    const title = titleIn(entry.data);
    const fields = verb === "updated" ? changedFields(entry.data) : "";
    return `· ${day}${local.slice(11, 16)} ${family === "series" ? "repetition " : family === "user" ? "profile " : ""}${PAST[verb] ?? verb}${title ? ` ${quoted(title)}` : ""}${fields}`;
  });
  return lines.join("\n");
}

type Told = { title?: string; task?: { title?: string }; series?: { template?: { title?: string } }; changes?: { field: string }[] };

const titleIn = (data: unknown): string | undefined => {
  const told = data as Told | null;
  return told?.task?.title ?? told?.series?.template?.title ?? told?.title;
};

const changedFields = (data: unknown): string => {
  const fields = (data as Told | null)?.changes?.map(({ field }) => field) ?? [];
  return fields.length > 0 ? ` (${fields.join(", ")})` : "";
};

export const NOTHING_CHANGED = "That is how it is already.";
export const HISTORY_UNAVAILABLE = "The history cannot be read just now. Everything else works; ask again in a minute.";

/** What was taken back, and what was left as it is because it was changed since. */
export function sayUndone(direction: "undo" | "redo", { commands, kept }: Undone): string {
  const titles = [...new Set(commands.flatMap(({ tasks }) => tasks.map(({ title }) => quoted(title))))];
  const named = titles.length > 3 ? `${titles.slice(0, 3).join(", ")} and ${titles.length - 3} more` : titles.join(", ");
  const rest = kept.map(({ title, fields, because }) => `${title ? `${quoted(title)}: ` : ""}${because ?? fields.join(", ")}`);
  const left = rest.length > 0 ? ` Changed since, so left as it is: ${rest.join("; ")}.` : "";
  return `${direction === "undo" ? "Undone" : "Done again"}${named ? `: ${named}` : ""}.${left}`;
}

/** What one might say next, where that helps: the possible answers, or something that works. */
export function suggestions(outcome: string, pending: Pending | null): string[] {
  if (outcome === "asked" && pending) {
    if (pending.ask === "confirm") return ["yes", "no"];
    if (pending.ask === "scope") return ["this one", "all of them", "no"];
    return pending.ask === "which" ? pending.among.map((_, index) => String(index + 1)) : [];
  }
  return outcome === "refused" ? ["list", "help"] : [];
}

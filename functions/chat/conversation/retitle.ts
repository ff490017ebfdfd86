/** "No, that is the title": what was taken for a date, a rule or a reminder goes back into the title (LANG-1). Pure. */
import type { TaskPatch, User } from "@todo/shared/contracts/types.ts";
import type { Command } from "@todo/shared/domain/commands.ts";
import { interpret } from "../interpret/interpret.ts";
import type { Reading } from "../interpret/interpretation.ts";
import type { Decision, Given } from "./decision.ts";
import { reminderInput, ruleInput } from "./inputs.ts";
import { dueInput } from "./moments.ts";

/** The words go back to where they stood in the last sentence that made a task; or only those that are named. */
export function retitle({ title: words }: Reading, { memory, user, now }: Given): Decision {
  const { created } = memory;
  if (!created) return { do: "say", words: { say: "no-title-to-restore" } };
  const { task, text, reading } = created;
  const again = words
    ? reread(text, words, user, now)
    : { ...reading, title: wholeTitle(text, reading), due: null, rule: null, reminders: [] };
  const patch: TaskPatch = {
    title: again.title ?? task.title,
    due: again.due && again.due !== "none" ? dueInput(again.due) : null,
  };
  patch.reminders = again.reminders.map((wish) =>
    reminderInput(wish, { due: patch.due ?? null, repeats: again.rule !== null, allDayTime: user.preferences.allDayReminderTime }),
  );
  if (reading.rule && reading.rule !== "none") patch.rule = again.rule && again.rule !== "none" ? ruleInput(again.rule) : null;
  const command: Command = { type: "update-task", taskId: task.id, version: task.version, patch };
  return { do: "commands", wishes: [{ reading: { ...again, intent: "retitle" }, task: null, command }] };
}

/** The sentence, which may be one of several in the message, without its verb, tags, priority and note. */
function wholeTitle(text: string, { spans }: Reading): string | null {
  const taken = spans.filter((span) => ["verb", "tag", "priority", "description"].includes(span.kind)).sort((a, b) => b.start - a.start);
  const [start, end] = [Math.min(...spans.map((span) => span.start)), Math.max(...spans.map((span) => span.end))];
  const title = taken.reduce((left, span) => `${left.slice(0, span.start)} ${left.slice(span.end)}`, text.slice(0, end));
  return title.slice(start).replace(/\s+/g, " ").trim() || null;
}

/** The sentence read again with these words protected, as if they had stood in quotes. */
function reread(text: string, words: string, user: User, now: string): Reading {
  const at = text.toLowerCase().indexOf(words.toLowerCase());
  const quoted = at < 0 ? text : `${text.slice(0, at)}"${text.slice(at, at + words.length)}"${text.slice(at + words.length)}`;
  const { weekStart, dateOrder } = user.preferences;
  const [again] = interpret(quoted, { now, timeZone: user.timeZone, weekStart, dateOrder, dialogue: null });
  return { ...again!, title: again!.title?.replace(`"${text.slice(at, at + words.length)}"`, words) ?? null };
}

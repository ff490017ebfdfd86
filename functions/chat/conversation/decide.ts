/** A reading and the tasks it means → commands, one question, or something to say. Pure. */
import type { ReminderInput, RuleInput, Task, TaskInput, TaskPatch, User } from "@todo/shared/contracts/types.ts";
import type { Command, Scope } from "@todo/shared/domain/commands.ts";
import { interpret } from "../interpret/interpret.ts";
import type { Filter, Reading, ReminderWish } from "../interpret/interpretation.ts";
import { type Memory, type Pending, type Shown, shown } from "./memory.ts";
import { dueInput, shiftedDue, snoozedDue } from "./moments.ts";
import type { Found } from "./targets.ts";

/** A command on its way, with what the reply will say of it. */
export type Wish = { reading: Reading; command: Command; task: Task | null };

export type Decision =
  | { do: "commands"; wishes: Wish[] }
  | { do: "ask"; pending: Pending; question: Question }
  | { do: "say"; words: Words }
  | { do: "show"; filter: Filter | null }
  | { do: "describe"; tasks: Task[] }
  | { do: "history"; task: Task | null; filter: Filter | null }
  | { do: "undo" | "redo"; count: number }
  | { do: "forget" };

/** What is asked or said, for the language to put into words. */
export type Question =
  | { about: "slot"; slot: "title" | "target" | "due"; intent: Reading["intent"] }
  | { about: "which"; among: Shown[]; intent: Reading["intent"] }
  | { about: "confirm"; intent: Reading["intent"]; targets: Shown[] }
  | { about: "scope"; title: string };
export type Words =
  | { say: "help"; topic: string | null }
  | { say: "smalltalk" }
  | { say: "not-understood" /** The nearest help. */; topic: string | null }
  | { say: "nothing-found"; why: string }
  | { say: "nothing-pending" }
  | { say: "no-title-to-restore" }
  | { say: "unclear"; question: string };

export type Given = { user: User; now: string; newId: () => string; memory: Memory };

/** From this many on, a change of tasks that were described rather than named is confirmed first. */
const MANY = 6;
const MANY_DELETED = 2;

/** Decides one reading. `found` is null for readings that name no task. */
export function decide(reading: Reading, found: Found, given: Given): Decision {
  if (reading.question) return { do: "say", words: { say: "unclear", question: reading.question } };
  switch (reading.intent) {
    case "create": {
      // "Remind me 30 minutes before my flight": of the flight that there is, else of a new one.
      const [task] = found.found === "tasks" ? found.tasks : [];
      const remind: Reading = { ...reading, intent: "remind", title: null, due: null, rule: null };
      return reading.target && task ? change(remind, [task], true, given) : create(reading, given);
    }
    case "list":
      return reading.target ? onFound(reading, found, (tasks) => ({ do: "describe", tasks })) : { do: "show", filter: reading.filter };
    case "history":
      return reading.target
        ? onFound(reading, found, (tasks) => ({ do: "history", task: tasks[0]!, filter: reading.filter }))
        : { do: "history", task: null, filter: reading.filter };
    case "undo":
    case "redo":
      return { do: reading.intent, count: reading.count ?? 1 };
    case "retitle":
      return retitle(reading, given);
    case "confirm":
    case "deny":
      return given.memory.pending && reading.intent === "deny" ? { do: "forget" } : { do: "say", words: { say: "nothing-pending" } };
    case "help":
      return { do: "say", words: { say: "help", topic: reading.topic } };
    case "smalltalk":
      return { do: "say", words: { say: "smalltalk" } };
    case "none":
      return { do: "say", words: { say: "not-understood", topic: reading.topic } };
    default:
      return onFound(reading, found, (tasks, named) => change(reading, tasks, named, given));
  }
}

function create(reading: Reading, { newId }: Given): Decision {
  if (!reading.title)
    return { do: "ask", pending: { ask: "slot", slot: "title", reading }, question: { about: "slot", slot: "title", intent: "create" } };
  const input: TaskInput = { title: reading.title };
  if (reading.description) input.description = reading.description;
  if (reading.priority) input.priority = reading.priority;
  if (reading.tags.length > 0) input.tags = reading.tags;
  if (reading.due && reading.due !== "none") input.due = dueInput(reading.due);
  if (reading.rule && reading.rule !== "none") {
    input.rule = ruleInput(reading.rule);
    const [date = "", time] = reading.rule.start.split("T");
    input.due ??= { date, time: time ?? null };
  }
  if (reading.reminders.length > 0) input.reminders = reading.reminders.map(reminderInput);
  return { do: "commands", wishes: [{ reading, command: { type: "create-task", taskId: newId(), input }, task: null }] };
}

const ruleInput = ({
  rrules,
  exrules,
  exdates,
  anchor,
}: {
  rrules: string[];
  exrules: string[];
  exdates: string[];
  anchor: "due" | "completion";
}): RuleInput => ({
  rrules,
  exrules,
  exdates,
  anchor,
});

const reminderInput = (wish: ReminderWish): ReminderInput =>
  "offset" in wish ? { offset: wish.offset } : { at: wish.at.time ? `${wish.at.date}T${wish.at.time}` : wish.at.date };

/** Goes on with the tasks that were found, or says or asks what is missing. */
function onFound(reading: Reading, found: Found, go: (tasks: Task[], named: boolean) => Decision): Decision {
  switch (found.found) {
    case "tasks":
      return go(found.tasks, found.named);
    case "several": {
      const among = found.among.map(shown);
      return { do: "ask", pending: { ask: "which", reading, among }, question: { about: "which", among, intent: reading.intent } };
    }
    case "nothing":
      return { do: "say", words: { say: "nothing-found", why: found.why } };
    case "unsaid":
      return {
        do: "ask",
        pending: { ask: "slot", slot: "target", reading },
        question: { about: "slot", slot: "target", intent: reading.intent },
      };
  }
}

function change(reading: Reading, tasks: Task[], named: boolean, given: Given): Decision {
  const limit = reading.intent === "delete" ? MANY_DELETED : MANY;
  if (!named && tasks.length >= limit) {
    const targets = tasks.map(shown);
    return { do: "ask", pending: { ask: "confirm", reading, targets }, question: { about: "confirm", intent: reading.intent, targets } };
  }
  const [only] = tasks;
  if (reading.intent === "delete" && tasks.length === 1 && only!.seriesId) {
    const target = shown(only!);
    return { do: "ask", pending: { ask: "scope", reading, target }, question: { about: "scope", title: only!.title } };
  }
  if (reading.intent === "update" && !changesSomething(reading)) {
    return { do: "ask", pending: { ask: "slot", slot: "due", reading }, question: { about: "slot", slot: "due", intent: "update" } };
  }
  return { do: "commands", wishes: tasks.map((task) => ({ reading, task, command: commandOn(reading, task, given, "occurrence") })) };
}

const changesSomething = (reading: Reading): boolean =>
  [reading.title, reading.description, reading.priority, reading.due, reading.rule, reading.shift].some((said) => said !== null) ||
  reading.tags.length + reading.removedTags.length + reading.reminders.length > 0;

/** What a reading asks of one task. */
export function commandOn(reading: Reading, task: Task, given: Given, scope: Scope): Command {
  const target = { taskId: task.id, version: task.version };
  switch (reading.intent) {
    case "complete":
      return { type: "complete-task", ...target };
    case "reopen":
      return { type: "reopen-task", ...target };
    case "skip":
      return { type: "skip-task", ...target };
    case "delete":
      return { type: "delete-task", ...target, scope, by: "user" };
    case "stop-repeating":
      return { type: "update-task", ...target, patch: { rule: null } };
    default:
      return { type: "update-task", ...target, patch: patchOf(reading, task, given) };
  }
}

function patchOf(reading: Reading, task: Task, { user, now }: Given): TaskPatch {
  const patch: TaskPatch = {};
  if (reading.title) patch.title = reading.title;
  if (reading.description !== null) patch.description = reading.description;
  if (reading.priority) patch.priority = reading.priority;
  if (reading.tags.length + reading.removedTags.length > 0) {
    const removed = reading.removedTags.includes("*") ? task.tags : reading.removedTags;
    patch.tags = [...new Set([...task.tags, ...reading.tags])].filter((tag) => !removed.includes(tag));
  }
  if (reading.due === "none") patch.due = null;
  else if (reading.due) patch.due = dueInput(kept(reading.due, task));
  else if (reading.shift)
    patch.due =
      reading.intent === "snooze" ? snoozedDue(task.due, reading.shift, now, user) : shiftedDue(task.due, reading.shift, now, user);
  else if (reading.intent === "snooze") patch.due = snoozedDue(task.due, "PT1H", now, user);
  if (reading.rule === "none") patch.rule = null;
  else if (reading.rule) {
    patch.rule = ruleInput(reading.rule);
    const [date = "", time] = reading.rule.start.split("T");
    patch.due ??= { date, time: time ?? null };
  }
  if (reading.reminders.length > 0) {
    const before = task.reminders.map((reminder): ReminderInput => (reminder.offset ? { offset: reminder.offset } : { at: reminder.at! }));
    const added = reading.reminders
      .map(reminderInput)
      .filter((wish) => !before.some((old) => JSON.stringify(old) === JSON.stringify(wish)));
    patch.reminders = [...before, ...added];
  }
  return patch;
}

/** "Move it to Friday" keeps the time of day that it had. */
function kept(
  due: { date: string; time: string | null; timeZone: string | null },
  task: Task,
): { date: string; time: string | null; timeZone: string | null } {
  return due.time === null && task.due?.time
    ? { ...due, time: task.due.time, timeZone: due.timeZone ?? (task.due.floating ? null : task.due.timeZone) }
    : due;
}

/** "No, that is the title": the words that were read as date, rule or reminder go back to where they stood; or only those that are named. */
function retitle({ title: words }: Reading, { memory, user, now }: Given): Decision {
  const { created } = memory;
  if (!created) return { do: "say", words: { say: "no-title-to-restore" } };
  const { task, text, reading } = created;
  const again = words
    ? reread(text, words, user, now)
    : { ...reading, title: wholeTitle(text, reading), due: null, rule: null, reminders: [] };
  const patch: TaskPatch = {
    title: again.title ?? task.title,
    due: again.due && again.due !== "none" ? dueInput(again.due) : null,
    reminders: again.reminders.map(reminderInput),
  };
  if (reading.rule && reading.rule !== "none") patch.rule = again.rule && again.rule !== "none" ? ruleInput(again.rule) : null;
  const command: Command = { type: "update-task", taskId: task.id, version: task.version, patch };
  return { do: "commands", wishes: [{ reading: { ...again, intent: "retitle" }, task: null, command }] };
}

/** The sentence without its verb, tags, priority and note. */
function wholeTitle(text: string, reading: Reading): string | null {
  const taken = reading.spans.filter((span) => ["verb", "tag", "priority", "description"].includes(span.kind));
  const title = taken.toReversed().reduce((left, span) => `${left.slice(0, span.start)} ${left.slice(span.end)}`, text);
  return title.replace(/\s+/g, " ").trim() || null;
}

/** The sentence read again with these words protected, as if they had stood in quotes. */
function reread(text: string, words: string, user: User, now: string): Reading {
  const at = text.toLowerCase().indexOf(words.toLowerCase());
  const quoted = at < 0 ? text : `${text.slice(0, at)}"${text.slice(at, at + words.length)}"${text.slice(at + words.length)}`;
  const { weekStart, dateOrder } = user.preferences;
  const [again] = interpret(quoted, { now, timeZone: user.timeZone, weekStart, dateOrder, dialogue: null });
  return { ...again!, title: again!.title?.replace(`"${text.slice(at, at + words.length)}"`, words) ?? null };
}

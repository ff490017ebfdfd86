/** A reading and the tasks it means → commands, one question, or something to say. Pure. */
import type { ReminderInput, Task, TaskInput, TaskPatch } from "@todo/shared/contracts/types.ts";
import type { Command, Scope } from "@todo/shared/domain/commands.ts";
import { localNow } from "@todo/shared/domain/schedule.ts";
import type { Reading, When } from "../interpret/interpretation.ts";
import { isHourOnly } from "../interpret/reading.ts";
import type { Decision, Given } from "./decision.ts";
import { reminderInput, ruleInput } from "./inputs.ts";
import { leavingOut } from "./leave-out.ts";
import { fitting } from "./long-title.ts";
import { type Pending, shown } from "./memory.ts";
import { dueInput, shiftedDue, snoozedDue } from "./moments.ts";
import { retitle } from "./retitle.ts";
import { swapped } from "./swap.ts";
import type { Found } from "./targets.ts";

/** From this many on, a change of tasks that were described rather than named is confirmed first. */
const MANY = 6;
const MANY_DELETED = 2;

type Targets = Omit<Extract<Found, { found: "tasks" }>, "found">;

/** Decides one reading and the tasks it was found to mean. */
export function decide(said: Reading, found: Found, given: Given): Decision {
  // To take a reminder away changes its task, and deletes nothing.
  const reading: Reading = said.intent === "delete" && said.onlyReminders ? ofReminders(said, found) : said;
  if (reading.swap && found.found !== "several") {
    const renamed = swapped(reading, reading.swap, found.found === "tasks" ? found.tasks : [], given.memory);
    if (renamed) return decide(renamed, found, given);
    if (reading.otherwise) return decide(reading.otherwise, { found: "unsaid" }, given);
    if (found.found === "tasks") return { do: "say", words: { say: "which-words", task: found.tasks[0]!, by: reading.swap.by } };
  }
  if (reading.question) {
    const { question: text, otherwise } = reading;
    // "Did you mean …?" is a whole wish already: a yes does it.
    if (reading.intent === "none" && otherwise)
      return { do: "ask", pending: { ask: "meant", reading: otherwise }, question: { about: "unclear", text } };
    return {
      do: "ask",
      pending: { ask: "slot", slot: "due", reading: { ...reading, question: null } },
      question: { about: "unclear", text },
    };
  }
  switch (reading.intent) {
    case "create": {
      // "Remind me 30 minutes before my flight": of the flight that there is, else of a new one.
      const [task] = found.found === "tasks" ? found.tasks : [];
      const remind: Reading = { ...reading, intent: "remind", title: null, due: null, rule: null };
      return reading.target && task ? change(remind, { tasks: [task], named: true, more: false }, given) : create(fitting(reading), given);
    }
    case "list":
      return reading.target ? onFound(reading, found, ({ tasks }) => ({ do: "describe", tasks })) : { do: "show", filter: reading.filter };
    case "history":
      return reading.target
        ? onFound(reading, found, ({ tasks }) => ({ do: "history", task: tasks[0]!, filter: reading.filter }))
        : { do: "history", task: null, filter: reading.filter };
    case "undo":
    case "redo":
      return { do: reading.intent, count: reading.count ?? 1 };
    case "retitle":
      return retitle(reading, given);
    case "confirm":
    case "deny":
      // A yes to one of two leaves both open.
      if (reading.intent === "confirm" && given.memory.pending?.ask === "scope") return askAgain(given.memory.pending);
      if (reading.intent === "confirm") return { do: "say", words: { say: "acknowledged" } };
      return given.memory.pending ? { do: "forget" } : { do: "say", words: { say: "nothing-pending" } };
    case "help":
      return { do: "say", words: { say: "help", topic: reading.topic } };
    case "smalltalk":
      return { do: "say", words: { say: "smalltalk", topic: reading.topic } };
    case "none":
      return { do: "say", words: { say: "not-understood", topic: reading.topic } };
    default:
      return onFound(reading, found, (targets) => change(reading, targets, given));
  }
}

function create(reading: Reading, { newId, user }: Given): Decision {
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
  // What counts from a due moment waits for one, and is asked for once the task is there.
  const reminders = reading.reminders.filter((wish) => input.due || "at" in wish);
  const timing = { due: input.due ?? null, repeats: input.rule !== undefined, allDayTime: user.preferences.allDayReminderTime };
  if (reminders.length > 0) input.reminders = reminders.map((wish) => reminderInput(wish, timing));
  return { do: "commands", wishes: [{ reading, command: { type: "create-task", taskId: newId(), input }, task: null }] };
}

/** Goes on with the tasks that were found, or says or asks what is missing. */
function onFound(reading: Reading, found: Found, go: (targets: Targets) => Decision): Decision {
  switch (found.found) {
    case "tasks":
      return go(found);
    case "several": {
      const { among } = found;
      return {
        do: "ask",
        pending: { ask: "which", reading, among: among.map(shown) },
        question: { about: "which", among, intent: reading.intent },
      };
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

function change(reading: Reading, { tasks, named, more }: Targets, given: Given): Decision {
  const limit = reading.intent === "delete" ? MANY_DELETED : MANY;
  if (!named && tasks.length >= limit) {
    const targets = tasks.map(shown);
    const repeating = reading.intent === "delete" ? tasks.filter((task) => repeats(task, given)).length : 0;
    const question = { about: "confirm", intent: reading.intent, targets, more, repeating } as const;
    return { do: "ask", pending: { ask: "confirm", reading, targets, repeating }, question };
  }
  const [only] = tasks;
  if ((reading.intent === "snooze" || reading.intent === "remind") && only!.status !== "open") {
    return { do: "say", words: { say: "nothing-found", why: { because: "closed", task: only! } } };
  }
  if (reading.intent === "delete" && tasks.length === 1 && repeats(only!, given)) {
    const target = shown(only!);
    return { do: "ask", pending: { ask: "scope", reading, target }, question: { about: "scope", title: only!.title } };
  }
  if (reading.intent === "update" && reading.onlyReminders) {
    const reminded = tasks.filter((task) => remindersLeft(reading, task).length < task.reminders.length);
    if (reminded.length === 0) return { do: "say", words: { say: "no-reminder", task: only! } };
    return each(reading, reminded, given);
  }
  if (reading.except) {
    const repeating = tasks.filter((task) => repeats(task, given));
    if (repeating.length === 0) return { do: "say", words: { say: "not-repeating", task: only! } };
    return each(reading, repeating, given);
  }
  if (reading.allDay && reading.due === null) {
    const dated = tasks.filter(({ due }) => due !== null);
    if (dated.length === 0) return { do: "say", words: { say: "undated", task: only! } };
    return each(reading, dated, given);
  }
  if (reading.intent === "update" && !changesSomething(reading)) {
    return { do: "ask", pending: { ask: "slot", slot: "due", reading }, question: { about: "slot", slot: "due", intent: "update" } };
  }
  return each(reading, tasks, given);
}

const each = (reading: Reading, tasks: Task[], given: Given): Decision => ({
  do: "commands",
  wishes: tasks.map((task) => ({ reading, task, command: commandOn(reading, task, given, "occurrence") })),
});

const ofReminders = (said: Reading, found: Found): Reading =>
  isCalledSo(said, found) ? { ...said, onlyReminders: false } : { ...said, intent: "update" };

const askAgain = (pending: Extract<Pending, { ask: "scope" }>): Decision => ({
  do: "ask",
  pending,
  question: { about: "scope", title: pending.target.title },
});

/** "Delete the dentist reminder" means the task if that is its very name: there the noun is a word of it. */
const isCalledSo = ({ target }: Reading, found: Found): boolean =>
  target?.by === "words" &&
  target.spoken !== target.words &&
  found.found === "tasks" &&
  found.tasks.every(({ title }) => title.toLowerCase() === target.spoken.toLowerCase());

/** The reminders of a task without those that are named, or without any. */
function remindersLeft({ reminders: named }: Reading, task: Task): ReminderInput[] {
  const offsets = named.flatMap((wish) => ("offset" in wish ? [wish.offset] : []));
  return offsets.length === 0 ? [] : inputsOf(task).filter((reminder) => !("offset" in reminder && offsets.includes(reminder.offset)));
}

const inputsOf = ({ reminders }: Task): ReminderInput[] =>
  reminders.map(({ offset, at }): ReminderInput => (offset ? { offset } : { at: at! }));

/** An open occurrence of a series that runs: closed alone it is followed by the next one. */
const repeats = ({ seriesId, status }: Task, { series }: Given): boolean =>
  seriesId !== null && status === "open" && series.get(seriesId)?.endedAt === null;

const changesSomething = (reading: Reading): boolean =>
  [reading.title, reading.description, reading.priority, reading.due, reading.rule, reading.shift].some((said) => said !== null) ||
  reading.allDay ||
  reading.tags.length + reading.removedTags.length + reading.reminders.length > 0;

/** What a reading asks of one task. */
export function commandOn(reading: Reading, task: Task, given: Given, scope: Scope): Command {
  const target = { taskId: task.id, version: task.version };
  switch (reading.intent) {
    case "complete":
      return { type: "complete-task", ...target };
    case "reopen":
      return { type: task.deletedAt ? "restore-task" : "reopen-task", ...target };
    case "skip":
      return { type: "skip-task", ...target };
    case "delete":
      return { type: "delete-task", ...target, scope: repeats(task, given) ? scope : "occurrence", by: "user" };
    case "stop-repeating":
      return { type: "update-task", ...target, patch: { rule: null } };
    default:
      return { type: "update-task", ...target, patch: patchOf(reading, task, given) };
  }
}

function patchOf(reading: Reading, task: Task, { user, now, series }: Given): TaskPatch {
  const running = series.get(task.seriesId ?? "");
  const patch: TaskPatch = reading.except && running ? leavingOut(reading.except, task, running) : {};
  if (reading.title) patch.title = reading.title;
  if (reading.description !== null) patch.description = reading.description;
  if (reading.priority) patch.priority = reading.priority;
  if (reading.tags.length + reading.removedTags.length > 0) {
    const removed = reading.removedTags.includes("*") ? task.tags : reading.removedTags;
    patch.tags = [...new Set([...task.tags, ...reading.tags])].filter((tag) => !removed.includes(tag));
  }
  if (reading.due === "none") patch.due = null;
  else if (reading.due) patch.due = dueInput(kept(reading.due, reading, task, localNow(now, user.timeZone).slice(0, 10)));
  else if (reading.shift)
    patch.due =
      reading.intent === "snooze" ? snoozedDue(task.due, reading.shift, now, user) : shiftedDue(task.due, reading.shift, now, user);
  else if (reading.intent === "snooze") patch.due = snoozedDue(task.due, "PT1H", now, user);
  const day = patch.due ?? task.due;
  if (reading.allDay && day) patch.due = { date: day.date, time: null };
  if (reading.rule === "none") patch.rule = null;
  else if (reading.rule) {
    patch.rule = ruleInput(reading.rule);
    const [date = "", time] = reading.rule.start.split("T");
    patch.due ??= { date, time: time ?? null };
  }
  if (reading.intent === "update" && reading.onlyReminders) patch.reminders = remindersLeft(reading, task);
  else if (reading.reminders.length > 0) {
    const before = reading.onlyReminders ? [] : inputsOf(task);
    const due = patch.due === undefined ? task.due : patch.due;
    const repeats = patch.rule === undefined ? task.seriesId !== null : patch.rule !== null;
    const added = reading.reminders
      .map((wish) => reminderInput(wish, { due, repeats, allDayTime: user.preferences.allDayReminderTime }))
      .filter((wish) => !before.some((old) => JSON.stringify(old) === JSON.stringify(wish)));
    patch.reminders = [...before, ...added];
  }
  return patch;
}

/** "Move it to Friday" keeps the time of day that it had, "move it to 5pm" and "repeat it every year" the day, if that is not over. */
function kept(said: When, reading: Reading, task: Task, today: string): When {
  const before = task.due;
  if (!before) return said;
  const due = namesNoDay(reading) && before.date >= today ? { ...said, date: before.date } : said;
  const zone = due.timeZone ?? (before.floating ? null : before.timeZone);
  if (due.time === null) return before.time ? { ...due, time: before.time, timeZone: zone } : due;
  return due === said ? due : { ...due, timeZone: zone };
}

const namesNoDay = (reading: Reading): boolean =>
  isHourOnly(reading) ||
  (reading.rule !== null && reading.rule !== "none" && reading.rule.rrules.every((rule) => /^FREQ=[A-Z]+(?:;INTERVAL=\d+)?$/.test(rule)));

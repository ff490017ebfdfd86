/** Creating, closing, reopening, deleting and restoring a task. */
import type { Series, Task } from "../contracts/types.ts";
import type { Command } from "./commands.ts";
import { dueAt, dueOf, requireTimeZone } from "./due.ts";
import { newSeries, newTask, templateOf } from "./occurrence.ts";
import { Refused } from "./refused.ts";
import { remindersOf } from "./reminders.ts";
import { afloat } from "./retime.ts";
import { firstOccurrence, ruleOf } from "./schedule.ts";
import { changed, type Given, named, present, type State } from "./state.ts";
import { type Step, sameValue } from "./step.ts";
import { stopSeries } from "./stop-series.ts";

type Of<T extends Command["type"]> = Extract<Command, { type: T }>;
type OnTask = { taskId: string; version?: number | undefined };

export function createTask({ user, task: existing }: State, { taskId, input }: Of<"create-task">, { now, newId }: Given): Step[] {
  if (existing) throw new Refused("task-exists", `There is a task ${taskId} already. Give the new one another id, or none.`);
  const base = newTask(taskId, user, input, now);
  if (!input.rule) {
    const due = input.due ? dueOf(input.due, user) : null;
    return [created({ ...base, due, reminders: remindersOf(input.reminders ?? [], due, user, newId) })];
  }
  const timeZone = input.due?.timeZone ?? user.timeZone;
  requireTimeZone(timeZone);
  const rule = ruleOf(input.rule, input.due ?? null, now, timeZone);
  const occurrence = firstOccurrence(rule);
  const floating = !input.due?.timeZone || !occurrence.includes("T");
  const due = dueAt(occurrence, timeZone, floating);
  const reminders = remindersOf(input.reminders ?? [], due, user, newId);
  const series = newSeries(newId(), user, rule, timeZone, floating, templateOf({ ...base, reminders }), now);
  return [{ of: "series", before: null, after: series }, created({ ...base, due, reminders, seriesId: series.id, occurrence })];
}

const created = (after: Task): Step => ({ of: "task", verb: "created", before: null, after, jumped: [] });

export function closeTask(state: State, command: OnTask, status: "completed" | "skipped", { now }: Given): Step[] {
  const before = present(state, command);
  if (before.status !== "open") {
    throw new Refused("task-closed", `"${before.title}" is ${before.status} already. Reopen it first if it is to be done again.`);
  }
  if (status === "skipped" && !before.seriesId) {
    throw new Refused(
      "task-not-repeating",
      `"${before.title}" does not repeat, so there is no next occurrence to skip to. Complete or delete it.`,
    );
  }
  const after: Task = { ...changed(before, now), status, completedAt: status === "completed" ? now : null };
  return [{ of: "task", verb: status, before, after, jumped: [] }];
}

export function reopenTask(state: State, command: OnTask, { now }: Given): Step[] {
  const before = present(state, command);
  if (before.status === "open") throw new Refused("task-open", `"${before.title}" is open already.`);
  const after: Task = { ...changed(afloat(before, state.user), now), status: "open", completedAt: null };
  return [{ of: "task", verb: "reopened", before, after, jumped: [] }, ...withoutSuccessor(state, now)];
}

export function deleteTask(state: State, command: Of<"delete-task">, given: Given): Step[] {
  const before = present(state, command);
  const after: Task = { ...changed(before, given.now), deletedAt: given.now, deletedBy: command.by };
  // The series ends first, so that the deletion finds nothing to advance.
  const ends = command.scope === "series" && state.series && !state.series.endedAt ? stopSeries(state, given) : [];
  return [...ends, { of: "task", verb: "deleted", before, after, jumped: [] }];
}

export function restoreTask(state: State, command: OnTask, { now }: Given): Step[] {
  const before = named(state, command);
  if (!before.deletedAt) throw new Refused("task-not-deleted", `"${before.title}" is not deleted.`);
  if (before.deletedBy === "undo" && before.predecessorId) {
    throw new Refused("task-deleted", `"${before.title}" went when its predecessor was reopened. Complete that one, and it comes back.`);
  }
  const after: Task = { ...changed(afloat(before, state.user), now), deletedAt: null, deletedBy: null };
  return [{ of: "task", verb: "restored", before, after, jumped: [] }, ...(after.status === "open" ? withoutSuccessor(state, now) : [])];
}

/** An open occurrence takes back the successor that its closing had made, unless somebody has made something else of that one since (REC-6). */
function withoutSuccessor({ series, successor }: State, now: string): Step[] {
  if (!series || !successor || successor.deletedAt || successor.status !== "open") return [];
  if (successor.updatedAt !== successor.createdAt && !isAsMade(successor, series)) return [];
  const after: Task = { ...changed(successor, now), deletedAt: now, deletedBy: "undo" };
  return [{ of: "task", verb: "deleted", before: successor, after, jumped: [] }];
}

/** Completed and opened again, say: taken back and made anew, nothing of it is lost. */
function isAsMade(task: Task, series: Series): boolean {
  if (!task.occurrence || task.reminders.some(({ at }) => at !== null)) return false;
  return sameValue(templateOf(task), series.template) && sameValue(task.due, dueAt(task.occurrence, series.timeZone, series.floating));
}

/** Instants computed anew: the user has gone to another zone, or a zone has got other rules. Wall times stay. */
import type { Due, Series, Task, User } from "../contracts/types.ts";
import { dueAt, localOf, movedDue } from "./due.ts";
import { retimed } from "./reminders.ts";
import { changed, type Given, type State } from "./state.ts";
import { type Step, sameValue } from "./step.ts";

/** The user has moved to another zone: what floats keeps its wall time there (REC-9). A reminder of a task without a date floats as well. */
export function moveTask({ user, task, series }: State, given: Given): Step[] {
  if (!isRunning(task) || task.due?.floating === false) return [];
  const moved = series && floatingWith(user, series, given.now);
  const steps: Step[] = moved && !series.endedAt ? [{ of: "series", before: series, after: moved }] : [];
  return [...steps, ...updated(task, afloat(task, user), given)];
}

/** The rules of a zone have changed since the instants were computed: they are computed again from the same wall times (REC-10). */
export function retimeTask({ user, task }: State, given: Given): Step[] {
  if (!isRunning(task)) return [];
  const { due } = task;
  return updated(task, timedAt(task, due && dueAt(localOf(due), due.timeZone, due.floating), user), given);
}

/** The task as its user's clock has it now: what floats may have been closed or deleted while they moved. */
export const afloat = (task: Task, user: User): Task =>
  task.due?.floating === false ? task : timedAt(task, task.due && movedDue(task.due, user.timeZone), user);

/** The series in its user's zone; null when it is there already, or stays where it was put. */
export const floatingWith = (user: User, series: Series, now: string): Series | null =>
  series.floating && series.timeZone !== user.timeZone ? { ...changed(series, now), timeZone: user.timeZone } : null;

const isRunning = (task: Task | null): task is Task => task?.status === "open" && !task.deletedAt;

const timedAt = (task: Task, due: Due | null, user: User): Task => ({ ...task, due, reminders: retimed(task.reminders, due, user) });

function updated(before: Task, after: Task, { now }: Given): Step[] {
  return sameValue(before, after) ? [] : [{ of: "task", verb: "updated", before, after: changed(after, now), jumped: [] }];
}

/** Undo of changed fields: each goes back to what it was, unless somebody has changed it since (UNDO-2). */
import type { Change, Series, Task, User } from "../contracts/types.ts";
import { changed, type Given, type State } from "./state.ts";
import { type Step, sameValue } from "./step.ts";

/** The fields that were changed again after the change that is to be undone: they keep their value, and the reply names them. */
export function keptFields(current: object, changes: Change[]): string[] {
  const fields = new Map(Object.entries(current));
  return changes.filter(({ field, to }) => !sameValue(fields.get(field) ?? null, to)).map(({ field }) => field);
}

function reverted<T extends object>(current: T, changes: Change[]): T {
  const kept = keptFields(current, changes);
  const back = changes.filter(({ field }) => !kept.includes(field)).map(({ field, from }) => [field, from]);
  return { ...current, ...Object.fromEntries(back) };
}

export function revertTask({ task }: State, changes: Change[], { now }: Given): Step[] {
  if (!task || task.deletedAt) return [];
  const after = reverted<Task>(task, changes);
  return sameValue(after, task) ? [] : [{ of: "task", verb: "updated", before: task, after: changed(after, now), jumped: [] }];
}

export function revertSeries({ series }: State, changes: Change[], { now }: Given): Step[] {
  if (!series) return [];
  const after = reverted<Series>(series, changes);
  return sameValue(after, series) ? [] : [{ of: "series", before: series, after: changed(after, now) }];
}

export function revertUser(user: User, changes: Change[], { now }: Given): Step[] {
  const after = reverted<User>(user, changes);
  return sameValue(after, user) ? [] : [{ of: "user", before: user, after: { ...after, version: user.version + 1, updatedAt: now } }];
}

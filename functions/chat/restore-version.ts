/** A task's fields as they were after an earlier event, while the journal keeps it. */
import type { Change, Task } from "@todo/shared/contracts/types.ts";
import * as contracts from "@todo/shared/contracts/validators.generated.js";
import type { Transaction } from "@todo/shared/database/transact.ts";
import { named, present } from "@todo/shared/domain/state.ts";
import { HttpError } from "@todo/shared/host/problem.ts";
import { type Because, execute } from "@todo/shared/tasks/execute.ts";
import { load } from "@todo/shared/tasks/load.ts";

/** What a person has written; whether it is done or deleted has verbs of its own. */
const FIELDS = ["title", "description", "priority", "tags", "due", "reminders"] as const;

const VERSION = `select data from events.own where user_id = $1 and subject = $2 and sequence = $3 and type like 'todo.task.%'`;

export type Target = { taskId: string; version: number | undefined; sequence: number };

/** Changes only this occurrence, never the series. Throws Refused, and HttpError 404 for a sequence that is no event of this task or not kept any more. */
export async function restoreVersion(tx: Transaction, userId: string, target: Target, because: Because): Promise<Task> {
  const { taskId, sequence } = target;
  const [state, stored] = await Promise.all([
    load(tx, userId, { type: "reopen-task", taskId }),
    tx.query<{ data: string }>(VERSION, [userId, taskId, sequence], "chat.version"),
  ]);
  named(state, target);
  const current = present(state, target);
  const past: unknown = stored.rows[0] ? JSON.parse(stored.rows[0].data) : null;
  if (!contracts.receivedTaskEventData(past)) {
    const sentence = `The journal holds no event ${sequence} of this task. It keeps 30 days; the history shows what there was before.`;
    throw new HttpError(404, "version-not-found", sentence);
  }
  const changes = FIELDS.map((field): Change => ({ field, from: past.task[field], to: current[field] }));
  const { tasks } = await execute(tx, userId, { type: "revert-task", taskId, changes }, because);
  return tasks[0] ?? current;
}

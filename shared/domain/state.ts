/** The state a command meets, and what every decision asks of it. */
import type { Series, Task, User } from "../contracts/types.ts";
import { Refused } from "./refused.ts";

/** What a command is decided on, read under the user's lock. Absent things are null. */
export type State = {
  user: User;
  /** The task that is named. */
  task: Task | null;
  /** The series that is named, or that the task belongs to. */
  series: Series | null;
  /** The last occurrence of the series that undo has not removed. */
  last: Task | null;
  /** The occurrence that follows the named task, or the last one, whatever became of it. */
  successor: Task | null;
};

export type Given = { /** RFC 3339. */ now: string; newId: () => string };

/** The next version of what is changed now. */
export const changed = <T extends Task | Series>(before: T, now: string): T => ({ ...before, version: before.version + 1, updatedAt: now });

/** The named task at the version the caller saw. Refused: unknown, or changed since. */
export function named({ task }: State, { taskId, version }: { taskId: string; version?: number | undefined }): Task {
  if (!task) throw new Refused("task-not-found", `There is no task ${taskId} of yours.`);
  if (version !== undefined && version !== task.version) {
    throw new Refused(
      "task-stale",
      `Expected version ${version} of "${task.title}", it is at ${task.version}. Read it again and repeat the change.`,
    );
  }
  return task;
}

/** The named task, which is not deleted. */
export function present(state: State, target: { taskId: string; version?: number | undefined }): Task {
  const task = named(state, target);
  if (task.deletedAt) throw new Refused("task-deleted", `"${task.title}" is deleted. Restore it first.`);
  return task;
}

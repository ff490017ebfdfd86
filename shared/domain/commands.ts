/** What can be wished of tasks, series and users: the imperatives that `decide` turns into steps. */
import type { Change, ProfilePatch, TaskInput, TaskPatch } from "../contracts/types.ts";

/** Which part of a repeating task is meant: this occurrence only, or from now on. */
export type Scope = "occurrence" | "series";

type OnTask = { taskId: string /** Refused as stale when the task is at another version. */; version?: number | undefined };

export type Command =
  | { type: "create-task"; taskId: string; input: TaskInput }
  | ({ type: "update-task"; patch: TaskPatch } & OnTask)
  | ({ type: "complete-task" | "reopen-task" | "skip-task" | "restore-task" } & OnTask)
  | ({ type: "delete-task"; scope: Scope; by: "user" | "undo" } & OnTask)
  | { type: "stop-series"; seriesId: string }
  | { type: "advance-series"; seriesId: string }
  | { type: "revert-task"; taskId: string; changes: Change[] }
  | { type: "revert-series"; seriesId: string; changes: Change[] }
  | { type: "update-user"; patch: ProfilePatch }
  | { type: "revert-user"; changes: Change[] }
  | { type: "move-task" | "retime-task"; taskId: string };

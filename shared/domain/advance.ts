/** What a running series needs now: one rule over state, so that order and repetition of its causes do not matter (REC-1). */
import { v5 as uuidv5 } from "uuid";
import type { Task } from "../contracts/types.ts";
import { occurrenceAt } from "./occurrence.ts";
import { floatingWith } from "./retime.ts";
import { following } from "./schedule.ts";
import type { Given, State } from "./state.ts";
import type { Step } from "./step.ts";

const SUCCESSORS = "0b9ad3c1-6c43-5a52-8f4e-7c1d2f60a9b4";

/** The successor's identity is its predecessor: redelivery, two devices, replay and any order yield one (REC-2). */
export const successorId = (taskId: string): string => uuidv5(taskId, SUCCESSORS);

/** Done, skipped, or deleted alone: an occurrence after which the series goes on. Removed by undo it never was. */
export function isClosed(task: Task): boolean {
  return task.deletedBy === "user" || (task.deletedAt === null && task.status !== "open");
}

/** When a closed task was closed. */
const closedAt = (task: Task): string => task.deletedAt ?? task.completedAt ?? task.updatedAt;

/** Makes or revives the successor of the last occurrence if that is closed and the series runs; otherwise nothing. */
export function advance({ user, series, last, successor }: State, { now, newId }: Given): Step[] {
  if (!series || series.endedAt || !last || !isClosed(last)) return [];
  // The user may have gone to another zone while no occurrence was open that would have taken the series along (REC-9).
  const moved = floatingWith(user, series, now);
  const running = moved ?? series;
  const next = following(running, last.occurrence ?? last.createdAt.slice(0, 19), last.ordinal, closedAt(last));
  if (!next) return [];
  const fresh: Task = {
    ...occurrenceAt(successorId(last.id), user, running, next.occurrence, now, newId),
    predecessorId: last.id,
    ordinal: last.ordinal + 1 + next.jumpedCount,
  };
  const steps: Step[] = moved ? [{ of: "series", before: series, after: moved }] : [];
  if (!successor) return [...steps, { of: "task", verb: "created", before: null, after: fresh, jumped: next.jumped }];
  // Removed by undo earlier: computed anew, its past stays in the history.
  const revived = { ...fresh, version: successor.version + 1 };
  return [...steps, { of: "task", verb: "restored", before: successor, after: revived, jumped: next.jumped }];
}

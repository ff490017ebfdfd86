/** A wish that came true, as the reply tells it. */
import type { Due, Series, Task } from "@todo/shared/contracts/types.ts";
import { successorId } from "@todo/shared/domain/advance.ts";
import { dueAt } from "@todo/shared/domain/due.ts";
import { following } from "@todo/shared/domain/schedule.ts";
import type { Reader } from "@todo/shared/tasks/own-rows.ts";
import { readSeries, readTask } from "@todo/shared/tasks/read.ts";
import type { Reading } from "../interpret/interpretation.ts";

/** After an occurrence that was closed: when the next one is due, or that it was the last. */
export type Next = Due | "none";

export type Deed = {
  intent: Reading["intent"];
  /** What the intent alone does not tell: brought back from among the deleted, or only reminded of no more. */
  how: "restored" | "unreminded" | null;
  task: Task;
  series: Series | null;
  /** Null when nothing follows because nothing repeats, or nobody asked. */
  next: Next | null;
};

/** What follows a closed occurrence: recurrence makes it a moment after the reply is read, by the same rule. */
export async function nextAfter(reader: Reader, userId: string, task: Task): Promise<Next | null> {
  if (!task.seriesId) return null;
  const [series, successor] = await Promise.all([
    readSeries(reader, userId, task.seriesId),
    readTask(reader, userId, successorId(task.id)),
  ]);
  return series && nextOf(series, successor, task);
}

/** Null when the series had ended before, so that the occurrence was a task like any other. */
export function nextOf(series: Series, successor: Task | null, task: Task): Next | null {
  if (successor && !successor.deletedAt) return successor.status === "open" ? successor.due : null;
  if (series.endedAt) return null;
  const closedAt = task.deletedAt ?? task.completedAt ?? task.updatedAt;
  const next = following(series, task.occurrence ?? task.createdAt.slice(0, 19), task.ordinal, closedAt);
  return next ? dueAt(next.occurrence, series.timeZone, series.floating) : "none";
}

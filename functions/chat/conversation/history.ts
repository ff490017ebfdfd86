/** What happened to a task, or to everything on some days: asked of audit on the user's behalf. */
import type { HistoryEntry, Task } from "@todo/shared/contracts/types.ts";
import { instantOf } from "@todo/shared/domain/due.ts";
import { HttpError } from "@todo/shared/host/problem.ts";
import type { Caller } from "../api/caller.ts";
import type { ReadHistory } from "../audit.ts";
import type { Filter } from "../interpret/interpretation.ts";
import type { Given } from "./decision.ts";

/** Null when audit does not answer. */
export type HistoryOf = (caller: Caller, task: Task | null, filter: Filter | null, given: Given) => Promise<HistoryEntry[] | null>;

const LINES = 20;
const LOOKED_AT = 100;

/** Asks page by page no further than one: what is older is looked up task by task. */
export function openHistoryOf(read: ReadHistory): HistoryOf {
  return async (caller, task, filter, { user }) => {
    try {
      const pages = await Promise.all(subjectsOf(task).map((subject) => read(caller, { subject, cursor: null, limit: LOOKED_AT })));
      const entries = pages.flatMap((page) => page.entries).sort((a, b) => b.sequence - a.sequence);
      const days = filter?.happened;
      const from = days?.from ? instantOf(days.from, user.timeZone) : "";
      const to = days?.to ? instantOf(days.to, user.timeZone) : "9";
      const asked = entries.filter((entry) => entry.time >= from && entry.time < to && isAskedFor(entry, days?.what ?? "any"));
      return asked.filter(isNews).slice(0, filter?.limit ?? LINES);
    } catch (error) {
      if (error instanceof HttpError && error.status === 503) return null;
      throw error;
    }
  };
}

/** Of a repeating task also how it repeats, and the occurrence before: "done" is said of that one. Null is everything. */
const subjectsOf = (task: Task | null): (string | null)[] =>
  task ? [task.id, task.seriesId, task.predecessorId].filter((id) => id !== null) : [null];

type What = NonNullable<Filter["happened"]>["what"];

const isAskedFor = ({ type }: HistoryEntry, what: What): boolean =>
  what === "created" || what === "completed" || what === "deleted" ? type === `todo.task.${what}.v1` : true;

/**
 * Left out: what only prepares a reminder, and a series where its tasks tell the same: its beginning, and new words of its template.
 */
export function isNews({ type, data }: HistoryEntry): boolean {
  if (type === "todo.reminder.scheduled.v1" || type === "todo.reminder.cancelled.v1") return false;
  if (type !== "todo.series.updated.v1" && type !== "todo.user.updated.v1") return true;
  const { changes } = data as { changes: { field: string }[] };
  const fields = changes.map(({ field }) => field);
  if (fields.includes("id")) return false;
  return type === "todo.user.updated.v1" || fields.includes("rule") || fields.includes("endedAt");
}

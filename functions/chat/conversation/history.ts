/** What happened to a task, or to everything on some days: asked of audit on the user's behalf. */
import type { HistoryEntry, Task } from "@todo/shared/contracts/types.ts";
import { instantOf } from "@todo/shared/domain/due.ts";
import { HttpError } from "@todo/shared/host/problem.ts";
import type { Caller } from "../api/caller.ts";
import type { ReadHistory } from "../audit.ts";
import type { Filter } from "../interpret/interpretation.ts";
import type { Given } from "./decide.ts";

/** Null when audit does not answer. */
export type HistoryOf = (caller: Caller, task: Task | null, filter: Filter | null, given: Given) => Promise<HistoryEntry[] | null>;

const LINES = 20;
const LOOKED_AT = 100;

/** Asks page by page no further than one: what is older is looked up task by task. */
export function openHistoryOf(read: ReadHistory): HistoryOf {
  return async (caller, task, filter, { user }) => {
    try {
      const page = await read(caller.token, { subject: task?.id ?? null, cursor: null, limit: task ? LINES : LOOKED_AT });
      const days = filter?.happened;
      const from = days?.from ? instantOf(days.from, user.timeZone) : "";
      const to = days?.to ? instantOf(days.to, user.timeZone) : "9";
      return page.entries.filter((entry) => entry.time >= from && entry.time < to).slice(0, LINES);
    } catch (error) {
      if (error instanceof HttpError && error.status === 503) return null;
      throw error;
    }
  };
}

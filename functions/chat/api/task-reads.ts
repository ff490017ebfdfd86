/** Reading tasks over HTTP. */
import type { TaskPage } from "@todo/shared/contracts/types.ts";
import type { Database } from "@todo/shared/database/pool.ts";
import { Refused } from "@todo/shared/domain/refused.ts";
import { findTasks } from "@todo/shared/tasks/find.ts";
import { readSeries, readTask } from "@todo/shared/tasks/read.ts";
import { revisionOf } from "@todo/shared/tasks/revision.ts";
import type { Context, Hono } from "hono";
import { callerOf } from "./caller.ts";
import { writeCursor } from "./cursor.ts";
import { idOf } from "./identifiers.ts";
import { listQueryOf } from "./list-query.ts";
import { isKnown, tagOf } from "./preconditions.ts";
import { parametersOf } from "./query-parameters.ts";

/** The client may keep it, but asks each time whether it is still so. */
const REVALIDATED = { "cache-control": "private, no-cache", vary: "authorization" };

export function taskReadRoutes(app: Hono, { database, clock }: { database: Database; clock: () => Date }): void {
  app.get("/api/v1/tasks", async (c) => {
    const { userId } = callerOf(c).identity;
    const now = clock().toISOString();
    const revision = await revisionOf(database, userId, now);
    const { query, moment } = listQueryOf(c, { timeZone: revision.timeZone ?? callerOf(c).timeZone }, now);
    // What is overdue changes with the clock: the tag holds until the next due moment or the end of the day.
    const boundary = query.filter.due === "overdue" ? `.${Date.parse(revision.nextDueAt ?? "9999-12-31")}.${Date.parse(moment.today)}` : "";
    const tag = `W/"${revision.sequence}${boundary}"`;
    const headers = { ...REVALIDATED, etag: tag };
    if (isKnown(c, tag)) return c.body(null, 304, headers);
    const { tasks, next } = await findTasks(database, userId, query, moment);
    return c.json<TaskPage>({ tasks, next: next && writeCursor(next, query) }, 200, headers);
  });

  app.get("/api/v1/tasks/:id", async (c) => {
    const task = await requireTask(c, database);
    if (task.deletedAt) throw new Refused("task-deleted", `"${task.title}" is deleted. Restore it first.`);
    const headers = { ...REVALIDATED, etag: tagOf(task.version) };
    return isKnown(c, headers.etag) ? c.body(null, 304, headers) : c.json(task, 200, headers);
  });

  app.get("/api/v1/tasks/:id/series", async (c) => {
    const task = await requireTask(c, database);
    const series = task.seriesId ? await readSeries(database, task.userId, task.seriesId) : null;
    if (!series) throw new Refused("series-not-found", `"${task.title}" does not repeat.`);
    const headers = { ...REVALIDATED, etag: tagOf(series.version) };
    return isKnown(c, headers.etag) ? c.body(null, 304, headers) : c.json(series, 200, headers);
  });
}

/** The user's task that the path names, deleted or not. Throws Refused `task-not-found`. */
export async function requireTask(c: Context, database: Database) {
  const id = idOf(c);
  parametersOf(c, {});
  const task = await readTask(database, callerOf(c).identity.userId, id);
  if (!task) throw new Refused("task-not-found", `There is no task ${id} of yours.`);
  return task;
}

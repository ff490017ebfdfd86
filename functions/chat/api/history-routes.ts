/** GET /api/v1/tasks/:id/history, and the proof that nothing is missing. */
import type { HistoryPage, Verification } from "@todo/shared/contracts/types.ts";
import type { Database } from "@todo/shared/database/pool.ts";
import { Refused } from "@todo/shared/domain/refused.ts";
import { readTask } from "@todo/shared/tasks/read.ts";
import type { Hono } from "hono";
import type { Audit } from "../audit.ts";
import { callerOf } from "./caller.ts";
import { idOf } from "./identifiers.ts";
import { parametersOf, textUpTo, wholeNumber } from "./query-parameters.ts";

export function historyRoutes(app: Hono, { database, audit }: { database: Database; audit: Audit }): void {
  app.get("/api/v1/tasks/:id/history", async (c) => {
    const caller = callerOf(c);
    const id = idOf(c);
    const { cursor, limit } = parametersOf(c, { cursor: textUpTo(100), limit: wholeNumber(1, 200) });
    const task = await readTask(database, caller.identity.userId, id);
    if (!task) throw new Refused("task-not-found", `There is no task ${id} of yours.`);
    const page = await audit.history(caller, { subject: id, cursor: cursor ?? null, limit: limit ?? 50 });
    return c.json<HistoryPage>(page, 200, { "cache-control": "no-store" });
  });

  app.get("/api/v1/me/verification", async (c) => {
    parametersOf(c, {});
    return c.json<Verification>(await audit.verification(callerOf(c)), 200, { "cache-control": "no-store" });
  });
}

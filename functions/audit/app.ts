/** Audit over HTTP: events come in at POST /, a user reads their own history with their own token. */
import type { HistoryPage, Verification } from "@todo/shared/contracts/types.ts";
import type { Database } from "@todo/shared/database/pool.ts";
import { markRefused } from "@todo/shared/events/handled.ts";
import { type Authenticate, bearerOf } from "@todo/shared/host/authenticate.ts";
import { HttpError } from "@todo/shared/host/problem.ts";
import { receive } from "@todo/shared/host/receive.ts";
import { traced } from "@todo/shared/host/traced.ts";
import type { Log } from "@todo/shared/log.ts";
import { type Context, Hono } from "hono";
import { historyOf } from "./entries.ts";
import { exportOf, streamOf } from "./export.ts";
import { openHandler } from "./handle.ts";
import { verify } from "./verify.ts";

export type AuditOptions = { database: Database; authenticate: Authenticate; log: Log };

const MOST_ENTRIES = 200;
const NO_STORE = { "cache-control": "no-store" };

/** POST / · GET /history · GET /verify · GET /export */
export function auditApp({ database, authenticate, log }: AuditOptions): Hono {
  const app = new Hono();
  app.use(traced());
  const userOf = async (c: Context): Promise<string> => (await authenticate(bearerOf(c.req.header("authorization")))).userId;

  const refuse = (eventId: string, reason: string) => markRefused(database, "audit", eventId, reason);
  app.post("/", receive({ handle: openHandler(database), log, refuse }));

  app.get("/history", async (c) => {
    const userId = await userOf(c);
    const query = {
      subject: c.req.query("subject") ?? null,
      before: wholeNumber(c, "before", Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
      limit: wholeNumber(c, "limit", 50, MOST_ENTRIES),
    };
    return c.json<HistoryPage>(await historyOf(database, userId, query), 200, NO_STORE);
  });

  app.get("/verify", async (c) => {
    const verification = await verify(database, await userOf(c));
    if (!verification.intact) log.error({ user: verification.userId, faults: verification.faults.slice(0, 10) }, "history is not intact");
    return c.json<Verification>(verification, 200, NO_STORE);
  });

  app.get("/export", async (c) => {
    const lines = exportOf(database, await userOf(c));
    return c.body(streamOf(lines), 200, { "content-type": "application/jsonl; charset=utf-8", ...NO_STORE });
  });
  return app;
}

function wholeNumber(c: Context, name: string, otherwise: number, most: number): number {
  const text = c.req.query(name);
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!/^\d{1,16}$/.test(text) || value < 1 || value > most) {
    const expected = `a whole number from 1 to ${most}`;
    throw new HttpError(400, "query-invalid", `Expected ${name} to be ${expected}.`, [{ path: name, expected }]);
  }
  return value;
}

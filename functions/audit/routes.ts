/** Audit over HTTP: events come in at POST /, a user reads their own history with their own token. */
import type { IncomingMessage } from "node:http";
import type { HistoryPage, Verification } from "@todo/shared/contracts/types.ts";
import type { Database } from "@todo/shared/database/pool.ts";
import { markRefused } from "@todo/shared/events/handled.ts";
import { type Authenticate, bearerOf } from "@todo/shared/host/authenticate.ts";
import { HttpError } from "@todo/shared/host/problem.ts";
import { receive } from "@todo/shared/host/receive.ts";
import { json, type Routes } from "@todo/shared/host/routes.ts";
import { traced } from "@todo/shared/host/traced.ts";
import type { Log } from "@todo/shared/log.ts";
import { historyOf } from "./entries.ts";
import { exportOf, textOf } from "./export.ts";
import { openHandler } from "./handle.ts";
import { verify } from "./verify.ts";

export type AuditOptions = { database: Database; authenticate: Authenticate; log: Log };

const MOST_ENTRIES = 200;
const NO_STORE = { "cache-control": "no-store" };

/** POST / · GET /history · GET /verify · GET /export */
export function auditRoutes({ database, authenticate, log }: AuditOptions): Routes {
  const userOf = async ({ headers }: IncomingMessage): Promise<string> => (await authenticate(bearerOf(headers.authorization))).userId;
  const refuse = (eventId: string, reason: string) => markRefused(database, "audit", eventId, reason);
  return {
    "POST /": receive({ handle: openHandler(database), log, refuse }),
    ...traced({
      async "GET /history"(request, query) {
        const userId = await userOf(request);
        const wished = {
          subject: query.get("subject"),
          before: wholeNumber(query, "before", Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
          limit: wholeNumber(query, "limit", 50, MOST_ENTRIES),
        };
        return json((await historyOf(database, userId, wished)) satisfies HistoryPage, NO_STORE);
      },

      async "GET /verify"(request) {
        const verification: Verification = await verify(database, await userOf(request));
        if (!verification.intact)
          log.error({ user: verification.userId, faults: verification.faults.slice(0, 10) }, "history is not intact");
        return json(verification, NO_STORE);
      },

      async "GET /export"(request) {
        const lines = exportOf(database, await userOf(request));
        return { status: 200, headers: { "content-type": "application/jsonl; charset=utf-8", ...NO_STORE }, body: textOf(lines) };
      },
    }),
  };
}

function wholeNumber(query: URLSearchParams, name: string, otherwise: number, most: number): number {
  const text = query.get(name);
  if (text === null) return otherwise;
  const value = Number(text);
  if (!/^\d{1,16}$/.test(text) || value < 1 || value > most) {
    const expected = `a whole number from 1 to ${most}`;
    throw new HttpError(400, "query-invalid", `Expected ${name} to be ${expected}.`, [{ path: name, expected }]);
  }
  return value;
}

/** Sync over HTTP: updates come in at POST /, a client without a socket asks GET /changes. */
import type { Changes } from "@todo/shared/contracts/types.ts";
import type { Database } from "@todo/shared/database/pool.ts";
import { markRefused } from "@todo/shared/events/handled.ts";
import { type Authenticate, bearerOf } from "@todo/shared/host/authenticate.ts";
import { HttpError } from "@todo/shared/host/problem.ts";
import { receive } from "@todo/shared/host/receive.ts";
import { json, type Routes } from "@todo/shared/host/routes.ts";
import { traced } from "@todo/shared/host/traced.ts";
import type { Log } from "@todo/shared/log.ts";
import { parseCursor } from "./decide.ts";
import type { Announcer } from "./hints.ts";
import { changesSince, type Most } from "./snapshot.ts";

export type SyncRoutesOptions = { database: Database; authenticate: Authenticate; announcer: Announcer; log: Log };

/** An answer that is not complete ends at its cursor: ask again from there until the cursor stays. */
const MOST: Most = { rows: 2_000, size: 2_000_000 };

/** POST / · GET /changes?cursor= */
export function syncRoutes({ database, authenticate, announcer, log }: SyncRoutesOptions): Routes {
  // Whatever the event says, it is only a hint that its user's state has changed; the state is read, not taken from it.
  const handle = async ({ partitionkey }: { partitionkey: string }) => announcer.announce(partitionkey);
  const refuse = (eventId: string, reason: string) => markRefused(database, "sync", eventId, reason);
  return {
    "POST /": receive({ handle, log, refuse }),
    ...traced({
      async "GET /changes"({ headers }, query) {
        const { userId } = await authenticate(bearerOf(headers.authorization));
        const text = query.get("cursor") ?? undefined;
        if (text && !/^\d{1,10}\.\d{1,19}$/.test(text)) {
          throw new HttpError(400, "query-invalid", "Expected cursor as it was given, or none.", [
            { path: "cursor", expected: "generation.sequence" },
          ]);
        }
        const { message } = await changesSince(database, userId, parseCursor(text), MOST);
        return json(message satisfies Changes, { "cache-control": "no-store" });
      },
    }),
  };
}

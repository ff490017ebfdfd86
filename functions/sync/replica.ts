/** One replica of sync, wired: hub, hints, poll, sockets and HTTP around one database. */

import { listen } from "@todo/shared/database/listen.ts";
import { openDatabase } from "@todo/shared/database/pool.ts";
import type { Authenticate } from "@todo/shared/host/authenticate.ts";
import { routing } from "@todo/shared/host/routes.ts";
import { type Running, serve } from "@todo/shared/host/serve.ts";
import type { Log } from "@todo/shared/log.ts";
import openCors from "cors";
import { idsOf, openAnnouncer, UPDATES_CHANNEL } from "./hints.ts";
import { openHub } from "./hub.ts";
import { syncRoutes } from "./routes.ts";
import { LIMITS, type Limits } from "./session.ts";
import type { Most } from "./snapshot.ts";
import { openSockets } from "./sockets.ts";

export type ReplicaOptions = {
  databaseUrl: string;
  poolSize: number;
  port: number;
  host: string;
  allowedOrigins: string[];
  authenticate: Authenticate;
  log: Log;
  limits?: Partial<Limits>;
  pollMs?: number;
  /** Over how long the farewells of the end are spread. */
  farewellMs?: number;
};

const ROLE = "todo_sync";
/** Small enough for a slow phone to take within the time that counts as stuck. */
const MOST: Most = { rows: 100, size: 128 * 1024 };

export async function startReplica(options: ReplicaOptions): Promise<Running> {
  const { databaseUrl, authenticate, allowedOrigins, log, pollMs = 10_000, farewellMs = 10_000 } = options;
  const database = openDatabase({ url: databaseUrl, role: ROLE, max: options.poolSize });
  const failed = (what: string) => (error: unknown) => log.warn({ err: error }, what);
  const hub = openHub({ database, most: MOST, failed: failed("changes could not be read") });
  const poll = () => void hub.poll().catch(failed("the poll failed"));
  const listener = listen({
    url: databaseUrl,
    role: ROLE,
    channel: UPDATES_CHANNEL,
    notified: (payload) => hub.hint(idsOf(payload)),
    listening: poll,
    lost: failed("the connection that listens was lost"),
  });
  const polling = setInterval(poll, pollMs);
  const sockets = openSockets({ hub, authenticate, allowedOrigins, limits: { ...LIMITS, ...options.limits }, log });
  const announcer = openAnnouncer(database, failed("an update could not be announced"));
  // The page is of another origin, and reads here when it has no socket.
  const cors = openCors({ origin: allowedOrigins, methods: "GET", allowedHeaders: "authorization", maxAge: 600 });
  const answer = routing(syncRoutes({ database, authenticate, announcer, log }), log);
  return serve({
    app: (request, response) => cors(request, response, () => answer(request, response)),
    log,
    port: options.port,
    host: options.host,
    ready: { database: () => database.query("select 1") },
    upgrade: sockets.upgrade,
    async stopping() {
      clearInterval(polling);
      await sockets.close(farewellMs);
      await listener.close();
    },
    stopped: () => database.close(),
  });
}

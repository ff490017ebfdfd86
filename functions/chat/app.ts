/** The chat function's HTTP door: the API, assistants' tools, and whatever other routes it is given (the conversation, the page). */
import type { Database } from "@todo/shared/database/pool.ts";
import type { Writer } from "@todo/shared/database/transact.ts";
import type { Authenticate } from "@todo/shared/host/authenticate.ts";
import type { Log } from "@todo/shared/log.ts";
import { Hono } from "hono";
import { signedIn } from "./api/caller.ts";
import { historyRoutes } from "./api/history-routes.ts";
import { meRoutes } from "./api/me.ts";
import { openApiRoute } from "./api/openapi-route.ts";
import { notFound, outcome } from "./api/outcome.ts";
import { problemResponse } from "./api/problem-response.ts";
import { openRateLimit, type RateLimit } from "./api/rate-limit.ts";
import { taskCommandRoutes } from "./api/task-commands.ts";
import { taskReadRoutes } from "./api/task-reads.ts";
import { traced } from "./api/traced.ts";
import { undoRoutes } from "./api/undo-routes.ts";
import type { Audit } from "./audit.ts";
import { type AssistantsConfig, assistantRoutes } from "./mcp/routes.ts";

export type ChatDeps = {
  database: Database;
  writer: Writer;
  authenticate: Authenticate;
  log: Log;
  audit: Audit;
  /** The secret that signs a user's webhooks; null when the product has none. */
  webhookSecret: ((userId: string) => Promise<string>) | null;
  /** Whether reminders can be had by e-mail. */
  sendsMail: boolean;
  /** Forgets what conversations of a user remember; never throws. */
  forgetConversations(conversationIds: readonly string[], userId: string): Promise<void>;
  /** Where assistants find their tools; without it there are none. */
  assistants?: AssistantsConfig;
  /** Further routes. Behind /api/v1/ the caller is verified before them: `callerOf(c)`. */
  routes?: ((app: Hono, deps: ChatDeps) => void)[];
  rateLimit?: RateLimit;
  /** The present, for reads; writes have the database's clock. */
  clock?: () => Date;
};

/** Builds the app; it listens nowhere yet. */
export function buildApp(deps: ChatDeps): Hono {
  const app = new Hono();
  app.use(traced(), outcome(deps.log));
  app.onError(problemResponse);
  app.notFound(notFound(app));
  openApiRoute(app); // before the tokens are asked for: it is public
  const verified = signedIn(deps.authenticate, deps.rateLimit ?? openRateLimit());
  app.use("/api/v1/*", verified);
  if (deps.assistants) assistantRoutes(app, verified, deps.assistants);
  taskReadRoutes(app, { database: deps.database, clock: deps.clock ?? (() => new Date()) });
  taskCommandRoutes(app, deps);
  historyRoutes(app, deps);
  meRoutes(app, deps);
  undoRoutes(app, deps);
  for (const add of deps.routes ?? []) add(app, deps);
  return app;
}

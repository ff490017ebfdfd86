/** A function's server: HTTP, health, metrics, and an end that loses no request. */
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { Duplex } from "node:stream";
import { ConfigError } from "../config.ts";
import { DatabaseRefuses } from "../database/pool.ts";
import type { Log } from "../log.ts";
import { startTracing } from "../tracing.ts";
import { collectDefaults, registry } from "./metrics.ts";
import { HttpError } from "./problem.ts";
import { plain, routing } from "./routes.ts";

export type ServeOptions = {
  /** What it answers beside health and metrics: nothing when absent. */
  app?: RequestListener;
  log: Log;
  port: number;
  host: string;
  /** What must answer before traffic may come: name → check that throws. */
  ready?: Record<string, () => Promise<unknown>>;
  /** What else is asked once, at the start: name → check that throws a ConfigError for a fault that no waiting mends. */
  checks?: Record<string, () => Promise<unknown>>;
  /** Takes over connections that ask to be upgraded (WebSocket). */
  upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Runs when the end has begun, before requests under way are waited for: stop loops, say farewell to sockets. */
  stopping?: () => Promise<void> | void;
  /** Runs when no request is left: close pools. */
  stopped?: () => Promise<void>;
  /** How long requests under way may take to finish, in milliseconds. */
  drainMs?: number;
};

export type Running = { port: number; stop(): Promise<void> };

/** Knative's dispatcher keeps connections open: closing idle ones early costs it a retry now and then. */
const KEEP_ALIVE_MS = 620_000;

/**
 * Listens, then answers `/health/liveness`, `/health/readiness` and `/metrics` beside the app. Throws one ConfigError when a dependency
 * refuses this function; one that does not answer is waited for. SIGTERM and SIGINT end it with exit code 0.
 */
export async function serve(options: ServeOptions): Promise<Running> {
  const { app, log, port, host, ready = {}, checks = {}, upgrade } = options;
  const stopTracing = await startTracing(String(log.bindings().function));
  let ending = false;
  const own = routing(
    {
      "GET /health/liveness": async () => plain(200, "alive"),
      "GET /health/readiness": async () => {
        const faults = ending ? ["stopping"] : await faultsOf(ready);
        return faults.length === 0 ? plain(200, "ready") : plain(503, faults.join("; "));
      },
      "GET /metrics": async ({ headers }) => {
        // Monitoring asks the pod itself. What a gateway or queue-proxy has passed on comes from somewhere else.
        if (headers["x-forwarded-for"] !== undefined) throw new HttpError(404, "no-such-route", "There is nothing at /metrics.");
        return { status: 200, headers: { "content-type": registry.contentType }, body: await registry.metrics() };
      },
    },
    log,
    app,
  );
  const server = createServer(own);
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.headersTimeout = KEEP_ALIVE_MS + 5_000;
  server.requestTimeout = 30_000;
  if (upgrade) server.on("upgrade", upgrade);
  // Whoever asks on a kept connection while this ends is told not to ask there again.
  server.prependListener("request", (_, response) => {
    if (ending) response.shouldKeepAlive = false;
  });
  await listen(server, port, host);
  const address = server.address();
  const actual = address && typeof address === "object" ? address.port : port;
  log.info({ port: actual }, "listening");
  void collectDefaults(); // not before: it is a tenth of what a start takes

  const stop = async () => {
    if (ending) return;
    ending = true;
    await options.stopping?.();
    await drain(server, options.drainMs ?? 20_000);
    await options.stopped?.();
    await stopTracing();
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      log.info({ signal }, "stopping");
      stop().then(
        () => process.exit(0),
        (error) => {
          log.error({ err: error }, "did not stop cleanly");
          process.exit(1);
        },
      );
    });
  }
  const refusals = await refusalsOf({ ...ready, ...checks });
  if (refusals.length > 0) {
    await stop();
    throw new ConfigError(refusals);
  }
  return { port: actual, stop };
}

/** Faults that are there for good: what would only come back is restarted in vain, and seen sooner when it ends. */
async function refusalsOf(checks: Record<string, () => Promise<unknown>>): Promise<string[]> {
  const found = await Promise.all(
    Object.entries(checks).map(([name, check]) =>
      check().then(
        () => [],
        (error: unknown) => {
          if (error instanceof ConfigError) return error.faults.map((fault) => `${name}: ${fault}`);
          return error instanceof DatabaseRefuses ? [`${name}: PostgreSQL refuses: ${error.reason}`] : [];
        },
      ),
    ),
  );
  return found.flat();
}

async function faultsOf(ready: Record<string, () => Promise<unknown>>): Promise<string[]> {
  const results = await Promise.allSettled(
    Object.entries(ready).map(([name, check]) =>
      check().catch((error: Error) => {
        throw new Error(`${name}: ${error.message}`);
      }),
    ),
  );
  return results.flatMap((result) => (result.status === "rejected" ? [(result.reason as Error).message] : []));
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const inUse = error.code === "EADDRINUSE";
      reject(inUse ? new Error(`Port ${port} is taken. Stop what listens there, or choose another with PORT.`, { cause: error }) : error);
    });
    server.listen(port, host, () => resolve());
  });
}

/** Takes no new connection, lets answers under way finish, then closes what is left. */
function drain(server: Server, withinMs: number): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), withinMs);
    // Kept connections become idle one by one, with the answer that was under way; left to themselves they stay for minutes.
    const idle = setInterval(() => server.closeIdleConnections(), 20);
    server.close(() => {
      clearTimeout(force);
      clearInterval(idle);
      resolve();
    });
  });
}

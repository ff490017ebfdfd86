/** The WebSocket endpoint of a replica: who may open one, and how all are ended. */
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Authenticate } from "@todo/shared/host/authenticate.ts";
import { counter, gauge } from "@todo/shared/host/metrics.ts";
import type { Log } from "@todo/shared/log.ts";
import { type ServerOptions, type WebSocket, WebSocketServer } from "ws";
import type { Hub } from "./hub.ts";
import { CLOSE, type Limits, type Outcome, openSession } from "./session.ts";

export type Sockets = {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Refuses new connections and says farewell to each in random order, spread over `withinMs`, so that they do not all come again at once. */
  close(withinMs: number): Promise<void>;
};

export type SocketsOptions = { hub: Hub; authenticate: Authenticate; allowedOrigins: string[]; limits: Limits; log: Log };

const PATH = "/sync";
const FAREWELL_MS = 2_000;
/** Few connections need not be spread over the whole time. */
const APART_MS = 50;

const open = gauge("todo_sync_sockets", "Open WebSocket connections.");
const closed = counter("todo_sync_closed_total", "Closed WebSocket connections by close code.", ["code"]);

export function openSockets({ hub, authenticate, allowedOrigins, limits, log }: SocketsOptions): Sockets {
  const options: ServerOptions & { closeTimeout: number } = {
    noServer: true,
    clientTracking: true,
    perMessageDeflate: false,
    maxPayload: 16 * 1024,
    maxFragments: 16,
    maxBufferedChunks: 256,
    closeTimeout: FAREWELL_MS,
  };
  const server = new WebSocketServer(options);
  let isEnding = false;

  const start = (socket: WebSocket) => {
    const began = performance.now();
    open.inc();
    const ended = ({ userId, code, reason, messages }: Outcome) => {
      open.dec();
      closed.inc({ code: String(code) });
      log.info({ user: userId, code, reason, messages, ms: Math.round(performance.now() - began) }, "socket closed");
    };
    openSession(socket, { hub, authenticate, limits, ended });
  };

  return {
    upgrade(request, socket, head) {
      const refusal = refusalOf(request, allowedOrigins, isEnding);
      if (refusal) {
        socket.on("error", () => {});
        socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
        return;
      }
      server.handleUpgrade(request, socket, head, start);
    },
    async close(withinMs) {
      isEnding = true;
      const clients = [...server.clients];
      const spreadMs = Math.min(withinMs, clients.length * APART_MS);
      const farewells = clients.map((client) => farewell(client, Math.random() * spreadMs));
      await Promise.all(farewells);
      server.close();
    },
  };
}

/** A page of a foreign origin may not use its visitor's connection; programs send no origin, and need a token like everyone. */
function refusalOf({ url, headers }: IncomingMessage, allowedOrigins: string[], isEnding: boolean): string | null {
  if (isEnding) return "503 Service Unavailable";
  if (url?.split("?")[0] !== PATH) return "404 Not Found";
  if (headers.origin !== undefined && !allowedOrigins.includes(headers.origin)) return "403 Forbidden";
  return null;
}

function farewell(client: WebSocket, afterMs: number): Promise<void> {
  return new Promise((resolve) => {
    if (client.readyState === client.CLOSED) return resolve();
    client.once("close", () => resolve());
    setTimeout(() => client.close(CLOSE.restart, "restart"), afterMs);
  });
}

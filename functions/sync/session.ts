/** One WebSocket from its opening to its end: hello, then messages as fast as the client takes them, then a polite farewell. */

import type { Farewell, Hello } from "@todo/shared/contracts/types.ts";
import * as contracts from "@todo/shared/contracts/validators.generated.js";
import type { Authenticate } from "@todo/shared/host/authenticate.ts";
import { HttpError } from "@todo/shared/host/problem.ts";
import type { RawData, WebSocket } from "ws";
import { parseCursor } from "./decide.ts";
import type { Hub, Subscriber } from "./hub.ts";

/** Close codes that clients act on: with 1012 and 1013 come again with your cursor, with 4001 after getting a new token. */
export const CLOSE = { policy: 1008, internal: 1011, restart: 1012, tryLater: 1013, token: 4001 } as const;

/** Times in milliseconds, sizes in bytes. */
export type Limits = {
  helloMs: number;
  pingMs: number;
  /** How long a message may wait for the client to take it. */
  stuckMs: number;
  /** No new message while more than this waits. */
  softBytes: number;
  /** Never more than this. */
  hardBytes: number;
  /** The platform cuts connections at this age; they are closed politely before. */
  lifetimeMs: number;
  socketsOfUser: number;
};

export const LIMITS: Limits = {
  helloMs: 5_000,
  pingMs: 20_000,
  stuckMs: 10_000,
  softBytes: 256 * 1024,
  hardBytes: 1024 * 1024,
  lifetimeMs: 480_000,
  socketsOfUser: 50,
};

export type SessionOptions = { hub: Hub; authenticate: Authenticate; limits: Limits; ended: (outcome: Outcome) => void };
export type Outcome = { userId: string | null; code: number; reason: string; messages: number };

const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

export function openSession(socket: WebSocket, { hub, authenticate, limits, ended }: SessionOptions): void {
  const timers: NodeJS.Timeout[] = [];
  const outcome: Outcome = { userId: null, code: 0, reason: "", messages: 0 };
  let hasSaidHello = false;
  let isBehind = false;
  let unsent = 0;
  let progressAt = 0;

  const say = (code: number, name: string, detail: string) => {
    if (outcome.reason === "") outcome.reason = name;
    const farewell: Farewell = { type: "error", code: name, detail };
    if (socket.readyState === socket.OPEN && socket.bufferedAmount < limits.softBytes) socket.send(JSON.stringify(farewell));
    socket.close(code, name);
  };
  const cut = (name: string) => {
    if (outcome.reason === "") outcome.reason = name;
    socket.terminate();
  };

  const subscriber: Subscriber = {
    cursor: null,
    isReady() {
      if (socket.readyState !== socket.OPEN) return false;
      isBehind = socket.bufferedAmount > limits.softBytes;
      return !isBehind;
    },
    send(text) {
      if (socket.readyState !== socket.OPEN) return;
      if (unsent === 0) progressAt = performance.now();
      unsent += 1;
      outcome.messages += 1;
      socket.send(text, () => {
        unsent -= 1;
        progressAt = performance.now();
        if (!isBehind || socket.bufferedAmount > limits.softBytes / 2 || outcome.userId === null) return;
        isBehind = false;
        hub.hint([outcome.userId]); // one message with all that was held back
      });
      if (socket.bufferedAmount > limits.hardBytes) cut("too-slow");
    },
  };

  const greet = async (data: RawData, isBinary: boolean) => {
    if (hasSaidHello) return say(CLOSE.policy, "unexpected-message", "Nothing is expected after the hello.");
    hasSaidHello = true;
    const hello = isBinary ? null : helloOf(data);
    if (!hello) return say(CLOSE.policy, "hello-invalid", 'Expected {"type":"hello","token":"…","cursor":"…"} first.');
    const { userId, expiresAt } = await authenticate(hello.token);
    if (socket.readyState !== socket.OPEN) return;
    clearTimeout(late);
    if (hub.count(userId) >= limits.socketsOfUser) {
      return say(CLOSE.tryLater, "too-many-connections", `At most ${limits.socketsOfUser} connections of one user. Close some first.`);
    }
    timers.push(
      setTimeout(
        () => say(CLOSE.token, "token-expired", "The token has expired. Come again with a new one."),
        Math.min(Math.max(0, expiresAt * 1000 - Date.now()), LONGEST_TIMEOUT_MS),
      ),
    );
    outcome.userId = userId;
    subscriber.cursor = parseCursor(hello.cursor);
    hub.join(userId, subscriber);
  };

  const refuse = (error: unknown) => {
    if (error instanceof HttpError && error.status === 401) return say(CLOSE.token, error.code, error.message);
    if (error instanceof HttpError && error.status === 503) return say(CLOSE.tryLater, error.code, error.message);
    outcome.reason = error instanceof Error ? error.message : String(error);
    return say(CLOSE.internal, "internal", "Something broke on our side. Come again.");
  };

  let missedPings = 0;
  const late = setTimeout(() => say(CLOSE.policy, "hello-late", `Expected a hello within ${limits.helloMs} ms.`), limits.helloMs);
  timers.push(
    late,
    setInterval(() => {
      if (missedPings >= 2) return cut("silent");
      missedPings += 1;
      socket.ping();
    }, limits.pingMs),
    setInterval(() => {
      if (unsent > 0 && performance.now() - progressAt > limits.stuckMs) cut("too-slow");
    }, limits.stuckMs / 10),
    // Spread over the last fifth, so that those who came together do not all come again together.
    setTimeout(() => say(CLOSE.restart, "lifetime", "Come again with your cursor."), limits.lifetimeMs * (0.8 + 0.2 * Math.random())),
  );
  socket.on("message", (data, isBinary) => void greet(data, isBinary).catch(refuse));
  socket.on("pong", () => {
    missedPings = 0;
  });
  socket.on("error", (error) => {
    if (outcome.reason === "") outcome.reason = error.message;
  });
  socket.on("close", (code) => {
    for (const timer of timers) clearTimeout(timer);
    if (outcome.userId !== null) hub.leave(outcome.userId, subscriber);
    ended({ ...outcome, code });
  });
}

function helloOf(data: RawData): Hello | null {
  try {
    const value: unknown = JSON.parse(data.toString());
    return contracts.hello(value) ? value : null;
  } catch {
    return null;
  }
}

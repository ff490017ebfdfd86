/** Changes as they happen: a socket that says where the page stands, and what has changed since comes back; HTTP while no socket stays open. */
import type { Changes, Farewell } from "@todo/shared/contracts/types.ts";
import { backoffMs } from "./backoff.ts";
import { type Session, SignedOut } from "./session.ts";

export type Connection = "connecting" | "live" | "polling" | "offline";

export type SyncOptions = {
  /** The sync function's HTTP origin. */
  url: string;
  session: Session;
  onChanges(changes: Changes): void;
  onConnection(connection: Connection): void;
};

/** A healthy socket needs no poll; this one finds the socket that died without a word. */
const LIVE_POLL_MS = 60_000;
const TOKEN_ENDED = 4001;

/** Stays connected until the page goes or the session ends. */
export function openSync({ url, session, onChanges, onConnection }: SyncOptions): void {
  let cursor: string | null = null;
  let socket: WebSocket | null = null;
  let busy = false;
  let ended = false;
  let failures = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;

  const take = (changes: Changes) => {
    cursor = changes.cursor;
    onChanges(changes);
  };

  async function connect(): Promise<void> {
    clearTimeout(retry);
    if (busy || ended) return;
    busy = true;
    const token = await tokenOrNull();
    if (token === null) return lost();
    const opened = new WebSocket(`${url.replace(/^http/, "ws")}/sync`);
    socket = opened;
    opened.onopen = () => opened.send(JSON.stringify({ type: "hello", token, cursor }));
    opened.onmessage = ({ data }) => {
      const message: Changes | Farewell = JSON.parse(String(data));
      if (message.type === "error") return;
      failures = 0;
      take(message);
      onConnection("live");
    };
    opened.onclose = ({ code }) => {
      if (code === TOKEN_ENDED) session.refused();
      void lost();
    };
  }

  /** Between two sockets: says how things stand, fetches what was missed, and tries again. */
  async function lost(): Promise<void> {
    socket = null;
    busy = false;
    if (ended) return;
    failures += 1;
    // The first time is mostly a polite farewell: no reason to alarm, or to wait long.
    retry = setTimeout(() => void connect(), failures === 1 ? Math.random() * 250 : backoffMs(failures, Math.random()));
    if (failures === 1) return onConnection("connecting");
    const polled = await poll();
    if (socket === null) onConnection(polled ? "polling" : "offline");
  }

  /** The same changes over HTTP; whether that worked. */
  async function poll(): Promise<boolean> {
    const token = await tokenOrNull();
    if (token === null) return false;
    const query = cursor ? `?cursor=${encodeURIComponent(cursor)}` : "";
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${url}/changes${query}`, { headers, signal: AbortSignal.timeout(10_000) }).catch(() => null);
    if (answer?.status === 401) session.refused();
    if (!answer?.ok) return false;
    const changes: Changes = await answer.json();
    if (changes.cursor === cursor) return true;
    take(changes);
    // The socket should have told this: it is dead, however open it looks.
    if (socket?.readyState === WebSocket.OPEN) socket.close();
    return poll(); // one answer carries a limited amount: until the cursor stays
  }

  async function tokenOrNull(): Promise<string | null> {
    try {
      return await session.token();
    } catch (error) {
      if (error instanceof SignedOut) ended = true;
      return null;
    }
  }

  const again = () => {
    failures = 0;
    void connect();
  };
  addEventListener("online", again);
  addEventListener("offline", () => onConnection("offline"));
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && again());
  setInterval(() => void (ended || poll()), LIVE_POLL_MS);
  onConnection("connecting");
  void connect();
}

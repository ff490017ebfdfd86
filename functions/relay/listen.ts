/** LISTEN on a connection of its own, outside any pool (a transaction pooler drops it), opened again whenever it ends. */
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

export type Listener = { close(): Promise<void> };

export type ListenOptions = {
  url: string;
  role: string;
  channel: string;
  /** Called with each payload, and with "" after every (re)connection: what was announced in between is unknown. */
  wake(payload: string): void;
  /** Told why a connection ended; it is opened again by itself. */
  lost?(error: unknown): void;
};

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;

/** Listens until closed. What arrives is only a hint: whoever listens also polls. */
export function listen({ url, role, channel, wake, lost = () => {} }: ListenOptions): Listener {
  const closing = new AbortController();
  let current: pg.Client | null = null;

  async function once(): Promise<void> {
    const client = new pg.Client({
      connectionString: url,
      options: `-c role=${role}`,
      application_name: `${role} listen`,
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
    });
    const ended = new Promise<never>((_, reject) => {
      client.on("error", reject);
      client.on("end", () => reject(new Error("the connection ended")));
    });
    ended.catch(() => {}); // it may end before anyone awaits it
    current = client;
    try {
      await client.connect();
      client.on("notification", (message) => wake(message.payload ?? ""));
      await client.query(`listen ${pg.escapeIdentifier(channel)}`);
      wake("");
      await ended;
    } finally {
      current = null;
      await client.end().catch(() => {});
    }
  }

  const running = (async () => {
    let waitMs = FIRST_WAIT_MS;
    while (!closing.signal.aborted) {
      const began = performance.now();
      await once().catch((error: unknown) => {
        if (!closing.signal.aborted) lost(error);
      });
      waitMs = performance.now() - began > LONGEST_WAIT_MS ? FIRST_WAIT_MS : Math.min(waitMs * 2, LONGEST_WAIT_MS);
      await sleep(waitMs, undefined, { signal: closing.signal }).catch(() => {});
    }
  })();

  return {
    async close() {
      closing.abort();
      await current?.end().catch(() => {});
      await running;
    },
  };
}

/** LISTEN on a connection of its own, outside the pool (a transaction pooler would drop it), opened again whenever it ends. */
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

export type ListenOptions = {
  url: string;
  role: string;
  channel: string;
  /** Called with every payload. */
  notified(payload: string): void;
  /** Called whenever it listens (again): what was announced before is unknown. */
  listening(): void;
  lost(error: unknown): void;
};

export type Listener = { close(): Promise<void> };

const RETRY_MS = { first: 100, longest: 5_000 };
/** A connection whose other end has vanished says nothing: it is asked now and then. */
const ASK_MS = 10_000;

/** Listens until closed. */
export function listen(options: ListenOptions): Listener {
  const closing = new AbortController();
  let end: (reason: Error) => void = () => {};
  const running = (async () => {
    let waitMs = RETRY_MS.first;
    while (!closing.signal.aborted) {
      const ended = Promise.withResolvers<never>();
      end = ended.reject;
      await listenOnce(options, ended, () => {
        waitMs = RETRY_MS.first;
      }).catch((error: unknown) => {
        if (!closing.signal.aborted) options.lost(error);
      });
      await sleep(waitMs * (0.5 + Math.random()), undefined, { signal: closing.signal }).catch(() => {});
      waitMs = Math.min(waitMs * 2, RETRY_MS.longest);
    }
  })();
  return {
    async close() {
      closing.abort();
      end(new Error("closed"));
      await running;
    },
  };
}

async function listenOnce(
  { url, role, channel, notified, listening }: ListenOptions,
  ended: PromiseWithResolvers<never>,
  heard: () => void,
): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    options: `-c role=${role}`,
    application_name: `${role} listen`,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    query_timeout: 5_000,
  });
  ended.promise.catch(() => {}); // it may end before anyone awaits it
  client.on("error", ended.reject);
  client.on("end", () => ended.reject(new Error("The connection ended.")));
  client.on("notification", (message) => notified(message.payload ?? ""));
  const asking = setInterval(() => client.query("select 1").catch(ended.reject), ASK_MS);
  try {
    await Promise.race([client.connect(), ended.promise]);
    await Promise.race([client.query(`listen ${pg.escapeIdentifier(channel)}`), ended.promise]);
    heard();
    listening();
    await ended.promise;
  } finally {
    clearInterval(asking);
    await Promise.race([client.end().catch(() => {}), sleep(1_000)]);
  }
}

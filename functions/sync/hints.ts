/** Hints between replicas: an update reaches one of them, one NOTIFY for many updates reaches all. */
import type { Database } from "@todo/shared/database/pool.ts";

export const UPDATES_CHANNEL = "todo_updates";

/** PostgreSQL takes payloads below 8000 bytes; an id and its comma are 37. */
const IDS_IN_PAYLOAD = 200;
const NOTIFY = "select pg_notify($1, payload) from unnest($2::text[]) as payload";

export type Announcer = { announce(userId: string): void };

/** A lone update is announced at once; while an announcement is under way, and `gapMs` after it, the next ones are gathered. */
export function openAnnouncer(database: Database, failed: (error: unknown) => void, gapMs = 5): Announcer {
  let waiting = new Set<string>();
  let isBusy = false;
  const flush = () => {
    if (isBusy || waiting.size === 0) return;
    isBusy = true;
    const payloads = payloadsOf([...waiting]);
    waiting = new Set();
    database
      .query(NOTIFY, [UPDATES_CHANNEL, payloads], "sync.notify")
      .catch(failed) // only a hint: every replica polls as well
      .finally(() =>
        setTimeout(() => {
          isBusy = false;
          flush();
        }, gapMs).unref(),
      );
  };
  return {
    announce(userId) {
      waiting.add(userId);
      flush();
    },
  };
}

/** Lists of user ids, each short enough for one NOTIFY. */
export function payloadsOf(userIds: string[]): string[] {
  const payloads: string[] = [];
  for (let from = 0; from < userIds.length; from += IDS_IN_PAYLOAD) payloads.push(userIds.slice(from, from + IDS_IN_PAYLOAD).join(","));
  return payloads;
}

export const idsOf = (payload: string): string[] => payload.split(",");

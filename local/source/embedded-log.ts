/** The embedded log as a source's world: readers, dead letters, wake-ups, retention. */

import { LOG_CHANNEL, PARTITIONS } from "@todo/relay/log-publisher.ts";
import { partitionOf } from "@todo/relay/partition-of.ts";
import { listen } from "@todo/shared/database/listen.ts";
import { openDatabase } from "@todo/shared/database/pool.ts";
import type { Log } from "@todo/shared/log.ts";
import { appendRecord, pruneLog } from "../log/log.ts";
import { deadLetterRecord } from "./dead-letter-record.ts";
import type { EventLogAccess } from "./event-log-access.ts";
import { startLogReader } from "./log-reader.ts";

const ROLE = "todo_source";
const HOUR_MS = 3_600_000;
/** As long as Kafka keeps its topics. */
const RETENTION_MS = 7 * 24 * HOUR_MS;

/** Opens the embedded log in the database at `url`. */
export function openEmbeddedLog(url: string, log: Log): EventLogAccess {
  const database = openDatabase({ url, role: ROLE, max: 6 });
  let wakeAll = (_topics: readonly string[]) => {};
  const listener = listen({
    url,
    role: ROLE,
    channel: LOG_CHANNEL,
    notified: (payload) => wakeAll(payload.split(" ")),
    // Whatever was announced before is unknown: every topic may have grown.
    listening: () => wakeAll([]),
    lost: (error) => log.warn({ err: error }, "wake-ups interrupted, polling meanwhile"),
  });
  const prune = async () => {
    while ((await pruneLog(database, RETENTION_MS)) > 0);
  };
  const pruning = setInterval(() => prune().catch((error: unknown) => log.warn({ err: error }, "log not pruned")), HOUR_MS);
  return {
    openReader: (source, dispatcher) => startLogReader({ database, source, dispatcher, log }),
    async writeDeadLetter(topic, letter) {
      const { key, headers, body } = deadLetterRecord(letter);
      await appendRecord(database, {
        topic,
        partition: partitionOf(key ?? "", PARTITIONS),
        key,
        headers,
        body: body === null ? null : body.toString(),
      });
    },
    onWake: (wake) => {
      wakeAll = wake;
    },
    async close() {
      clearInterval(pruning);
      await listener.close();
      await database.close();
    },
  };
}

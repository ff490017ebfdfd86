/** Reads topics of the embedded log for one source, as a Kafka consumer group would. */
import { setTimeout as sleep } from "node:timers/promises";
import { PARTITIONS } from "@todo/relay/log-publisher.ts";
import { signal } from "@todo/relay/signal.ts";
import type { Database } from "@todo/shared/database/pool.ts";
import type { Log } from "@todo/shared/log.ts";
import { commitOffsets, committedOffsets, endOffsets, type Offsets, readLog } from "../log/log.ts";
import type { Dispatcher } from "./dispatcher.ts";
import type { SourceSpec } from "./manifests.ts";
import type { Reader } from "./reader.ts";

export type LogReaderOptions = {
  database: Database;
  source: SourceSpec;
  dispatcher: Dispatcher;
  log: Log;
  commitMs?: number;
  pollMs?: number;
};

const FAULT_PAUSE_MS = 500;

/** Starts reading where the group stands. */
export function startLogReader({ database, source, dispatcher, log, commitMs = 5_000, pollMs = 1_000 }: LogReaderOptions): Reader {
  const end = new AbortController();
  const topics = source.topics.map((topic) => ({
    topic,
    woken: signal(),
    next: null as Offsets | null,
    committed: new Map<number, number>(),
  }));

  async function read(of: (typeof topics)[number]): Promise<void> {
    const { topic, woken } = of;
    of.next ??= await startOffsets(database, source, topic);
    const next = of.next;
    while (!end.signal.aborted) {
      const roomy = new Map([...next].filter(([partition]) => dispatcher.hasRoom(topic, partition)));
      const records = roomy.size > 0 ? await readLog(database, topic, roomy) : [];
      for (const { partition, offset, key, headers, body } of records) {
        if (end.signal.aborted) return;
        dispatcher.offer({ topic, partition, offset, key, headers, value: body === null ? null : Buffer.from(body) });
        next.set(partition, offset + 1);
      }
      if (records.length > 0) continue;
      // Partitions without room may hold more: look again as soon as a place is free.
      if (roomy.size < next.size) dispatcher.nextEnd().then(woken.raise);
      await woken.wait(pollMs);
    }
  }

  const persistently = async (topic: (typeof topics)[number]) => {
    while (!end.signal.aborted) {
      await read(topic).catch(async (error: unknown) => {
        log.warn({ err: error, source: source.name, topic: topic.topic }, "cannot read the log, trying again");
        await sleep(FAULT_PAUSE_MS, undefined, { signal: end.signal }).catch(() => {});
      });
    }
  };

  const commit = async () => {
    for (const { topic, committed } of topics) {
      const moved = dispatcher
        .progress()
        .filter((each) => each.topic === topic && each.offset > (committed.get(each.partition) ?? 0))
        .map((each) => [each.partition, each.offset] as const);
      await commitOffsets(database, source.consumerGroup, topic, new Map(moved));
      for (const [partition, offset] of moved) committed.set(partition, offset);
    }
  };
  const committing = setInterval(
    () => commit().catch((error: unknown) => log.warn({ err: error, source: source.name }, "offsets not committed")),
    commitMs,
  );
  const running = topics.map(persistently);

  return {
    wake(changed) {
      for (const { topic, woken } of topics) if (changed.length === 0 || changed.includes(topic)) woken.raise();
    },
    async stop(withinMs) {
      end.abort();
      for (const { woken } of topics) woken.raise();
      clearInterval(committing);
      await dispatcher.drain(withinMs);
      await Promise.allSettled(running);
      await commit();
    },
  };
}

/** Where the group stands; where it has never been, the beginning or the end, which is then remembered at once. */
async function startOffsets(database: Database, { consumerGroup, initialOffset }: SourceSpec, topic: string): Promise<Offsets> {
  const committed = await committedOffsets(database, consumerGroup, topic);
  const ends = initialOffset === "latest" ? await endOffsets(database, topic) : new Map<number, number>();
  const start: Offsets = new Map();
  for (let partition = 0; partition < PARTITIONS; partition++) {
    start.set(partition, committed.get(partition) ?? ends.get(partition) ?? 0);
  }
  if (initialOffset === "latest") await commitOffsets(database, consumerGroup, topic, start);
  return start;
}

/** Reads topics of Kafka for one source, as a member of its consumer group. */
import { setTimeout as sleep } from "node:timers/promises";
import type { KafkaAccess } from "@todo/relay/kafka-settings.ts";
import type { Log } from "@todo/shared/log.ts";
import type { EachBatchPayload, IHeaders } from "kafkajs";
import type { Dispatcher } from "./dispatcher.ts";
import { atMost, HEARTBEAT_MS, kafkaMember } from "./kafka-member.ts";
import type { SourceSpec } from "./manifests.ts";
import type { Reader } from "./reader.ts";

export type KafkaReaderOptions = { access: KafkaAccess; source: SourceSpec; dispatcher: Dispatcher; log: Log; commitMs?: number };

const NEXT_LIFE_MS = 1_000;

/** Joins the group and reads; begins where the group has committed, or as the source says. */
export function startKafkaReader({ access, source, dispatcher, log, commitMs = 5_000 }: KafkaReaderOptions): Reader {
  const end = new AbortController();
  const committed = new Map<string, number>();
  const keyOf = (topic: string, partition: number) => `${topic} ${partition}`;
  // Grows with every assignment: a batch of an earlier one must not offer any more.
  let assignment = 0;

  const joined = () => {
    assignment += 1;
    committed.clear();
    // Every partition is read again from what was committed.
    for (const { topic, partition } of dispatcher.progress()) dispatcher.forget(topic, partition);
  };

  async function eachBatch({ batch, resolveOffset, heartbeat, isRunning, isStale }: EachBatchPayload): Promise<void> {
    const mine = assignment;
    for (const message of batch.messages) {
      // Not when stopping: a dispatcher that drains never has room again, and nothing would let the event loop turn.
      while (!end.signal.aborted && !dispatcher.hasRoom(batch.topic, batch.partition)) {
        await atMost(HEARTBEAT_MS, dispatcher.nextEnd()); // a member without a heartbeat loses its partitions
        await heartbeat();
      }
      if (end.signal.aborted || mine !== assignment || !isRunning() || isStale()) return;
      dispatcher.offer({
        topic: batch.topic,
        partition: batch.partition,
        offset: Number(message.offset),
        key: message.key?.toString() ?? null,
        headers: textsOf(message.headers),
        value: message.value,
      });
      resolveOffset(message.offset);
    }
    await heartbeat();
  }

  const join = () => kafkaMember({ access, source, log, joined, eachBatch });
  let member = join();

  const commit = async () => {
    const moved = dispatcher.progress().filter((each) => each.offset > (committed.get(keyOf(each.topic, each.partition)) ?? -1));
    if (moved.length === 0) return;
    await member.consumer.commitOffsets(moved.map(({ topic, partition, offset }) => ({ topic, partition, offset: String(offset) })));
    for (const { topic, partition, offset } of moved) committed.set(keyOf(topic, partition), offset);
  };
  const tryCommit = () => commit().catch((error: unknown) => log.debug({ err: error, source: source.name }, "offsets not committed yet"));
  const committing = setInterval(tryCommit, commitMs);

  const stopped = new Promise<null>((resolve) => end.signal.addEventListener("abort", () => resolve(null), { once: true }));
  const living = (async () => {
    for (;;) {
      const reason = await Promise.race([member.ended, stopped]);
      if (end.signal.aborted) return;
      log.warn({ err: reason, source: source.name }, "reading from Kafka ended, joining again");
      await member.leave();
      await sleep(NEXT_LIFE_MS, undefined, { signal: end.signal }).catch(() => {});
      if (end.signal.aborted) return;
      member = join();
    }
  })();

  return {
    wake: () => {}, // Kafka's long poll is its own wake-up
    async stop(withinMs) {
      end.abort();
      clearInterval(committing);
      await dispatcher.drain(withinMs);
      await tryCommit();
      await living;
      await member.leave();
    },
  };
}

function textsOf(headers: IHeaders | undefined): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers ?? {})) {
    const first = Array.isArray(value) ? value[0] : value;
    if (first !== undefined) texts[name] = first.toString();
  }
  return texts;
}

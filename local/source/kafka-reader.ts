/** Reads topics of Kafka for one source, as a member of its consumer group. */
import { kafkaClient } from "@todo/relay/kafka-client.ts";
import type { KafkaAccess } from "@todo/relay/kafka-settings.ts";
import { kafkaSockets } from "@todo/relay/kafka-sockets.ts";
import type { Log } from "@todo/shared/log.ts";
import type { EachBatchPayload, IHeaders } from "kafkajs";
import type { Dispatcher } from "./dispatcher.ts";
import type { SourceSpec } from "./manifests.ts";
import type { Reader } from "./reader.ts";

export type KafkaReaderOptions = { access: KafkaAccess; source: SourceSpec; dispatcher: Dispatcher; log: Log; commitMs?: number };

const HEARTBEAT_MS = 1_000;

/** Joins the group and reads; begins where the group has committed, or as the source says. */
export function startKafkaReader({ access, source, dispatcher, log, commitMs = 5_000 }: KafkaReaderOptions): Reader {
  const sockets = kafkaSockets();
  const consumer = kafkaClient(`source ${source.name}`, access, sockets, log, 10_000).consumer({
    groupId: source.consumerGroup,
    sessionTimeout: 10_000,
    rebalanceTimeout: 15_000,
    heartbeatInterval: HEARTBEAT_MS,
    minBytes: 1,
    maxWaitTimeInMs: 500,
    allowAutoTopicCreation: false,
    retry: { retries: 10, restartOnFailure: async () => true },
  });
  const committed = new Map<string, number>();
  const keyOf = (topic: string, partition: number) => `${topic} ${partition}`;
  // Grows with every assignment: a batch of an earlier one must not offer any more.
  let assignment = 0;
  let isStopping = false;

  consumer.on(consumer.events.REQUEST_TIMEOUT, ({ payload }) => sockets.destroy(payload.broker));
  consumer.on(consumer.events.GROUP_JOIN, () => {
    assignment += 1;
    committed.clear();
    // Every partition is read again from what was committed.
    for (const { topic, partition } of dispatcher.progress()) dispatcher.forget(topic, partition);
  });

  async function eachBatch({ batch, resolveOffset, heartbeat, isRunning, isStale }: EachBatchPayload): Promise<void> {
    const mine = assignment;
    for (const message of batch.messages) {
      while (!dispatcher.hasRoom(batch.topic, batch.partition)) {
        await soon(dispatcher.nextEnd());
        await heartbeat();
      }
      if (isStopping || mine !== assignment || !isRunning() || isStale()) return;
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

  const commit = async () => {
    const moved = dispatcher.progress().filter((each) => each.offset > (committed.get(keyOf(each.topic, each.partition)) ?? -1));
    if (moved.length === 0) return;
    await consumer.commitOffsets(moved.map(({ topic, partition, offset }) => ({ topic, partition, offset: String(offset) })));
    for (const { topic, partition, offset } of moved) committed.set(keyOf(topic, partition), offset);
  };
  const tryCommit = () =>
    commit().catch((error: unknown) => log.debug({ err: error, source: source.name }, "offsets not committed, trying again"));
  const committing = setInterval(tryCommit, commitMs);

  const started = (async () => {
    while (!isStopping) {
      try {
        await consumer.connect();
        await consumer.subscribe({ topics: source.topics, fromBeginning: source.initialOffset === "earliest" });
        await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, partitionsConsumedConcurrently: 24, eachBatch });
        return;
      } catch (error) {
        log.warn({ err: error, source: source.name }, "cannot read from Kafka, trying again");
        await soon(new Promise(() => {}));
      }
    }
  })();

  return {
    wake: () => {}, // Kafka's long poll is its own wake-up
    async stop(withinMs) {
      isStopping = true;
      clearInterval(committing);
      await dispatcher.drain(withinMs);
      await tryCommit();
      // kafkajs can hang in disconnect behind a request that never ends.
      await Promise.race([Promise.all([started, consumer.disconnect()]).catch(() => {}), soon(new Promise(() => {}), 5_000)]);
      sockets.close();
    },
  };
}

/** Waits, but not for ever: a member that sends no heartbeat loses its partitions. */
async function soon(event: Promise<void>, ms = HEARTBEAT_MS): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([event, late]);
  clearTimeout(timer);
}

function textsOf(headers: IHeaders | undefined): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers ?? {})) {
    const first = Array.isArray(value) ? value[0] : value;
    if (first !== undefined) texts[name] = first.toString();
  }
  return texts;
}

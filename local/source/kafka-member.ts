/** One life of a member of a consumer group: from joining to its end, whatever ends it. */
import { kafkaClient } from "@todo/relay/kafka-client.ts";
import type { KafkaAccess } from "@todo/relay/kafka-settings.ts";
import { kafkaSockets } from "@todo/relay/kafka-sockets.ts";
import type { Log } from "@todo/shared/log.ts";
import type { Consumer, EachBatchPayload } from "kafkajs";
import type { SourceSpec } from "./manifests.ts";

export type KafkaMember = {
  consumer: Consumer;
  /** Resolves when it reads no more; the reason, for the log. */
  ended: Promise<unknown>;
  /** Leaves the group and closes every connection. */
  leave(): Promise<void>;
};

export type KafkaMemberOptions = {
  access: KafkaAccess;
  source: SourceSpec;
  log: Log;
  /** Told of every new assignment, before anything of it is read. */
  joined(): void;
  eachBatch(payload: EachBatchPayload): Promise<void>;
};

export const HEARTBEAT_MS = 1_000;
/** A member that shows no sign of life for so long is given up: kafkajs can hang in its own end. */
const SILENCE_MS = 60_000;
const LEAVE_MS = 5_000;

/** Joins and reads. kafkajs gives up for good on some faults that pass, so it restarts nothing: a new life does. */
export function kafkaMember({ access, source, log, joined, eachBatch }: KafkaMemberOptions): KafkaMember {
  const sockets = kafkaSockets();
  const consumer = kafkaClient(`source ${source.name}`, access, sockets, log, 10_000).consumer({
    groupId: source.consumerGroup,
    sessionTimeout: 10_000,
    rebalanceTimeout: 15_000,
    heartbeatInterval: HEARTBEAT_MS,
    minBytes: 1,
    maxWaitTimeInMs: 500,
    allowAutoTopicCreation: false,
    retry: { retries: 10, restartOnFailure: async () => false },
  });
  const { CRASH, FETCH, GROUP_JOIN, HEARTBEAT, REQUEST_TIMEOUT } = consumer.events;
  let seenAt = performance.now();
  const alive = () => {
    seenAt = performance.now();
  };
  consumer.on(REQUEST_TIMEOUT, ({ payload }) => sockets.destroy(payload.broker));
  consumer.on(FETCH, alive);
  consumer.on(HEARTBEAT, alive);
  consumer.on(GROUP_JOIN, () => {
    alive();
    joined();
  });

  let watching: NodeJS.Timeout | undefined;
  const ended = new Promise<unknown>((resolve) => {
    consumer.on(CRASH, ({ payload }) => resolve(payload.error));
    watching = setInterval(() => {
      if (performance.now() - seenAt > SILENCE_MS) resolve(new Error(`no sign of life for ${SILENCE_MS} ms`));
    }, HEARTBEAT_MS);
    const run = async () => {
      await consumer.connect();
      await consumer.subscribe({ topics: source.topics, fromBeginning: source.initialOffset === "earliest" });
      await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, partitionsConsumedConcurrently: 24, eachBatch });
    };
    run().catch(resolve);
  });
  return {
    consumer,
    ended,
    async leave() {
      clearInterval(watching);
      await atMost(
        LEAVE_MS,
        consumer.disconnect().catch(() => {}),
      );
      sockets.close();
    },
  };
}

/** Resolves when `event` does, or after `ms`. */
export async function atMost(ms: number, event: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([event, late]);
  clearTimeout(timer);
}

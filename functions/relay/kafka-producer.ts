/** One send at a time to Kafka, with a deadline; after any failure everything begins anew on new sockets. */
import type { Log } from "@todo/shared/log.ts";
import { kafkaClient } from "./kafka-client.ts";
import type { KafkaAccess } from "./kafka-settings.ts";
import { type KafkaSockets, kafkaSockets } from "./kafka-sockets.ts";
import { Partitioners, type Producer } from "./kafkajs.ts";

export type ProducerRecord = { topic: string; key: string | null; headers: Record<string, string>; value: Buffer | string | null };

export type KafkaProducer = {
  /** Resolves when all in-sync replicas have the records. Rejects after the deadline at the latest, and then nothing more is sent of them. */
  send(records: readonly ProducerRecord[]): Promise<void>;
  close(): Promise<void>;
};

export type KafkaProducerOptions = {
  clientId: string;
  /** A function is asked again for every new connection, so that a rotated password is seen. */
  access: KafkaAccess | (() => Promise<KafkaAccess>);
  log: Log;
  deadlineMs?: number;
  requestTimeoutMs?: number;
};

/** No answer of Kafka within the deadline. */
export class KafkaTimeout extends Error {
  override name = "KafkaTimeout";
}

type Connection = { producer: Producer; sockets: KafkaSockets };

/** Connects on first use. */
export function openKafkaProducer(options: KafkaProducerOptions): KafkaProducer {
  const { deadlineMs = 10_000 } = options;
  let connection: Connection | null = null;

  const giveUp = () => {
    connection?.sockets.close();
    connection?.producer.disconnect().catch(() => {});
    connection = null;
  };

  return {
    async send(records) {
      if (records.length === 0) return;
      let isOver = false;
      try {
        await within(deadlineMs, async () => {
          const mine = connection ?? open(options, await accessOf(options));
          if (isOver) return;
          connection = mine;
          const { producer } = mine;
          await producer.connect();
          await producer.sendBatch({ acks: -1, timeout: brokerTimeoutMs(options), topicMessages: byTopic(records) });
        });
      } catch (error) {
        // Late retries inside kafkajs must not arrive between later batches.
        isOver = true;
        giveUp();
        throw error;
      }
    },
    async close() {
      const closing = connection;
      connection = null;
      if (!closing) return;
      // kafkajs can hang in disconnect behind a request that never ends.
      await within(5_000, () => closing.producer.disconnect()).catch(() => {});
      closing.sockets.close();
    },
  };
}

const requestTimeoutOf = ({ requestTimeoutMs = 5_000 }: KafkaProducerOptions): number => requestTimeoutMs;
/** How long the broker waits for its replicas: it must answer before the request is given up. */
const brokerTimeoutMs = (options: KafkaProducerOptions): number => Math.round(requestTimeoutOf(options) * 0.8);

const accessOf = async ({ access }: KafkaProducerOptions): Promise<KafkaAccess> => (typeof access === "function" ? access() : access);

function open(options: KafkaProducerOptions, access: KafkaAccess): Connection {
  const sockets = kafkaSockets();
  const kafka = kafkaClient(options.clientId, access, sockets, options.log, requestTimeoutOf(options));
  const producer = kafka.producer({
    // Not idempotent: kafkajs can then acknowledge a batch that the broker took for a repetition of another one, and lose it.
    idempotent: false,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    metadataMaxAge: 60_000,
    createPartitioner: Partitioners.DefaultPartitioner,
    retry: { retries: 3 },
  });
  producer.on(producer.events.REQUEST_TIMEOUT, ({ payload }) => sockets.destroy(payload.broker));
  return { producer, sockets };
}

function byTopic(records: readonly ProducerRecord[]) {
  return [...Map.groupBy(records, (record) => record.topic)].map(([topic, messages]) => ({
    topic,
    // No timestamp of their own: Kafka's retention would delete at once what is published again after a week.
    messages: messages.map(({ key, headers, value }) => ({ key, headers, value })),
  }));
}

async function within<T>(ms: number, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new KafkaTimeout(`Kafka did not answer within ${ms} ms.`)), ms);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Everything that is in Kafka's topics, collected from the beginning, for tests. */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type Consumer, Kafka, logLevel } from "../kafkajs.ts";
import type { PublishedRecord } from "./publisher.contract.ts";

export type TopicReader = {
  /** The records of a key so far, in the order of their partition. */
  recordsOf(topic: string, key: string): PublishedRecord[];
  /** The same once there are `count`; rejects after `withinMs`. */
  until(topic: string, key: string, count: number, withinMs?: number): Promise<PublishedRecord[]>;
  close(): Promise<void>;
};

/** Reads topics with a group of its own; begins again with another one when kafkajs gives up. */
export async function topicReader(brokers: string, topics: string[]): Promise<TopicReader> {
  const kafka = new Kafka({ clientId: "test reader", brokers: brokers.split(","), logLevel: logLevel.NOTHING });
  const found = new Map<string, PublishedRecord[]>();
  let current: Consumer;
  let isClosed = false;

  async function read(): Promise<void> {
    const consumer = kafka.consumer({
      groupId: `test ${randomUUID()}`,
      maxWaitTimeInMs: 100,
      retry: { restartOnFailure: async () => false },
    });
    current = consumer;
    found.clear();
    consumer.on(consumer.events.CRASH, () => (isClosed ? undefined : read()));
    await consumer.connect();
    await consumer.subscribe({ topics, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ topic, partition, message }) => {
        if (consumer !== current) return;
        const key = message.key?.toString() ?? "";
        const headers = Object.fromEntries(Object.entries(message.headers ?? {}).map(([name, value]) => [name, String(value)]));
        const records = found.get(`${topic} ${key}`) ?? [];
        records.push({ partition, key, headers, value: message.value?.toString() ?? "" });
        found.set(`${topic} ${key}`, records);
      },
    });
  }
  await read();

  const recordsOf = (topic: string, key: string) => found.get(`${topic} ${key}`) ?? [];
  return {
    recordsOf,
    async until(topic, key, count, withinMs = 20_000) {
      const deadline = performance.now() + withinMs;
      while (recordsOf(topic, key).length < count) {
        if (performance.now() > deadline) throw new Error(`${recordsOf(topic, key).length} of ${count} records of ${key} in ${topic}`);
        await sleep(20);
      }
      return recordsOf(topic, key);
    },
    async close() {
      isClosed = true;
      await current.disconnect();
    },
  };
}

/** A bare kafkajs round trip: sent, and back in a consumer of the same process. Runs in a process of its own. */
import { randomBytes, randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { Kafka, logLevel, Partitioners } from "@todo/relay/kafkajs.ts";

export type RoundTrips = { brokers: string; topic: string; times: number; bytes: number; pauseMs: [least: number, most: number] };

/** Milliseconds from `send` to `eachMessage`, of each message. The settings are those of the product's relay and of its readers. */
export async function roundTrips({ brokers, topic, times, bytes, pauseMs: [least, most] }: RoundTrips): Promise<number[]> {
  const kafka = new Kafka({ clientId: "bench", brokers: brokers.split(","), logLevel: logLevel.NOTHING });
  const producer = kafka.producer({
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
    maxInFlightRequests: 1,
  });
  const consumer = kafka.consumer({ groupId: `bench-${randomUUID()}`, minBytes: 1, maxWaitTimeInMs: 500, heartbeatInterval: 1_000 });
  const sentAt = new Map<string, number>();
  const took: number[] = [];
  let warm = () => {};
  try {
    await producer.connect();
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: false });
    const joined = new Promise<void>((resolve) => consumer.on(consumer.events.GROUP_JOIN, () => resolve()));
    await consumer.run({
      partitionsConsumedConcurrently: 24,
      eachMessage: async ({ message }) => {
        const began = sentAt.get(String(message.key));
        if (began !== undefined) took.push(performance.now() - began);
        warm();
      },
    });
    await joined;
    const value = randomBytes(bytes / 2).toString("hex");
    const send = (key: string) => producer.send({ topic, acks: -1, messages: [{ key, value }] });
    // The first messages wake partitions and connections, and until the first fetch "latest" is not decided.
    const isWarm = new Promise<void>((resolve) => {
      warm = resolve;
    });
    const warming = setInterval(() => void send("warm").catch(() => {}), 100);
    await isWarm;
    clearInterval(warming);
    for (let n = 0; n < 50; n++) await send(randomUUID());

    for (let n = 0; n < times; n++) {
      const key = randomUUID();
      sentAt.set(key, performance.now());
      void send(key);
      await pause(least + Math.random() * (most - least));
    }
    for (const deadline = performance.now() + 10_000; took.length < times && performance.now() < deadline; ) await pause(10);
    if (took.length < times) throw new Error(`${times - took.length} of ${times} messages did not come back.`);
    return took;
  } finally {
    await Promise.allSettled([producer.disconnect(), consumer.disconnect()]);
  }
}

if (import.meta.main) {
  process.once("message", (plan: RoundTrips) => {
    roundTrips(plan).then(
      (took) => process.send!(took, () => process.exit(0)),
      (error: Error) => {
        console.error(error.message);
        process.exit(1);
      },
    );
  });
}

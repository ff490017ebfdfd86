import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import kafkajs, { Kafka, logLevel, Partitioners } from "kafkajs";
import { afterAll, describe, expect, test } from "vitest";
import { isFree } from "../../local/parts/free-port.ts";
import { partOrSkip } from "../../local/parts/part-or-skip.ts";
import { ensureTopics, topicConfig, topics, withAdmin } from "../topics.ts";
import { startBroker } from "./broker.ts";

const dataDir = join(tmpdir(), `todo-kafka-${crypto.randomUUID()}`);
const broker = await partOrSkip("Apache Kafka", () => startBroker({ dataDir }));

afterAll(async () => {
  await broker?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

describe.skipIf(broker === null)("a local broker", { timeout: 120_000 }, () => {
  const { brokers } = broker ?? { brokers: "" };
  const kafka = new Kafka({
    clientId: "broker-test",
    brokers: [brokers],
    logLevel: logLevel.NOTHING,
    retry: { initialRetryTime: 100, retries: 10 },
  });

  async function produce(messages: readonly { key: string; value: string }[]): Promise<void> {
    const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
    await producer.connect();
    await producer.send({ topic: "task-events", acks: -1, messages: [...messages] });
    await producer.disconnect();
  }

  async function consume(groupId: string, count: number): Promise<string[]> {
    const consumer = kafka.consumer({ groupId });
    await consumer.connect();
    await consumer.subscribe({ topic: "task-events", fromBeginning: true });
    const values: string[] = [];
    await new Promise<void>((resolve, reject) => {
      const take = async (value: string): Promise<void> => {
        values.push(value);
        if (values.length === count) resolve();
      };
      consumer.run({ eachMessage: ({ message }) => take(message.value?.toString() ?? "") }).catch(reject);
    });
    await consumer.disconnect();
    return values;
  }

  test("has every topic with its partitions and retention, and makes no other on demand", async () => {
    await withAdmin(brokers, {}, async (admin) => {
      const found = await admin.fetchTopicMetadata();
      const partitions = found.topics.filter((topic) => !topic.name.startsWith("__")).map((topic) => [topic.name, topic.partitions.length]);
      expect(new Map(partitions.map(([name, count]) => [name, count]))).toEqual(
        new Map(topics.map((topic) => [topic.name, topic.partitions])),
      );
      for (const topic of topics) {
        const { resources } = await admin.describeConfigs({
          includeSynonyms: false,
          resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: topic.name }],
        });
        const config = Object.fromEntries((resources[0]?.configEntries ?? []).map((entry) => [entry.configName, entry.configValue]));
        expect(config).toMatchObject(topicConfig(topic));
      }
    });
  });

  test("carries messages from a kafkajs producer to a consumer group, in order within a key", async () => {
    const sent = Array.from({ length: 20 }, (_, index) => ({ key: "one user", value: `before ${index}` }));
    await produce(sent);
    expect(await consume("round-trip", sent.length)).toEqual(sent.map((message) => message.value));
  });

  test("keeps what was acknowledged when it is killed, and is found at the same address afterwards", async () => {
    const before = broker?.pid;
    broker?.kill();
    await expect.poll(() => isFree(Number(brokers.split(":")[1]))).toBe(true);
    await broker?.restart();
    expect(broker?.pid).not.toBe(before);
    await produce([{ key: "one user", value: "after" }]);
    const values = await consume("after-the-crash", 21);
    expect(values.slice(0, 2)).toEqual(["before 0", "before 1"]);
    expect(values.at(-1)).toBe("after");
  });

  test("refuses topics whose number of partitions is another one", async () => {
    await expect(ensureTopics(brokers, [{ name: "task-events", partitions: 3, retentionMs: 1 }])).rejects.toThrow(
      /has 24 partitions where 3/,
    );
  });

  test("corrects a retention that differs", async () => {
    await ensureTopics(brokers, [{ name: "dead-letters", partitions: 6, retentionMs: 1_000 }]);
    await ensureTopics(brokers);
    await withAdmin(brokers, {}, async (admin) => {
      const { resources } = await admin.describeConfigs({
        includeSynonyms: false,
        resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: "dead-letters" }],
      });
      const retention = resources[0]?.configEntries.find((entry) => entry.configName === "retention.ms");
      expect(retention?.configValue).toBe(String(28 * 24 * 60 * 60 * 1000));
    });
  });
});

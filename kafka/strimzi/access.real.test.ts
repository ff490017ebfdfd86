import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError } from "@todo/shared/config.ts";
import { openLog } from "@todo/shared/log.ts";
import { type Admin, Kafka, logLevel, Partitioners } from "kafkajs";
import { afterAll, describe, expect, test } from "vitest";
import { checkKafka } from "../../functions/relay/kafka-check.ts";
import { openKafkaProducer } from "../../functions/relay/kafka-producer.ts";
import { partOrSkip } from "../../local/parts/part-or-skip.ts";
import type { KafkaUser } from "../managed/services.ts";
import { type ClientAccess, ensureTopics, topics, withAdmin } from "../topics.ts";
import { startSecuredBroker } from "./secured-broker.ts";

const dataDir = join(tmpdir(), `todo-kafka-${crypto.randomUUID()}`);
const secured = await partOrSkip("Apache Kafka", () => startSecuredBroker(dataDir));

afterAll(async () => {
  await secured?.broker.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const published = ["task-events", "reminders", "task-updates"];
// kafkajs has no word of its own for a group that may not be used.
const noGroup = /Failed to find group coordinator/;
const record = { key: "a user", value: "an event" };

describe.skipIf(secured === null)("a broker with the cluster's users and rights", { timeout: 120_000 }, () => {
  const { broker, ca, admin, as } = secured!;
  const { brokers } = broker;

  const client = (access: ClientAccess): Kafka =>
    new Kafka({
      clientId: "access test",
      brokers: [brokers],
      ...access,
      logLevel: logLevel.NOTHING,
      retry: { initialRetryTime: 50, retries: 3 },
    });
  const asAdmin = <T>(user: KafkaUser, work: (admin: Admin) => Promise<T>): Promise<T> => withAdmin(brokers, as(user), work);

  async function write(user: KafkaUser, topic: string): Promise<void> {
    const producer = client(as(user)).producer({ createPartitioner: Partitioners.DefaultPartitioner, retry: { retries: 0 } });
    await producer.connect();
    try {
      await producer.send({ topic, acks: -1, messages: [record] });
    } finally {
      await producer.disconnect();
    }
  }

  /** The first record of a topic, committed, as a source does it. */
  async function readFirst(user: KafkaUser, groupId: string, topic: string): Promise<string> {
    const consumer = client(as(user)).consumer({
      groupId,
      retry: { retries: 2, initialRetryTime: 50, restartOnFailure: async () => false },
    });
    const { promise: value, resolve, reject } = Promise.withResolvers<string>();
    consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
    // Awaited below; a crash must not count as unhandled before that.
    value.catch(() => {});
    try {
      await consumer.connect();
      await consumer.subscribe({ topic, fromBeginning: true });
      await consumer.run({
        autoCommitThreshold: 1,
        eachMessage: async ({ message }) => resolve(String(message.value)),
      });
      return await value;
    } finally {
      await consumer.disconnect();
    }
  }

  test("refuses a wrong password", async () => {
    await expect(withAdmin(brokers, as("relay", "another"), (each) => each.listTopics())).rejects.toThrow(/[Aa]uthentication failed/);
  });

  test("refuses a connection without TLS", async () => {
    const { ssl: _, ...plain } = as("relay");
    await expect(withAdmin(brokers, plain, (each) => each.listTopics())).rejects.toThrow();
  });

  test("takes the relay's batches by its own producer", async () => {
    const access = {
      brokers: [brokers],
      tls: { ca },
      sasl: { mechanism: "scram-sha-512" as const, username: "relay", password: "of-the-test" },
    };
    const producer = openKafkaProducer({ clientId: "relay", access, log: openLog("access test") });
    try {
      await producer.send(published.map((topic) => ({ topic, headers: { ce_id: "1" }, ...record })));
    } finally {
      await producer.close();
    }
    await withAdmin(brokers, admin, async (each) => {
      for (const topic of published) {
        const offsets = await each.fetchTopicOffsets(topic);
        expect(offsets.reduce((sum, { high }) => sum + Number(high), 0)).toBe(1);
      }
    });
  });

  test("shows each user the topics that are its own", async () => {
    expect(new Set(await asAdmin("relay", (each) => each.listTopics()))).toEqual(new Set(published));
    expect(new Set(await asAdmin("sources", (each) => each.listTopics()))).toEqual(new Set(published));
    expect(await asAdmin("deadLetters", (each) => each.listTopics())).toEqual(["dead-letters"]);
  });

  test("lets the relay begin, and stops one that it refuses with every reason at once", async () => {
    const log = openLog("access test");
    const check = (username: string, password = "of-the-test") =>
      checkKafka({ brokers: [brokers], tls: { ca }, sasl: { mechanism: "scram-sha-512", username, password } }, log);
    await check("relay");
    await expect(check("relay", "another")).rejects.toThrow("Cannot start: the login relay is refused.");
    await expect(check("dead-letters")).rejects.toThrow(
      "Cannot start: the topic task-events may not be used; the topic reminders may not be used; the topic task-updates may not be used.",
    );
    await withAdmin(brokers, admin, (each) => each.deleteTopics({ topics: ["reminders"] }));
    await expect.poll(() => check("relay").catch(String), { timeout: 10_000 }).toContain("the topic reminders is missing");
    await ensureTopics(brokers, topics, { access: admin });
    await expect.poll(() => check("relay").then(() => "ready", String), { timeout: 10_000 }).toBe("ready");
    const nobody = checkKafka({ brokers: ["127.0.0.1:1"], tls: null, sasl: null }, log);
    await expect(nobody).rejects.not.toBeInstanceOf(ConfigError);
  });

  test("takes dead letters from the sink, and from nobody else", async () => {
    await write("deadLetters", "dead-letters");
    await expect(write("relay", "dead-letters")).rejects.toThrow(/authoriz/i);
    await expect(write("sources", "dead-letters")).rejects.toThrow(/authoriz/i);
  });

  test("lets a source read, commit, describe and delete a group of its own", async () => {
    const group = "todo.audit.task-events";
    // The first group makes the broker create its internal topic, which takes a moment.
    const isReady = () => asAdmin("sources", (each) => each.fetchOffsets({ groupId: group })).then(Boolean, () => false);
    await expect.poll(isReady, { timeout: 30_000 }).toBe(true);
    expect(await readFirst("sources", group, "task-events")).toBe(record.value);
    await asAdmin("sources", async (each) => {
      const [offsets] = await each.fetchOffsets({ groupId: group, topics: ["task-events"] });
      expect(offsets?.partitions.filter(({ offset }) => offset === "1")).toHaveLength(1);
      const { groups } = await each.describeGroups([group]);
      expect(groups[0]?.groupId).toBe(group);
      await expect.poll(async () => (await each.describeGroups([group])).groups[0]?.state, { timeout: 20_000 }).toBe("Empty");
      await each.deleteGroups([group]);
    });
    await withAdmin(brokers, admin, async (each) => {
      expect((await each.listGroups()).groups.map(({ groupId }) => groupId)).not.toContain(group);
    });
  });

  test("refuses a source another group, a topic that is not its own, and every write", async () => {
    await expect(readFirst("sources", "another", "task-events")).rejects.toThrow(noGroup);
    await expect(readFirst("sources", "todo.audit.dead-letters", "dead-letters")).rejects.toThrow(/authoriz/i);
    for (const topic of published) await expect(write("sources", topic)).rejects.toThrow(/authoriz/i);
  });

  test("refuses the relay and the sink every reading", async () => {
    await expect(readFirst("relay", "todo.audit.task-events", "task-events")).rejects.toThrow(noGroup);
    await expect(readFirst("deadLetters", "todo.audit.task-events", "dead-letters")).rejects.toThrow(noGroup);
    for (const topic of published) await expect(write("deadLetters", topic)).rejects.toThrow(/authoriz/i);
  });

  test.each(["relay", "sources", "deadLetters"] as const)("refuses %s topics, rights and settings of the cluster", async (user) => {
    await asAdmin(user, async (each) => {
      await expect(each.createTopics({ topics: [{ topic: "another" }] })).rejects.toThrow();
      await expect(each.deleteTopics({ topics: ["task-events"] })).rejects.toThrow(/authoriz/i);
      await expect(each.createPartitions({ topicPartitions: [{ topic: "task-events", count: 30 }] })).rejects.toThrow();
      await expect(each.describeAcls({ resourceType: 1, resourcePatternType: 1, operation: 1, permissionType: 1 })).rejects.toThrow(
        /authoriz/i,
      );
    });
    await withAdmin(brokers, admin, async (each) => expect(await each.listTopics()).not.toContain("another"));
  });
});

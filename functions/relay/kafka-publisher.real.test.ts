import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { pino } from "pino";
import { afterAll, describe, expect, it, vi } from "vitest";
import { withAdmin } from "../../kafka/topics.ts";
import { kafka } from "../../local/parts/kafka.ts";
import { partOrSkip } from "../../local/parts/part-or-skip.ts";
import { testDatabase } from "../../local/testing/database.ts";
import { openKafkaPublisher } from "./kafka-publisher.ts";
import type { Unsendable } from "./publisher.ts";
import { anEvent, publisherContract } from "./testing/publisher.contract.ts";
import { type TopicReader, topicReader } from "./testing/topic-reader.ts";
import { warmUp } from "./testing/warm-up.ts";

const log = pino({ level: process.env.LOG_LEVEL ?? "silent" });
const part = await partOrSkip("Kafka", () => kafka());
if (part) await warmUp(part.brokers, ["task-events", "reminders", "task-updates"]);
const reader: TopicReader | null = part && (await topicReader(part.brokers, ["task-events", "reminders", "task-updates"]));

describe.skipIf(part === null)("with a real Kafka", async () => {
  const db = await testDatabase();
  const access = { brokers: (part?.brokers ?? "").split(","), tls: null, sasl: null };
  const publisher = openKafkaPublisher(db.as("todo_relay"), { clientId: "test", access, log });
  const fence = { permit: async () => {}, advance: async () => {} };

  afterAll(async () => {
    await publisher.close();
    await reader?.close();
    await part?.stop();
  });

  publisherContract("Kafka", () => ({ publisher, recordsOf: (topic, user, count) => reader!.until(topic, user, count) }));

  it("leaves no timer behind on an idle connection", async () => {
    await publisher.publish([anEvent(randomUUID(), 1)], fence);
    await sleep(200);
    const timers = vi.spyOn(globalThis, "setTimeout");
    await sleep(1_000);
    const shortOnes = timers.mock.calls.filter(([, ms]) => (ms ?? 0) < 50);
    timers.mockRestore();
    expect(shortOnes.length).toBeLessThan(50); // the reader's polls; unmended it is a thousand a second and connection
  });

  it("finds the one event that is too large for the broker and publishes all others", async () => {
    const user = randomUUID();
    const limit = (bytes: string) =>
      withAdmin(part?.brokers ?? "", {}, (admin) =>
        admin.alterConfigs({
          validateOnly: false,
          resources: [{ type: 2, name: "task-events", configEntries: [{ name: "max.message.bytes", value: bytes }] }],
        }),
      );
    await limit("20000");
    const events = Array.from({ length: 20 }, (_, n) => anEvent(user, n + 1));
    events[12] = anEvent(user, 13, { dataText: JSON.stringify(randomUUID().repeat(1_000)) });
    const told: Unsendable[] = [];
    await publisher.publish(events, { ...fence, advance: async (_, unsendable) => void told.push(...unsendable) });
    await limit("1048588");
    expect(told).toEqual([{ eventId: events[12]!.id, reason: expect.stringContaining("MESSAGE_TOO_LARGE") }]);
    const sequences = (await reader!.until("task-events", user, 19)).map((record) => Number(record.headers.ce_sequence));
    expect([...new Set(sequences)]).toEqual(events.map((event) => event.sequence).filter((sequence) => sequence !== 13));
  });

  it("rejects in time when no broker answers", async () => {
    const nowhere = openKafkaPublisher(db.as("todo_relay"), {
      clientId: "test",
      access: { ...access, brokers: ["127.0.0.1:1"] },
      log,
      deadlineMs: 500,
    });
    const began = performance.now();
    await expect(nowhere.publish([anEvent(randomUUID(), 1)], fence)).rejects.toThrow();
    expect(performance.now() - began).toBeLessThan(1_500);
    await nowhere.close();
  });
});

import { randomUUID } from "node:crypto";
import { openKafkaProducer } from "@todo/relay/kafka-producer.ts";
import { openKafkaPublisher } from "@todo/relay/kafka-publisher.ts";
import { anEvent } from "@todo/relay/testing/publisher.contract.ts";
import { topicReader } from "@todo/relay/testing/topic-reader.ts";
import { warmUp } from "@todo/relay/testing/warm-up.ts";
import { pino } from "pino";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { withAdmin } from "../../kafka/topics.ts";
import { kafka } from "../parts/kafka.ts";
import { partOrSkip } from "../parts/part-or-skip.ts";
import { testDatabase } from "../testing/database.ts";
import { openKafkaLog } from "./kafka-log.ts";
import { sourcesOf } from "./manifests.ts";
import { startSource } from "./source.ts";
import { type HttpSink, httpSink } from "./testing/http-sink.ts";
import { type ManifestFields, manifest } from "./testing/manifest.ts";

const log = pino({ level: process.env.LOG_LEVEL ?? "silent" });
const part = await partOrSkip("Kafka", () => kafka());
if (part) await warmUp(part.brokers, ["task-events", "reminders", "task-updates"]);

describe.skipIf(part === null)("a source on Kafka", async () => {
  const brokers = part?.brokers ?? "";
  const access = { brokers: brokers.split(","), tls: null, sasl: null };
  const db = await testDatabase();
  const publisher = openKafkaPublisher(db.as("todo_relay"), { clientId: "test", access, log });
  const fence = { permit: async () => {}, advance: async () => {} };
  const ends: ((drainMs?: number) => Promise<void>)[] = [];

  function start(sink: HttpSink, fields: ManifestFields): (drainMs?: number) => Promise<void> {
    const events = openKafkaLog(access, log);
    const source = startSource({ source: sourcesOf([manifest(fields)])[0]!, service: sink.url, ...events, log });
    let ended: Promise<void> | null = null;
    const end = (drainMs = 10_000) => {
      ended ??= source.stop(drainMs).then(events.close);
      return ended;
    };
    ends.push(end);
    return end;
  }

  async function sinkOf(): Promise<HttpSink> {
    const sink = await httpSink();
    ends.unshift(() => sink.close());
    return sink;
  }

  const publish = async (count: number, user = randomUUID()) => {
    const events = Array.from({ length: count }, (_, n) => anEvent(user, n + 1));
    await publisher.publish(events, fence);
    return events.map((event) => event.id);
  };
  const idsOf = (sink: HttpSink) => sink.deliveries.map((each) => String(each.headers["ce-id"]));
  const recordsInTopic = () =>
    withAdmin(brokers, {}, async (admin) =>
      (await admin.fetchTopicOffsets("task-events")).reduce((sum, { offset }) => sum + Number(offset), 0),
    );
  const committed = (groupId: string) =>
    withAdmin(brokers, {}, async (admin) => {
      const [topic] = await admin.fetchOffsets({ groupId, topics: ["task-events"] });
      return topic?.partitions.reduce((sum, { offset }) => sum + Math.max(0, Number(offset)), 0) ?? 0;
    });

  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });
  afterAll(async () => {
    await publisher.close();
    await part?.stop();
  });

  it("delivers within milliseconds", async () => {
    const sink = await sinkOf();
    start(sink, { group: `todo.${randomUUID()}` });
    await publish(1);
    await sink.until(1);
    const latencies: number[] = [];
    for (let n = 0; n < 50; n++) {
      const before = sink.deliveries.length;
      await publish(1);
      const published = performance.now();
      latencies.push((await sink.until(before + 1)).at(-1)!.at - published);
    }
    latencies.sort((a, b) => a - b);
    expect(latencies[25]).toBeLessThan(100);
  });

  it("goes on where its group stood, and delivers again only what was under way", async () => {
    const group = `todo.${randomUUID()}`;
    const sink = await sinkOf();
    const user = randomUUID();
    sink.answer((delivery, response) => {
      if (delivery.headers["ce-partitionkey"] !== user || Number(delivery.headers["ce-sequence"]) !== 3) response.writeHead(204).end();
    });
    const end = start(sink, { group });
    const ids = await publish(5, user);
    await sink.until(await recordsInTopic());
    expect(idsOf(sink)).toEqual(expect.arrayContaining(ids));
    await end(3_000); // one delivery is never answered
    const again = await sinkOf();
    start(again, { group });
    const later = await publish(2);
    await vi.waitFor(() => expect(idsOf(again)).toEqual(expect.arrayContaining([...ids.slice(2), ...later])), { timeout: 20_000 });
    expect(idsOf(again)).not.toContain(ids[0]);
    expect(again.deliveries.length).toBe(5);
  });

  it("splits a topic between two members of a group, and one takes over from the other", async () => {
    const group = `todo.${randomUUID()}`;
    const [one, two] = [await sinkOf(), await sinkOf()];
    const endFirst = start(one, { group });
    await one.until(1);
    start(two, { group });
    await vi.waitFor(
      async () => {
        const members = await withAdmin(brokers, {}, (admin) => admin.describeGroups([group]));
        expect(members.groups).toMatchObject([{ state: "Stable", members: [{}, {}] }]);
      },
      { timeout: 20_000 },
    );
    const users = Array.from({ length: 60 }, () => randomUUID());
    const first: string[] = [];
    for (const user of users) first.push(...(await publish(1, user)));
    await vi.waitFor(() => expect([...idsOf(one), ...idsOf(two)]).toEqual(expect.arrayContaining(first)), { timeout: 30_000 });
    const mine = new Set(first);
    expect(idsOf(one).some((id) => mine.has(id))).toBe(true);
    expect(idsOf(two).some((id) => mine.has(id))).toBe(true);
    await endFirst();
    const second: string[] = [];
    for (const user of users) second.push(...(await publish(1, user)));
    await vi.waitFor(() => expect(idsOf(two)).toEqual(expect.arrayContaining(second)), { timeout: 30_000 });
  });

  it("delivers a foreign record as dev.knative.kafka.event, and writes dead letters to their topic", async () => {
    const sink = await sinkOf();
    const key = randomUUID();
    sink.answer((delivery, response) => void response.writeHead(delivery.headers["ce-key"] === key ? 400 : 204).end("no"));
    const reader = await topicReader(brokers, ["dead-letters"]);
    const stray = openKafkaProducer({ clientId: "stray", access, log });
    await stray.send([{ topic: "task-events", key, headers: { "X-Trace": "1" }, value: "hello" }]);
    await stray.close();
    start(sink, { group: `todo.${randomUUID()}` });
    const [letter] = await reader.until("dead-letters", key, 1);
    await reader.close();
    expect(letter).toMatchObject({
      value: "hello",
      headers: {
        ce_type: "dev.knative.kafka.event",
        ce_kafkaheaderxtrace: "1",
        ce_knativeerrorcode: "400",
        ce_knativeerrordata: Buffer.from("no").toString("base64"),
        ce_knativeerrordest: `${sink.url}/`,
      },
    });
  });

  it("commits what has ended when it stops in the middle of a backlog", async () => {
    const group = `todo.${randomUUID()}`;
    const sink = await sinkOf();
    const end = start(sink, { group });
    const ids = await publish(20);
    await vi.waitFor(() => expect(idsOf(sink)).toEqual(expect.arrayContaining(ids)), { timeout: 20_000 });
    const stopping = performance.now();
    await end();
    expect(performance.now() - stopping).toBeLessThan(4_000); // in order, not by giving up
    expect(await committed(group)).toBe(sink.deliveries.length);
  });
});

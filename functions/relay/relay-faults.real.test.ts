import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openWriter } from "@todo/shared/database/transact.ts";
import { openWakeUp } from "@todo/shared/database/wake-up.ts";
import { pino } from "pino";
import { afterAll, describe, expect, it, vi } from "vitest";
import { startBroker } from "../../kafka/local/broker.ts";
import { freePort } from "../../local/parts/free-port.ts";
import { partOrSkip } from "../../local/parts/part-or-skip.ts";
import { testDatabase } from "../../local/testing/database.ts";
import { tcpProxy } from "../../local/testing/tcp-proxy.ts";
import { openKafkaPublisher } from "./kafka-publisher.ts";
import { measureLag } from "./lag.ts";
import { startRelay } from "./relay.ts";
import { appendMany } from "./testing/journal.ts";
import { topicReader } from "./testing/topic-reader.ts";
import { warmUp } from "./testing/warm-up.ts";
import { wokenBy } from "./testing/woken.ts";

const log = pino({ level: process.env.LOG_LEVEL ?? "silent" });
const dataDir = await mkdtemp(join(tmpdir(), "todo-kafka-"));
const port = await freePort();
const proxy = await tcpProxy(await freePort(), { host: "127.0.0.1", port });
const brokers = `127.0.0.1:${proxy.port}`;
// What the broker tells clients is the proxy's address, so that every connection goes through it.
const broker = await partOrSkip("Kafka", () =>
  startBroker({ dataDir, port, extraProperties: { "advertised.listeners": `CLIENT://${brokers}` } }),
);
if (broker) await warmUp(brokers, ["task-events", "task-updates"]);

describe.skipIf(broker === null)("the relay, when the network or the broker fails", async () => {
  const db = await testDatabase();
  const chat = db.as("todo_chat");
  const writers = [openWriter(chat, openWakeUp(chat)), db.writer("todo_recurrence")];
  const database = db.as("todo_relay", 3);
  const publisher = openKafkaPublisher(database, {
    clientId: "test",
    access: { brokers: [brokers], tls: null, sasl: null },
    log,
    requestTimeoutMs: 1_000,
    deadlineMs: 3_000,
  });
  const relay = startRelay({ database, publisher, log, holder: "test", failed: (error) => expect.unreachable(error.message) });
  const listener = wokenBy(db.url, relay);

  afterAll(async () => {
    await relay.stop();
    await listener.close();
    await publisher.close();
    await broker?.stop();
    await proxy.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  /** Writes while `fault` happens; resolves, when all is published, to how many records more than events there are. */
  async function survive(fault: () => Promise<void>): Promise<number> {
    const users = Array.from({ length: 4 }, () => randomUUID());
    await Promise.all([appendMany(writers, users, 250), sleep(100).then(fault)]);
    await vi.waitFor(async () => expect((await measureLag(database)).events).toBe(0), { timeout: 60_000, interval: 50 });
    const reader = await topicReader(brokers, ["task-events", "task-updates"]);
    let repeated = 0;
    for (const user of users) {
      for (const topic of ["task-events", "task-updates"]) {
        const deadline = performance.now() + 30_000;
        const sequences = () => reader.recordsOf(topic, user).map((record) => Number(record.headers.ce_sequence));
        while (new Set(sequences()).size < 250 && performance.now() < deadline) await sleep(50);
        expect([...new Set(sequences())]).toEqual(Array.from({ length: 250 }, (_, n) => n + 1));
        repeated += sequences().length - 250;
      }
    }
    await reader.close();
    return repeated;
  }

  it("leaves a connection that nobody answers on any more, within one request's timeout; nothing is lost, first occurrences in order", async () => {
    const began = performance.now();
    await survive(async () => proxy.blackHole());
    expect(performance.now() - began).toBeLessThan(20_000);
  });

  it("sends again after every reset", async () => {
    await survive(async () => {
      for (let n = 0; n < 20; n++) {
        proxy.reset();
        await sleep(60);
      }
    });
  });

  it("repeats what was stored but not acknowledged, and loses nothing", async () => {
    const repeated = await survive(async () => {
      proxy.swallowAnswers();
      await sleep(2_500);
      proxy.heal();
    });
    expect(repeated).toBeGreaterThan(0);
  });

  it("goes on when the broker was killed and is back", async () => {
    await survive(async () => {
      broker?.kill();
      await sleep(500);
      await broker?.restart();
    });
  });
});

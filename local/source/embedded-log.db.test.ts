import { randomUUID } from "node:crypto";
import { openLogPublisher } from "@todo/relay/log-publisher.ts";
import { startRelay } from "@todo/relay/relay.ts";
import { append, appendMany } from "@todo/relay/testing/journal.ts";
import { listen } from "@todo/shared/database/listen.ts";
import { openWriter } from "@todo/shared/database/transact.ts";
import { JOURNAL_CHANNEL, openWakeUp } from "@todo/shared/database/wake-up.ts";
import { pino } from "pino";
import { afterAll, expect, it } from "vitest";
import { testDatabase } from "../testing/database.ts";
import { openEmbeddedLog } from "./embedded-log.ts";
import { sourcesOf } from "./manifests.ts";
import { startSource } from "./source.ts";
import { httpSink } from "./testing/http-sink.ts";
import { manifest } from "./testing/manifest.ts";

const log = pino({ level: process.env.LOG_LEVEL ?? "warn" });
const db = await testDatabase();
const chat = db.as("todo_chat");
const writer = openWriter(chat, openWakeUp(chat));
const relayDatabase = db.as("todo_relay", 3);
const relay = startRelay({
  database: relayDatabase,
  publisher: openLogPublisher(relayDatabase),
  log,
  holder: "test",
  failed: (error) => {
    throw error;
  },
});
const listener = listen({
  url: db.url,
  role: "todo_relay",
  channel: JOURNAL_CHANNEL,
  notified: relay.wake,
  listening: relay.wake,
  lost: () => {},
});
const sink = await httpSink();
const [source] = sourcesOf([manifest({ topics: ["task-events"] })]);
const access = openEmbeddedLog(db.url, log);
const running = startSource({ source: source!, service: sink.url, ...access, log });
access.onWake(running.wake);

afterAll(async () => {
  await relay.stop();
  await listener.close();
  await running.stop(1_000);
  await access.close();
  await sink.close();
});

it("delivers within milliseconds of the commit", async () => {
  await append(writer, randomUUID());
  await sink.until(1);
  const user = randomUUID();
  const latencies: number[] = [];
  for (let n = 0; n < 100; n++) {
    const count = sink.deliveries.length;
    await append(writer, user);
    const committed = performance.now();
    const arrived = (await sink.until(count + 1)).at(-1)!.at;
    latencies.push(arrived - committed);
  }
  latencies.sort((a, b) => a - b);
  expect(latencies[50]).toBeLessThan(50);
});

it("delivers each user's events in order from the journal to the log, under 32 writers", async () => {
  const users = Array.from({ length: 4 }, () => randomUUID());
  const before = sink.deliveries.length;
  await appendMany([writer, db.writer("todo_chat"), db.writer("todo_recurrence")], users, 250);
  await sink.until(before + 1000);
  for (const user of users) {
    const { rows } = await db.admin.query(
      `select (headers->>'ce_sequence')::int as sequence from local.log where topic = 'task-events' and key = $1 order by "offset"`,
      [user],
    );
    expect(rows.map((row) => row.sequence)).toEqual(Array.from({ length: 250 }, (_, index) => index + 1));
  }
});

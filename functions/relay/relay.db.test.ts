import { randomUUID } from "node:crypto";
import { openWriter } from "@todo/shared/database/transact.ts";
import { openWakeUp } from "@todo/shared/database/wake-up.ts";
import { pino } from "pino";
import { afterEach, expect, it, vi } from "vitest";
import { testDatabase } from "../../local/testing/database.ts";
import { metricOf } from "../../local/testing/metric.ts";
import { measureLag } from "./lag.ts";
import type { Publisher } from "./publisher.ts";
import { type Relay, type RelayOptions, startRelay, TIMINGS } from "./relay.ts";
import { append, appendMany, draft } from "./testing/journal.ts";
import { firstSequences, recordingPublisher } from "./testing/recording-publisher.ts";
import { wokenBy } from "./testing/woken.ts";

const db = await testDatabase();
const chat = db.as("todo_chat");
const writers = [openWriter(chat, openWakeUp(chat)), db.writer("todo_chat"), db.writer("todo_recurrence")];
const relayDatabase = db.as("todo_relay", 4);
const silent = pino({ level: "silent" });
const running: Relay[] = [];

function relayOf(publisher: Publisher, options: Partial<RelayOptions> = {}): Relay {
  const failed = (error: Error) => {
    throw error;
  };
  const relay = startRelay({ database: relayDatabase, publisher, log: silent, holder: "test", failed, ...options });
  running.push(relay);
  return relay;
}

const untilEmpty = () =>
  vi.waitFor(async () => expect((await measureLag(relayDatabase)).events).toBe(0), { timeout: 30_000, interval: 20 });
const oneTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

afterEach(async () => {
  await Promise.all(running.splice(0).map((relay) => relay.stop()));
});

it("DATA-2 publishes each user's events in order while 32 writers write, every one exactly once", async () => {
  const users = [randomUUID(), randomUUID(), randomUUID()];
  const publisher = recordingPublisher(relayDatabase);
  const relay = relayOf(publisher, { batch: 7 });
  const listener = wokenBy(db.url, relay);
  await appendMany(writers, users, 150);
  await untilEmpty();
  await listener.close();
  const all = publisher.batches.flat();
  expect(all.length).toBe(450);
  for (const user of users) expect(firstSequences(all, user)).toEqual(oneTo(150));
});

it("sends the same batch again after a failure, alone, until it is taken", async () => {
  const user = randomUUID();
  const publisher = recordingPublisher(relayDatabase);
  let failures = 4;
  publisher.before(async () => {
    if (failures-- > 0) throw new Error("the broker does not answer");
    await append(writers[1]!, user).catch(() => {});
    publisher.before(async () => {});
  });
  await append(writers[0]!, user, [draft(), draft()]);
  relayOf(publisher, { timings: { ...TIMINGS, pollMinMs: 5, pollMaxMs: 20 } });
  await vi.waitFor(() => expect(publisher.batches.length).toBe(6), { timeout: 10_000 });
  await untilEmpty();
  const sequences = publisher.batches.map((batch) => batch.map((event) => event.sequence));
  expect(sequences).toEqual([[1, 2], [1, 2], [1, 2], [1, 2], [1, 2], [3]]);
});

it("takes up a backlog in order when it starts", async () => {
  const users = [randomUUID(), randomUUID()];
  await appendMany(writers, users, 100);
  const publisher = recordingPublisher(relayDatabase);
  relayOf(publisher);
  await untilEmpty();
  for (const user of users) expect(firstSequences(publisher.batches.flat(), user)).toEqual(oneTo(100));
  expect(publisher.batches[0]!.length).toBe(200);
});

it("marks what can never be published and lets nobody wait for it", async () => {
  const user = randomUUID();
  const { rows } = await db.admin.query("select count(*)::int as count from events.handled");
  const publisher: Publisher = {
    publish: (events, { advance }) =>
      advance(
        (text, values) => relayDatabase.query(text, values),
        events.filter((event) => event.sequence === 2).map((event) => ({ eventId: event.id, reason: "too large" })),
      ),
    close: async () => {},
  };
  const ids = await append(writers[0]!, user, [draft(), draft(), draft()]);
  relayOf(publisher);
  await untilEmpty();
  const marks = await db.admin.query("select consumer, event_id, outcome, reason from events.handled");
  expect(marks.rows.length).toBe(rows[0].count + 1);
  expect(marks.rows).toContainEqual({ consumer: "relay", event_id: ids[1], outcome: "refused", reason: "too large" });
  expect(await metricOf("todo_relay_refused_total")).toBe(1);
});

it("waits for a transaction that is still writing, and publishes at once when it has ended", async () => {
  const user = randomUUID();
  const other = randomUUID();
  const publisher = recordingPublisher(relayDatabase);
  relayOf(publisher).wake();
  const slow = await db.as("todo_chat", 1).connect();
  await slow.query("begin");
  await slow.query("select pg_current_xact_id()"); // a writer that is older than the event, of whatever table
  await append(writers[0]!, user);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(publisher.batches.flat()).toEqual([]);
  await append(writers[0]!, other);
  await slow.query("commit");
  const committed = performance.now();
  await vi.waitFor(() => expect(publisher.batches.flat().length).toBe(2), { interval: 2 });
  expect(performance.now() - committed).toBeLessThan(260);
  slow.release();
});

it("gives the lease to one of two relays, and to the other when the first stops", async () => {
  const user = randomUUID();
  const [one, two] = [recordingPublisher(relayDatabase), recordingPublisher(relayDatabase)];
  const first = relayOf(one, { holder: "first" });
  await append(writers[0]!, user);
  await untilEmpty();
  relayOf(two, { holder: "second", timings: { ...TIMINGS, standbyMs: 20 } });
  await append(writers[0]!, user);
  await untilEmpty();
  expect([one.batches.flat().length, two.batches.flat().length]).toEqual([2, 0]);
  await first.stop();
  await append(writers[0]!, user);
  await untilEmpty();
  expect([one.batches.flat().length, two.batches.flat().length]).toEqual([2, 1]);
});

it("fences a leader that slept through its lease: what it sends late moves no cursor", async () => {
  const user = randomUUID();
  const timings = { ...TIMINGS, leaseMs: 300, renewBelowMs: 200, sendNeedsMs: 100, standbyMs: 20 };
  const sleepy = recordingPublisher(relayDatabase);
  let wakeUp = () => {};
  sleepy.before(() => new Promise<void>((resolve) => (wakeUp = resolve)));
  relayOf(sleepy, { holder: "sleepy", timings });
  await append(writers[0]!, user, [draft(), draft()]);
  await vi.waitFor(() => expect(sleepy.batches.length).toBe(1), { timeout: 5_000 });

  const heir = recordingPublisher(relayDatabase);
  relayOf(heir, { holder: "heir", timings });
  await vi.waitFor(() => expect(heir.batches.flat().length).toBe(2), { timeout: 5_000 });
  await append(writers[0]!, user);
  await untilEmpty();
  const cursor = "select xid::text, id::int, holder from events.cursor";
  const { rows: before } = await db.admin.query(cursor);
  sleepy.before(async () => {});
  wakeUp();
  await append(writers[0]!, user);
  await untilEmpty();
  const { rows: after } = await db.admin.query(cursor);
  expect(before[0].holder).toBe("heir");
  expect(after[0].holder).toBe("heir");
  expect(after[0].id).toBeGreaterThan(before[0].id);
  expect(firstSequences(heir.batches.flat(), user)).toEqual([1, 2, 3, 4]);
  expect(sleepy.batches.length).toBe(1);
});

it("goes on at once when its connections to the database were cut, and publishes nothing twice whose commit had been answered by silence", async () => {
  const user = randomUUID();
  const publisher = recordingPublisher(relayDatabase);
  relayOf(publisher, { timings: { ...TIMINGS, pollMinMs: 20, pollMaxMs: 50 } });
  await append(writers[0]!, user);
  await untilEmpty();
  let answered = true;
  const silentCommit: Publisher = {
    async publish(events, fence) {
      await publisher.publish(events, fence);
      if (answered) return;
      answered = true;
      throw new Error("Connection terminated unexpectedly");
    },
    close: async () => {},
  };
  const cut =
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'todo_relay'";
  await db.admin.query(cut);
  await append(writers[0]!, user);
  const began = performance.now();
  await untilEmpty();
  expect(performance.now() - began).toBeLessThan(5_000);
  await running.pop()?.stop();

  answered = false;
  relayOf(silentCommit, { timings: { ...TIMINGS, pollMinMs: 20, pollMaxMs: 50 } });
  await append(writers[0]!, user);
  await vi.waitFor(() => expect(answered).toBe(true));
  await append(writers[0]!, user);
  await untilEmpty();
  expect(publisher.batches.flat().map((event) => event.sequence)).toEqual([1, 2, 3, 4]);
});

it("takes the lease over at once from a dead relay of its own name, but only when it starts", async () => {
  const user = randomUUID();
  const dead = recordingPublisher(relayDatabase);
  dead.before(() => new Promise(() => {}));
  startRelay({ database: relayDatabase, publisher: dead, log: silent, holder: "same name", failed: () => {} }); // never ends
  await append(writers[0]!, user);
  await vi.waitFor(() => expect(dead.batches.length).toBe(1), { timeout: 5_000 });
  const [heir, other] = [recordingPublisher(relayDatabase), recordingPublisher(relayDatabase)];
  relayOf(heir, { holder: "same name", isHeir: true });
  await vi.waitFor(() => expect(heir.batches.flat().length).toBe(1), { timeout: 5_000 });
  relayOf(other, { holder: "another name", isHeir: true, timings: { ...TIMINGS, standbyMs: 10 } });
  await append(writers[0]!, user);
  await untilEmpty();
  expect([heir.batches.flat().length, other.batches.length]).toEqual([2, 0]);
});

it("tells how far behind it is", async () => {
  expect(await measureLag(relayDatabase)).toEqual({ events: 0, seconds: 0 });
  const user = randomUUID();
  await append(writers[0]!, user, [draft(), draft()]);
  const behind = await measureLag(relayDatabase);
  expect(behind.events).toBe(2);
  expect(behind.seconds).toBeGreaterThan(0);
  relayOf(recordingPublisher(relayDatabase));
  await untilEmpty();
});

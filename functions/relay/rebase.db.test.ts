import { randomUUID } from "node:crypto";
import { pino } from "pino";
import { expect, it, vi } from "vitest";
import { testDatabase } from "../../local/testing/database.ts";
import { measureLag } from "./lag.ts";
import { acquireLease, RestoredElsewhere } from "./lease.ts";
import { rebase } from "./rebase.ts";
import { startRelay } from "./relay.ts";
import { append, appendMany, draft } from "./testing/journal.ts";
import { firstSequences, recordingPublisher } from "./testing/recording-publisher.ts";

const db = await testDatabase();
const writer = db.writer("todo_chat");
const database = db.as("todo_relay", 3);
const silent = pino({ level: "silent" });
const users = [randomUUID(), randomUUID()];
const oneTo = (count: number, from = 1) => Array.from({ length: count }, (_, index) => index + from);

/** Publishes whatever there is; resolves to what came. */
async function publishAll() {
  const publisher = recordingPublisher(database);
  const failed = vi.fn();
  const relay = startRelay({ database, publisher, log: silent, holder: "test", failed });
  await vi.waitFor(async () => expect(failed.mock.calls.length || (await measureLag(database)).events === 0).toBeTruthy(), {
    timeout: 10_000,
  });
  await relay.stop();
  if (failed.mock.calls[0]) throw failed.mock.calls[0][0];
  return publisher.batches.flat();
}

it("after a restore into another cluster the relay refuses, and a rebase lets it go on: nothing lost, order kept, numbers told apart", async () => {
  await appendMany([writer], users, 20, 8);
  await publishAll();
  await appendMany([writer], users, 15, 8);
  // What a dump brings along: transactions far above those that the new cluster has given out, and a foreign identifier.
  await db.admin.query("update events.journal set xid = (xid::text::bigint + 1000000000)::text::xid8");
  await db.admin.query("update events.cursor set xid = (xid::text::bigint + 1000000000)::text::xid8, system_identifier = '1'");
  // Somebody writes before the rebase: these rows sort below all others.
  for (const user of users) await append(writer, user, [draft(), draft()]);

  await expect(acquireLease({ database, holder: "test", leaseMs: 30_000 })).rejects.toBeInstanceOf(RestoredElsewhere);
  await expect(publishAll()).rejects.toThrow("npm run relay:rebase");

  expect(await rebase({ url: db.url, fromStart: false })).toEqual({ generation: 2, unpublished: 34 });
  for (const user of users) await append(writer, user);
  const published = await publishAll();
  for (const user of users) expect(firstSequences(published, user)).toEqual(oneTo(18, 21));
  expect(published.length).toBe(36);
  expect([...new Set(published.map((event) => event.generation))]).toEqual([1, 2]);
  expect(published.filter((event) => event.generation === 2).map((event) => event.sequence)).toEqual([38, 38]);
});

it("publishes everything again when asked to, in each user's order", async () => {
  expect(await rebase({ url: db.url, fromStart: true })).toMatchObject({ generation: 3, unpublished: 76 });
  const published = await publishAll();
  for (const user of users) expect(firstSequences(published, user)).toEqual(oneTo(38));
});

it("refuses while a relay holds the lease", async () => {
  const lease = await acquireLease({ database, holder: "busy one", leaseMs: 30_000 });
  await expect(rebase({ url: db.url, fromStart: false })).rejects.toThrow("busy one");
  await lease?.release();
});

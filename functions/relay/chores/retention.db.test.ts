import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { testDatabase } from "../../../local/testing/database.ts";
import { metricOf } from "../../../local/testing/metric.ts";
import { fakeLeader, samplePublished } from "../testing/fake-leader.ts";
import { append, draft } from "../testing/journal.ts";
import { RETENTION, retentionChore } from "./retention.ts";

const db = await testDatabase();
const writer = db.writer("todo_chat");
const relay = db.as("todo_relay", 2);
const DAY = 24 * 60;

const left = async (table: string) => (await db.admin.query(`select event_id from events.${table}`)).rows.map((row) => row.event_id);

it("deletes old published events with their marks in bounded batches, and nothing else", async () => {
  const old = await append(
    writer,
    randomUUID(),
    Array.from({ length: 25 }, () => draft()),
  );
  await db.admin.query("update events.journal set time = time - interval '31 days'");
  await samplePublished(db.admin, 31 * DAY);
  const young = await append(writer, randomUUID());
  await samplePublished(db.admin, 10 * DAY);
  const lately = await append(writer, randomUUID()); // an old event that an outage held back: still to be delivered
  await db.admin.query("update events.journal set time = time - interval '40 days' where event_id = $1", [lately[0]]);
  await samplePublished(db.admin, 1);
  await db.admin.query("insert into events.handled (consumer, event_id, outcome) select 'audit', event_id, 'done' from events.journal");
  await db.admin.query("insert into events.republished (consumer, event_id) select 'recurrence', event_id from events.journal");
  await db.admin.query("insert into events.samples (at, xid, id) select clock_timestamp() - interval '40 days', '1', 1");

  const chore = retentionChore(relay, { ...RETENTION, batch: 10 });
  const leader = fakeLeader();
  expect(await chore.run(leader)).toBeLessThan(1_000);
  expect((await left("journal")).length).toBe(old.length - 10 + 2);
  for (let run = 0; run < 3; run++) await chore.run(leader);
  expect(await chore.run(leader)).toBe(RETENTION.everyMs);
  expect(await metricOf("todo_journal_deleted_total")).toBe(old.length);
  for (const table of ["journal", "handled", "republished"]) expect((await left(table)).sort()).toEqual([...young, ...lately].sort());
  const { rows } = await db.admin.query("select count(*)::int as samples from events.samples where at < now() - interval '32 days'");
  expect(rows).toEqual([{ samples: 0 }]);
});

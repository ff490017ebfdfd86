import { randomUUID } from "node:crypto";
import { pino } from "pino";
import { beforeEach, describe, expect, it } from "vitest";
import { testDatabase } from "../../../local/testing/database.ts";
import { metricOf } from "../../../local/testing/metric.ts";
import { replayDeadLetters } from "../dead-letters.ts";
import { fakeLeader, journalEnd, samplePublished } from "../testing/fake-leader.ts";
import { append, draft } from "../testing/journal.ts";
import { RECONCILE, reconcileChore } from "./reconcile.ts";

const db = await testDatabase();
const writer = db.writer("todo_chat");
const relay = db.as("todo_relay", 2);
const silent = pino({ level: "silent" });
const eager = { ...RECONCILE, everyMs: 0, stepMs: 0 };

/** Appends events that were published some minutes ago; their ids. */
async function published(minutesAgo: number, consumers: string[], count = 1): Promise<string[]> {
  const drafts = Array.from({ length: count }, () => draft({ consumers }));
  const ids = await append(writer, randomUUID(), drafts);
  await samplePublished(db.admin, minutesAgo);
  return ids;
}

const mark = (consumer: string, ids: string[], outcome = "done") =>
  db.admin.query("insert into events.handled (consumer, event_id, outcome) select $1, unnest($2::uuid[]), $3", [consumer, ids, outcome]);

async function fileInAudit(ids: string[]): Promise<void> {
  await db.admin.query(
    `insert into audit.entries (user_id, sequence, generation, event_id, type, source, subject, time, link, causation_id, correlation_id, data_hash)
     select user_id, sequence, generation, event_id, type, source, subject, time, link, causation_id, correlation_id, '\\x00'
     from events.journal where event_id = any ($1)`,
    [ids],
  );
}

/** Runs a whole pass; the ids that were published again. */
async function reconcile(settings = eager, runs = 3): Promise<string[]> {
  const leader = fakeLeader();
  leader.at(await journalEnd(db.admin));
  const chore = reconcileChore(relay, silent, settings);
  for (let run = 0; run < runs; run++) await chore.run(leader);
  return leader.published.map((event) => event.id);
}

beforeEach(async () => {
  for (const table of ["journal", "samples", "handled", "republished", "reconciled"]) await db.admin.query(`delete from events.${table}`);
});

describe("the reconciler", () => {
  it("EVT-2 publishes again, byte for byte, what a consumer has not marked although something much newer is", async () => {
    const data = JSON.stringify({ title: "“häß” \\ 😀" });
    const [lost] = await append(writer, randomUUID(), [draft({ consumers: ["recurrence"], data })]);
    await samplePublished(db.admin, 60);
    await mark("recurrence", await published(30, ["recurrence"]));
    await fileInAudit([lost!]);
    const leader = fakeLeader();
    leader.at(await journalEnd(db.admin));
    const chore = reconcileChore(relay, silent, eager);
    for (let run = 0; run < 3; run++) await chore.run(leader);
    const again = leader.published.filter((event) => event.id === lost);
    expect(again).toMatchObject([{ dataText: data, sequence: 1, type: "todo.task.created.v1" }]);
  });

  it("does so once an hour, and notes it", async () => {
    const lost = await published(60, ["notification"], 3);
    await mark("notification", await published(30, ["notification"]));
    await fileInAudit(lost);
    expect((await reconcile()).filter((id) => lost.includes(id)).sort()).toEqual([...lost].sort());
    expect((await reconcile()).filter((id) => lost.includes(id))).toEqual([]);
    await db.admin.query("update events.republished set at = at - interval '61 minutes'");
    expect((await reconcile()).filter((id) => lost.includes(id)).sort()).toEqual([...lost].sort());
  });

  it("takes an entry of the audit for its mark", async () => {
    const [filed] = await published(60, ["audit"]);
    const [lost] = await published(59, ["audit"]);
    const newer = await published(30, ["audit"]);
    await fileInAudit([filed!, ...newer]);
    const before = await metricOf("todo_reconciled_total", { consumer: "audit" });
    expect(await reconcile()).toEqual([lost]);
    expect(await metricOf("todo_reconciled_total", { consumer: "audit" })).toBe(before + 1);
  });

  it("leaves alone what was refused by the consumer or could never be sent", async () => {
    const [refused, unsendable] = await published(60, ["recurrence"], 2);
    await mark("recurrence", [refused!], "refused");
    await mark("relay", [unsendable!], "refused");
    const newer = await published(30, ["recurrence"]);
    await mark("recurrence", newer);
    await fileInAudit([refused!, ...newer]);
    expect(await reconcile()).toEqual([]);
  });

  it("takes a backlog for what it is: the oldest event is a probe, the others wait", async () => {
    const before = await published(120, ["recurrence"]);
    await mark("recurrence", before);
    const backlog = await published(60, ["recurrence"], 5);
    await fileInAudit([...before, ...backlog]);
    expect(await reconcile()).toEqual([backlog[0]]);
    expect(await reconcile()).toEqual([]);
  });

  it("leaves what was published within the last minutes to the ladder of retries", async () => {
    const older = await published(60, ["recurrence"]);
    await mark("recurrence", older);
    const fresh = await published(5, ["recurrence"]);
    await fileInAudit([...older, ...fresh]);
    expect(await reconcile()).toEqual([]);
  });

  it("publishes what was lost before a quiet evening, once the newest mark has been the newest for long enough", async () => {
    const lost = await published(60, ["recurrence"], 2);
    const newest = await published(59.9, ["recurrence"]);
    await mark("recurrence", newest);
    await fileInAudit([...lost, ...newest]);
    expect(await reconcile()).toEqual([lost[0]]); // the probe
    const patient = { ...eager, graceMs: 0 };
    expect(await reconcile(patient)).toEqual([lost[1]]);
  });

  it("moves its place over what is marked, and stays before the first that is not", async () => {
    const marked = await published(60, ["recurrence"], 3);
    await mark("recurrence", marked);
    const lost = await published(50, ["recurrence"]);
    const newest = await published(20.5, ["recurrence"]);
    await mark("recurrence", newest);
    await reconcile();
    const place =
      "select j.event_id from events.journal as j join events.reconciled as r on r.consumer = 'recurrence' and (r.xid, r.id) = (j.xid, j.id)";
    expect((await db.admin.query(place)).rows).toEqual([{ event_id: marked[2] }]);
    await mark("recurrence", lost);
    await reconcile();
    expect((await db.admin.query(place)).rows).toEqual([{ event_id: newest[0] }]);
  });

  it("goes in bounded steps", async () => {
    const lost = await published(60, ["notification"], 30);
    const newest = await published(30, ["notification"]);
    await mark("notification", newest);
    await fileInAudit([...lost, ...newest]);
    const small = { ...eager, page: 7, atMost: 5 };
    expect(await reconcile(small, 1)).toEqual(lost.slice(0, 5));
    expect((await reconcile(small, 20)).sort()).toEqual(lost.slice(5).sort());
  });

  it("EVT-2 looks again at what a person had replayed", async () => {
    const [refused] = await published(60, ["recurrence"]);
    const newest = await published(30, ["recurrence"]);
    await mark("recurrence", newest);
    await mark("recurrence", [refused!], "refused");
    await fileInAudit([refused!, ...newest]);
    expect(await reconcile()).toEqual([]);
    expect(await replayDeadLetters(relay, [refused!])).toEqual([{ consumer: "recurrence", eventId: refused }]);
    await db.admin.query("update events.republished set at = clock_timestamp() - interval '2 hours'"); // the relay did it, and it got lost
    expect(await reconcile()).toEqual([refused]);
  });
});

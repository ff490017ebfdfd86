import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { HistoryPage, Verification } from "@todo/shared/contracts/types.ts";
import type { CloudEvent } from "@todo/shared/events/envelope.ts";
import { record, salt } from "@todo/shared/events/journal.ts";
import { HttpError } from "@todo/shared/host/problem.ts";
import { routing } from "@todo/shared/host/routes.ts";
import { requesting } from "@todo/shared/host/testing/requesting.ts";
import { openLog } from "@todo/shared/log.ts";
import { describe, expect, it } from "vitest";
import { testDatabase } from "../../local/testing/database.ts";
import { deliveryOf, publishedEvents } from "../../local/testing/published.ts";
import { openFiling } from "./filing.ts";
import { auditRoutes } from "./routes.ts";
import { verify } from "./verify.ts";

const db = await testDatabase();
const writer = db.writer("todo_chat");
const database = db.as("todo_audit");
const log = openLog("audit-test");
log.level = "silent";

// The token is the user's id: who signs tokens is tested with the host.
const authenticate = async (token: string) => {
  if (!/^[0-9a-f-]{36}$/.test(token)) throw new HttpError(401, "token-invalid", "The token is not valid here.");
  return { userId: token, issuer: "test", subject: token, email: null, expiresAt: 4e9 };
};
const request = requesting(routing(auditRoutes({ database, authenticate, log }), log));

const cause = () => ({ source: "/todo/chat", correlationId: randomUUID(), causationId: null, traceparent: null });
const reminder = (userId: string, taskId: string, title: string) => ({
  taskId,
  userId,
  title,
  due: null,
  reminder: { id: randomUUID(), offset: null, at: "2026-12-01T09:00:00", instant: "2026-12-01T08:00:00.000Z" },
  at: "2026-11-23T09:00:00.000Z",
  salt: salt(),
});
const erasure = (userId: string) => ({
  userId,
  actor: { kind: "user", id: userId },
  reason: "erasure",
  at: "2026-11-23T09:00:00.000Z",
  salt: salt(),
});

/** Appends events to a user's stream through the door to writing, and returns them as they are published. */
async function append(userId: string, count: number, { taskId = randomUUID(), erase = false } = {}): Promise<CloudEvent[]> {
  const ids = await writer.transact([userId], async (tx) => {
    await tx.ready;
    const made: string[] = [];
    for (let n = 0; n < count; n++)
      made.push(record(tx, userId, "reminder.scheduled", taskId, reminder(userId, taskId, `häß→😀 ${n}`), cause()));
    if (erase) made.push(record(tx, userId, "user.erased", userId, erasure(userId), cause()));
    return made;
  });
  return publishedEvents(db.admin, "event_id = any ($1)", [ids]);
}

const deliver = async (event: CloudEvent) => (await request("/", deliveryOf(event))).status;
const deliverAll = (events: CloudEvent[]) => Promise.all(events.map(deliver));
const get = (path: string, token: string) => request(path, { headers: { authorization: `Bearer ${token}` } });
const verification = async (userId: string): Promise<Verification> => (await get("/verify", userId)).json();
const kinds = async (userId: string) => (await verify(database, userId, 0)).faults.map(({ sequence, kind }) => `${sequence} ${kind}`);
const payloads = async (userId: string) =>
  (
    await db.admin.query(
      "select sequence::int as n from audit.entries join audit.payloads using (event_id) where user_id = $1 order by sequence",
      [userId],
    )
  ).rows.map(({ n }) => n);

/** As somebody who has the whole database in hand: the superuser, with the triggers switched off. */
async function tamper(sql: string, values: unknown[]): Promise<void> {
  const client = await db.admin.connect();
  try {
    await client.query("set session_replication_role = replica");
    const { rowCount } = await client.query(sql, values);
    expect(rowCount).toBeGreaterThan(0);
  } finally {
    await client.query("set session_replication_role = origin");
    client.release();
  }
}

describe("filing", () => {
  it("AUD-1 files what arrives in any order, and twice, once", async () => {
    const user = randomUUID();
    const events = await append(user, 40);
    const shuffled = [...events, ...events].sort(() => Math.random() - 0.5);
    expect(new Set(await deliverAll(shuffled))).toEqual(new Set([204]));
    expect(await payloads(user)).toEqual(events.map(({ sequence }) => sequence));
    expect(await verification(user)).toEqual({ userId: user, intact: true, entries: 40, head: 40, faults: [] });
  });

  it("AUD-1 keeps the exact bytes", async () => {
    const user = randomUUID();
    const [event] = await append(user, 1);
    await deliver(event!);
    const { rows } = await db.admin.query(
      "select p.data, n.data_hash = sha256(convert_to(p.data, 'UTF8')) as same from audit.payloads p join audit.entries n using (event_id) where user_id = $1",
      [user],
    );
    expect(rows).toEqual([{ data: event!.dataText, same: true }]);
  });

  it("files the others of a batch when one cannot be filed", async () => {
    const user = randomUUID();
    const filing = openFiling(database);
    const events = await append(user, 6);
    const broken = { ...events[2]!, time: "never" };
    const outcomes = await Promise.allSettled(events.map((event) => filing.file(event.id === broken.id ? broken : event)));
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled", "fulfilled", "fulfilled"]);
    expect(await kinds(user)).toEqual(["3 missing"]);
  });

  it("does not deadlock when batches share events in different orders", async () => {
    const [one, two] = [await append(randomUUID(), 60), await append(randomUUID(), 60)];
    const filings = [openFiling(database), openFiling(database), openFiling(database)];
    const all = [...one, ...two];
    await Promise.all(filings.flatMap((filing, n) => (n % 2 ? all.toReversed() : all).map((event) => filing.file(event))));
    expect(await kinds(one[0]!.partitionkey)).toEqual([]);
  });
});

describe("append-only", () => {
  it("AUD-1 no function may change, delete or put in an entry by hand", async () => {
    const events = await append(randomUUID(), 2);
    await deliverAll(events);
    for (const role of ["todo_audit", "todo_chat", "todo_relay", "todo_sync", "todo_notification", "todo_recurrence"]) {
      const as = db.as(role, 1);
      for (const table of ["entries", "payloads", "erased"]) {
        await expect(as.query(`delete from audit.${table}`)).rejects.toMatchObject({ code: "42501" });
        await expect(as.query(`truncate audit.${table}`)).rejects.toMatchObject({ code: "42501" });
        await expect(as.query(`insert into audit.${table} default values`)).rejects.toMatchObject({ code: "42501" });
      }
      await expect(as.query("update audit.entries set type = ''")).rejects.toMatchObject({ code: "42501" });
    }
  });

  it("AUD-1 not even the owner or the superuser may, by accident", async () => {
    const user = randomUUID();
    const [event] = await append(user, 1);
    await deliver(event!);
    for (const sql of [
      "update audit.entries set type = 'x'",
      "delete from audit.entries",
      "truncate audit.entries cascade",
      "update audit.payloads set data = '{}'",
      "truncate audit.payloads",
      `delete from audit.payloads where event_id = '${event!.id}'`,
      "update audit.erased set sequence = 0",
    ]) {
      await expect(db.admin.query(sql), sql).rejects.toMatchObject({ code: "TD010" });
    }
  });

  it("shows the relay which events are there, and nothing of what they say", async () => {
    const relay = db.as("todo_relay", 1);
    const [event] = await append(randomUUID(), 1);
    await deliver(event!);
    const { rows } = await relay.query("select event_id from audit.entries where event_id = $1", [event!.id]);
    expect(rows).toEqual([{ event_id: event!.id }]);
    await expect(relay.query("select subject from audit.entries")).rejects.toMatchObject({ code: "42501" });
    await expect(relay.query("select data from audit.payloads")).rejects.toMatchObject({ code: "42501" });
  });

  it("shows no bytes to a statement that does not name their user", async () => {
    const user = randomUUID();
    await deliverAll(await append(user, 1));
    expect((await database.query("select * from audit.own_entries where user_id = $1", [user])).rows).toEqual([]);
    await expect(database.query("select * from audit.payloads")).rejects.toMatchObject({ code: "42501" });
  });
});

describe("verification", () => {
  it.each([
    ["bytes that were changed", `update audit.payloads set data = '{"title":"nothing"}' where event_id = $1`, ["4 altered"]],
    ["bytes that are gone", "delete from audit.payloads where event_id = $1", ["4 missing"]],
    ["a type that was changed", "update audit.entries set type = 'todo.task.deleted.v1' where event_id = $1", ["4 altered"]],
    ["a link that was changed", "update audit.entries set link = sha256('x') where event_id = $1", ["4 unlinked"]],
    ["an entry that is gone", "delete from audit.entries where event_id = $1", ["4 missing"]],
    ["a number that was changed", "update audit.entries set sequence = 70 where event_id = $1", ["4 missing", "70 unlinked"]],
  ])("AUD-2 finds %s", async (_, sql, faults) => {
    const user = randomUUID();
    const events = await append(user, 7);
    await deliverAll(events);
    await tamper(sql, [events[3]!.id]);
    expect(await kinds(user)).toEqual(faults);
  });

  it("AUD-2 finds a fork and keeps both as evidence", async () => {
    const user = randomUUID();
    const events = await append(user, 5);
    await deliverAll([...events, { ...events[2]!, id: randomUUID() }]);
    const { faults, entries } = await verify(database, user, 0);
    expect(entries).toBe(6);
    expect(faults).toMatchObject([{ sequence: 3, kind: "forked" }]);
  });

  it("AUD-2 finds a cut tail, a cut stream and a stream that was removed", async () => {
    const user = randomUUID();
    const events = await append(user, 5);
    await deliverAll(events.slice(0, 3));
    expect(await kinds(user)).toEqual(["4 missing"]);
    await deliverAll(events);
    await tamper(
      "update events.streams set sequence = 3, link = (select link from events.journal where user_id = $1 and sequence = 3) where user_id = $1",
      [user],
    );
    expect(await kinds(user)).toEqual(["5 unlinked"]);
    await tamper("delete from events.streams where user_id = $1", [user]);
    expect(await kinds(user)).toEqual(["5 unlinked"]);
  });

  it("waits a moment for what is still on its way", async () => {
    const user = randomUUID();
    const events = await append(user, 3);
    await deliverAll(events.slice(1));
    const verifying = verify(database, user, 5_000);
    await deliverAll(events.slice(0, 1));
    expect((await verifying).intact).toBe(true);
  });

  it("reads a history of several portions", async () => {
    const user = randomUUID();
    for (let round = 0; round < 5; round++) await deliverAll(await append(user, 900));
    expect(await verify(database, user, 0)).toMatchObject({ intact: true, entries: 4_500, head: 4_500 });
  });
});

describe("erasure", () => {
  it("AUD-3 takes the bytes at and below it, and the chain still verifies", async () => {
    const user = randomUUID();
    await deliverAll(await append(user, 5, { erase: true }));
    await deliverAll(await append(user, 2));
    expect(await payloads(user)).toEqual([7, 8]);
    expect(await verification(user)).toEqual({ userId: user, intact: true, entries: 8, head: 8, faults: [] });
  });

  it("AUD-3 never takes bytes in again, in whatever order events arrive, and nobody else's go", async () => {
    const [user, other] = [randomUUID(), randomUUID()];
    await deliverAll(await append(other, 3));
    for (let round = 0; round < 5; round++) {
      const events = await append(user, 20, { erase: true });
      expect(new Set(await deliverAll(events.sort(() => Math.random() - 0.5)))).toEqual(new Set([204]));
    }
    expect(await payloads(user)).toEqual([]);
    expect(await kinds(user)).toEqual([]);
    expect(await payloads(other)).toEqual([1, 2, 3]);
  });

  it("AUD-3 and filing wait for each other, whichever was first", async () => {
    const user = randomUUID();
    const [first, second] = await append(user, 2);
    const rowOf = (event: CloudEvent) =>
      JSON.stringify([
        {
          ...{ user_id: user, generation: 1, sequence: event.sequence, event_id: event.id, type: event.type, source: event.source },
          ...{ subject: event.subject, time: event.time, link: event.link, correlation_id: event.correlationid, data: event.dataText },
        },
      ]);
    const erase = "select audit.erase($1, 1, 2, 100) as taken";
    const isWaiting = async () => {
      const { rows } = await db.admin.query("select from pg_locks where locktype = 'advisory' and not granted");
      return rows.length > 0;
    };
    const client = await database.connect();
    await client.query("begin");
    await client.query("select audit.file($1)", [rowOf(first!)]);
    const erasing = database.query<{ taken: number }>(erase, [user]);
    await expect.poll(isWaiting).toBe(true);
    await client.query("commit");
    expect((await erasing).rows).toEqual([{ taken: 1 }]);

    await client.query("begin");
    await client.query(erase, [user]);
    const filing = database.query("select audit.file($1)", [rowOf(second!)]);
    await expect.poll(isWaiting).toBe(true);
    await client.query("commit");
    client.release();
    await filing;
    expect(await payloads(user)).toEqual([]);
  });

  it("AUD-3 does not excuse bytes that are gone when the erasure itself is not in the chain", async () => {
    const user = randomUUID();
    await deliverAll(await append(user, 3));
    await database.query("select audit.erase($1, 1, 3, 100)", [user]);
    expect(await kinds(user)).toEqual(["1 missing"]);
  });
});

describe("over HTTP", () => {
  it("gives a user's history newest first, by task, in pages", async () => {
    const [user, taskId] = [randomUUID(), randomUUID()];
    await deliverAll(await append(user, 5, { taskId }));
    await deliverAll(await append(user, 2));
    const first: HistoryPage = await (await get(`/history?subject=${taskId}&limit=2`, user)).json();
    expect(first.entries.map(({ sequence }) => sequence)).toEqual([5, 4]);
    expect(first.entries[0]).toMatchObject({ type: "todo.reminder.scheduled.v1", subject: taskId, data: { title: "häß→😀 4" } });
    const second: HistoryPage = await (await get(`/history?subject=${taskId}&limit=3&before=${first.next}`, user)).json();
    expect(second.entries.map(({ sequence }) => sequence)).toEqual([3, 2, 1]);
    expect(second.next).toBe(null);
    const all: HistoryPage = await (await get("/history", user)).json();
    expect(all.entries.map(({ sequence }) => sequence)).toEqual([7, 6, 5, 4, 3, 2, 1]);
  });

  it("never shows anything of somebody else", async () => {
    const [user, other, taskId] = [randomUUID(), randomUUID(), randomUUID()];
    await deliverAll(await append(user, 3, { taskId }));
    expect(await (await get(`/history?subject=${taskId}`, other)).json()).toEqual({ entries: [], next: null });
    expect(await verification(other)).toMatchObject({ entries: 0, head: 0, intact: true });
    expect((await (await get("/export", other)).text()).trim().split("\n").length).toBe(1);
  });

  it.each([
    ["/history", "nobody", 401],
    ["/verify", "nobody", 401],
    ["/export", "nobody", 401],
    ["/history?limit=0", randomUUID(), 400],
    ["/history?limit=201", randomUUID(), 400],
    ["/history?before=-1", randomUUID(), 400],
    ["/history?before=1e3", randomUUID(), 400],
  ])("answers %s of %s with %i", async (path, token, status) => {
    expect((await get(path, token)).status).toBe(status);
  });

  it("says which data breaks its contract, and remembers it as refused", async () => {
    const [event] = await append(randomUUID(), 1);
    expect(await deliver({ ...event!, dataText: '{"taskId":1}' })).toBe(422);
    const { rows } = await db.admin.query("select outcome from events.handled where consumer = 'audit' and event_id = $1", [event!.id]);
    expect(rows).toEqual([{ outcome: "refused" }]);
  });
});

describe("the offline verifier", () => {
  const cli = join(import.meta.dirname, "verify.cli.ts");
  const run = async (args: string[], env: Record<string, string> = {}) =>
    promisify(execFile)(process.execPath, [cli, ...args], { env: { PATH: process.env.PATH, ...env } }).then(
      ({ stdout }) => ({ code: 0, stdout }),
      (error: { code: number; stdout: string; stderr: string }) => ({ code: error.code, stdout: error.stdout + error.stderr }),
    );
  const file = (text: string) => {
    const path = join(tmpdir(), `${randomUUID()}.jsonl`);
    writeFileSync(path, text);
    return path;
  };

  it("AUD-2 recomputes an export, and lists what is wrong with it", async () => {
    const user = randomUUID();
    await deliverAll(await append(user, 250));
    const exported = await (await get("/export", user)).text();
    const good = await run([file(exported)]);
    expect(good).toMatchObject({ code: 0 });
    expect(good.stdout).toMatch(/250 entries, head 250:[0-9a-f]{64}, intact/);
    const bad = await run([file(exported.replace("häß→😀 100", "häß→😀 101"))]);
    expect(bad.code).toBe(1);
    expect(bad.stdout).toContain("101 altered");
    const [anchor] = /250:[0-9a-f]{64}/.exec(good.stdout)!;
    expect((await run([file(exported), "--anchor", anchor])).code).toBe(0);
    expect((await run([file(exported), "--anchor", `250:${"0".repeat(64)}`])).code).toBe(1);
  });

  it("AUD-2 says so when it cannot look", async () => {
    expect((await run([file("nonsense\n")])).code).toBe(2);
    expect((await run([file("")])).code).toBe(2);
    expect((await run([])).code).toBe(2);
    expect((await run(["/nowhere/at/all"])).code).toBe(2);
    expect(await run(["--user", "ada"])).toMatchObject({ code: 2, stdout: 'Expected --user <user id>, a UUID, got "ada".\n' });
  });

  it("AUD-2 reads the database as well", async () => {
    const user = randomUUID();
    const events = await append(user, 4);
    await deliverAll(events);
    expect(await run(["--user", user], { DATABASE_URL: db.url })).toMatchObject({ code: 0 });
    await tamper(`update audit.payloads set data = '{}' where event_id = $1`, [events[1]!.id]);
    const all = await run([], { DATABASE_URL: db.url });
    expect(all.code).toBe(1);
    expect(all.stdout).toContain("2 altered");
  });
});

import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../local/testing/database.ts";
import { type JournalDraft, link, openWriter, type Transaction, type Writer } from "./transact.ts";

const db = await testDatabase();
const writer = db.writer("todo_chat");

const draft = (text = "{}"): JournalDraft => ({
  event_id: randomUUID(),
  type: "todo.task.created.v1",
  source: "/todo/test",
  subject: randomUUID(),
  causation_id: null,
  correlation_id: randomUUID(),
  traceparent: null,
  data: text,
  consumers: ["audit"],
});

const append = (userId: string, count = 1) =>
  writer.transact([userId], async (tx: Transaction) => {
    await tx.ready;
    return Array.from({ length: count }, () => tx.append(userId, draft()));
  });

const journal = async (userId: string, database = db) =>
  (
    await database.admin.query(
      "select sequence::int, xid::text, id::int, event_id, type, data, link from events.journal j where user_id = $1 order by j.xid, j.id",
      [userId],
    )
  ).rows;

describe("the door to writing", () => {
  it("DATA-1 numbers a user's events 1, 2, 3 … without a gap, and links each to the one before", async () => {
    const user = randomUUID();
    expect(await append(user, 2)).toEqual([1, 2]);
    expect(await append(user)).toEqual([3]);
    let previous: Buffer = Buffer.alloc(32);
    for (const [index, row] of (await journal(user)).entries()) {
      expect(row.sequence).toBe(index + 1);
      previous = link(previous, row.sequence, row);
      expect(row.link).toEqual(previous);
    }
  });

  /** 32 processes' worth of writers on one user: what went wrong, of 640 writes. */
  async function race(database: TestDatabase): Promise<{ failed: number; outOfOrder: number }> {
    const user = randomUUID();
    const doors = Array.from({ length: 32 }, () => openWriter(database.as("todo_chat", 1)));
    const write = (door: Writer) =>
      door.transact([user], async (tx) => {
        await tx.ready;
        tx.append(user, draft());
      });
    const lanes = await Promise.all(
      doors.map(async (door) => {
        const outcomes = [];
        for (let i = 0; i < 20; i++) outcomes.push(...(await Promise.allSettled([write(door)])));
        return outcomes;
      }),
    );
    const rows = await journal(user, database);
    const outOfOrder = rows.filter((row, index) => row.sequence !== index + 1).length;
    return { failed: lanes.flat().filter((outcome) => outcome.status === "rejected").length, outOfOrder };
  }

  it("DATA-2 keeps a user's order in (xid, id) under 32 concurrent writers", async () => {
    expect(await race(db)).toEqual({ failed: 0, outOfOrder: 0 });
  });

  it("DATA-2 is owed to the lock: without it the same race goes wrong", async () => {
    const lockless = await testDatabase();
    const { rows } = await lockless.admin.query("select pg_get_functiondef('events.lock(uuid[])'::regprocedure) as definition");
    const definition: string = rows[0].definition;
    const without = definition.replace("pg_advisory_xact_lock(k.key)", "k.key");
    expect(without).not.toBe(definition);
    await lockless.admin.query(without);
    const { failed, outOfOrder } = await race(lockless);
    expect(failed + outOfOrder).toBeGreaterThan(0);
  });

  it("rolls everything back when the work throws, and gives the connection back", async () => {
    const user = randomUUID();
    const failing = writer.transact([user], async (tx) => {
      await tx.ready;
      tx.append(user, draft());
      throw new Error("refused");
    });
    await expect(failing).rejects.toThrow("refused");
    expect(await append(user)).toEqual([1]);
  });

  it("reports the statement that failed, not the ones behind it", async () => {
    const user = randomUUID();
    const failing = writer.transact([user], async (tx) => {
      tx.write("select 1 / 0", []);
      tx.write("select 1", []);
      await tx.ready;
      tx.append(user, draft());
    });
    await expect(failing).rejects.toThrow("division by zero");
    expect(await journal(user)).toEqual([]);
  });

  it.each([
    ["a hole", { sequence: 2 }, "TD003"],
    ["a type with a line break", { type: "todo.task\n.created.v1" }, "23514"],
    ["a letter outside ASCII", { subject: "größe" }, "23514"],
    ["more than 256 KB", { data: JSON.stringify("x".repeat(262_200)) }, "23514"],
  ])("the database itself refuses %s", async (_, wrong, code) => {
    const user = randomUUID();
    const row = { ...draft(), generation: 1, sequence: 1, time: new Date().toISOString(), link: "00", ...wrong };
    const raw = db.as("todo_chat");
    const client = await raw.connect();
    await client.query("begin");
    await client.query("select events.lock($1)", [[user]]);
    await expect(client.query("select events.append($1, $2)", [user, JSON.stringify([row])])).rejects.toMatchObject({ code });
    await client.query("rollback");
    client.release();
  });

  it("the database refuses to append for a user whose lock is not held, and a lock that comes after a write", async () => {
    const [mine, other] = [randomUUID(), randomUUID()];
    const row = { ...draft(), generation: 1, sequence: 1, time: new Date().toISOString(), link: "00" };
    const client = await db.as("todo_chat").connect();
    await client.query("begin");
    await client.query("select events.lock($1)", [[mine]]);
    await expect(client.query("select events.append($1, $2)", [other, JSON.stringify([row])])).rejects.toMatchObject({ code: "TD002" });
    await client.query("rollback");
    await client.query("begin");
    await client.query("select pg_current_xact_id()");
    await expect(client.query("select events.lock($1)", [[mine]])).rejects.toMatchObject({ code: "TD001" });
    await client.query("rollback");
    client.release();
  });

  it("nobody may insert into the journal or change it", async () => {
    for (const role of ["todo_chat", "todo_relay", "todo_recurrence", "todo_notification", "todo_audit", "todo_sync"]) {
      const database = db.as(role, 1);
      await expect(database.query("insert into events.journal (type) values ('x')")).rejects.toMatchObject({ code: "42501" });
      await expect(database.query("update events.journal set type = 'x'")).rejects.toMatchObject({ code: "42501" });
    }
  });
});

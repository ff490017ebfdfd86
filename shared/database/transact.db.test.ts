import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { testDatabase } from "../../local/testing/database.ts";
import { type JournalDraft, link, type Transaction } from "./transact.ts";

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

const journal = async (userId: string) =>
  (
    await db.admin.query(
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

  it("DATA-2 keeps each user's order in (xid, id) under 32 concurrent writers of several connections", async () => {
    const users = [randomUUID(), randomUUID()];
    const doors = [writer, db.writer("todo_chat"), db.writer("todo_recurrence")];
    const write = async (n: number) => {
      const user = users[n % 2]!;
      await doors[n % 3]!.transact([user], async (tx) => {
        await tx.ready;
        tx.append(user, draft());
      });
    };
    await Promise.all(
      Array.from({ length: 32 }, async (_, lane) => {
        for (let i = 0; i < 12; i++) await write(lane * 12 + i);
      }),
    );
    for (const user of users) {
      const rows = await journal(user);
      expect(rows.map((row) => row.sequence)).toEqual(rows.map((_, index) => index + 1));
      expect(rows.length).toBe(32 * 6);
    }
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

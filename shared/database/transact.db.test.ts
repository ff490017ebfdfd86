import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../local/testing/database.ts";
import { tcpProxy } from "../../local/testing/tcp-proxy.ts";
import { CommitUnknown, DatabaseUnavailable, openDatabase } from "./pool.ts";
import { type JournalDraft, link, openWriter, type Transaction, type Writer } from "./transact.ts";
import { JOURNAL_CHANNEL, openWakeUp } from "./wake-up.ts";

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

  /** A database whose `events.lock` lacks a part of its own. */
  async function databaseWithout(part: RegExp, instead: string): Promise<TestDatabase> {
    const other = await testDatabase();
    const { rows } = await other.admin.query("select pg_get_functiondef('events.lock(uuid[])'::regprocedure) as definition");
    const definition: string = rows[0].definition;
    expect(definition).toMatch(part);
    await other.admin.query(definition.replace(part, instead));
    return other;
  }

  it("DATA-2 is owed to the lock: without it the same race goes wrong", async () => {
    const { failed, outOfOrder } = await race(await databaseWithout(/pg_advisory_xact_lock\(k\.key\)/, "k.key"));
    expect(failed + outOfOrder).toBeGreaterThan(0);
  });

  it("DATA-2 is owed to the lock's being first: who has begun to write before it is numbered later and published sooner", async () => {
    const other = await databaseWithout(/if pg_current_xact_id_if_assigned\(\) is not null/, "if false");
    const user = randomUUID();
    const early = await other.as("todo_chat", 1).connect();
    await early.query("begin");
    await early.query("select pg_current_xact_id()"); // an idempotency key, say
    await other.writer("todo_chat").transact([user], async (tx) => {
      await tx.ready;
      tx.append(user, draft());
    });
    await early.query("select events.lock($1)", [[user]]);
    const row = { ...draft(), generation: 1, sequence: 2, time: new Date().toISOString(), link: "00" };
    await early.query("select events.append($1, $2)", [user, JSON.stringify([row])]);
    await early.query("commit");
    early.release();
    expect((await journal(user, other)).map(({ sequence }) => sequence)).toEqual([2, 1]);
  });

  it("DATA-1 DATA-3 whoever writes for whom, and whoever is refused: numbers without a gap, links that hold, nothing of the refused", async () => {
    const write = fc.record({
      users: fc.uniqueArray(fc.nat(3), { minLength: 1, maxLength: 3 }),
      events: fc.integer({ min: 0, max: 3 }),
      refused: fc.boolean(),
    });
    const doors = [writer, db.writer("todo_recurrence"), db.writer("todo_notification")];
    await fc.assert(
      fc.asyncProperty(fc.array(write, { minLength: 1, maxLength: 25 }), async (writes) => {
        const users = Array.from({ length: 4 }, () => randomUUID());
        const outcomes = await Promise.allSettled(
          writes.map(({ users: of, events, refused }, n) => {
            const named = of.map((index) => users[index]!);
            return doors[n % doors.length]!.transact(named, async (tx) => {
              await tx.ready;
              for (const user of named) for (let event = 0; event < events; event++) tx.append(user, draft());
              if (refused) throw new Error("refused");
            });
          }),
        );
        expect(outcomes.map(({ status }) => status)).toEqual(writes.map(({ refused }) => (refused ? "rejected" : "fulfilled")));
        for (const [index, user] of users.entries()) {
          const expected = writes
            .filter(({ users: of, refused }) => of.includes(index) && !refused)
            .reduce((sum, { events }) => sum + events, 0);
          const rows = await journal(user);
          expect(rows.map(({ sequence }) => sequence)).toEqual(Array.from({ length: expected }, (_, n) => n + 1));
          let previous: Buffer = Buffer.alloc(32);
          for (const row of rows) {
            previous = link(previous, row.sequence, row);
            expect(row.link).toEqual(previous);
          }
        }
      }),
      { numRuns: 30 },
    );
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

  it("EVT-1 nobody may insert into the journal or change it", async () => {
    for (const role of ["todo_chat", "todo_relay", "todo_recurrence", "todo_notification", "todo_audit", "todo_sync"]) {
      const database = db.as(role, 1);
      await expect(database.query("insert into events.journal (type) values ('x')")).rejects.toMatchObject({ code: "42501" });
      await expect(database.query("update events.journal set type = 'x'")).rejects.toMatchObject({ code: "42501" });
    }
  });
});

describe("when the database fails in the middle", () => {
  const attempts = (fails: (attempt: number, tx: Transaction) => Promise<void>, door: Writer = writer) => {
    const user = randomUUID();
    let count = 0;
    const done = door.transact([user], async (tx) => {
      count += 1;
      await tx.ready;
      await fails(count, tx);
      tx.append(user, draft());
    });
    return { user, done, count: () => count };
  };
  const raise = (code: string) => `do $$ begin raise exception 'as told' using errcode = '${code}'; end $$`;

  it.each(["40001", "40P01"])("runs the work again after %s, and writes it once", async (code) => {
    const { user, done, count } = attempts(async (attempt, tx) => void (attempt < 3 && (await tx.query(raise(code)))));
    await done;
    expect([count(), (await journal(user)).length]).toEqual([3, 1]);
  });

  it("gives up after four attempts, and says that it may be tried later", async () => {
    const { user, done, count } = attempts(async (_, tx) => void (await tx.query(raise("40001"))));
    await expect(done).rejects.toBeInstanceOf(DatabaseUnavailable);
    expect([count(), await journal(user)]).toEqual([4, []]);
  });

  it("does not repeat what time or space has run out for, but says that it may be tried later", async () => {
    const { done, count } = attempts(async (_, tx) => void (await tx.query(raise("53100"))));
    await expect(done).rejects.toBeInstanceOf(DatabaseUnavailable);
    expect(count()).toBe(1);
  });

  it("does not repeat a fault of ours", async () => {
    const { done, count } = attempts(async (_, tx) => void (await tx.query("select nonsense")));
    await expect(done).rejects.toMatchObject({ code: "42703" });
    expect(count()).toBe(1);
  });

  it("runs the work again when its connection is lost before the COMMIT, and writes it once", async () => {
    const { user, done, count } = attempts(async (attempt, tx) => {
      const { rows } = await tx.query<{ pid: number }>("select pg_backend_pid() as pid");
      if (attempt > 1) return;
      await db.admin.query("select pg_terminate_backend($1)", [rows[0]!.pid]);
      await tx.query("select pg_sleep(5)");
    });
    await done;
    expect([count(), (await journal(user)).length]).toEqual([2, 1]);
  });

  it("never repeats a COMMIT whose answer was lost: whoever has the key or the mark finds out", async () => {
    const server = new URL(db.url);
    const proxy = await tcpProxy(0, { host: server.hostname, port: Number(server.port) });
    afterAll(() => proxy.close());
    server.port = String(proxy.port);
    const database = openDatabase({ url: server.href, role: "todo_chat", max: 1 });
    const { user, done, count } = attempts(async () => {
      proxy.swallowAnswers();
      void pause(300).then(() => proxy.reset());
    }, openWriter(database));
    await expect(done).rejects.toBeInstanceOf(CommitUnknown);
    expect([count(), (await journal(user)).length]).toEqual([1, 1]);
    proxy.heal();
    await database.close();
  });

  it.each([true, false])(
    "announces what it has appended, behind COMMIT (when it can: %s) or after it; not what was refused, nor what appended nothing",
    async (canGoBehind) => {
      const seen: string[] = [];
      const user = randomUUID();
      const committing = () => {
        seen.push("behind");
        return canGoBehind;
      };
      const door = openWriter(db.as("todo_chat"), { committing, committed: () => void seen.push("after") });
      await door.transact([user], async (tx) => {
        await tx.ready;
        tx.append(user, draft());
        expect(seen).toEqual([]);
      });
      const once = canGoBehind ? ["behind"] : ["behind", "after"];
      expect(seen).toEqual(once);
      await door.transact([user], (tx) => tx.ready);
      await expect(door.transact([user], () => Promise.reject(new Error("refused")))).rejects.toThrow("refused");
      expect(seen).toEqual(once);
    },
  );

  it("has committed what it announces", async () => {
    const user = randomUUID();
    const database = db.as("todo_chat");
    const announced = Promise.withResolvers<number>();
    const listener = await db.admin.connect();
    listener.on("notification", () => announced.resolve(journal(user).then(({ length }) => length)));
    await listener.query(`listen ${JOURNAL_CHANNEL}`);
    await openWriter(database, openWakeUp(database)).transact([user], async (tx) => {
      await tx.ready;
      tx.append(user, draft());
    });
    expect(await announced.promise).toBe(1);
    await listener.query("unlisten *");
    listener.release();
  });
});

import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import type { Changes, Task } from "@todo/shared/contracts/types.ts";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { testDatabase } from "../../local/testing/database.ts";
import { metricOf } from "../../local/testing/metric.ts";
import { TestClient } from "./testing/client.ts";
import { deliver, happen, ORIGIN, openStage, type Person, put, taskOf } from "./testing/stage.ts";

const db = await testDatabase();
const writer = db.writer("todo_chat");
const stage = await openStage(db);
const [one, two] = [await stage.replica(), await stage.replica()];
const quick = await stage.replica({ pollMs: 100, limits: { pingMs: 100, helloMs: 200, stuckMs: 500, lifetimeMs: 600_000 } });

const clientOf = async (person: Person, port = one.port, options: ConstructorParameters<typeof TestClient>[2] = {}) => {
  const client = new TestClient(port, await stage.token(person), options);
  await client.greeted();
  return client;
};
const changes = async (person: Person, cursor: string | null = null): Promise<Changes> =>
  (
    await fetch(`http://127.0.0.1:${one.port}/changes${cursor ? `?cursor=${cursor}` : ""}`, {
      headers: { authorization: `Bearer ${await stage.token(person)}` },
    })
  ).json();

const isMessage = (() => {
  const folder = join(import.meta.dirname, "../../specs/001-event-driven-todo/contracts");
  const ajv = new Ajv2020({ strict: false });
  (addFormats as unknown as (instance: Ajv2020) => void)(ajv);
  for (const file of readdirSync(folder).filter((name) => name.endsWith("-schema.json")))
    ajv.addSchema(JSON.parse(readFileSync(join(folder, file), "utf8")));
  return ajv.getSchema("https://todo.example/contracts/sync-schema.json#/$defs/changes")!;
})();

/** First in this file, while no other window is open. */
describe("windows", () => {
  it("are counted while they are open, and why they ended", async () => {
    const clients = await Promise.all([1, 2, 3].map(() => clientOf(stage.person())));
    expect(await metricOf("todo_sync_sockets")).toBe(3);
    await clients[0]!.leave();
    await expect.poll(() => metricOf("todo_sync_sockets")).toBe(2);
    // 1005: without a word, as a page does that is left.
    expect(await metricOf("todo_sync_closed_total", { code: "1005" })).toBe(1);
  });
});

describe("changes", () => {
  it("SYN-1 reach a client on another replica than the one that heard of them", async () => {
    const anna = stage.person();
    const clients = [await clientOf(anna, one.port), await clientOf(anna, two.port)];
    const task = taskOf(anna.userId, "pay rent");
    expect(await deliver(db, one.port, await put(writer, task, true))).toBe(204);
    for (const client of clients) {
      await client.until(() => client.tasks.size === 1, 5_000);
      expect(client.tasks.get(task.id)).toEqual(task);
    }
  });

  it("SYN-1 are all seen under 8 writers, across reconnects and replicas", async () => {
    const anna = stage.person();
    const tasks = Array.from({ length: 40 }, (_, n) => taskOf(anna.userId, `task ${n}`));
    for (const task of tasks) await put(writer, task, true);
    const seen = new Set<number>();
    const steady = [await clientOf(anna, one.port), await clientOf(anna, two.port)];
    let isWriting = true;

    const restless = (async () => {
      let cursor: string | null = null;
      const known = new Map<string, Task>();
      for (let round = 0; isWriting; round++) {
        const client: TestClient = await clientOf(anna, [one, two][round % 2]!.port, { cursor });
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 40));
        await client.leave();
        if (client.messages[0]!.type === "reset") known.clear();
        for (const [id, task] of client.tasks) known.set(id, task);
        cursor = client.cursor;
      }
      return { cursor, known };
    })();
    const write = async (lane: number) => {
      for (let n = 0; n < 60; n++) {
        // Each lane has tasks of its own: a version is written by nobody else.
        const task = tasks[lane * 5 + (n % 5)]!;
        task.title = `lane ${lane} write ${n}`;
        task.version += 1;
        const eventId = await put(writer, task, false);
        seen.add(task.sequence);
        if (n % 3 === 0) await deliver(db, [one, two][n % 2]!.port, eventId); // the others are lost
      }
    };
    await Promise.all(Array.from({ length: 8 }, (_, lane) => write(lane)));
    isWriting = false;
    const { cursor, known } = await restless;
    const last = await put(writer, tasks[0]!, false);
    await deliver(db, two.port, last);

    const expected = new Map(tasks.map((task) => [task.id, task]));
    for (const client of steady) {
      await client.until(() => client.cursor === `1.${40 + 480 + 1}`);
      expect(client.tasks).toEqual(expected);
      // A cursor never goes back, and no message repeats or skips what is behind it.
      const cursors = client.messages.map((message) => Number(message.cursor.split(".")[1]));
      expect(cursors).toEqual(cursors.toSorted((a, b) => a - b));
    }
    const returned = await clientOf(anna, one.port, { cursor });
    for (const [id, task] of returned.tasks) known.set(id, task);
    expect(known).toEqual(expected);
    expect(seen.size).toBe(480);
  });

  it("SYN-1 are found by the poll when no hint says so, and one message gathers many", async () => {
    const anna = stage.person();
    const client = await clientOf(anna, quick.port);
    for (let n = 0; n < 5; n++) await put(writer, taskOf(anna.userId, `task ${n}`), true);
    await client.until(() => client.tasks.size === 5, 5_000);
  });

  it("SYN-1 are found after the connection that listens was lost", async () => {
    const anna = stage.person();
    const client = await clientOf(anna);
    const { rowCount } = await db.admin.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'todo_sync listen' and datname = current_database()",
    );
    expect(rowCount).toBe(3);
    await put(writer, taskOf(anna.userId, "unheard"), true);
    await client.until(() => client.tasks.size === 1, 5_000);
    const next = await put(writer, taskOf(anna.userId, "heard again"), true);
    await deliver(db, two.port, next);
    await client.until(() => client.tasks.size === 2, 5_000);
  });

  it("SYN-1 carry tombstones, series, the user and notices in the wire's shapes", async () => {
    const anna = stage.person();
    await put(writer, taskOf(anna.userId, "the first", { status: "completed" }), true);
    const client = await clientOf(anna);
    const due = { date: "2026-12-01", time: "09:00:00", timeZone: "Europe/Berlin", floating: true, at: "2026-12-01T08:00:00.000Z" };
    const task = taskOf(anna.userId, "pay rent", { due, tags: ["home"], deletedAt: "2026-11-23T09:00:00.120Z", deletedBy: "user" });
    const [seriesId, noticeId] = [randomUUID(), randomUUID()];
    const rule = { rrules: ["FREQ=MONTHLY"], exrules: [], exdates: [], start: "2026-12-01T09:00:00", anchor: "due" };
    const template = { title: "pay rent", description: "", priority: "none", tags: [], reminders: [] };
    const preferences = { weekStart: "MO", dateOrder: "dmy", allDayReminderTime: "09:00:00", webhookUrl: null };
    await db.admin.query(
      "insert into notification.notices (id, user_id, task_id, reminder_id, title, due, rings_at, late_ms, sequence, created_at) values ($1, $2, $3, $1, 'pay rent', $4, now(), 12, 4, now())",
      [noticeId, anna.userId, task.id, JSON.stringify(due)],
    );
    const eventId = await put(writer, task, true);
    await writer.transact([anna.userId], async (tx) => {
      await tx.ready;
      const number = () => happen(tx, anna.userId, task.id).sequence;
      tx.write(
        "insert into todo.series (id, user_id, rule, time_zone, floating, template, version, sequence, created_at, updated_at) values ($1, $2, $3, 'Europe/Berlin', true, $4, 1, $5, now(), now())",
        [seriesId, anna.userId, JSON.stringify(rule), JSON.stringify(template), number()],
      );
      tx.write(
        "insert into todo.users (id, issuer, subject, email, time_zone, locale, preferences, version, sequence, created_at, updated_at) values ($1, 'i', $2, null, 'Europe/Berlin', 'de', $3, 1, $4, now(), now())",
        [anna.userId, anna.name, JSON.stringify(preferences), number()],
      );
    });
    await deliver(db, one.port, eventId);
    await client.until(() => client.tasks.size + client.series.size + client.notices.size === 3 && client.user !== null);
    expect(client.tasks.get(task.id)).toEqual(task);
    expect(client.series.get(seriesId)).toMatchObject({ rule, template, endedAt: null });
    expect(client.user).toMatchObject({ id: anna.userId, timeZone: "Europe/Berlin", preferences });
    expect(client.notices.get(noticeId)).toMatchObject({ taskId: task.id, due, lateMs: 12 });
    for (const message of [...client.messages, await changes(anna), await changes(anna, "1.0")]) {
      expect(isMessage(message), JSON.stringify(isMessage.errors)).toBe(true);
    }
  });

  it("DATA-6 of another user never appear, whatever is asked", async () => {
    const [anna, bert] = [stage.person(), stage.person()];
    const [ofAnna, ofBert] = [await clientOf(anna), await clientOf(bert)];
    const events = await Promise.all([
      ...Array.from({ length: 20 }, (_, n) => put(writer, taskOf(anna.userId, `anna ${n}`), true)),
      ...Array.from({ length: 20 }, (_, n) => put(writer, taskOf(bert.userId, `bert ${n}`), true)),
    ]);
    await Promise.all(events.map((eventId, n) => deliver(db, [one, two][n % 2]!.port, eventId)));
    await ofAnna.until(() => ofAnna.tasks.size === 20);
    await ofBert.until(() => ofBert.tasks.size === 20);
    expect(new Set([...ofAnna.tasks.values()].map(({ userId }) => userId))).toEqual(new Set([anna.userId]));
    expect(new Set([...ofBert.tasks.values()].map(({ userId }) => userId))).toEqual(new Set([bert.userId]));
    const nobody = stage.person();
    expect(await changes(nobody, ofAnna.cursor)).toEqual({ type: "reset", cursor: "0.0", tasks: [], series: [], user: null, notices: [] });
  });

  it("the role of sync sees no row without naming the user, and may write nothing", async () => {
    const role = db.as("todo_sync", 1);
    for (const view of ["todo.own_tasks", "todo.own_series", "todo.own_users", "notification.own_notices"])
      expect((await role.query(`select * from ${view}`)).rows, view).toEqual([]);
    for (const table of ["todo.tasks", "todo.users", "events.journal", "notification.notices"]) {
      await expect(role.query(`select * from ${table}`), table).rejects.toMatchObject({ code: "42501" });
      await expect(role.query(`delete from ${table}`), table).rejects.toMatchObject({ code: "42501" });
    }
  });
});

describe("a reset", () => {
  it("SYN-2 answers a cursor that cannot be carried on from with everything that is open", async () => {
    const anna = stage.person();
    const [open, closed, gone] = [
      taskOf(anna.userId, "open"),
      taskOf(anna.userId, "closed", { status: "completed", completedAt: "2026-11-23T09:00:00.000Z" }),
      taskOf(anna.userId, "gone", { deletedAt: "2026-11-23T09:00:00.000Z", deletedBy: "undo" }),
    ];
    for (const task of [open, closed, gone]) await put(writer, task, true);
    for (const cursor of [null, "1.4", "2.3", "0.3", "1.9999999999999999999"]) {
      const client = await clientOf(anna, one.port, { cursor });
      expect([client.messages[0]!.type, client.cursor, [...client.tasks.keys()]]).toEqual(["reset", "1.3", [open.id]]);
    }
    expect(await changes(anna, "1.2")).toMatchObject({ type: "changes", cursor: "1.3", tasks: [{ id: gone.id }] });
    expect(await changes(anna, "1.3")).toMatchObject({ type: "changes", cursor: "1.3", tasks: [] });
  });

  it("SYN-2 comes to open clients when the database was restored", async () => {
    const restored = await testDatabase();
    const other = await openStage(restored);
    const replica = await other.replica({ pollMs: 100 });
    const anna = other.person();
    const door = restored.writer("todo_chat");
    const task = taskOf(anna.userId, "kept");
    await put(door, task, true);
    await put(door, taskOf(anna.userId, "lost"), true);
    const client = new TestClient(replica.port, await other.token(anna));
    await client.until(() => client.cursor === "1.2");
    await restored.admin.query("delete from todo.tasks where title = 'lost'");
    await restored.admin.query("delete from events.journal where sequence = 2");
    await restored.admin.query("update events.streams set sequence = 1");
    await restored.admin.query("update events.cursor set generation = 2");
    await client.until(() => client.cursor === "2.1", 5_000);
    expect([...client.tasks.keys()]).toEqual([task.id]);
  });

  it("SYN-2 comes after an erasure, even to who was away and finds a new beginning", async () => {
    const anna = stage.person();
    const [open, away] = [await clientOf(anna), await clientOf(anna)];
    const eventId = await put(writer, taskOf(anna.userId, "secret"), true);
    await deliver(db, one.port, eventId);
    await open.until(() => open.tasks.size === 1);
    await away.until(() => away.tasks.size === 1);
    await away.leave();
    await db.admin.query("delete from todo.tasks where user_id = $1", [anna.userId]);
    await deliver(
      db,
      one.port,
      await writer.transact([anna.userId], async (tx) => {
        await tx.ready;
        return happen(tx, anna.userId, anna.userId).eventId;
      }),
    );
    await open.until(() => open.tasks.size === 0 && open.messages.at(-1)?.type === "reset");
    const fresh = taskOf(anna.userId, "a new life");
    await put(writer, fresh, true);
    const back = await clientOf(anna, two.port, { cursor: away.cursor });
    expect([back.messages[0]!.type, [...back.tasks.keys()]]).toEqual(["reset", [fresh.id]]);
  });
});

describe("a slow reader", () => {
  const fill = async (person: Person, from: number, count: number) => {
    await writer.transact([person.userId], async (tx) => {
      await tx.ready;
      for (let n = 0; n < count; n++) {
        const task = taskOf(person.userId, `big ${from + n}`, { description: "x".repeat(10_000) });
        task.sequence = happen(tx, person.userId, task.id).sequence;
        tx.write(
          "insert into todo.tasks (id, user_id, title, description, priority, tags, status, reminders, ordinal, version, sequence, created_at, updated_at) values ($1, $2, $3, $4, 'none', '{}', 'open', '[]', 1, 1, $5, now(), now())",
          [task.id, person.userId, task.title, task.description, task.sequence],
          "insert big",
        );
      }
    });
  };

  it("SYN-3 is given no more than its connection holds, and everything once it reads on", async () => {
    const anna = stage.person();
    const client = await clientOf(anna);
    client.socket.pause();
    await fill(anna, 0, 1_500);
    await deliver(db, one.port, await put(writer, taskOf(anna.userId, "last"), true));
    const other = await clientOf(anna, one.port);
    await other.until(() => other.tasks.size === 1_501, 30_000);
    expect(client.tasks.size).toBe(0);
    client.socket.resume();
    await client.until(() => client.tasks.size === 1_501, 30_000);
    expect(client.closed).toBe(null);
    expect(Math.max(...client.messages.map((message) => JSON.stringify(message).length))).toBeLessThan(200_000);
  });

  it("SYN-3 that does not read at all is cut, and nobody else waits for it", async () => {
    const anna = stage.person();
    const [stuck, reading] = [await clientOf(anna, quick.port), await clientOf(anna, quick.port)];
    stuck.socket.pause();
    await fill(anna, 0, 1_500);
    await reading.until(() => reading.tasks.size === 1_500, 30_000);
    stuck.socket.resume();
    expect(await stuck.code()).toBe(1006);
    const back = await clientOf(anna, one.port, { cursor: stuck.cursor });
    await back.until(() => stuck.tasks.size + back.tasks.size >= 1_500);
    expect(new Set([...stuck.tasks.keys(), ...back.tasks.keys()]).size).toBe(1_500);
  });

  it("SYN-3 that answers no ping is cut", async () => {
    const silent = await clientOf(stage.person(), quick.port, { autoPong: false });
    const lively = await clientOf(stage.person(), quick.port);
    expect(await silent.code(3_000)).toBe(1006);
    expect(lively.closed).toBe(null);
  });
});

describe("the beginning and the end of a connection", () => {
  it.each([
    ["no hello in time", null, [], 1008, "hello-late"],
    ["a token that is none", "nonsense", [], 4001, "token-invalid"],
    ["a hello that is not JSON", null, ["hello"], 1008, "hello-invalid"],
    ["a hello without a token", null, ['{"type":"hello"}'], 1008, "hello-invalid"],
    ["a hello with something else in it", null, ['{"type":"hello","token":"x","userId":"y"}'], 1008, "hello-invalid"],
    ["a binary hello", null, [Buffer.from('{"type":"hello","token":"x"}')], 1008, "hello-invalid"],
    ["a message that is too long", null, ["x".repeat(17_000)], 1009, undefined],
  ])("refuses %s", async (_, hello, sent, code, reason) => {
    const client = new TestClient(quick.port, hello);
    await client.until(() => client.socket.readyState === client.socket.OPEN);
    for (const message of sent) client.socket.send(message);
    expect(await client.code()).toBe(code);
    expect(client.farewells[0]?.code).toBe(reason);
    expect(client.messages).toEqual([]);
  });

  it("refuses anything after the hello", async () => {
    const client = await clientOf(stage.person());
    client.socket.send("{}");
    expect(await client.code()).toBe(1008);
  });

  it("refuses a token that has ended", async () => {
    const old = new TestClient(one.port, await stage.token(stage.person(), -60));
    expect(await old.code()).toBe(4001);
    expect(old.farewells[0]?.code).toBe("token-invalid");
  });

  it.each([
    ["a foreign origin", "/sync", "Origin: http://evil.test", 403],
    ["a page without an origin of its own", "/sync", "Origin: null", 403],
    ["another path", "/other", `Origin: ${ORIGIN}`, 404],
    ["its own page", "/sync?x=1", `Origin: ${ORIGIN}`, 101],
    ["a program", "/sync", "X-Program: yes", 101],
  ])("answers %s", async (_, path, header, status) => {
    const handshake = `Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${Buffer.alloc(16).toString("base64")}`;
    const socket = connect(one.port, "127.0.0.1");
    socket.write(`GET ${path} HTTP/1.1\r\nHost: sync\r\n${header}\r\n${handshake}\r\n\r\n`);
    const [first] = await new Promise<Buffer[]>((resolve) => socket.once("data", (data) => resolve([data])));
    socket.destroy();
    expect(first!.toString().split(" ")[1]).toBe(String(status));
  });

  it("ends with the token", async () => {
    const anna = stage.person();
    const client = new TestClient(one.port, await stage.token(anna, 1));
    await client.greeted();
    expect(await client.code(5_000)).toBe(4001);
    expect(client.farewells[0]?.code).toBe("token-expired");
  });

  it("ends before the platform would cut it", async () => {
    const replica = await stage.replica({ limits: { lifetimeMs: 300 } });
    const client = await clientOf(stage.person(), replica.port);
    expect(await client.code(2_000)).toBe(1012);
  });

  it("takes no more than so many connections of one user", async () => {
    const replica = await stage.replica({ limits: { socketsOfUser: 2 } });
    const anna = stage.person();
    await clientOf(anna, replica.port);
    const second = await clientOf(anna, replica.port);
    const third = new TestClient(replica.port, await stage.token(anna));
    expect(await third.code()).toBe(1013);
    await second.leave();
    await clientOf(anna, replica.port);
  });

  it("SYN-1 a replica that stops says farewell to all, and they miss nothing on the other", async () => {
    const replica = await stage.replica();
    const anna = stage.person();
    const clients = await Promise.all(Array.from({ length: 20 }, () => clientOf(anna, replica.port)));
    const stopping = replica.stop();
    await put(writer, taskOf(anna.userId, "meanwhile"), true);
    expect(await Promise.all(clients.map((client) => client.code(5_000)))).toEqual(clients.map(() => 1012));
    await stopping;
    const back = await clientOf(anna, two.port, { cursor: clients[0]!.cursor });
    await back.until(() => back.tasks.size === 1);
  });
});

describe("over HTTP", () => {
  const ask = (path: string, headers: Record<string, string> = {}, method = "GET") =>
    fetch(`http://127.0.0.1:${one.port}${path}`, { method, headers });

  it("lets the pages of allowed origins read, and only them", async () => {
    const authorization = `Bearer ${await stage.token(stage.person())}`;
    const allowed = await ask("/changes", { authorization, origin: ORIGIN });
    expect([allowed.status, allowed.headers.get("access-control-allow-origin")]).toEqual([200, ORIGIN]);
    const foreign = await ask("/changes", { authorization, origin: "http://evil.test" });
    expect(foreign.headers.get("access-control-allow-origin")).toBe(null);
    const preflight = await ask("/changes", { origin: ORIGIN, "access-control-request-method": "GET" }, "OPTIONS");
    expect([preflight.status, preflight.headers.get("access-control-allow-headers")]).toEqual([204, "authorization"]);
  });

  it("says what is wrong so that the page can read it", async () => {
    const noToken = await ask("/changes", { origin: ORIGIN });
    expect([noToken.status, noToken.headers.get("access-control-allow-origin")]).toEqual([401, ORIGIN]);
    const authorization = `Bearer ${await stage.token(stage.person())}`;
    expect((await ask("/changes?cursor=1", { authorization })).status).toBe(400);
  });
});

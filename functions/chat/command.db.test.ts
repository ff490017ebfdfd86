import { randomUUID } from "node:crypto";
import type { Problem, TaskPage, User } from "@todo/shared/contracts/types.ts";
import { CommitUnknown, DatabaseUnavailable } from "@todo/shared/database/pool.ts";
import type { Writer } from "@todo/shared/database/transact.ts";
import { describe, expect, it } from "vitest";
import { testDatabase } from "../../local/testing/database.ts";
import { type Person, testApi } from "./testing/api.ts";

const db = await testDatabase();
const { person, writer } = testApi(db);

const create = (someone: Person, title: string, key?: string) =>
  someone.call("POST", "/api/v1/tasks", { title }, key ? { "idempotency-key": key } : {});
const titles = async (someone: Person) =>
  (await someone.call<TaskPage>("GET", "/api/v1/tasks?sort=title")).body.tasks.map(({ title }) => title);
const commands = async (someone: Person) =>
  (await db.admin.query("select key, id, answer from todo.commands where user_id = $1 order by at", [someone.id])).rows;

/** A door whose answer to the n-th COMMIT is lost, after it was done or before. */
function lossy(nth: number, wasDone: boolean): Writer {
  let calls = 0;
  return {
    async transact(userIds, work, options) {
      calls += 1;
      if (calls !== nth) return writer.transact(userIds, work, options);
      const undone = new Error("rolled back");
      const attempt = writer.transact(userIds, async (tx) => {
        const result = await work(tx);
        if (!wasDone) throw undone;
        return result;
      });
      await attempt.catch((error: unknown) => {
        if (error !== undone) throw error;
      });
      throw new CommitUnknown("The connection was lost while committing: whether it was done is unknown.");
    },
  };
}

describe("the envelope of a command", () => {
  it("DATA-4 answers the same key with the same answer, and does it once", async () => {
    const someone = person();
    const first = await create(someone, "a", "k1");
    const second = await create(someone, "a", "k1");
    expect(first.headers.get("idempotency-replayed")).toBeNull();
    expect(second.headers.get("idempotency-replayed")).toBe("true");
    expect([second.status, second.body]).toEqual([first.status, first.body]);
    for (const name of ["etag", "location", "command-id"]) expect(second.headers.get(name)).toBe(first.headers.get(name));
    expect(await titles(someone)).toEqual(["a"]);
  });

  it("the same key at once from many does it once", async () => {
    const someone = person();
    const answers = await Promise.all(Array.from({ length: 20 }, () => create(someone, "a", "k1")));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(await titles(someone)).toEqual(["a"]);
    expect(await commands(someone)).toHaveLength(1);
  });

  it.each([
    ["another body", "POST", "/api/v1/tasks", { title: "b" }, {}],
    ["another path", "POST", "/api/v1/tasks/batch", { title: "a" }, {}],
    ["another condition", "POST", "/api/v1/tasks", { title: "a" }, { "if-match": '"1"' }],
  ])("a key with %s is refused", async (_, method, path, body, headers) => {
    const someone = person();
    await create(someone, "a", "k1");
    const sent = path.endsWith("batch") ? { operations: [{ op: "create", task: body }] } : body;
    const answer = await someone.call<Problem>(method, path, sent, { "idempotency-key": "k1", ...headers });
    expect(answer).toMatchObject({ status: 422, body: { code: "key-reused" } });
    expect(await titles(someone)).toEqual(["a"]);
  });

  it("a key belongs to its user", async () => {
    const [one, other] = [person(), person()];
    const [a, b] = [await create(one, "a", "k1"), await create(other, "b", "k1")];
    expect([a.status, b.status]).toEqual([201, 201]);
    expect(b.headers.get("idempotency-replayed")).toBeNull();
  });

  it("a refusal is not remembered: the key may be tried again", async () => {
    const someone = person();
    const { body } = await create(someone, "a");
    const reopen = () => someone.call("POST", `/api/v1/tasks/${body.id}/reopen`, undefined, { "idempotency-key": "k1" });
    expect((await reopen()).status).toBe(409);
    await someone.call("POST", `/api/v1/tasks/${body.id}/complete`);
    expect((await reopen()).status).toBe(200);
  });

  it("repeating a completion with its key is no second completion", async () => {
    const someone = person();
    const { body } = await create(someone, "a");
    const complete = () =>
      someone.call("POST", `/api/v1/tasks/${body.id}/complete`, undefined, { "idempotency-key": "k1", "if-match": '"1"' });
    const [first, second] = [await complete(), await complete()];
    expect(second).toMatchObject({ status: 200, body: first.body });
  });

  for (const wasDone of [true, false]) {
    it(`a COMMIT whose answer was lost ${wasDone ? "after it was done" : "and that was not done"} is done once, without a key of the client's`, async () => {
      const name = randomUUID();
      await create(person(name), "known");
      const other = testApi(db, { writer: lossy(1, wasDone) }).person(name);
      const answer = await create(other, "a");
      expect(answer.status).toBe(201);
      expect(answer.headers.get("idempotency-replayed")).toBe(wasDone ? "true" : null);
      expect(await titles(other)).toEqual(["a", "known"]);
      expect((await other.call("GET", answer.headers.get("location")!)).body).toEqual(answer.body);
    });
  }

  it("an answer that is lost twice is an outage", async () => {
    const failing: Writer = {
      transact: () => Promise.reject(new CommitUnknown("unknown")),
    };
    const answer = await create(testApi(db, { writer: failing }).person(), "a");
    expect(answer).toMatchObject({ status: 503, body: { code: "database-unavailable" } });
    expect(answer.headers.get("retry-after")).toBe("1");
    const down: Writer = { transact: () => Promise.reject(new DatabaseUnavailable("down")) };
    expect((await create(testApi(db, { writer: down }).person(), "a")).status).toBe(503);
  });

  it("registers who comes for the first time, in a command of its own, also when many requests come at once", async () => {
    const someone = person();
    const answers = await Promise.all(["a", "b", "c"].map((title) => create(someone, title)));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    const { rows } = await db.admin.query(
      "select type, correlation_id, data::json as data from events.journal where user_id = $1 order by sequence",
      [someone.id],
    );
    expect(rows.map(({ type }) => type)).toEqual(["todo.user.updated.v1", ...Array(3).fill("todo.task.created.v1")]);
    expect(rows[0].data.user).toMatchObject({ timeZone: "Europe/Berlin", locale: "en" });
    expect(new Set(rows.map(({ correlation_id }) => correlation_id)).size).toBe(4);
  });

  it("hands the trace on to the events", async () => {
    const someone = person();
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    const answer = await someone.call("POST", "/api/v1/tasks", { title: "a" }, { traceparent });
    const { rows } = await db.admin.query("select source, traceparent, causation_id from events.journal where correlation_id = $1", [
      answer.headers.get("command-id"),
    ]);
    expect(rows).toEqual([{ source: "/todo/chat", traceparent, causation_id: null }]);
  });
});

describe("the profile", () => {
  it("is there on the first visit, in the language and zone of the visitor", async () => {
    const someone = person();
    const me = await someone.call<User>("GET", "/api/v1/me", undefined, { "accept-language": "de-ch,de;q=0.8,*;q=0.1" });
    expect(me).toMatchObject({ status: 200, body: { id: someone.id, timeZone: "Europe/Berlin", locale: "de-CH", version: 1 } });
    expect((await someone.call("GET", "/api/v1/me", undefined, { "if-none-match": me.headers.get("etag")! })).status).toBe(304);
    const changed = await someone.call<User>("PATCH", "/api/v1/me", { weekStart: "SU" }, { "if-match": me.headers.get("etag")! });
    expect(changed).toMatchObject({ status: 200, body: { version: 2, preferences: { weekStart: "SU" } } });
    expect(changed.headers.get("etag")).toBe('"2"');
  });

  it("AUD-3 erasure leaves no row, says so once, and the person may come again", async () => {
    const someone = person();
    await create(someone, "a", "k1");
    await someone.call("POST", "/api/v1/tasks", { title: "b", due: { date: "2099-01-01" }, rule: { rrules: ["FREQ=DAILY"] } });
    expect((await someone.call("DELETE", "/api/v1/me")).status).toBe(204);
    expect((await someone.call("DELETE", "/api/v1/me")).status).toBe(204);
    for (const table of ["tasks", "series", "commands"]) {
      expect((await db.admin.query(`select 1 from todo.${table} where user_id = $1`, [someone.id])).rowCount).toBe(0);
    }
    expect((await db.admin.query("select 1 from todo.users where id = $1", [someone.id])).rowCount).toBe(0);
    const erased = await db.admin.query("select consumers from events.journal where user_id = $1 and type = 'todo.user.erased.v1'", [
      someone.id,
    ]);
    expect(erased.rows).toEqual([{ consumers: ["audit", "notification"] }]);
    expect((await create(someone, "new", "k1")).headers.get("idempotency-replayed")).toBeNull();
    expect(await titles(someone)).toEqual(["new"]);
    const numbers = await db.admin.query(
      "select array_agg(sequence::int order by sequence) as all from events.journal where user_id = $1",
      [someone.id],
    );
    expect(numbers.rows[0].all).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });
});

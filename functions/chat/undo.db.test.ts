import type { Problem, Task, TaskPage, User } from "@todo/shared/contracts/types.ts";
import { execute } from "@todo/shared/tasks/execute.ts";
import { readTask } from "@todo/shared/tasks/read.ts";
import { v7 as uuidv7 } from "uuid";
import { describe, expect, it } from "vitest";
import { testDatabase } from "../../local/testing/database.ts";
import { type Person, testApi } from "./testing/api.ts";
import type { Undone } from "./undo.ts";

const db = await testDatabase();
const { person, database } = testApi(db);
const recurrence = db.writer("todo_recurrence");

const undo = (someone: Person, count?: number) => someone.call<Undone>("POST", "/api/v1/undo", count && { count });
const redo = (someone: Person, count?: number) => someone.call<Undone>("POST", "/api/v1/redo", count && { count });
const create = async (someone: Person, input: object) => (await someone.call("POST", "/api/v1/tasks", input)).body;
const act = async (someone: Person, id: string, verb: string) => (await someone.call("POST", `/api/v1/tasks/${id}/${verb}`)).body;
const patch = async (someone: Person, id: string, fields: object) => (await someone.call("PATCH", `/api/v1/tasks/${id}`, fields)).body;
const task = async (someone: Person, id: string): Promise<Task> => (await readTask(database, someone.id, id))!;
const titles = async (someone: Person) =>
  (await someone.call<TaskPage>("GET", "/api/v1/tasks?sort=created&direction=asc")).body.tasks.map(({ title }) => title);

/** What the recurrence function does after a closing. */
async function advance(someone: Person, seriesId: string): Promise<Task[]> {
  const because = {
    source: "/todo/recurrence",
    correlationId: uuidv7(),
    causationId: uuidv7(),
    traceparent: null,
    actor: { kind: "function" as const, id: "recurrence" },
    reason: "recurrence" as const,
    undoes: null,
  };
  const done = await recurrence.transact([someone.id], (tx) => execute(tx, someone.id, { type: "advance-series", seriesId }, because));
  return done.tasks;
}

const DAILY = { title: "water plants", due: { date: "2099-01-01", time: "09:00:00" }, rule: { rrules: ["FREQ=DAILY"] } };

describe("undo", () => {
  it("UNDO-1 takes back each kind of change, the last one first", async () => {
    const someone = person();
    const { id } = await create(someone, { title: "pay rent", due: { date: "2099-01-01" }, reminders: [{ offset: "-P1D" }] });
    const before = await task(someone, id);
    const changes = [
      () => patch(someone, id, { title: "pay the rent", due: { date: "2099-02-01" }, tags: ["home"] }),
      () => act(someone, id, "complete"),
      () => act(someone, id, "reopen"),
      () => someone.call("DELETE", `/api/v1/tasks/${id}`),
      () => act(someone, id, "restore"),
    ];
    const states: Task[] = [before];
    for (const change of changes) {
      await change();
      states.push(await task(someone, id));
    }
    for (const state of states.slice(0, -1).reverse()) {
      expect((await undo(someone)).status).toBe(200);
      const { version: _, sequence: __, updatedAt: ___, completedAt: ____, deletedAt: _____, ...expected } = state;
      expect(await task(someone, id)).toMatchObject(expected);
    }
    expect((await undo(someone)).body.commands).toHaveLength(1);
    expect(await titles(someone)).toEqual([]);
    expect(await undo(someone)).toMatchObject({ status: 409, body: { code: "nothing-to-undo" } });
  });

  it("several at once, then redo step by step, then undo again", async () => {
    const someone = person();
    for (const title of ["a", "b", "c"]) await create(someone, { title });
    expect((await undo(someone, 2)).body.commands.map(({ tasks }) => tasks[0]!.title)).toEqual(["c", "b"]);
    expect(await titles(someone)).toEqual(["a"]);
    expect((await redo(someone)).body.commands[0]!.tasks[0]!.title).toBe("b");
    expect((await redo(someone)).body.commands[0]!.tasks[0]!.title).toBe("c");
    expect(await redo(someone)).toMatchObject({ status: 409, body: { code: "nothing-to-undo" } });
    expect(await titles(someone)).toEqual(["a", "b", "c"]);
    await undo(someone, 3);
    expect(await titles(someone)).toEqual([]);
    await redo(someone, 20);
    expect(await titles(someone)).toEqual(["a", "b", "c"]);
  });

  it("after a new command there is nothing to redo", async () => {
    const someone = person();
    await create(someone, { title: "a" });
    await undo(someone);
    await create(someone, { title: "b" });
    expect((await redo(someone)).status).toBe(409);
    expect(await titles(someone)).toEqual(["b"]);
  });

  it("names what the events undo, and why they were", async () => {
    const someone = person();
    const made = await someone.call("POST", "/api/v1/tasks", { title: "a" });
    const undone = await undo(someone);
    const commandId = made.headers.get("command-id");
    expect(undone.body.commands[0]!.commandId).toBe(commandId);
    const { rows } = await db.admin.query(
      "select data::json as data, correlation_id from events.journal where user_id = $1 order by id desc limit 1",
      [someone.id],
    );
    expect(rows[0]).toMatchObject({ correlation_id: undone.headers.get("command-id"), data: { reason: "undo", undoes: commandId } });
  });

  it("a batch is one command", async () => {
    const someone = person();
    const operations = ["a", "b", "c"].map((title) => ({ op: "create", task: { title } }));
    await someone.call("POST", "/api/v1/tasks/batch", { operations });
    expect((await undo(someone)).body.commands).toHaveLength(1);
    expect(await titles(someone)).toEqual([]);
    await redo(someone);
    expect((await titles(someone)).sort()).toEqual(["a", "b", "c"]);
  });

  it("UNDO-2 keeps a field that was changed again since, and names it", async () => {
    const someone = person();
    const { id } = await create(someone, { title: "a", priority: "low" });
    await patch(someone, id, { title: "b", priority: "high" });
    const later = {
      source: "/todo/test",
      correlationId: uuidv7(),
      causationId: uuidv7(),
      traceparent: null,
      reason: "command" as const,
      undoes: null,
    };
    const because = { ...later, actor: { kind: "function" as const, id: "test" } };
    await recurrence.transact([someone.id], (tx) =>
      execute(tx, someone.id, { type: "update-task", taskId: id, patch: { title: "c" } }, because),
    );
    const { body } = await undo(someone);
    expect(body.kept).toEqual([{ subject: id, title: "c", fields: ["title"], because: null }]);
    expect(await task(someone, id)).toMatchObject({ title: "c", priority: "low" });
  });

  it("UNDO-3 REC-6 takes the untouched successor away with the completion, and redo leads to it again", async () => {
    const someone = person();
    const first = await create(someone, DAILY);
    await act(someone, first.id, "complete");
    const [second] = await advance(someone, first.seriesId!);
    expect(second).toMatchObject({ predecessorId: first.id, status: "open" });
    await undo(someone);
    expect(await task(someone, second!.id)).toMatchObject({ deletedBy: "undo" });
    expect(await task(someone, first.id)).toMatchObject({ status: "open" });
    expect(await advance(someone, first.seriesId!)).toEqual([]);
    await redo(someone);
    expect(await task(someone, first.id)).toMatchObject({ status: "completed" });
    expect(await advance(someone, first.seriesId!)).toMatchObject([{ id: second!.id, deletedAt: null, status: "open" }]);
    await undo(someone);
    expect(await titles(someone)).toEqual(["water plants"]);
    expect(await task(someone, first.id)).toMatchObject({ status: "open" });
  });

  it("UNDO-3 undoing the creation of a series ends it, and redo lets it run again", async () => {
    const someone = person();
    const first = await create(someone, DAILY);
    await undo(someone);
    const series = () => db.admin.query("select ended_at from todo.series where id = $1", [first.seriesId]);
    expect((await series()).rows[0].ended_at).not.toBeNull();
    expect(await advance(someone, first.seriesId!)).toEqual([]);
    await redo(someone);
    expect((await series()).rows[0].ended_at).toBeNull();
    expect(await task(someone, first.id)).toMatchObject({ deletedAt: null, status: "open" });
    await undo(someone);
    expect((await series()).rows[0].ended_at).not.toBeNull();
  });

  it("undoing the deletion of a whole series brings the task back and the series to run", async () => {
    const someone = person();
    const first = await create(someone, DAILY);
    await someone.call("DELETE", `/api/v1/tasks/${first.id}?scope=series`);
    await undo(someone);
    expect(await task(someone, first.id)).toMatchObject({ deletedAt: null });
    await act(someone, first.id, "complete");
    expect(await advance(someone, first.seriesId!)).toHaveLength(1);
  });

  it("undoing the deletion of one occurrence takes its successor away; undoing a restore does not bounce", async () => {
    const someone = person();
    const first = await create(someone, DAILY);
    await someone.call("DELETE", `/api/v1/tasks/${first.id}`);
    const [second] = await advance(someone, first.seriesId!);
    await act(someone, first.id, "restore");
    expect(await task(someone, second!.id)).toMatchObject({ deletedBy: "undo" });
    await undo(someone);
    expect(await task(someone, first.id)).toMatchObject({ deletedBy: "user" });
    expect(await advance(someone, first.seriesId!)).toMatchObject([{ id: second!.id, deletedAt: null }]);
    await undo(someone);
    expect(await task(someone, first.id)).toMatchObject({ deletedAt: null });
    expect(await titles(someone)).toEqual(["water plants"]);
  });

  it("a new rule goes back to the old one", async () => {
    const someone = person();
    const first = await create(someone, DAILY);
    await patch(someone, first.id, { rule: { rrules: ["FREQ=WEEKLY;BYDAY=MO"] } });
    await undo(someone);
    const { rows } = await db.admin.query("select rule from todo.series where id = $1", [first.seriesId]);
    expect(rows[0].rule.rrules).toEqual(["FREQ=DAILY"]);
    expect((await task(someone, first.id)).due).toEqual(first.due);
  });

  it("making a task repeat is undone to a plain task", async () => {
    const someone = person();
    const { id } = await create(someone, { title: "jog", due: { date: "2099-01-01" } });
    await patch(someone, id, { rule: { rrules: ["FREQ=DAILY"] } });
    await undo(someone);
    expect(await task(someone, id)).toMatchObject({ seriesId: null, occurrence: null, due: { date: "2099-01-01" } });
  });

  it("the profile too, but not that somebody came", async () => {
    const someone = person();
    await someone.call<User>("PATCH", "/api/v1/me", { timeZone: "Asia/Tokyo", weekStart: "SU" });
    await undo(someone);
    const { body } = await someone.call<User>("GET", "/api/v1/me");
    expect(body).toMatchObject({ timeZone: "Europe/Berlin", preferences: { weekStart: "MO" } });
    expect(await undo(someone)).toMatchObject({ status: 409 });
  });

  it("the same key twice undoes once", async () => {
    const someone = person();
    for (const title of ["a", "b"]) await create(someone, { title });
    const once = () => someone.call<Undone>("POST", "/api/v1/undo", undefined, { "idempotency-key": "k" });
    const [one, two] = [await once(), await once()];
    expect(two.body).toEqual(one.body);
    expect(await titles(someone)).toEqual(["a"]);
  });

  it("goes on beyond one page of the journal", async () => {
    const someone = person();
    await create(someone, { title: "first" });
    for (let n = 0; n < 6; n++) {
      const operations = Array.from({ length: 100 }, (_, index) => ({ op: "create", task: { title: `${n}.${index}` } }));
      await someone.call("POST", "/api/v1/tasks/batch", { operations });
    }
    expect((await undo(someone, 7)).body.commands.map(({ tasks }) => tasks.length)).toEqual([100, 100, 100, 100, 100, 100, 1]);
  });

  it("nothing of before an erasure comes back", async () => {
    const someone = person();
    await create(someone, { title: "secret" });
    expect((await someone.call("DELETE", "/api/v1/me")).status).toBe(204);
    expect(await someone.call<Problem>("POST", "/api/v1/undo")).toMatchObject({ status: 409 });
    expect(await titles(someone)).toEqual([]);
  });
});

describe("restore-version", () => {
  it("puts the fields back to what they were after an event, and is a command of its own", async () => {
    const someone = person();
    const made = await create(someone, { title: "a", due: { date: "2099-01-01" }, reminders: [{ offset: "-P1D" }] });
    await patch(someone, made.id, { title: "b", due: null });
    await act(someone, made.id, "complete");
    const path = `/api/v1/tasks/${made.id}/restore-version`;
    const restored = await someone.call("POST", path, { sequence: made.sequence });
    expect(restored.body).toMatchObject({ title: "a", due: made.due, reminders: made.reminders, status: "completed", version: 4 });
    await undo(someone);
    expect(await task(someone, made.id)).toMatchObject({ title: "b", due: null });
    expect(await someone.call("POST", path, { sequence: 1 })).toMatchObject({ status: 404, body: { code: "version-not-found" } });
    expect(await someone.call("POST", path, { sequence: made.sequence }, { "if-match": '"1"' })).toMatchObject({ status: 412 });
    expect(await someone.call("POST", path, {})).toMatchObject({ status: 400, body: { code: "body-invalid" } });
  });
});

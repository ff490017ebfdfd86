import { expect, it, vi } from "vitest";
import { testDatabase } from "../../local/testing/database.ts";
import { CHUNK } from "./chunks.ts";
import { openHandler } from "./handle.ts";
import { type Person, person } from "./testing/person.ts";

const db = await testDatabase();
const chat = db.writer("todo_chat");
const writer = db.writer("todo_recurrence");
const transacts = vi.spyOn(writer, "transact");
const handle = openHandler(db.as("todo_recurrence"), writer);

const tasksOf = async ({ id }: Person) =>
  (
    await db.admin.query(
      "select id, status, predecessor_id, due_zone, to_char(due_at at time zone 'utc', 'YYYY-MM-DD HH24:MI') as due, version from todo.tasks where user_id = $1 order by ordinal, id",
      [id],
    )
  ).rows;
const marksOf = async (eventId: string) =>
  (await db.admin.query("select outcome from events.handled where consumer = 'recurrence' and event_id = $1", [eventId])).rows;
const last = async (who: Person, type: string) => (await who.events()).findLast((event) => event.type === type)!;

const DAILY = { title: "water", due: { date: "2099-01-01", time: "09:00:00" }, rule: { rrules: ["FREQ=DAILY"] } };

it("REC-1 EVT-1 makes one successor of a closed occurrence, caused by its event and marked with it, however often it comes", async () => {
  const ada = await person(db.admin, chat);
  const task = await ada.create(DAILY);
  await ada.run({ type: "complete-task", taskId: task.id });
  const completed = await last(ada, "todo.task.completed.v1");
  await Promise.all([handle(completed), handle(completed), handle(completed)]);
  expect(await tasksOf(ada)).toMatchObject([{ status: "completed" }, { status: "open", predecessor_id: task.id, due: "2099-01-02 08:00" }]);
  expect(await marksOf(completed.id)).toEqual([{ outcome: "done" }]);
  expect(await last(ada, "todo.task.created.v1")).toMatchObject({
    source: "/todo/recurrence",
    causationid: completed.id,
    correlationid: completed.correlationid,
    data: { actor: { kind: "function", id: "recurrence" }, reason: "recurrence" },
  });
});

it("marks what asks nothing of it, so that a missing mark is a lost delivery", async () => {
  const ada = await person(db.admin, chat);
  await ada.create({ title: "once" });
  const [registered, created] = await ada.events();
  for (const event of [registered!, created!]) {
    await handle(event);
    expect(await marksOf(event.id)).toEqual([{ outcome: "done" }]);
  }
});

it("REC-1 marks an event of somebody who has been erased since", async () => {
  const ada = await person(db.admin, chat);
  const task = await ada.create(DAILY);
  await ada.run({ type: "complete-task", taskId: task.id });
  const completed = await last(ada, "todo.task.completed.v1");
  await db.admin.query("delete from todo.tasks where user_id = $1", [ada.id]);
  await db.admin.query("delete from todo.series where user_id = $1", [ada.id]);
  await db.admin.query("delete from todo.users where id = $1", [ada.id]);
  await handle(completed);
  expect(await marksOf(completed.id)).toEqual([{ outcome: "done" }]);
});

it("leaves neither mark nor successor when it fails in between", async () => {
  const ada = await person(db.admin, chat);
  const task = await ada.create(DAILY);
  await ada.run({ type: "complete-task", taskId: task.id });
  const completed = await last(ada, "todo.task.completed.v1");
  await db.admin.query('update todo.series set template = template || \'{"title": ""}\' where user_id = $1', [ada.id]); // breaks the event's contract
  await expect(handle(completed)).rejects.toThrow("title");
  expect(await marksOf(completed.id)).toEqual([]);
  expect(await tasksOf(ada)).toHaveLength(1);
});

it("REC-9 moves what floats to the user's new zone in portions, tells of each, and marks the event after the last", async () => {
  const ada = await person(db.admin, chat);
  const count = CHUNK + 3;
  for (let n = 0; n < count; n++) await ada.create({ title: `task ${n}`, due: { date: "2099-01-01", time: "09:00:00" } });
  const fixed = await ada.create({ title: "fixed", due: { date: "2099-01-01", time: "09:00:00", timeZone: "America/New_York" } });
  const done = await ada.create({ title: "done", due: { date: "2099-01-01", time: "09:00:00" } });
  await ada.run({ type: "complete-task", taskId: done.id });
  await ada.run({ type: "update-user", patch: { timeZone: "Asia/Tokyo" } });
  const moved = await last(ada, "todo.user.updated.v1");
  transacts.mockClear();
  await handle(moved);
  expect(transacts).toHaveBeenCalledTimes(2);
  const tasks = await tasksOf(ada);
  const open = tasks.filter(({ id }) => id !== fixed.id && id !== done.id);
  expect(new Set(open.map(({ due, due_zone }) => `${due} ${due_zone}`))).toEqual(new Set(["2099-01-01 00:00 Asia/Tokyo"]));
  expect(tasks.find(({ id }) => id === fixed.id)).toMatchObject({ due: "2099-01-01 14:00", version: 1 });
  expect(tasks.find(({ id }) => id === done.id)).toMatchObject({ due: "2099-01-01 08:00" });
  expect(await marksOf(moved.id)).toEqual([{ outcome: "done" }]);
  const caused = (await ada.events()).filter((event) => event.causationid === moved.id);
  expect(caused).toHaveLength(count);
  await handle(moved);
  expect((await ada.events()).filter((event) => event.causationid === moved.id)).toHaveLength(count);
});

it("REC-9 takes each task as it is under the lock: what was moved or completed meanwhile is left alone", async () => {
  const ada = await person(db.admin, chat);
  const [kept, closed] = [await ada.create(DAILY), await ada.create({ title: "b", due: { date: "2099-01-01", time: "09:00:00" } })];
  await ada.run({ type: "update-user", patch: { timeZone: "Asia/Tokyo" } });
  const moved = await last(ada, "todo.user.updated.v1");
  await ada.run({ type: "complete-task", taskId: closed.id });
  await ada.run({ type: "update-task", taskId: kept.id, patch: { due: { date: "2099-02-01", time: "10:00:00" } } });
  await handle(moved);
  const tasks = await tasksOf(ada);
  expect(tasks.find(({ id }) => id === kept.id)).toMatchObject({ due: "2099-02-01 01:00", version: 2 });
  expect(tasks.find(({ id }) => id === closed.id)).toMatchObject({ status: "completed", due: "2099-01-01 08:00" });
});

it("REC-9 of two moves that are delivered in the wrong order the last one counts", async () => {
  const ada = await person(db.admin, chat);
  const task = await ada.create({ title: "a", due: { date: "2099-01-01", time: "09:00:00" } });
  await ada.run({ type: "update-user", patch: { timeZone: "Asia/Tokyo" } });
  const first = await last(ada, "todo.user.updated.v1");
  await ada.run({ type: "update-user", patch: { timeZone: "America/New_York" } });
  const second = await last(ada, "todo.user.updated.v1");
  for (const event of [second, first]) await handle(event);
  expect((await tasksOf(ada)).find(({ id }) => id === task.id)).toMatchObject({ due: "2099-01-01 14:00", due_zone: "America/New_York" });
});

import { TZDATA } from "@todo/shared/tasks/rows.ts";
import { pino } from "pino";
import { expect, it } from "vitest";
import { testDatabase } from "../../local/testing/database.ts";
import { CHUNK } from "./chunks.ts";
import { retimeOutdated, startRetiming } from "./retime.ts";
import { type Person, person } from "./testing/person.ts";

const db = await testDatabase();
const chat = db.writer("todo_chat");
const database = db.as("todo_recurrence");
const writer = db.writer("todo_recurrence");
const DUE = { date: "2099-01-01", time: "09:00:00" };

const tasksOf = async ({ id }: Person) =>
  (
    await db.admin.query(
      "select id, title, to_char(due_at at time zone 'utc', 'YYYY-MM-DD HH24:MI') as due, reminders, version, tzdata from todo.tasks where user_id = $1 order by title",
      [id],
    )
  ).rows;

/** As a process would have written them that knew other rules of the zone: an hour late. */
const computedElsewhere = (ids: string[], version: string, interval = "1 hour") =>
  db.admin.query("update todo.tasks set tzdata = $2, due_at = due_at + $3::interval where id = any ($1)", [ids, version, interval]);

it("REC-10 computes again what an older time zone database has computed, tells of what changed, and only of that", async () => {
  const ada = await person(db.admin, chat);
  const wrong = await ada.create({ title: "a wrong", due: DUE, reminders: [{ offset: "-PT1H" }] });
  const fixed = await ada.create({ title: "b fixed", due: { ...DUE, timeZone: "America/New_York" } });
  const right = await ada.create({ title: "c right", due: DUE });
  const newer = await ada.create({ title: "d newer", due: DUE });
  const closed = await ada.create({ title: "e closed", due: DUE });
  await ada.run({ type: "complete-task", taskId: closed.id });
  await computedElsewhere([wrong.id, fixed.id, closed.id], "2020a");
  await computedElsewhere([right.id], "2020a", "0");
  await computedElsewhere([newer.id], "2999z");
  const before = (await ada.events()).length;

  expect(await retimeOutdated(database, writer)).toBe(1);
  expect(await tasksOf(ada)).toMatchObject([
    { due: "2099-01-01 08:00", version: 2, tzdata: TZDATA, reminders: [{ instant: "2099-01-01T07:00:00.000Z" }] },
    { due: "2099-01-01 14:00", version: 2, tzdata: TZDATA },
    { due: "2099-01-01 08:00", version: 1, tzdata: TZDATA },
    { due: "2099-01-01 09:00", version: 1, tzdata: "2999z" }, // a newer process knows better
    { due: "2099-01-01 09:00", version: 2, tzdata: "2020a" }, // what is over is over
  ]);
  const told = (await ada.events()).slice(before);
  expect(told.map(({ type }) => type)).toEqual(["todo.task.updated.v1", "todo.task.updated.v1"]);
  expect(told.map(({ subject }) => subject).sort()).toEqual([wrong.id, fixed.id].sort());
  expect(told[0]).toMatchObject({
    source: "/todo/recurrence",
    data: { reason: "time-zone", changes: expect.arrayContaining([expect.objectContaining({ field: "due" })]) },
  });
  expect(await retimeOutdated(database, writer)).toBe(0);
});

it("REC-10 schedules a reminder anew whose instant has moved", async () => {
  const ada = await person(db.admin, chat);
  const task = await ada.create({ title: "a", reminders: [{ at: "2099-01-01T09:00:00" }] });
  await db.admin.query(
    `update todo.tasks set tzdata = '2020a', reminders = jsonb_set(reminders, '{0,instant}', '"2099-01-01T09:00:00.000Z"') where id = $1`,
    [task.id],
  );
  await retimeOutdated(database, writer);
  expect((await ada.events()).slice(-3).map(({ type }) => type)).toEqual([
    "todo.task.updated.v1",
    "todo.reminder.cancelled.v1",
    "todo.reminder.scheduled.v1",
  ]);
  expect((await tasksOf(ada))[0]).toMatchObject({ reminders: [{ instant: "2099-01-01T08:00:00.000Z" }] });
});

it("REC-10 goes through many tasks and users, begun by the process itself", async () => {
  const people = [await person(db.admin, chat), await person(db.admin, chat)];
  for (const who of people) for (let n = 0; n < CHUNK + 1; n++) await who.create({ title: `${n}`, due: DUE });
  const { rows } = await db.admin.query("select id from todo.tasks where user_id = any ($1)", [people.map(({ id }) => id)]);
  await computedElsewhere(
    rows.map(({ id }) => id),
    "2020a",
  );
  const stop = startRetiming(database, writer, pino({ level: "silent" }));
  const outdated = async () => (await db.admin.query("select from todo.tasks where tzdata = '2020a' and status = 'open'")).rowCount;
  await expect.poll(outdated, { timeout: 30_000 }).toBe(0);
  await stop();
  for (const who of people) expect(new Set((await tasksOf(who)).map(({ due }) => due))).toEqual(new Set(["2099-01-01 08:00"]));
});

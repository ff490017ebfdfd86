import { randomUUID } from "node:crypto";
import { ContractError } from "@todo/shared/events/contract-error.ts";
import { beforeEach, describe, expect, it } from "vitest";
import { testDatabase } from "../../local/testing/database.ts";
import { purge } from "./erase.ts";
import { openHandler } from "./handle.ts";
import { ringDue } from "./ring.ts";
import { erasedEvent, insertTasks, insertUser, type PlannedReminder, scheduledEvent } from "./testing/world.ts";

const db = await testDatabase();
const database = db.as("todo_notification");
const writer = db.writer("todo_notification");
let wakings: string[] = [];
const handle = openHandler({ database, writer, planned: (ringsAt) => wakings.push(ringsAt) });
beforeEach(() => {
  wakings = [];
});

const timersOf = async (userId: string) =>
  (await db.admin.query("select *, sequence::int from notification.timers where user_id = $1", [userId])).rows;
const marksOf = async (...eventIds: string[]) =>
  (await db.admin.query("select event_id, outcome from events.handled where consumer = 'notification' and event_id = any ($1)", [eventIds]))
    .rows.length;

const reminderOf = async (userId: string, inMs = 60_000): Promise<PlannedReminder> => (await insertTasks(db.admin, [userId], inMs))[0]!;

describe("a planned reminder", () => {
  it("becomes a timer, marked as handled in the same statement, and wakes the loop for its instant", async () => {
    const reminder = await reminderOf(await insertUser(db.admin));
    const event = scheduledEvent(reminder, 7);
    await handle(event);
    expect(await timersOf(reminder.userId)).toMatchObject([
      {
        task_id: reminder.taskId,
        reminder_id: reminder.reminder.id,
        rings_at: new Date(reminder.reminder.instant),
        event_id: event.id,
        sequence: 7,
        state: "pending",
      },
    ]);
    expect(await marksOf(event.id)).toBe(1);
    expect(wakings).toEqual([reminder.reminder.instant]);
  });

  it("is one timer however often it is delivered, and also when the same plan is told by two events", async () => {
    const reminder = await reminderOf(await insertUser(db.admin));
    const [once, again] = [scheduledEvent(reminder, 1), scheduledEvent(reminder, 5)];
    await Promise.all([once, once, again, once, again].map(handle));
    expect((await timersOf(reminder.userId)).length).toBe(1);
    expect(await marksOf(once.id, again.id)).toBe(2);
  });

  it("does not ring again when its event is delivered after it rang", async () => {
    const reminder = await reminderOf(await insertUser(db.admin), -10);
    const event = scheduledEvent(reminder);
    await handle(event);
    let rung = 0;
    const ringer = { database, writer, channels: [], settled: () => rung++, failed: () => {} };
    await ringDue(ringer);
    await handle(event);
    await handle(scheduledEvent(reminder, 2));
    await ringDue(ringer);
    expect(rung).toBe(1);
  });

  it("with another instant is another timer", async () => {
    const reminder = await reminderOf(await insertUser(db.admin));
    await handle(scheduledEvent(reminder, 1));
    await handle(scheduledEvent({ ...reminder, reminder: { ...reminder.reminder, instant: "2030-01-01T00:00:00.000Z" } }, 2));
    expect((await timersOf(reminder.userId)).length).toBe(2);
  });

  it("of one user in another's stream is refused", async () => {
    const reminder = await reminderOf(await insertUser(db.admin));
    const event = { ...scheduledEvent(reminder), partitionkey: randomUUID() };
    await expect(handle(event)).rejects.toThrow(ContractError);
    expect(await timersOf(reminder.userId)).toEqual([]);
  });

  it("needs no action when it is cancelled", async () => {
    const reminder = await reminderOf(await insertUser(db.admin));
    const event = scheduledEvent(reminder);
    if (event.type !== "todo.reminder.scheduled.v1") throw new Error("expected a scheduled event");
    await handle({ ...event, type: "todo.reminder.cancelled.v1" });
    expect(await timersOf(reminder.userId)).toEqual([]);
  });
});

describe("an erased user", () => {
  const counts = async (userId: string) =>
    (
      await db.admin.query(
        `select (select count(*)::int from notification.timers where user_id = $1) as timers,
                (select count(*)::int from notification.notices where user_id = $1) as notices,
                (select count(*)::int from notification.deliveries where user_id = $1) as deliveries`,
        [userId],
      )
    ).rows[0];

  it("leaves nothing, and nobody else loses anything", async () => {
    const [user, other] = [await insertUser(db.admin, "https://example.com/"), await insertUser(db.admin)];
    await handle(scheduledEvent(await reminderOf(user, -10), 1));
    await handle(scheduledEvent(await reminderOf(user), 2));
    await handle(scheduledEvent(await reminderOf(other), 1));
    await ringDue({ database, writer, channels: ["webhook"], settled: () => {}, failed: () => {} });
    expect(await counts(user)).toEqual({ timers: 2, notices: 1, deliveries: 1 });
    const erased = erasedEvent(user, 9);
    await handle(erased);
    await handle(erased);
    expect(await counts(user)).toEqual({ timers: 0, notices: 0, deliveries: 0 });
    expect(await counts(other)).toMatchObject({ timers: 1 });
    expect(await marksOf(erased.id)).toBe(1);
  });

  it("stays erased when an older plan arrives late, which is marked all the same; a newer one counts", async () => {
    const user = await insertUser(db.admin);
    const [old, same, newer] = [
      scheduledEvent(await reminderOf(user), 3),
      scheduledEvent(await reminderOf(user), 9),
      scheduledEvent(await reminderOf(user), 10),
    ];
    await handle(newer);
    await handle(erasedEvent(user, 9));
    await handle(erasedEvent(user, 5));
    await handle(old);
    await handle(same);
    expect((await timersOf(user)).map((row) => row.sequence)).toEqual([10]);
    expect(await marksOf(old.id, same.id, newer.id)).toBe(3);
  });

  it("AUD-4 is not erased again by an event of a branch that a restore has cut off: what was planned since stays", async () => {
    const user = await insertUser(db.admin);
    const [before, since] = [scheduledEvent(await reminderOf(user), 3), { ...scheduledEvent(await reminderOf(user), 5), generation: 2 }];
    await handle(before);
    await handle(since);
    await handle(erasedEvent(user, 9));
    expect((await timersOf(user)).map((row) => [row.generation, row.sequence])).toEqual([[2, 5]]);
    await purge(database);
    await handle({ ...scheduledEvent(await reminderOf(user), 6), generation: 2 });
    expect(await timersOf(user)).toHaveLength(2);
  });

  it("is forgotten also when a plan was under way during the erasure", async () => {
    const user = await insertUser(db.admin);
    const planning = await database.connect();
    await planning.query("begin");
    await planning.query(
      `insert into notification.timers (id, user_id, task_id, reminder_id, rings_at, claimable_at, event_id, sequence, correlation_id)
       values ($1, $2, $1, $1, now() + interval '1 day', now() + interval '1 day', $1, 3, $1)`,
      [randomUUID(), user],
    );
    await handle(erasedEvent(user, 9));
    await planning.query("commit");
    planning.release();
    expect((await timersOf(user)).length).toBe(1);
    await purge(database);
    expect(await timersOf(user)).toEqual([]);
  });
});

describe("what is past retention", () => {
  it("goes; pending timers and younger rows stay", async () => {
    const user = await insertUser(db.admin);
    const [gone, kept] = [await reminderOf(user, -10), await reminderOf(user, -10)];
    for (const [n, reminder] of [gone, kept].entries()) await handle(scheduledEvent(reminder, n + 1));
    await ringDue({ database, writer, channels: [], settled: () => {}, failed: () => {} });
    await handle(scheduledEvent(await reminderOf(user), 3));
    await db.admin.query("update notification.timers set finished_at = now() - interval '41 days' where task_id = $1", [gone.taskId]);
    await db.admin.query("update notification.notices set created_at = now() - interval '91 days' where task_id = $1", [gone.taskId]);
    await purge(database);
    expect((await timersOf(user)).map((row) => row.state).sort()).toEqual(["pending", "rung"]);
    expect((await db.admin.query("select task_id from notification.notices where user_id = $1", [user])).rows).toEqual([
      { task_id: kept.taskId },
    ]);
  });
});

describe("who may see what", () => {
  it("sync reads the notices of the users it names, and nobody else's", async () => {
    const [mine, other] = [await insertUser(db.admin), await insertUser(db.admin)];
    for (const user of [mine, other]) await handle(scheduledEvent(await reminderOf(user, -10)));
    await ringDue({ database, writer, channels: [], settled: () => {}, failed: () => {} });
    const sync = db.as("todo_sync", 1);
    expect((await sync.query("select user_id from notification.own_notices")).rows).toEqual([]);
    const { rows } = await sync.query(
      `with setting as materialized (select set_config('app.user_ids', $1, true))
       select user_id, sequence, late_ms, title from notification.own_notices where sequence > 0 and (select count(*) from setting) = 1`,
      [`{${mine}}`],
    );
    expect(rows).toMatchObject([{ user_id: mine, sequence: 1, title: "pay rent" }]);
  });

  it.each(["todo_chat", "todo_sync", "todo_audit", "todo_recurrence", "todo_relay"])(
    "%s may not read or write the tables",
    async (role) => {
      const stranger = db.as(role, 1);
      for (const table of ["timers", "notices", "deliveries", "erased"]) {
        await expect(stranger.query(`select from notification.${table}`)).rejects.toMatchObject({ code: "42501" });
        await expect(stranger.query(`delete from notification.${table}`)).rejects.toMatchObject({ code: "42501" });
      }
    },
  );
});

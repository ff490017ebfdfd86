import { randomUUID } from "node:crypto";
import type { Transaction } from "@todo/shared/database/transact.ts";
import { beforeEach, describe, expect, it } from "vitest";
import { testDatabase } from "../../local/testing/database.ts";
import { openHandler } from "./handle.ts";
import { type Outcome, type Ringer, ringClaimed, ringDue } from "./ring.ts";
import { insertTasks, insertUser, type PlannedReminder, scheduledEvent } from "./testing/world.ts";
import { claimTimers, nextTimer } from "./timers.ts";

const db = await testDatabase();
const database = db.as("todo_notification");
const writer = db.writer("todo_notification");
const chat = db.writer("todo_chat");
const handle = openHandler({ database, writer, planned: () => {} });

let outcomes: Outcome[] = [];
let faults: unknown[] = [];
const ringer: Ringer = {
  database,
  writer,
  channels: [],
  settled: (outcome) => outcomes.push(outcome),
  failed: (_, error) => faults.push(error),
};
/** All users in one transaction. */
const oneLane: Ringer = { ...ringer, lanes: 1 };
beforeEach(() => {
  outcomes = [];
  faults = [];
});

const journal = async (taskId: string) =>
  (
    await db.admin.query(
      "select event_id, type, data::jsonb, causation_id, correlation_id, sequence::int, source from events.journal where subject = $1 order by sequence",
      [taskId],
    )
  ).rows;
const notices = async (taskId: string) =>
  (await db.admin.query("select *, sequence::int from notification.notices where task_id = $1", [taskId])).rows;
const timer = async (taskId: string) => (await db.admin.query("select * from notification.timers where task_id = $1", [taskId])).rows[0];

/** A planned reminder of a new user, `inMs` from now. */
async function planned(inMs: number): Promise<PlannedReminder> {
  const [reminder] = await insertTasks(db.admin, [await insertUser(db.admin)], inMs);
  await handle(scheduledEvent(reminder!));
  return reminder!;
}

/** Waits for the database's clock to reach what is due next. */
async function reachNext(): Promise<void> {
  const { now, at } = await nextTimer(database);
  if (at) await new Promise((resolve) => setTimeout(resolve, Math.max(0, Date.parse(at) - Date.parse(now) + 2)));
}

describe("a reminder that is due", () => {
  it("REM-3 rings once: a notice and the event it is numbered by, caused by the event that planned it", async () => {
    const [reminder] = await insertTasks(db.admin, [await insertUser(db.admin)], -250);
    const event = scheduledEvent(reminder!);
    await handle(event);
    await ringDue(ringer);
    await ringDue(ringer);
    expect(faults).toEqual([]);
    const [due, ...more] = await journal(reminder!.taskId);
    expect(more).toEqual([]);
    expect(due).toMatchObject({
      type: "todo.reminder.due.v1",
      source: "/todo/notification",
      causation_id: event.id,
      correlation_id: event.correlationid,
      data: {
        title: "pay rent",
        reminder: reminder!.reminder,
        due: { date: "2026-12-01", time: "09:00:00", timeZone: "Europe/Berlin", floating: true, at: "2026-12-01T08:00:00.000Z" },
      },
    });
    expect(due.data.lateMs).toBe(Date.parse(due.data.at) - Date.parse(reminder!.reminder.instant));
    expect(due.data.lateMs).toBeGreaterThanOrEqual(250);
    const told = await notices(reminder!.taskId);
    expect(told).toMatchObject([
      { id: due.data.noticeId, sequence: due.sequence, late_ms: due.data.lateMs, title: "pay rent", due: due.data.due },
    ]);
    expect(outcomes).toMatchObject([{ kind: "rung", lateMs: due.data.lateMs }]);
  });

  it("REM-1 never rings early by the database's clock", async () => {
    const { taskId, reminder } = await planned(60);
    await ringDue(ringer);
    expect(await journal(taskId)).toEqual([]);
    for (let tries = 0; outcomes.length === 0 && tries < 200; tries++) {
      await reachNext();
      await ringDue(ringer);
    }
    const [due] = await journal(taskId);
    expect(Date.parse(due.data.at)).toBeGreaterThanOrEqual(Date.parse(reminder.instant));
  });

  it("REM-1 waits when the clock was set back after the claim", async () => {
    const { taskId, reminder } = await planned(60_000);
    await db.admin.query("update notification.timers set claimable_at = now() where task_id = $1", [taskId]);
    await ringDue(ringer);
    expect(faults).toEqual([]);
    expect(await journal(taskId)).toEqual([]);
    expect(await timer(taskId)).toMatchObject({ state: "pending", lease_token: null, claimable_at: new Date(reminder.instant) });
    await db.admin.query("delete from notification.timers where task_id = $1", [taskId]);
  });

  it.each([
    ["completed", "update todo.tasks set status = 'completed', completed_at = now() where id = $1", "closed"],
    ["skipped", "update todo.tasks set status = 'skipped' where id = $1", "closed"],
    ["deleted", "update todo.tasks set deleted_at = now(), deleted_by = 'user' where id = $1", "gone"],
    ["erased", "delete from todo.tasks where id = $1", "gone"],
    ["left without the reminder", "update todo.tasks set reminders = '[]' where id = $1", "moved"],
    ["moved", `update todo.tasks set reminders = jsonb_set(reminders, '{0,instant}', '"2030-01-01T00:00:00.000Z"') where id = $1`, "moved"],
  ])("REM-2 does not ring when the task has been %s, though nobody was told", async (_, change, why) => {
    const { taskId } = await planned(-5);
    await db.admin.query(change, [taskId]);
    await ringDue(ringer);
    expect(outcomes).toMatchObject([{ kind: "dropped", why }]);
    expect(await journal(taskId)).toEqual([]);
    expect(await notices(taskId)).toEqual([]);
    expect(await timer(taskId)).toMatchObject({ state: "dropped" });
  });

  it("REM-2 does not ring a task of somebody else, whatever the timer says", async () => {
    const [mine] = await insertTasks(db.admin, [await insertUser(db.admin)], -5);
    const other = await insertUser(db.admin);
    const [theirs] = await insertTasks(db.admin, [other], -5);
    await handle(scheduledEvent(mine!));
    await handle(scheduledEvent({ ...mine!, userId: other, reminder: { ...mine!.reminder, instant: theirs!.reminder.instant } }));
    await ringDue(ringer);
    expect((await notices(mine!.taskId)).map((row) => row.user_id)).toEqual([mine!.userId]);
  });
});

describe("two workers and a crash", () => {
  it("REM-3 rings 300 timers of 40 users once each, though three workers ring at the same time", async () => {
    const users = await Promise.all(Array.from({ length: 40 }, () => insertUser(db.admin)));
    const reminders = await insertTasks(
      db.admin,
      Array.from({ length: 300 }, (_, n) => users[n % 40]!),
      -5,
    );
    await Promise.all(reminders.map((reminder, n) => handle(scheduledEvent(reminder, n + 1))));
    const workers = [
      ringer,
      { ...ringer, database: db.as("todo_notification"), batch: 30 },
      { ...ringer, writer: db.writer("todo_notification"), batch: 70 },
    ];
    while ((await nextTimer(database)).at) await Promise.all(workers.map(ringDue));
    const { rows } = await db.admin.query(
      "select count(*)::int, count(distinct subject)::int as tasks from events.journal where subject = any ($1)",
      [reminders.map(({ taskId }) => taskId)],
    );
    expect(rows).toEqual([{ count: 300, tasks: 300 }]);
    expect(outcomes.length).toBe(300);
    expect(faults).toEqual([]);
  });

  it("rings what a crashed worker had claimed, when its lease has ended; the crashed one can do nothing any more", async () => {
    const { taskId } = await planned(-5);
    const [dead, alive] = [randomUUID(), randomUUID()];
    const claimed = await claimTimers(database, 100, 150, dead);
    expect(claimed.map((claim) => claim.taskId)).toEqual([taskId]);
    expect(await claimTimers(database, 100, 10_000, alive)).toEqual([]);
    await reachNext();
    const again = await claimTimers(database, 100, 10_000, alive);
    expect(again.map((claim) => claim.taskId)).toEqual([taskId]);
    await ringClaimed(ringer, claimed, dead);
    expect(outcomes).toEqual([]);
    await ringClaimed(ringer, again, alive);
    await ringClaimed(ringer, claimed, dead);
    expect(outcomes).toMatchObject([{ kind: "rung" }]);
    expect((await journal(taskId)).length).toBe(1);
  });

  it("does not let a user who is writing hold up the others, and rings theirs right after", async () => {
    const busy = await planned(-5);
    const free = await planned(-5);
    const locked = Promise.withResolvers<void>();
    const finished = Promise.withResolvers<void>();
    const writing = chat.transact([busy.userId], async (tx: Transaction) => {
      await tx.ready;
      locked.resolve();
      await finished.promise;
    });
    await locked.promise;
    await ringDue(oneLane);
    expect(outcomes.map((outcome) => outcome.timer.taskId)).toEqual([free.taskId]);
    expect(await timer(busy.taskId)).toMatchObject({ state: "pending", lease_token: null });
    finished.resolve();
    await writing;
    await reachNext();
    await ringDue(oneLane);
    expect(outcomes.map((outcome) => outcome.timer.taskId)).toEqual([free.taskId, busy.taskId]);
  });

  it("a timer that cannot be rung does not hold up its batch, and is tried again later", async () => {
    const broken = await planned(-5);
    const fine = await planned(-5);
    await db.admin.query("update todo.tasks set title = '' where id = $1", [broken.taskId]); // breaks the event's contract
    await ringDue(oneLane);
    expect(outcomes.map((outcome) => outcome.timer.taskId)).toEqual([fine.taskId]);
    expect(faults.length).toBe(1);
    const row = await timer(broken.taskId);
    expect(row.state).toBe("pending");
    expect(row.claimable_at.getTime()).toBeGreaterThan(Date.now() + 500);
    await db.admin.query("update todo.tasks set title = 'mended' where id = $1", [broken.taskId]);
    await db.admin.query("update notification.timers set claimable_at = now() where task_id = $1", [broken.taskId]);
    await ringDue(oneLane);
    expect(await notices(broken.taskId)).toMatchObject([{ title: "mended" }]);
  });
});

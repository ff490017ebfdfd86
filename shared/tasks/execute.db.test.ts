import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { testDatabase } from "../../local/testing/database.ts";
import type { Command } from "../domain/commands.ts";
import { type Because, type Done, execute, register } from "./execute.ts";

const db = await testDatabase();
const writer = db.writer("todo_chat");
const recurrence = db.writer("todo_recurrence");

const because = (userId: string): Because => ({
  source: "/todo/test",
  correlationId: randomUUID(),
  causationId: null,
  traceparent: null,
  actor: { kind: "user", id: userId },
  reason: "command",
  undoes: null,
});

async function person(timeZone = "Europe/Berlin"): Promise<{ id: string; run: (command: Command, door?: typeof writer) => Promise<Done> }> {
  const id = randomUUID();
  const identity = { userId: id, issuer: "https://issuer.example", subject: id, email: null };
  await writer.transact([id], async (tx) => {
    await tx.ready;
    await register(tx, identity, { timeZone, locale: "en" }, because(id));
  });
  return { id, run: (command, door = writer) => door.transact([id], (tx) => execute(tx, id, command, because(id))) };
}

const events = async (userId: string) =>
  (
    await db.admin.query(
      "select type, sequence::int, data::json as data, consumers from events.journal where user_id = $1 order by sequence",
      [userId],
    )
  ).rows;

describe("execute", () => {
  it("writes a repeating task and announces series, task and reminder in one numbered append", async () => {
    const { id, run } = await person();
    const taskId = randomUUID();
    const done = await run({
      type: "create-task",
      taskId,
      input: {
        title: "pay rent",
        priority: "high",
        tags: ["home"],
        due: { date: "2099-12-01", time: "09:00:00" },
        rule: { rrules: ["FREQ=MONTHLY;BYMONTHDAY=1"] },
        reminders: [{ offset: "-P1D" }],
      },
    });
    const list = await events(id);
    expect(list.map((event) => [event.sequence, event.type])).toEqual([
      [1, "todo.user.updated.v1"],
      [2, "todo.series.updated.v1"],
      [3, "todo.task.created.v1"],
      [4, "todo.reminder.scheduled.v1"],
    ]);
    expect(list[2].data.task).toEqual(done.tasks[0]);
    expect(list[3]).toMatchObject({ data: { reminder: { instant: "2099-11-30T08:00:00.000Z" } }, consumers: ["audit", "notification"] });
    const stored = await db.admin.query("select title, priority, due_at, series_id, sequence, tzdata from todo.tasks where id = $1", [
      taskId,
    ]);
    expect(stored.rows[0]).toMatchObject({
      title: "pay rent",
      priority: "high",
      series_id: done.series[0]!.id,
      sequence: "3",
      tzdata: process.versions.tz,
    });
  });

  it("reads back exactly what it has written", async () => {
    const { run } = await person();
    const taskId = randomUUID();
    const input = {
      title: 'Grüße 🎉 "quoted" {a,b}',
      tags: ["a{b", 'c"d', "ü"],
      due: { date: "2099-03-01", timeZone: "Asia/Tokyo", time: "08:30:00" },
    };
    const made = (await run({ type: "create-task", taskId, input })).tasks[0]!;
    const [done] = (await run({ type: "complete-task", taskId })).tasks;
    expect(done).toEqual({
      ...made,
      status: "completed",
      version: 2,
      sequence: 3,
      updatedAt: done!.updatedAt,
      completedAt: done!.completedAt,
    });
  });

  it("DATA-5 two devices with the same version: one wins, the other is told, and the numbers have no hole", async () => {
    const { id, run } = await person();
    const taskId = randomUUID();
    await run({ type: "create-task", taskId, input: { title: "call mum" } });
    const both = await Promise.allSettled([1, 2].map(() => run({ type: "complete-task", taskId, version: 1 })));
    expect(both.map((outcome) => outcome.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find((outcome) => outcome.status === "rejected")).toMatchObject({ reason: { code: "task-stale" } });
    expect((await events(id)).map((event) => event.sequence)).toEqual([1, 2, 3]);
  });

  it("two recurrences at once make one successor, and it is announced once", async () => {
    const { id, run } = await person();
    const taskId = randomUUID();
    const { series } = await run({
      type: "create-task",
      taskId,
      input: { title: "water", due: { date: "2026-01-01" }, rule: { rrules: ["FREQ=DAILY"] } },
    });
    await run({ type: "complete-task", taskId });
    const advance: Command = { type: "advance-series", seriesId: series[0]!.id };
    await Promise.all([1, 2, 3, 4].map((n) => run(advance, n % 2 ? recurrence : writer)));
    expect((await events(id)).filter((event) => event.data.task?.predecessorId === taskId)).toHaveLength(1);
  });

  it("DATA-6 another user's task is not found, and the database shows none of it either", async () => {
    const [mine, other] = [await person(), await person()];
    const taskId = randomUUID();
    await mine.run({ type: "create-task", taskId, input: { title: "secret" } });
    await expect(other.run({ type: "complete-task", taskId })).rejects.toMatchObject({ code: "task-not-found" });
    const chat = db.as("todo_chat", 1);
    for (const view of ["own_tasks", "own_series", "own_users", "own_commands"]) {
      expect((await chat.query(`select * from todo.${view}`)).rows, `${view} without the setting`).toEqual([]);
    }
    const gated = "with s as materialized (select set_config('app.user_ids', $1, true)) select t.id from s, todo.own_tasks t";
    expect((await chat.query(gated, [`{${other.id}}`])).rows).toEqual([]);
    expect((await chat.query(gated, [`{${mine.id}}`])).rows).toEqual([{ id: taskId }]);
    expect((await chat.query("select * from todo.own_tasks")).rows, "the setting does not leak to the next statement").toEqual([]);
    expect((await chat.query("update todo.tasks set title = 'stolen'")).rowCount).toBe(0);
  });
});

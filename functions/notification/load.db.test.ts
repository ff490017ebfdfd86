import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { testDatabase } from "../../local/testing/database.ts";
import { openDueLoop } from "./due-loop.ts";
import { type Outcome, ringDue } from "./ring.ts";
import { insertTasks, insertTimers } from "./testing/world.ts";
import { timerIdOf } from "./timer.ts";
import { nextTimer } from "./timers.ts";

const db = await testDatabase();
const database = db.as("todo_notification");
const writer = db.writer("todo_notification");

const COUNT = 5_000;
// SC-003 asks for them within a minute: ten times the rate says the same in a tenth of the time, and leaves room for a busy machine.
const SECONDS = 6;
const p99 = (sorted: number[]) => sorted[Math.ceil(sorted.length * 0.99) - 1]!;

it.each([
  ["as many users", COUNT],
  ["50 users", 50],
])("SC-003 rings 5 000 reminders of %s, due within seconds, with p99 below 1.2 s and none early", async (_, userCount) => {
  const users = Array.from({ length: userCount }, () => randomUUID());
  for (let second = 0; second < SECONDS; second++) {
    const first = Math.round((COUNT * second) / SECONDS);
    const owners = Array.from({ length: Math.round((COUNT * (second + 1)) / SECONDS) - first }, (_, n) => users[(first + n) % userCount]!);
    await insertTimers(db.admin, await insertTasks(db.admin, owners, 2_000 + second * 1_000), timerIdOf);
  }
  const outcomes: Outcome[] = [];
  const faults: unknown[] = [];
  const done = Promise.withResolvers<void>();
  const settled = (outcome: Outcome) => {
    outcomes.push(outcome);
    if (outcomes.length === COUNT) done.resolve();
  };
  const failed = (...fault: unknown[]) => faults.push(fault);
  const loop = openDueLoop({
    work: () => ringDue({ database, writer, channels: [], settled, failed }),
    next: () => nextTimer(database),
    failed,
  });
  await done.promise;
  await loop.stop();
  expect(faults).toEqual([]);
  const late = outcomes.flatMap((outcome) => (outcome.kind === "rung" ? [outcome.lateMs] : [])).sort((a, b) => a - b);
  expect(late.length).toBe(COUNT);
  expect(late[0]).toBeGreaterThanOrEqual(0);
  expect(p99(late)).toBeLessThan(1_200);
});

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
/** Ten times the rate of SC-003; how late they are is measured by a benchmark. */
const SECONDS = 6;

it.each([
  ["as many users", COUNT],
  ["50 users", 50],
])("SC-003 rings 5 000 reminders of %s, due within seconds, each once and none early", async (_, userCount) => {
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
  expect(outcomes.length).toBe(COUNT);
  const rung = outcomes.flatMap((outcome) => (outcome.kind === "rung" ? [outcome] : []));
  expect(new Set(rung.map(({ timer }) => timer.id)).size).toBe(COUNT);
  expect(rung.every(({ lateMs }) => lateMs >= 0)).toBe(true);
});

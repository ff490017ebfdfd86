import http from "node:http";
import type { AddressInfo } from "node:net";
import { headersOf } from "@todo/shared/events/envelope.ts";
import type { OurEvent } from "@todo/shared/events/parse.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase } from "../../local/testing/database.ts";
import { startFunction } from "../../local/testing/function-process.ts";
import { deliveryOf } from "../../local/testing/published.ts";
import { insertTasks, insertTimers, insertUser, scheduledEvent } from "./testing/world.ts";
import { timerIdOf } from "./timer.ts";

const db = await testDatabase();

let origin = "";
const hooks: string[] = [];
const receiver = http.createServer((request, response) => {
  hooks.push(String(request.headers["webhook-id"]));
  request.resume().on("end", () => response.writeHead(204).end());
});
beforeAll(async () => {
  await new Promise<void>((listening) => receiver.listen(0, "127.0.0.1", listening));
  origin = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
});
afterAll(() => {
  receiver.closeAllConnections();
  receiver.close();
});

const start = (env: Record<string, string> = {}) =>
  startFunction("functions/notification/main.ts", {
    DATABASE_URL: db.url,
    WEBHOOK_SIGNING_KEY: "a key for tests that is long enough",
    WEBHOOK_ALLOW_LOOPBACK: "true",
    ...env,
  });

const deliver = (url: string, event: OurEvent) => fetch(url, deliveryOf(event));
const noticesOf = async (taskIds: string[]) =>
  (
    await db.admin.query<{ id: string; late_ms: number }>("select id, late_ms from notification.notices where task_id = any ($1)", [
      taskIds,
    ])
  ).rows;

describe("notification as a process", () => {
  it("rings at its second, tells the webhook, shows it in its metrics, and ends cleanly", async () => {
    const { child, url, exit } = await start();
    const [reminder] = await insertTasks(db.admin, [await insertUser(db.admin, origin)], 1_500);
    const event = scheduledEvent(reminder!);
    expect((await deliver(url, event)).status).toBe(204);
    expect((await deliver(url, event)).status).toBe(204);
    await expect.poll(() => hooks.length, { timeout: 10_000 }).toBe(1);
    const [notice] = await noticesOf([reminder!.taskId]);
    expect(hooks).toEqual([notice!.id]);
    expect(notice!.late_ms).toBeLessThan(1_200);
    const metrics = async () => (await fetch(`${url}/metrics`)).text();
    await expect.poll(metrics, { timeout: 5_000 }).toContain('todo_reminder_attempts_total{channel="webhook",result="delivered"} 1');
    expect(await metrics()).toContain("todo_reminder_late_seconds_count 1");
    expect((await fetch(`${url}/health/readiness`)).status).toBe(200);
    child.kill("SIGTERM");
    expect(await exit).toBe(0);
  });

  it("answers what is not for it, and what is no event of ours", async () => {
    const { child, url, exit } = await start();
    const [reminder] = await insertTasks(db.admin, [await insertUser(db.admin)], 60_000);
    const event = scheduledEvent(reminder!);
    const other = { ...headersOf(event, "ce-"), "ce-type": "todo.reminder.snoozed.v1" };
    expect((await fetch(url, { method: "POST", headers: other, body: "{}" })).status).toBe(204);
    const foreign = { ...headersOf(event, "ce-"), "ce-type": "dev.knative.kafka.event" };
    expect((await fetch(url, { method: "POST", headers: foreign, body: "{}" })).status).toBe(400);
    expect((await fetch(url, { method: "POST", headers: headersOf(event, "ce-"), body: "{}" })).status).toBe(422);
    const { rows } = await db.admin.query("select outcome from events.handled where consumer = 'notification' and event_id = $1", [
      event.id,
    ]);
    expect(rows).toEqual([{ outcome: "refused" }]);
    child.kill("SIGTERM");
    expect(await exit).toBe(0);
  });

  it("REM-3 rings every reminder exactly once though one of two processes is killed in the middle", async () => {
    const [first, second] = await Promise.all([start(), start()]);
    const users = await Promise.all(Array.from({ length: 60 }, () => insertUser(db.admin)));
    const reminders = await insertTasks(
      db.admin,
      Array.from({ length: 3_000 }, (_, n) => users[n % 60]!),
      2_000,
    );
    await insertTimers(db.admin, reminders, timerIdOf);
    const taskIds = reminders.map(({ taskId }) => taskId);
    await expect.poll(async () => (await noticesOf(taskIds)).length, { timeout: 20_000, interval: 5 }).toBeGreaterThan(0);
    first.child.kill("SIGKILL");
    expect((await noticesOf(taskIds)).length).toBeLessThan(3_000);
    await expect.poll(async () => (await noticesOf(taskIds)).length, { timeout: 30_000, interval: 100 }).toBe(3_000);
    const { rows } = await db.admin.query(
      "select count(*)::int, count(distinct subject)::int as tasks from events.journal where type = 'todo.reminder.due.v1' and subject = any ($1)",
      [taskIds],
    );
    expect(rows).toEqual([{ count: 3_000, tasks: 3_000 }]);
    second.child.kill("SIGTERM");
    expect(await second.exit).toBe(0);
  });

  it("says in one line what it needs to start", async () => {
    const { output, exit } = await start({ DATABASE_URL: "", WEBHOOK_SIGNING_KEY: "too short", PORT: "80x" });
    expect(await exit).toBe(1);
    expect(output().trim()).toBe(
      "Cannot start: PORT is not a whole number from 0 to 65535; DATABASE_URL is missing; WEBHOOK_SIGNING_KEY has 9 bytes where at least 32 are expected.",
    );
  });
});

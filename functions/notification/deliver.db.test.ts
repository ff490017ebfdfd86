import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { webhookSecretOf } from "@todo/shared/domain/webhook-secret.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { testDatabase } from "../../local/testing/database.ts";
import { attemptDelivery, type Deliverer, openDelivering } from "./deliver.ts";
import { claimDeliveries, nextDelivery } from "./deliveries.ts";
import { openDueLoop } from "./due-loop.ts";
import { openHandler } from "./handle.ts";
import { ringDue } from "./ring.ts";
import { erasedEvent, insertTasks, insertUser, scheduledEvent } from "./testing/world.ts";
import { openWebhooks } from "./webhook/send.ts";

const db = await testDatabase();
const database = db.as("todo_notification");
const writer = db.writer("todo_notification");
const handle = openHandler({ database, writer, planned: () => {} });

const KEY = "a key for tests that is long enough";
type Received = { path: string; id: string; timestamp: string; signature: string; body: string };
let received: Received[] = [];
/** The statuses that the receiver answers to the coming requests; then 204. A path "/hold" is never answered. */
let statuses: number[] = [];
let origin = "";
const receiver = http.createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request) body += chunk;
  const header = (name: string) => String(request.headers[name]);
  received.push({
    path: request.url ?? "",
    id: header("webhook-id"),
    timestamp: header("webhook-timestamp"),
    signature: header("webhook-signature"),
    body,
  });
  if (request.url !== "/hold") response.writeHead(statuses.shift() ?? 204).end();
});
beforeAll(async () => {
  await new Promise<void>((listening) => receiver.listen(0, "127.0.0.1", listening));
  origin = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
});
afterAll(() => {
  receiver.closeAllConnections();
  receiver.close();
});

const attempted: { noticeId: string; result: string }[] = [];
let faults: unknown[] = [];
const deliverer: Deliverer = {
  database,
  writer,
  channels: { webhook: openWebhooks(database, async () => KEY, { allowLoopback: true, timeoutMs: 5_000 }) },
  attempted: ({ noticeId }, result) => attempted.push({ noticeId, result }),
  failed: (error) => faults.push(error),
  schedule: [0, 30, 30],
};
beforeEach(() => {
  received = [];
  statuses = [];
  attempted.length = 0;
  faults = [];
});

/** A reminder of a new user that has just rung. */
async function rung(path = "/hook", count = 1): Promise<{ userId: string; taskIds: string[] }> {
  const userId = await insertUser(db.admin, origin + path);
  const reminders = await insertTasks(db.admin, Array<string>(count).fill(userId), -10);
  for (const [n, reminder] of reminders.entries()) await handle(scheduledEvent(reminder, n + 1));
  await ringDue({ database, writer, channels: ["webhook"], settled: () => {}, failed: (_, error) => faults.push(error) });
  return { userId, taskIds: reminders.map(({ taskId }) => taskId) };
}

/** Delivers until nothing is pending. */
async function deliverAll(options: Partial<Deliverer> = {}): Promise<void> {
  const delivering = openDelivering({ ...deliverer, ...options }, () => loop.wake());
  const loop = openDueLoop({ work: delivering.begin, next: delivering.next, failed: (error) => faults.push(error) });
  const left = () => db.admin.query("select 1 from notification.deliveries where state = 'pending' limit 1");
  await expect.poll(async () => (await left()).rowCount, { timeout: 10_000, interval: 10 }).toBe(0);
  await loop.stop();
  await delivering.idle();
}

const events = async (taskId: string) =>
  (
    await db.admin.query(
      "select event_id, type, data::jsonb, causation_id, correlation_id from events.journal where subject = $1 order by sequence",
      [taskId],
    )
  ).rows;
const delivery = async (userId: string) =>
  (await db.admin.query("select * from notification.deliveries where user_id = $1", [userId])).rows[0];

describe("a webhook", () => {
  it("REM-3 tells the receiver, signed with the user's secret, and the journal that it did", async () => {
    const { userId, taskIds } = await rung();
    await deliverAll();
    expect(received.length).toBe(1);
    const { id, timestamp, signature, body } = received[0]!;
    const secret = Buffer.from((await webhookSecretOf(KEY, userId)).slice("whsec_".length), "base64");
    const expected = createHmac("sha256", secret).update(`${id}.${timestamp}.${body}`).digest();
    expect(timingSafeEqual(Buffer.from(signature.slice("v1,".length), "base64"), expected)).toBe(true);
    expect(Math.abs(Number(timestamp) - Date.now() / 1000)).toBeLessThan(60);
    const [due, delivered] = await events(taskIds[0]!);
    expect(JSON.parse(body)).toMatchObject({
      type: "reminder.due",
      data: { noticeId: id, taskId: taskIds[0], title: "pay rent", lateMs: due.data.lateMs },
    });
    expect(delivered).toMatchObject({
      type: "todo.reminder.delivered.v1",
      causation_id: due.event_id,
      correlation_id: due.correlation_id,
      data: { noticeId: id, reminderId: due.data.reminder.id, channel: "webhook", attempts: 1, detail: "" },
    });
    expect(faults).toEqual([]);
  });

  it("REM-3 is tried again after a failure, with the same id and body, until the receiver takes it", async () => {
    statuses = [500, 302];
    const { taskIds } = await rung();
    await deliverAll();
    expect(attempted.map(({ result }) => result)).toEqual(["retry", "retry", "delivered"]);
    expect(new Set(received.map(({ id }) => id)).size).toBe(1);
    expect(new Set(received.map(({ body }) => body)).size).toBe(1);
    expect((await events(taskIds[0]!)).map(({ type, data }) => [type, data.attempts])).toEqual([
      ["todo.reminder.due.v1", undefined],
      ["todo.reminder.delivered.v1", 3],
    ]);
  });

  it("REM-3 has failed when the schedule is used up, and the journal says so", async () => {
    statuses = [500, 503, 500, 200];
    const { userId, taskIds } = await rung();
    await deliverAll();
    expect(received.length).toBe(3);
    const [due, failed, ...more] = await events(taskIds[0]!);
    expect(more).toEqual([]);
    expect(failed).toMatchObject({
      type: "todo.reminder.failed.v1",
      causation_id: due.event_id,
      data: { channel: "webhook", attempts: 3, detail: "The receiver answered 500." },
    });
    expect(await delivery(userId)).toMatchObject({ state: "failed", lease_token: null });
  });

  it("fails at once for an address that may not be spoken to, and tells the user nothing about it but that", async () => {
    const { userId, taskIds } = await rung();
    await db.admin.query(`update todo.users set preferences = preferences || '{"webhookUrl": "https://169.254.169.254/"}' where id = $1`, [
      userId,
    ]);
    await deliverAll();
    expect((await events(taskIds[0]!))[1]).toMatchObject({
      type: "todo.reminder.failed.v1",
      data: { attempts: 1, detail: "The webhook's address is not on the public internet." },
    });
  });

  it("is not sent when the user has taken the address away, or is gone", async () => {
    const { userId, taskIds } = await rung();
    await db.admin.query(`update todo.users set preferences = preferences || '{"webhookUrl": null}' where id = $1`, [userId]);
    const gone = await rung();
    await db.admin.query("delete from todo.users where id = $1", [gone.userId]);
    await deliverAll();
    expect(received).toEqual([]);
    expect(await delivery(userId)).toMatchObject({ state: "cancelled" });
    expect((await events(taskIds[0]!)).length).toBe(1);
    expect((await events(gone.taskIds[0]!)).length).toBe(1);
  });

  it("is planned only for users who have one", async () => {
    const userId = await insertUser(db.admin);
    const [reminder] = await insertTasks(db.admin, [userId], -10);
    await handle(scheduledEvent(reminder!));
    await ringDue({ database, writer, channels: ["webhook"], settled: () => {}, failed: () => {} });
    expect(await delivery(userId)).toBeUndefined();
  });
});

describe("attempts under way", () => {
  const claim = (leaseMs: number, token: string) => claimDeliveries(database, { limit: 10, leaseMs, token, excluded: [], perUser: 10 });

  it("are made again after a crash, with the same id; the crashed worker can tell nothing any more", async () => {
    const { taskIds } = await rung();
    const [dead, alive] = [randomUUID(), randomUUID()];
    const [lost] = await claim(100, dead);
    expect(await claim(10_000, alive)).toEqual([]);
    await expect.poll(async () => Date.parse((await nextDelivery(database, [])).at!) < Date.now()).toBe(true);
    const [again] = await claim(10_000, alive);
    expect(again).toMatchObject({ noticeId: lost!.noticeId, attempts: 2 });
    await attemptDelivery(deliverer, lost!, dead);
    expect((await events(taskIds[0]!)).length).toBe(1);
    await attemptDelivery(deliverer, again!, alive);
    await attemptDelivery(deliverer, lost!, dead);
    expect((await events(taskIds[0]!)).map(({ type }) => type)).toEqual(["todo.reminder.due.v1", "todo.reminder.delivered.v1"]);
    expect(new Set(received.map(({ id }) => id)).size).toBe(1);
  });

  it("of a user who is erased meanwhile tell nothing", async () => {
    const { userId, taskIds } = await rung();
    const token = randomUUID();
    const [claimed] = await claim(10_000, token);
    await handle(erasedEvent(userId, 99));
    await attemptDelivery(deliverer, claimed!, token);
    expect((await events(taskIds[0]!)).length).toBe(1);
  });

  it("that cannot be signed are not counted, and come again", async () => {
    const { userId } = await rung();
    const token = randomUUID();
    const [claimed] = await claim(10_000, token);
    const broken = {
      ...deliverer,
      channels: { webhook: openWebhooks(database, () => Promise.reject(new Error("no secret")), { allowLoopback: true }) },
    };
    await expect(attemptDelivery(broken, claimed!, token)).rejects.toThrow("no secret");
    expect(await delivery(userId)).toMatchObject({ state: "pending", attempts: 0, lease_token: null });
    await db.admin.query("update notification.deliveries set claimable_at = now() where user_id = $1", [userId]);
    await deliverAll();
    expect(await delivery(userId)).toMatchObject({ state: "delivered", attempts: 1 });
  });

  it("of one user at a slow receiver hold up nobody else", async () => {
    const slow = await rung("/hold", 12);
    const quick = await rung();
    const delivering = openDelivering({ ...deliverer, limit: 6, perUser: 2 }, () => loop.wake());
    const loop = openDueLoop({ work: delivering.begin, next: delivering.next, failed: (error) => faults.push(error) });
    await expect.poll(async () => (await delivery(quick.userId)).state, { timeout: 4_000, interval: 10 }).toBe("delivered");
    expect(received.filter(({ path }) => path === "/hold").length).toBeLessThanOrEqual(2);
    await loop.stop();
    receiver.closeAllConnections();
    await delivering.idle();
    await handle(erasedEvent(slow.userId, 999));
  });

  it("REM-3 are made once by two workers", async () => {
    const { taskIds } = await rung("/hook", 30);
    await Promise.all([deliverAll(), deliverAll()]);
    expect(received.length).toBe(30);
    for (const taskId of taskIds) expect((await events(taskId)).length).toBe(2);
    expect(faults).toEqual([]);
  });
});

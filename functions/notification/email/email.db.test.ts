/** E-mail through a real SMTP server on loopback. */
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { testDatabase } from "../../../local/testing/database.ts";
import { type Deliverer, openDelivering } from "../deliver.ts";
import { openDueLoop } from "../due-loop.ts";
import { openHandler } from "../handle.ts";
import { ringDue } from "../ring.ts";
import { insertTasks, insertUser, scheduledEvent } from "../testing/world.ts";
import { openEmails } from "./send.ts";

const db = await testDatabase();
const database = db.as("todo_notification");
const writer = db.writer("todo_notification");
const handle = openHandler({ database, writer, planned: () => {} });

type Received = { from: string; to: string[]; text: string };
let received: Received[] = [];
/** What the server answers to the coming recipients; then it takes them. */
let answers: number[] = [];
const refusal = (responseCode: number) => Object.assign(new Error("no"), { responseCode });
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS"],
  onAuth: (auth, _session, done) => (auth.password === "right" ? done(null, { user: "todo" }) : done(refusal(535))),
  onRcptTo: (_address, _session, done) => {
    const answer = answers.shift();
    done(answer ? refusal(answer) : null);
  },
  onData: async (stream, { envelope }, done) => {
    let text = "";
    for await (const chunk of stream) text += chunk;
    const from = envelope.mailFrom ? envelope.mailFrom.address : "";
    received.push({ from, to: envelope.rcptTo.map(({ address }) => address), text });
    done();
  },
});
let host = "";
beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  host = `127.0.0.1:${(server.server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise<void>((closed) => server.close(closed)));

let faults: unknown[] = [];
let results: string[] = [];
const deliverer = (url: string): Deliverer => ({
  database,
  writer,
  channels: { webhook: async () => null, email: openEmails(database, async () => url, "todo@todo.example") },
  attempted: (_, result) => results.push(result),
  failed: (error) => faults.push(error),
  schedule: [0, 30, 30],
});
beforeEach(() => {
  received = [];
  answers = [];
  faults = [];
  results = [];
});

async function rung(email: string | null, title = "pay rent"): Promise<string> {
  const userId = await insertUser(db.admin, null, email);
  const [reminder] = await insertTasks(db.admin, [userId], -10, title);
  await handle(scheduledEvent(reminder!));
  await ringDue({ database, writer, channels: ["webhook", "email"], settled: () => {}, failed: (_, error) => faults.push(error) });
  return reminder!.taskId;
}

async function deliverAll(url = `smtp://${host}`, until = "state <> 'pending'"): Promise<void> {
  const delivering = openDelivering(deliverer(url), () => loop.wake());
  const loop = openDueLoop({ work: delivering.begin, next: delivering.next, failed: (error) => faults.push(error) });
  const left = () => db.admin.query(`select 1 from notification.deliveries where not (${until}) limit 1`);
  await expect.poll(async () => (await left()).rowCount, { timeout: 10_000, interval: 10 }).toBe(0);
  await loop.stop();
  await delivering.idle();
}

const told = async (taskId: string) =>
  (await db.admin.query("select type, data::jsonb as data from events.journal where subject = $1 order by sequence", [taskId])).rows
    .slice(1)
    .map(({ type, data }) => [type, data.channel, data.attempts, data.detail]);

describe("an e-mail", () => {
  it("REM-3 tells the user, and the journal that it did", async () => {
    const taskId = await rung("ada@example.org");
    await deliverAll();
    expect(received).toMatchObject([{ from: "todo@todo.example", to: ["ada@example.org"] }]);
    expect(received[0]!.text).toContain("Subject: Reminder: pay rent\r\n");
    expect(received[0]!.text).toContain("Due Tuesday, 1 December 2026 at 09:00");
    expect(await told(taskId)).toEqual([["todo.reminder.delivered.v1", "email", 1, ""]]);
    expect(faults).toEqual([]);
  });

  it("REM-3 is tried again under the same Message-ID when the server asks to try later", async () => {
    answers = [451];
    const taskId = await rung("ada@example.org");
    await deliverAll();
    expect(results).toEqual(["retry", "delivered"]);
    expect(received.length).toBe(1);
    expect(received[0]!.text).toMatch(/Message-ID: <[0-9a-f-]{36}@todo\.example>/);
    expect(await told(taskId)).toEqual([["todo.reminder.delivered.v1", "email", 2, ""]]);
  });

  it("fails for good when the server says that the mailbox is none", async () => {
    answers = [550];
    const taskId = await rung("nobody@example.org");
    await deliverAll();
    expect(await told(taskId)).toEqual([["todo.reminder.failed.v1", "email", 1, "The mail server refused the mail (550)."]]);
  });

  it("fails when the schedule is used up and no server answered", async () => {
    const taskId = await rung("ada@example.org");
    await deliverAll("smtp://127.0.0.1:1");
    const detail = "The mail server could not be reached (ESOCKET).";
    expect(await told(taskId)).toEqual([["todo.reminder.failed.v1", "email", 3, detail]]);
  });

  it("is not counted, and comes again, when the server does not know us", async () => {
    const taskId = await rung("ada@example.org");
    await deliverAll(`smtp://todo:wrong@${host}`, "state <> 'pending' or detail = 'Nothing could be sent.'");
    expect(faults).toMatchObject([{ code: "EAUTH" }]);
    await db.admin.query("update notification.deliveries set claimable_at = now() where state = 'pending'");
    await deliverAll(`smtp://todo:right@${host}`);
    expect(await told(taskId)).toEqual([["todo.reminder.delivered.v1", "email", 1, ""]]);
  });

  it("is one mail to one address, whatever title and address hold", async () => {
    await rung("ada@example.org, eve@example.org", "pay\r\nBcc: eve@example.org\r\n\r\nrent");
    await rung("ada@example.org", "pay\r\nBcc: eve@example.org\r\n\r\nrent");
    await deliverAll();
    for (const { to, text } of received) {
      expect(to).toEqual(["ada@example.org"]);
      expect(text.split("\r\n\r\n")[0]).not.toMatch(/^Bcc:/m);
    }
    expect(received.length).toBe(1);
  });

  it("is not sent to who does not want it, or has taken the wish back", async () => {
    await rung(null);
    const taskId = await rung("ada@example.org");
    await db.admin.query(`update todo.users set preferences = preferences || '{"emailReminders": false}'`);
    await deliverAll();
    expect(received).toEqual([]);
    expect(await told(taskId)).toEqual([]);
    expect(results).toEqual(["cancelled"]);
  });
});

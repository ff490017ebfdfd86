/** A chain whose deliveries come in any order, twice, or not at all until later ends equal to one that nobody disturbed. */
import { randomUUID } from "node:crypto";
import { openHandler as openAudit } from "@todo/audit/handle.ts";
import { openHandler as openNotification } from "@todo/notification/handle.ts";
import { openHandler as openRecurrence } from "@todo/recurrence/handle.ts";
import type { Command } from "@todo/shared/domain/commands.ts";
import { Refused } from "@todo/shared/domain/refused.ts";
import { headersOf } from "@todo/shared/events/envelope.ts";
import { isKnown, parseEvent } from "@todo/shared/events/parse.ts";
import type { EventHandler } from "@todo/shared/host/receive.ts";
import { type Because, execute, register } from "@todo/shared/tasks/execute.ts";
import fc from "fast-check";
import { expect, it } from "vitest";
import { testDatabase } from "../testing/database.ts";
import { publishedEvents } from "../testing/published.ts";

const db = await testDatabase();
const chat = db.writer("todo_chat");
const consumers: EventHandler[] = [
  openRecurrence(db.as("todo_recurrence"), db.writer("todo_recurrence")),
  openNotification({ database: db.as("todo_notification"), writer: db.writer("todo_notification"), planned: () => {} }),
  openAudit(db.as("todo_audit")),
];

const SERIES = 3;
const ZONES = ["Europe/Berlin", "Asia/Tokyo", "America/New_York"];
type Act = { series: number; act: "complete" | "reopen" | "skip" | "delete" | "restore" | "travel" };
type Delivery = { order: number[]; twice: boolean[]; late: boolean[] };

const act: fc.Arbitrary<Act> = fc.record({
  series: fc.nat(SERIES - 1),
  act: fc.constantFrom(...(["complete", "complete", "reopen", "skip", "delete", "restore", "travel"] as const)),
});
const delivery: fc.Arbitrary<Delivery> = fc.record({
  order: fc.array(fc.nat(1_000), { minLength: 40, maxLength: 40 }),
  twice: fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
  late: fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
});

/** Events of a user that nobody has been given yet. */
async function undelivered(userId: string, given: Set<string>) {
  const published = await publishedEvents(db.admin, "user_id = $1", [userId]);
  return published
    .filter(({ id }) => !given.has(id))
    .map((event) => ({ id: event.id, headers: headersOf(event, "ce-"), body: event.dataText }));
}

type Waiting = Awaited<ReturnType<typeof undelivered>>[number];

async function deliver({ headers, body }: Waiting): Promise<void> {
  const event = parseEvent(headers, body);
  if (isKnown(event)) for (const handle of consumers) await handle(event);
}

function commandOf(act: Act["act"], taskId: string, timeZone: string): Command {
  if (act === "travel") return { type: "update-user", patch: { timeZone } };
  if (act === "delete") return { type: "delete-task", taskId, scope: "occurrence", by: "user" };
  return { type: `${act}-task`, taskId };
}

/** Plays the acts for a new user; hands events out as told, or each at once when nothing is told. Answers what is there in the end. */
async function play(acts: Act[], disturbance: Delivery | null): Promise<unknown> {
  const userId = randomUUID();
  const because: Because = {
    source: "/todo/test",
    correlationId: randomUUID(),
    causationId: null,
    traceparent: null,
    actor: { kind: "user", id: userId },
    reason: "command",
    undoes: null,
  };
  const run = (command: Command) =>
    chat
      .transact([userId], (tx) => execute(tx, userId, command, because))
      .catch((error: unknown) => {
        if (!(error instanceof Refused)) throw error;
      });
  await chat.transact([userId], async (tx) => {
    await tx.ready;
    await register(
      tx,
      { userId, issuer: "https://issuer.example", subject: userId, email: null },
      { timeZone: "Europe/Berlin", locale: "en" },
      because,
    );
  });
  const ids = Array.from({ length: SERIES }, () => randomUUID());
  for (const [n, taskId] of ids.entries()) {
    const due = { date: "2099-01-01", time: "09:00:00" };
    await run({
      type: "create-task",
      taskId,
      input: { title: `series ${n}`, due, rule: { rrules: ["FREQ=DAILY"] }, reminders: [{ offset: "-PT1H" }] },
    });
  }
  const given = new Set<string>();
  let step = 0;
  for (const { series, act } of acts) {
    const taskId = ids[series]!;
    await run(commandOf(act, taskId, ZONES[series]!));
    for (let waiting = await undelivered(userId, given); waiting.length > 0; waiting = await undelivered(userId, given)) {
      const at = step++ % 40;
      // Dropped for now: the source lost it, and the reconciler will bring it again.
      if (disturbance?.late[at]) break;
      const next = disturbance ? waiting[disturbance.order[at]! % waiting.length]! : waiting[0]!;
      given.add(next.id);
      await deliver(next);
      if (disturbance?.twice[at]) await deliver(next);
    }
  }
  for (let rest = await undelivered(userId, given); rest.length > 0; rest = await undelivered(userId, given)) {
    for (const each of disturbance ? rest.toReversed() : rest) {
      given.add(each.id);
      await deliver(each);
    }
  }
  return outcome(userId);
}

/** The account as a person sees it, without ids and times; and whether the audit has all of it. */
async function outcome(userId: string): Promise<unknown> {
  const tasks = await db.admin.query(
    `select title, status, ordinal, due_on::text, deleted_at is not null as deleted,
       case when status = 'open' and deleted_at is null then due_zone end as zone from todo.tasks
     where user_id = $1 and deleted_by is distinct from 'undo' order by title, ordinal`,
    [userId],
  );
  const audit = await db.admin.query(
    `select (select count(*) from audit.entries where user_id = $1) = (select sequence from events.streams where user_id = $1) as complete`,
    [userId],
  );
  const timers = await db.admin.query(
    `select count(*)::int as missing from todo.tasks t cross join jsonb_array_elements(t.reminders) r
     where t.user_id = $1 and t.status = 'open' and t.deleted_at is null
       and not exists (select from notification.timers n where n.task_id = t.id and n.rings_at = (r ->> 'instant')::timestamptz)`,
    [userId],
  );
  return { tasks: tasks.rows, audit: audit.rows, timers: timers.rows };
}

it("REC-1 REC-9 AUD-1 EVT-2 any order, any repetition, any loss made good later: the same end", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 6 }), delivery, async (acts, disturbance) => {
      const disturbed = await play(acts, disturbance);
      expect(disturbed).toEqual(await play(acts, null));
      expect(disturbed).toMatchObject({ audit: [{ complete: true }], timers: [{ missing: 0 }] });
    }),
    { numRuns: 40 },
  );
}, 120_000);

/** What the tests of this function begin with: users, tasks with reminders, and the events that plan them. */
import { randomUUID } from "node:crypto";
import type { Reminder, ReminderData, UserErasedData } from "@todo/shared/contracts/types.ts";
import { salt } from "@todo/shared/events/journal.ts";
import type { OurEvent } from "@todo/shared/events/parse.ts";
import type pg from "pg";

export type PlannedReminder = { userId: string; taskId: string; reminder: Reminder };

/** A user, known to the product, who perhaps wants to hear elsewhere. */
export async function insertUser(admin: pg.Pool, webhookUrl: string | null = null, email: string | null = null): Promise<string> {
  const id = randomUUID();
  const preferences = {
    weekStart: "MO",
    dateOrder: "dmy",
    allDayReminderTime: "09:00:00",
    webhookUrl,
    ...(email ? { emailReminders: true } : {}),
  };
  await admin.query(
    `insert into todo.users (id, issuer, subject, email, time_zone, locale, preferences, version, sequence, created_at, updated_at)
     values ($1, 'https://issuer.example', $2, $4, 'Europe/Berlin', 'en', $3, 1, 0, now(), now())`,
    [id, id, preferences, email],
  );
  return id;
}

/** Open tasks of these users (one each for every id given), with one reminder that rings `inMs` from the database's now. */
export async function insertTasks(admin: pg.Pool, userIds: string[], inMs: number, title = "pay rent"): Promise<PlannedReminder[]> {
  const { rows } = await admin.query<{ instant: Date }>(
    "select date_trunc('milliseconds', clock_timestamp()) + $1 * interval '1 ms' as instant",
    [inMs],
  );
  const instant = rows[0]!.instant.toISOString();
  const planned = userIds.map((userId) => ({
    userId,
    taskId: randomUUID(),
    reminder: { id: randomUUID(), offset: "-PT0M", at: null, instant },
  }));
  await admin.query(
    `insert into todo.tasks (id, user_id, title, description, priority, tags, status, due_on, due_time, due_zone, due_floating, due_at, tzdata,
                             reminders, ordinal, version, sequence, created_at, updated_at)
     select p."taskId", p."userId", $2, '', 'none', '{}', 'open', '2026-12-01', '09:00:00', 'Europe/Berlin', true, '2026-12-01T08:00:00Z', '2026a',
            jsonb_build_array(p.reminder), 1, 1, 0, now(), now()
     from jsonb_to_recordset($1) as p("taskId" uuid, "userId" uuid, reminder jsonb)`,
    [JSON.stringify(planned), title],
  );
  return planned;
}

const envelope = (userId: string, subject: string, sequence: number) => ({
  id: randomUUID(),
  source: "/todo/chat",
  subject,
  time: new Date().toISOString(),
  partitionkey: userId,
  sequence,
  generation: 1,
  link: "ab".repeat(32),
  correlationid: randomUUID(),
  causationid: null,
  traceparent: null,
});

/** The event that plans a reminder. */
export function scheduledEvent({ userId, taskId, reminder }: PlannedReminder, sequence = 1): OurEvent {
  const data: ReminderData = { taskId, userId, title: "pay rent", due: null, reminder, at: new Date().toISOString(), salt: salt() };
  return { ...envelope(userId, taskId, sequence), type: "todo.reminder.scheduled.v1", dataText: JSON.stringify(data), data };
}

/** The event that says a user is gone. */
export function erasedEvent(userId: string, sequence: number): OurEvent {
  const data: UserErasedData = {
    userId,
    actor: { kind: "user", id: userId },
    reason: "erasure",
    at: new Date().toISOString(),
    salt: salt(),
  };
  return { ...envelope(userId, userId, sequence), type: "todo.user.erased.v1", dataText: JSON.stringify(data), data };
}

/** Plans timers for these reminders directly, as their events would have. */
export async function insertTimers(
  admin: pg.Pool,
  planned: PlannedReminder[],
  timerIdOf: (taskId: string, reminderId: string, ringsAt: string) => string,
) {
  const rows = planned.map(({ userId, taskId, reminder }) => ({
    id: timerIdOf(taskId, reminder.id, reminder.instant),
    user_id: userId,
    task_id: taskId,
    reminder_id: reminder.id,
    rings_at: reminder.instant,
    event_id: randomUUID(),
    correlation_id: randomUUID(),
  }));
  await admin.query(
    `insert into notification.timers (id, user_id, task_id, reminder_id, rings_at, claimable_at, event_id, sequence, correlation_id)
     select id, user_id, task_id, reminder_id, rings_at, rings_at, event_id, 1, correlation_id
     from json_to_recordset($1) as t(id uuid, user_id uuid, task_id uuid, reminder_id uuid, rings_at timestamptz, event_id uuid, correlation_id uuid)`,
    [JSON.stringify(rows)],
  );
}

/** The timers' table: planned once, claimed by lease, settled by whoever holds the token. */
import type { Database } from "@todo/shared/database/pool.ts";
import type { Transaction } from "@todo/shared/database/transact.ts";
import type { Timer } from "./timer.ts";

// One statement, so one transaction: the mark and its effect. A plan at or below a user's erasure is only marked.
const PLAN = `
  with mark as (
    insert into events.handled (consumer, event_id, outcome) values ('notification', $1, 'done') on conflict do nothing returning 1
  )
  insert into notification.timers (id, user_id, task_id, reminder_id, rings_at, claimable_at, event_id, generation, sequence, correlation_id, traceparent)
  select $2, $3, $4, $5, $6, $6, $1, $10, $7, $8, $9 from mark
  where not exists (select from notification.erased where user_id = $3 and (generation, sequence) >= ($10, $7))
  on conflict do nothing`;

/** Plans a timer and marks its event as handled; does nothing when either had been done before. */
export async function plan(database: Database, timer: Timer): Promise<void> {
  const { eventId, id, userId, taskId, reminderId, ringsAt, generation, sequence, correlationId, traceparent } = timer;
  const values = [eventId, id, userId, taskId, reminderId, ringsAt, sequence, correlationId, traceparent, generation];
  await database.query(PLAN, values, "timers.plan");
}

// The clock in a subquery is read once: a volatile call per row could use no index, and would walk every timer there is.
const CLAIM = `
  update notification.timers as t
  set claimable_at = clock_timestamp() + $2 * interval '1 ms', lease_token = $3, attempts = attempts + 1
  where t.id in (
    select id from notification.timers where state = 'pending' and claimable_at <= (select clock_timestamp())
    order by claimable_at limit $1 for update skip locked
  )
  returning id, user_id as "userId", task_id as "taskId", reminder_id as "reminderId", rings_at as "ringsAt",
            event_id as "eventId", generation, sequence, correlation_id as "correlationId", traceparent, attempts`;

export type ClaimedTimer = Timer & { attempts: number };

/** Takes up to `limit` timers whose time has come, by the database's clock, for `leaseMs`; whoever else looks does not see them. */
export async function claimTimers(database: Database, limit: number, leaseMs: number, token: string): Promise<ClaimedTimer[]> {
  return (await database.query<ClaimedTimer>(CLAIM, [limit, leaseMs, token], "timers.claim")).rows;
}

const RELEASE = `
  update notification.timers set claimable_at = greatest(rings_at, clock_timestamp() + $3 * interval '1 ms'), lease_token = null
  where id = any ($1) and lease_token = $2 and state = 'pending'`;

/** Gives claims back, to be taken again in `afterMs`, never before their time; those that are no longer ours are left alone. */
export async function releaseTimers(database: Database, ids: string[], token: string, afterMs: number): Promise<void> {
  await database.query(RELEASE, [ids, token, afterMs], "timers.release");
}

// Row locks in one order. A worker whose lease has ended finds another token here once the other's claim is committed.
const HOLD = `
  select id from notification.timers
  where id = any ($1) and lease_token = $2 and state = 'pending' and user_id = any ((select todo.current_users())::uuid[])
  order by id for update`;

/** Of these claims, the ones that are still ours and whose user is locked by this transaction, held to its end. */
export async function holdTimers(tx: Transaction, ids: string[], token: string): Promise<Set<string>> {
  const { rows } = await tx.query<{ id: string }>(HOLD, [ids, token], "timers.hold");
  return new Set(rows.map(({ id }) => id));
}

const SETTLE = `
  update notification.timers as t set state = o.state, lease_token = null, finished_at = $2
  from json_to_recordset($1) as o(id uuid, state text) where t.id = o.id`;

/** Ends timers that `holdTimers` has named. */
export function settleTimers(tx: Transaction, outcomes: { id: string; state: "rung" | "dropped" }[]): void {
  tx.write(SETTLE, [JSON.stringify(outcomes), tx.now], "timers.settle");
}

export type NextDue = { now: string; at: string | null };

/** The database's clock, and when the next timer can be taken (null: none is pending). */
export async function nextTimer(database: Database): Promise<NextDue> {
  const { rows } = await database.query<NextDue>(
    "select clock_timestamp() as now, (select min(claimable_at) from notification.timers where state = 'pending') as at",
    [],
    "timers.next",
  );
  return rows[0]!;
}

/** How many timers are waiting for their time. */
export async function pendingTimers(database: Database): Promise<number> {
  const { rows } = await database.query<{ count: number }>("select count(*) from notification.timers where state = 'pending'");
  return rows[0]!.count;
}

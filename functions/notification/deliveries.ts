/** The deliveries' table: claimed by lease, at most a few of one user at a time, settled by whoever holds the token. */
import type { Due, ReminderDeliveryData } from "@todo/shared/contracts/types.ts";
import type { Database } from "@todo/shared/database/pool.ts";
import type { Transaction } from "@todo/shared/database/transact.ts";
import type { NextDue } from "./timers.ts";

export type Channel = ReminderDeliveryData["channel"];

export type ClaimedDelivery = {
  noticeId: string;
  channel: Channel;
  userId: string;
  taskId: string;
  title: string;
  due: Due | null;
  ringsAt: string;
  lateMs: number;
  /** When it rang. */
  rangAt: string;
  /** The event reminder.due. */
  eventId: string;
  correlationId: string;
  traceparent: string | null;
  /** The number of the attempt that this claim is for; 1 is the first. */
  attempts: number;
  reminderId: string;
  /** The database's clock at the claim. */
  now: string;
};

export type ClaimOptions = {
  limit: number;
  leaseMs: number;
  token: string;
  /** Users whose share of the attempts under way is used up. */
  excluded: string[];
  perUser: number;
};

// A few per user, or one slow receiver would hold every attempt. The inner list is ranked without locks; the outer one locks and looks again.
const CLAIM = `
  with ranked as (
    select notice_id, channel, row_number() over (partition by user_id order by claimable_at) as place
    from notification.deliveries
    where state = 'pending' and claimable_at <= (select clock_timestamp()) and user_id <> all ($4)
  ), chosen as (
    select d.notice_id, d.channel from notification.deliveries as d join ranked as r using (notice_id, channel)
    where r.place <= $5 and d.state = 'pending' and d.claimable_at <= (select clock_timestamp())
    order by d.claimable_at limit $1 for update of d skip locked
  )
  update notification.deliveries as d
  set claimable_at = clock_timestamp() + $2 * interval '1 ms', lease_token = $3, attempts = d.attempts + 1
  from chosen as c, notification.notices as n
  where d.notice_id = c.notice_id and d.channel = c.channel and n.id = d.notice_id
  returning d.notice_id as "noticeId", d.channel, d.user_id as "userId", n.task_id as "taskId", n.title, n.due, n.rings_at as "ringsAt",
            n.late_ms as "lateMs", n.created_at as "rangAt", d.event_id as "eventId", d.correlation_id as "correlationId", d.traceparent,
            d.attempts, n.reminder_id as "reminderId", clock_timestamp() as now`;

/** Takes deliveries whose time has come, by the database's clock. */
export async function claimDeliveries(database: Database, options: ClaimOptions): Promise<ClaimedDelivery[]> {
  const { limit, leaseMs, token, excluded, perUser } = options;
  return (await database.query<ClaimedDelivery>(CLAIM, [limit, leaseMs, token, excluded, perUser], "deliveries.claim")).rows;
}

const POSTPONE = `
  update notification.deliveries
  set claimable_at = clock_timestamp() + $4 * interval '1 ms', lease_token = null, detail = $5, attempts = attempts - $6
  where notice_id = $1 and channel = $2 and lease_token = $3 and state = 'pending'`;

/** When to try again and why; an attempt in which nothing could be sent, for a reason of ours, is not `counted`. */
export type Postponement = { afterMs: number; detail: string; counted: boolean };

/** Plans the next attempt; does nothing when the claim is no longer ours. */
export async function postponeDelivery(database: Database, delivery: ClaimedDelivery, token: string, next: Postponement): Promise<void> {
  const values = [delivery.noticeId, delivery.channel, token, next.afterMs, next.detail, next.counted ? 0 : 1];
  await database.query(POSTPONE, values, "deliveries.postpone");
}

export type DeliveryEnd = { state: "delivered" | "failed" | "cancelled"; detail: string };

const SETTLE = `
  update notification.deliveries set state = $4, detail = $5, lease_token = null, finished_at = $6
  where notice_id = $1 and channel = $2 and lease_token = $3 and state = 'pending' returning 1`;

/** Ends a delivery; false when the claim is no longer ours, and nothing may be told. */
export async function settleDelivery(tx: Transaction, delivery: ClaimedDelivery, token: string, end: DeliveryEnd): Promise<boolean> {
  await tx.ready;
  const values = [delivery.noticeId, delivery.channel, token, end.state, end.detail, tx.now];
  return (await tx.query(SETTLE, values, "deliveries.settle")).rowCount === 1;
}

/** The database's clock, and when the next delivery can be taken of users who are not excluded. */
export async function nextDelivery(database: Database, excluded: string[]): Promise<NextDue> {
  const { rows } = await database.query<NextDue>(
    `select clock_timestamp() as now,
            (select min(claimable_at) from notification.deliveries where state = 'pending' and user_id <> all ($1)) as at`,
    [excluded],
    "deliveries.next",
  );
  return rows[0]!;
}

/** What rang: the notices that are shown in the product, and the deliveries that carry them out of it. */
import type { Due } from "@todo/shared/contracts/types.ts";
import type { Transaction } from "@todo/shared/database/transact.ts";
import type { Channel } from "./deliveries.ts";

export type NoticeRow = {
  id: string;
  user_id: string;
  task_id: string;
  reminder_id: string;
  title: string;
  due: Due | null;
  rings_at: string;
  late_ms: number;
  /** Of the event reminder.due. */
  sequence: number;
};

const NOTICES = `
  insert into notification.notices (id, user_id, task_id, reminder_id, title, due, rings_at, late_ms, sequence, created_at)
  select n.id, n.user_id, n.task_id, n.reminder_id, n.title, n.due, n.rings_at, n.late_ms, n.sequence, $2
  from json_to_recordset($1) as n(id uuid, user_id uuid, task_id uuid, reminder_id uuid, title text, due jsonb, rings_at timestamptz, late_ms integer, sequence bigint)`;

/** Writes notices at the transaction's time. */
export function writeNotices(tx: Transaction, notices: NoticeRow[]): void {
  tx.write(NOTICES, [JSON.stringify(notices), tx.now], "notices.write");
}

export type DeliveryRow = {
  notice_id: string;
  channel: Channel;
  user_id: string;
  event_id: string;
  correlation_id: string;
  traceparent: string | null;
};

const DELIVERIES = `
  insert into notification.deliveries (notice_id, channel, user_id, event_id, correlation_id, traceparent, claimable_at)
  select d.notice_id, d.channel, d.user_id, d.event_id, d.correlation_id, d.traceparent, $2
  from json_to_recordset($1) as d(notice_id uuid, channel text, user_id uuid, event_id uuid, correlation_id uuid, traceparent text)`;

/** Plans deliveries: due at once, tried when the transaction has committed. */
export function planDeliveries(tx: Transaction, deliveries: DeliveryRow[]): void {
  tx.write(DELIVERIES, [JSON.stringify(deliveries), tx.now], "deliveries.plan");
}

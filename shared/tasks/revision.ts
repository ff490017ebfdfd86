/** What a list of a user's tasks depends on, in one small read. */
import { AS_USER, IS_USER, OF_USER, type Reader } from "./own-rows.ts";

export type Revision = {
  /** Sequence of the user's last event that changed a task or the user; 0 before the first. */
  sequence: number;
  /** The user's zone; null when not registered. */
  timeZone: string | null;
  /** When the next open task becomes due, or the day of one begins, RFC 3339; null when none will. What is overdue does not change before. */
  nextDueAt: string | null;
};

const REVISION = `${AS_USER} select
  greatest((select max(sequence) from todo.own_tasks where ${OF_USER}),
           (select sequence from todo.own_users where ${IS_USER}), 0) as sequence,
  (select time_zone from todo.own_users where ${IS_USER}) as time_zone,
  (select due_at from todo.own_tasks where ${OF_USER} and deleted_at is null and status = 'open'
   and due_at >= $2::timestamptz order by due_at limit 1) as next_due_at`;

/** The revision at `now`, RFC 3339. */
export async function revisionOf(reader: Reader, userId: string, now: string): Promise<Revision> {
  type Row = { sequence: number; time_zone: string | null; next_due_at: string | null };
  const { rows } = await reader.query<Row>(REVISION, [userId, now], "todo.revision");
  const [row] = rows;
  return { sequence: row?.sequence ?? 0, timeZone: row?.time_zone ?? null, nextDueAt: row?.next_due_at ?? null };
}

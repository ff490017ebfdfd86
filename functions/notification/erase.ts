/** Forgetting: a user's rows on erasure, everyone's when they are past retention. */
import type { Database } from "@todo/shared/database/pool.ts";
import type { Transaction } from "@todo/shared/database/transact.ts";

/** Where in a user's stream an event is; a later generation is later, whatever its numbers. */
type Place = { generation: number; sequence: number };

/** Deletes what came at or before this place of the user's stream, and remembers it: such events may still arrive. */
export function eraseUser(tx: Transaction, userId: string, { generation, sequence }: Place): void {
  tx.write(
    `insert into notification.erased as e (user_id, generation, sequence) values ($1, $2, $3)
     on conflict (user_id) do update set generation = excluded.generation, sequence = excluded.sequence
     where (e.generation, e.sequence) < (excluded.generation, excluded.sequence)`,
    [userId, generation, sequence],
  );
  tx.write("delete from notification.timers where user_id = $1 and (generation, sequence) <= ($2, $3)", [userId, generation, sequence]);
  tx.write("delete from notification.notices where user_id = $1 and sequence <= $2", [userId, sequence]); // and their deliveries
}

/** Longer than journal and topics keep an event (30 days), so that no plan can come again after its timer is forgotten. */
const TIMERS_KEPT = "40 days";
const NOTICES_KEPT = "90 days";

/**
 * Deletes what is past retention, and plans that were under way while their user was erased (planning takes no lock of the user).
 * Returns how many rows went.
 */
export async function purge(database: Database): Promise<number> {
  const statements = [
    `delete from notification.timers where state <> 'pending' and finished_at < now() - interval '${TIMERS_KEPT}'`,
    `delete from notification.notices where created_at < now() - interval '${NOTICES_KEPT}'`,
    "delete from notification.timers as t using notification.erased as e where e.user_id = t.user_id and (t.generation, t.sequence) <= (e.generation, e.sequence)",
  ];
  let rows = 0;
  for (const statement of statements) rows += (await database.query(statement)).rowCount ?? 0;
  return rows;
}

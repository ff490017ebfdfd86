/** The inbox: which consumer has done what with which event. Written in the effect's own transaction. */
import type { Database } from "../database/pool.ts";
import type { Transaction } from "../database/transact.ts";
import type { Consumer } from "./topics.ts";

const MARK = "insert into events.handled (consumer, event_id, outcome, reason) values ($1, $2, $3, $4) on conflict do nothing returning 1";

/** Marks an event as done; false when it had been marked before, and the work must not be done again. */
export async function markHandled(tx: Transaction, consumer: Consumer, eventId: string): Promise<boolean> {
  const marked = await tx.query(MARK, [consumer, eventId, "done", null], "events.mark");
  return marked.rowCount === 1;
}

/** Marks a whole batch whose effects are idempotent in themselves, or that asked for nothing. */
export async function markDone(database: Database, consumer: Consumer, eventId: string): Promise<void> {
  await database.query(MARK, [consumer, eventId, "done", null], "events.mark");
}

/** Marks an event that this consumer can never handle: it waits for a person (`npm run dead-letters`). */
export async function markRefused(database: Database, consumer: string, eventId: string, reason: string): Promise<void> {
  await database.query(MARK, [consumer, eventId, "refused", reason.slice(0, 1000)], "events.mark");
}

/** Verification of one user's history against the head of their stream. */
import type { Verification } from "@todo/shared/contracts/types.ts";
import type { Database } from "@todo/shared/database/pool.ts";
import { type ChainEntry, checkChain } from "./chain.ts";
import { headOf, isCaughtUp, type LinkRow, linksOf } from "./entries.ts";

const LOOK_AGAIN_MS = 50;

/** Recomputes the whole chain. Events that are still on their way count as missing, so they get `settleMs` to arrive first. */
export async function verify(database: Database, userId: string, settleMs = 500): Promise<Verification> {
  const head = await headOf(database, userId);
  const until = performance.now() + settleMs;
  while (head.sequence > 0 && performance.now() < until && !(await isCaughtUp(database, userId, head.sequence))) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
  const check = checkChain(head);
  for await (const rows of linksOf(database, userId, head)) {
    for (const row of rows) check.add(chainEntryOf(row));
  }
  const { entries, faults } = check.end();
  return { userId, intact: faults.length === 0, entries, head: head.sequence, faults };
}

const chainEntryOf = (row: LinkRow): ChainEntry => ({
  generation: row.generation,
  sequence: row.sequence,
  eventId: row.event_id,
  type: row.type,
  link: row.link,
  dataHash: row.data_hash,
  foundHash: row.found_hash,
});

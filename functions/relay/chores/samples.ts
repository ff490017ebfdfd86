/** Notes now and then which place of the journal had been published when: the publish time of every event, to within a sample. */
import type { Database } from "@todo/shared/database/pool.ts";
import type { Position } from "../journal.ts";
import type { Chore } from "../lead.ts";

const SAMPLE = `insert into events.samples (xid, id)
  select $1::xid8, $2::bigint where (select (s.xid, s.id) from events.samples as s order by s.at desc limit 1) is distinct from ($1::xid8, $2::bigint)`;
const PUBLISHED_BY = `select s.xid::text, s.id from events.samples as s
  where s.at <= clock_timestamp() - $1 * interval '1 millisecond' order by s.at desc limit 1`;

/** Takes a sample every `everyMs` while the cursor moves. */
export const samplesChore = (database: Database, everyMs = 10_000): Chore => ({
  name: "samples",
  async run({ position }) {
    await database.query(SAMPLE, [position.xid, position.id]);
    return everyMs;
  },
});

/** A place that had been published `ageMs` ago, or null when no sample is that old. */
export async function publishedBefore(database: Database, ageMs: number): Promise<Position | null> {
  const { rows } = await database.query<Position>(PUBLISHED_BY, [ageMs]);
  return rows[0] ?? null;
}

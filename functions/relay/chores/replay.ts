/** Publishes again what a person asked for: a row of events.republished without a time yet. */
import type { Database } from "@todo/shared/database/pool.ts";
import { COLUMNS, type Entry, type EntryRow, entryOf } from "../journal.ts";
import type { Chore } from "../lead.ts";

const WANTED = `select r.event_id from events.republished as r where r.at = '-infinity' limit 100`;
const LOAD = `select ${COLUMNS} from events.journal as j where j.event_id = any ($1::uuid[]) order by j.xid, j.id`;
const DONE = `update events.republished set at = clock_timestamp() where event_id = any ($1::uuid[]) and at = '-infinity'`;

/** The journal's entries with these ids, in its order. */
export async function entriesWith(database: Database, ids: readonly string[]): Promise<Entry[]> {
  const { rows } = await database.query<EntryRow>(LOAD, [ids]);
  return rows.map(entryOf);
}

/** Looks for wishes every `everyMs`. */
export const replayChore = (database: Database, everyMs = 2_000): Chore => ({
  name: "replay",
  async run(leader) {
    const { rows } = await database.query<{ event_id: string }>(WANTED);
    if (rows.length === 0) return everyMs;
    const ids = rows.map((row) => row.event_id);
    const entries = await entriesWith(database, ids);
    await leader.republish(entries.map((entry) => entry.event));
    await database.query(DONE, [ids]);
    return 0;
  },
});

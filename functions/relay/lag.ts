/** How far publishing is behind, told by every replica: a missing leader must be seen as well. */
import type { Database } from "@todo/shared/database/pool.ts";
import type { Log } from "@todo/shared/log.ts";
import { journalAge, lag } from "./metrics.ts";

const BEHIND = `select (select count(*) from (select from events.journal as j where (j.xid, j.id) > (c.xid, c.id) limit 100000) as behind)::int as events,
    coalesce((select extract(epoch from clock_timestamp() - j.time) from events.journal as j where (j.xid, j.id) > (c.xid, c.id)
              order by j.xid, j.id limit 1), 0)::float8 as seconds
  from events.cursor as c`;

/** Events that are not published, counted up to 100 000, and the age of the oldest in seconds. */
export async function measureLag(database: Database): Promise<{ events: number; seconds: number }> {
  const { rows } = await database.query<{ events: number; seconds: number }>(BEHIND);
  return rows[0]!;
}

/** Sets the gauges every few seconds; call the result to stop. */
export function watchLag(database: Database, log: Log, everyMs = 5_000): () => void {
  const measure = async () => {
    const { events, seconds } = await measureLag(database);
    lag.set(events);
    journalAge.set(Math.max(0, seconds));
  };
  const timer = setInterval(() => measure().catch((error: unknown) => log.debug({ err: error }, "lag not measured")), everyMs);
  return () => clearInterval(timer);
}

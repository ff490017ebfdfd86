/** After a restore: makes cursor, journal and numbering those of the PostgreSQL cluster that they lie in now. */
import pg from "pg";

export type RebaseOptions = {
  /** A login that may act as events_owner. */
  url: string;
  /** What was published, as far as the restored cursor knows, is published again too. */
  fromStart: boolean;
};

export type Rebased = { generation: number; unpublished: number };

const BUSY = "select holder from events.cursor where lease_until > clock_timestamp()";
/* A new cluster counts transactions from the beginning, so new rows sort below the restored ones. All rows that are there now get the
   transactions 0 (published) and 1 (not yet), below every real one; within them the id decides, which keeps each user's order. A row of
   the new cluster may look published by its transaction, but its id is above those of all restored rows; in doubt it is published again. */
const RENUMBER = `with restored as (
    select coalesce(max(j.id), 0) as last from events.journal as j cross join events.cursor as c
    where j.xid >= pg_snapshot_xmax(pg_current_snapshot()) and (j.xid, j.id) <= (c.xid, c.id)
  )
  update events.journal as j set xid = case
      when not $1 and (j.xid, j.id) <= (c.xid, c.id) and (j.xid >= pg_snapshot_xmax(pg_current_snapshot()) or j.id <= r.last)
      then '0'::xid8 else '1'::xid8 end
  from events.cursor as c cross join restored as r`;
const CURSOR = `update events.cursor as c set generation = c.generation + 1, system_identifier = s.system_identifier::text, term = c.term + 1,
    holder = null, lease_until = null, xid = '0', id = (select coalesce(max(j.id), 0) from events.journal as j where j.xid = '0')
  from pg_control_system() as s returning c.generation, c.xid::text, c.id`;

/**
 * Adds one to the generation, so that numbers which the lost rows had used are told apart, and puts the cursor where publishing goes on.
 * Throws while a relay holds the lease. One transaction, in which nobody writes to the journal.
 */
export async function rebase({ url, fromStart }: RebaseOptions): Promise<Rebased> {
  const client = new pg.Client({
    connectionString: url,
    options: "-c role=events_owner -c statement_timeout=0 -c lock_timeout=60000",
    application_name: "relay rebase",
  });
  await client.connect();
  try {
    await client.query("begin");
    await client.query("lock table events.cursor, events.journal in exclusive mode");
    const { rows: busy } = await client.query<{ holder: string }>(BUSY);
    if (busy[0]) throw new Error(`The relay ${busy[0].holder} is running. Stop it, wait half a minute, and run this again.`);
    await client.query(RENUMBER, [fromStart]);
    const { rows } = await client.query<{ generation: number; xid: string; id: string }>(CURSOR);
    const cursor = rows[0]!;
    // The samples' places mean nothing any more; what counts as published was so by now. Every mark is looked at once more.
    await client.query("delete from events.samples");
    await client.query("insert into events.samples (xid, id) values ($1::xid8, $2)", [cursor.xid, cursor.id]);
    await client.query("update events.reconciled set xid = '0', id = 0");
    const { rows: left } = await client.query<{ count: number }>("select count(*)::int as count from events.journal where xid = '1'");
    await client.query("commit");
    return { generation: cursor.generation, unpublished: left[0]!.count };
  } catch (error) {
    await client.query("rollback").catch(() => {});
    throw error;
  } finally {
    await client.end();
  }
}

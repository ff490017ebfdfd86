/** Reads the journal in the order in which it is published. */
import type { Database } from "@todo/shared/database/pool.ts";
import type { CloudEvent } from "@todo/shared/events/envelope.ts";

/** A place in the journal: (transaction, id), the transaction as text because it has 64 bits. */
export type Position = { xid: string; id: number };

/** Compares places in the journal. */
export function isAtOrBefore(one: Position, other: Position): boolean {
  const [a, b] = [BigInt(one.xid), BigInt(other.xid)];
  return a < b || (a === b && one.id <= other.id);
}

export type Entry = { position: Position; event: CloudEvent };

/** A row with `COLUMNS`. */
export type EntryRow = {
  position_xid: string;
  position_id: number;
  event_id: string;
  user_id: string;
  generation: number;
  sequence: number;
  type: string;
  source: string;
  subject: string;
  time: string;
  link: string;
  causation_id: string | null;
  correlation_id: string;
  traceparent: string | null;
  data: string;
};

/** The columns of an entry, of `events.journal as j`; the position has other names, for ORDER BY would take an output column called xid: text. */
export const COLUMNS = `j.xid::text as position_xid, j.id as position_id, j.event_id, j.user_id, j.generation, j.sequence, j.type, j.source,
  j.subject, j.time, encode(j.link, 'hex') as link, j.causation_id, j.correlation_id, j.traceparent, j.data`;

// Below the oldest transaction that still runs nobody can insert any more: what has been read is whole, and the cursor never looks back.
const READ = (limit: number) => `select ${COLUMNS} from events.journal as j
  where (j.xid, j.id) > ($1::xid8, $2::bigint) and j.xid < pg_snapshot_xmin(pg_current_snapshot())
  order by j.xid, j.id limit ${limit}`;

const HELD_BACK = "select exists (select from events.journal as j where (j.xid, j.id) > ($1::xid8, $2::bigint)) as held_back";

/** The next entries behind a position, at most `limit`. */
export async function readJournal(database: Database, after: Position, limit: number): Promise<Entry[]> {
  const { rows } = await database.query<EntryRow>(READ(limit), [after.xid, after.id], `journal.read.${limit}`);
  return rows.map(entryOf);
}

/** Whether there are entries behind a position at all: those that a running transaction holds back will be readable in a moment. */
export async function isHeldBack(database: Database, after: Position): Promise<boolean> {
  const { rows } = await database.query<{ held_back: boolean }>(HELD_BACK, [after.xid, after.id], "journal.held-back");
  return rows[0]?.held_back ?? false;
}

/** A row with `COLUMNS` as an entry. */
export function entryOf(row: EntryRow): Entry {
  return {
    position: { xid: row.position_xid, id: row.position_id },
    event: {
      id: row.event_id,
      type: row.type,
      source: row.source,
      subject: row.subject,
      time: row.time,
      partitionkey: row.user_id,
      sequence: row.sequence,
      generation: row.generation,
      link: row.link,
      correlationid: row.correlation_id,
      causationid: row.causation_id,
      traceparent: row.traceparent,
      dataText: row.data,
    },
  };
}

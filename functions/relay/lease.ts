/** One relay publishes at a time: a lease in the row of the cursor, fenced by a term that grows with every holder. */
import type { Database } from "@todo/shared/database/pool.ts";
import type { Position } from "./journal.ts";
import type { Query, Unsendable } from "./publisher.ts";

/** Another relay holds the lease now. */
export class LeaseLost extends Error {
  override name = "LeaseLost";
}

/** The cursor belongs to another PostgreSQL cluster: positions of its transactions mean nothing here. */
export class RestoredElsewhere extends Error {
  override name = "RestoredElsewhere";
}

export type Lease = {
  readonly term: number;
  /** Where the last holder had come to. */
  readonly position: Position;
  /** Milliseconds during which no other relay can begin, by this machine's monotonic clock; may be negative. */
  leftMs(): number;
  renew(): Promise<void>;
  /** Where the cursor is now: after a commit whose answer was lost. Throws LeaseLost. */
  readPosition(): Promise<Position>;
  /** Marks the unsendable and moves the cursor, in the transaction of `query` when that is one; throws LeaseLost. */
  advance(query: Query, to: Position, unsendable: readonly Unsendable[]): Promise<void>;
  /** Lets the next relay begin at once. */
  release(): Promise<void>;
};

export type LeaseOptions = {
  database: Database;
  holder: string;
  leaseMs: number;
  /** Takes the lease over from a holder of the same name, who must have died: this process has its place. */
  inherit?: boolean;
  /** The last term that this process held: its own lease it may always take again. */
  ownTerm?: number | null;
};

const IDENTIFY = `select c.system_identifier as written, s.system_identifier::text as actual
  from events.cursor as c cross join pg_control_system() as s`;
const ACQUIRE = `update events.cursor as c
  set term = c.term + 1, holder = $1, lease_until = clock_timestamp() + $2 * interval '1 millisecond', system_identifier = s.system_identifier::text
  from pg_control_system() as s
  where c.lease_until is null or c.lease_until < clock_timestamp() or ($3 and c.holder = $1) or c.term = $4
  returning c.term, c.xid::text as position_xid, c.id as position_id`;
const RENEW = "update events.cursor set lease_until = clock_timestamp() + $2 * interval '1 millisecond' where term = $1";
const POSITION = "select c.xid::text, c.id from events.cursor as c where c.term = $1";
const ADVANCE = "update events.cursor set xid = $2::xid8, id = $3 where term = $1";
const REFUSE = `insert into events.handled (consumer, event_id, outcome, reason)
  select 'relay', e.id, 'refused', e.reason from unnest($1::uuid[], $2::text[]) as e(id, reason) on conflict do nothing`;
const RELEASE = "update events.cursor set lease_until = null where term = $1";

/** Takes the lease when it is free, or resolves to null. Throws RestoredElsewhere when the cursor is another cluster's. */
export async function acquireLease({ database, holder, leaseMs, inherit = false, ownTerm = null }: LeaseOptions): Promise<Lease | null> {
  const { rows: identity } = await database.query<{ written: string | null; actual: string }>(IDENTIFY);
  const [found] = identity;
  if (found?.written && found.written !== found.actual) {
    throw new RestoredElsewhere(
      `The cursor belongs to PostgreSQL system ${found.written}, this is ${found.actual}: the database was restored into another cluster. Stop all writers and run "npm run relay:rebase" once.`,
    );
  }
  // The clock starts before the statement: the database's own count can only begin, and so end, later.
  let since = performance.now();
  const { rows } = await database.query<{ term: number; position_xid: string; position_id: number }>(ACQUIRE, [
    holder,
    leaseMs,
    inherit,
    ownTerm,
  ]);
  const [row] = rows;
  if (!row) return null;
  const fenced = (moved: number | null) => {
    if (moved !== 1) throw new LeaseLost(`Another relay took the lease of term ${row.term}.`);
  };
  return {
    term: row.term,
    position: { xid: row.position_xid, id: row.position_id },
    leftMs: () => since + leaseMs - performance.now(),
    async renew() {
      const began = performance.now();
      fenced((await database.query(RENEW, [row.term, leaseMs], "lease.renew")).rowCount);
      since = began;
    },
    async readPosition() {
      const { rows, rowCount } = await database.query<Position>(POSITION, [row.term]);
      fenced(rowCount);
      return rows[0]!;
    },
    async advance(query, to, unsendable) {
      // Marked first: between the two statements of a relay that dies, an event must not be neither sent nor marked.
      if (unsendable.length > 0) {
        await query(REFUSE, [unsendable.map((each) => each.eventId), unsendable.map((each) => each.reason.slice(0, 1000))]);
      }
      fenced((await query(ADVANCE, [row.term, to.xid, to.id], "lease.advance")).rowCount);
    },
    async release() {
      await database.query(RELEASE, [row.term]);
    },
  };
}

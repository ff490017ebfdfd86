/** What the reconciler asks the database: who has marked what, up to where, and since when it was published. */
import type { Database } from "@todo/shared/database/pool.ts";
import type { Consumer } from "@todo/shared/events/topics.ts";
import type { Position } from "../journal.ts";

/** An event that a consumer has to act on, and what is known of it. */
export type Examined = { position: Position; eventId: string; isKnown: boolean; republishedMsAgo: number | null };

/** Events that one search for the newest mark looks at, from either end. */
const WINDOW = 5_000;

const isFor = (consumer: Consumer): string => (consumer === "audit" ? "true" : `j.consumers @> '{${consumer}}'`);

/** Audit's entries are its marks. Whatever was refused, by the consumer or by the relay, waits for a person. */
const isMarked = (consumer: Consumer): string =>
  `(exists (select from events.handled as h where h.consumer = '${consumer}' and h.event_id = j.event_id)
    ${consumer === "audit" ? "or exists (select from audit.entries as e where e.event_id = j.event_id)" : ""})`;
const isUnsent =
  "exists (select from events.handled as h where h.consumer = 'relay' and h.event_id = j.event_id and h.outcome = 'refused')";

const EXAMINE = (consumer: Consumer) => `select j.xid::text, j.id, j.event_id, (${isMarked(consumer)} or ${isUnsent}) as is_known,
    (extract(epoch from clock_timestamp() - r.at) * 1000)::float8 as republished_ms_ago
  from (select * from events.journal as j where ${isFor(consumer)} and (j.xid, j.id) > ($1::xid8, $2::bigint) and (j.xid, j.id) <= ($3::xid8, $4::bigint)
        order by j.xid, j.id limit $5) as j
  left join events.republished as r on r.consumer = '${consumer}' and r.event_id = j.event_id and r.at > '-infinity'
  order by j.xid, j.id`;

const NEWEST = (consumer: Consumer, direction: "asc" | "desc") => `select j.xid::text, j.id
  from (select * from events.journal as j where ${isFor(consumer)} and (j.xid, j.id) > ($1::xid8, $2::bigint) and (j.xid, j.id) <= ($3::xid8, $4::bigint)
        order by j.xid ${direction}, j.id ${direction} limit ${WINDOW}) as j
  where ${isMarked(consumer)} order by j.xid desc, j.id desc limit 1`;

const SETTLED_BY = `select s.xid::text, s.id from events.samples as s
  where s.at <= coalesce((select n.at from events.samples as n where (n.xid, n.id) >= ($1::xid8, $2::bigint) order by n.xid, n.id limit 1),
                         clock_timestamp()) - $3 * interval '1 millisecond'
  order by s.at desc limit 1`;

const START = `insert into events.reconciled as r (consumer) values ($1) on conflict (consumer) do update set consumer = excluded.consumer
  returning r.xid::text, r.id`;
// Only from where this pass began: a replay may have moved it back in the meantime.
const FINISH = `update events.reconciled set xid = $4::xid8, id = $5 where consumer = $1 and (xid, id) = ($2::xid8, $3::bigint)`;
const REPUBLISHED = `insert into events.republished as r (consumer, event_id) select $1, e.id from unnest($2::uuid[]) as e(id)
  on conflict (consumer, event_id) do update set at = clock_timestamp() where r.at > '-infinity'`;

/** The next events for a consumer within (after, upTo], in order. */
export async function examine(database: Database, consumer: Consumer, after: Position, upTo: Position, limit: number): Promise<Examined[]> {
  const { rows } = await database.query<{
    xid: string;
    id: number;
    event_id: string;
    is_known: boolean;
    republished_ms_ago: number | null;
  }>(EXAMINE(consumer), [after.xid, after.id, upTo.xid, upTo.id, limit]);
  return rows.map((row) => ({
    position: { xid: row.xid, id: row.id },
    eventId: row.event_id,
    isKnown: row.is_known,
    republishedMsAgo: row.republished_ms_ago,
  }));
}

/** The newest event within (after, upTo] that the consumer has marked, or an older one while a long backlog is between. */
export async function newestMarked(database: Database, consumer: Consumer, after: Position, upTo: Position): Promise<Position | null> {
  for (const direction of ["desc", "asc"] as const) {
    const { rows } = await database.query<Position>(NEWEST(consumer, direction), [after.xid, after.id, upTo.xid, upTo.id]);
    if (rows[0]) return rows[0];
  }
  return null;
}

/** What had been published `graceMs` before this place was, or null. */
export async function publishedBeforePlace(database: Database, place: Position, graceMs: number): Promise<Position | null> {
  const { rows } = await database.query<Position>(SETTLED_BY, [place.xid, place.id, graceMs]);
  return rows[0] ?? null;
}

/** Up to where everything is known to be handled. */
export async function reconciledUpTo(database: Database, consumer: Consumer): Promise<Position> {
  const { rows } = await database.query<Position>(START, [consumer]);
  return rows[0]!;
}

/** Moves that place on, unless it was moved in the meantime. */
export async function settle(database: Database, consumer: Consumer, from: Position, to: Position): Promise<void> {
  await database.query(FINISH, [consumer, from.xid, from.id, to.xid, to.id]);
}

/** Notes that these were published again now. */
export async function noteRepublished(database: Database, consumer: Consumer, ids: readonly string[]): Promise<void> {
  await database.query(REPUBLISHED, [consumer, ids]);
}

/** Deletes what is past retention, in bounded batches: the journal's oldest events with their marks, and old samples. */
import type { Database } from "@todo/shared/database/pool.ts";
import { CONSUMERS } from "@todo/shared/events/topics.ts";
import type { Chore } from "../lead.ts";
import { deleted } from "../metrics.ts";
import { publishedBefore } from "./samples.ts";

export type RetentionSettings = {
  /** How old an event must be. */
  ageMs: number;
  /** How long ago it must have been published: longer than Kafka keeps it, for while it can be delivered its marks are needed. */
  publishedMs: number;
  batch: number;
  everyMs: number;
};

const DAY_MS = 24 * 3_600_000;

export const RETENTION: RetentionSettings = { ageMs: 30 * DAY_MS, publishedMs: 8 * DAY_MS, batch: 1_000, everyMs: 600_000 };

/** Whoever may have marked an event: with the consumer named, its marks are found by their key. */
const MARKERS = [...CONSUMERS, "sync", "relay"];

// The oldest rows first, and only then their age: a journal without old rows must not be searched to its end.
const DELETE = `with oldest as (
    select j.xid, j.id, j.time from events.journal as j where (j.xid, j.id) <= ($1::xid8, $2::bigint) order by j.xid, j.id limit $4
  ), gone as (
    delete from events.journal as j using oldest as o
    where j.xid = o.xid and j.id = o.id and o.time < clock_timestamp() - $3 * interval '1 millisecond' returning j.event_id
  ), keys as (select m.consumer, g.event_id from gone as g cross join unnest($5::text[]) as m(consumer)
  ), handled as (delete from events.handled as h using keys as k where h.consumer = k.consumer and h.event_id = k.event_id
  ), republished as (delete from events.republished as r using keys as k where r.consumer = k.consumer and r.event_id = k.event_id)
  select count(*)::int as events from gone`;
const DELETE_SAMPLES = `delete from events.samples where at in (
  select at from events.samples where at < clock_timestamp() - $1 * interval '1 millisecond' order by at limit $2)`;

/** One batch a run; at once again while there is more. */
export const retentionChore = (database: Database, { ageMs, publishedMs, batch, everyMs } = RETENTION): Chore => ({
  name: "retention",
  async run() {
    const upTo = await publishedBefore(database, publishedMs);
    if (!upTo) return everyMs;
    const { rows } = await database.query<{ events: number }>(DELETE, [upTo.xid, upTo.id, ageMs, batch, MARKERS]);
    const events = rows[0]?.events ?? 0;
    deleted.inc(events);
    const samples = await database.query(DELETE_SAMPLES, [Math.max(ageMs, publishedMs) + DAY_MS, batch]);
    return events === batch || samples.rowCount === batch ? 100 : everyMs;
  },
});

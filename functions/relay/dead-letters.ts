/** What waits for a person: events that a consumer, or Kafka itself, refused. Read from marks and journal, replayed through the relay. */
import type { Database } from "@todo/shared/database/pool.ts";
import { JOURNAL_CHANNEL } from "@todo/shared/database/wake-up.ts";

export type DeadLetter = {
  consumer: string;
  eventId: string;
  type: string;
  userId: string;
  sequence: number;
  subject: string;
  time: string;
  refusedAt: string;
  reason: string;
};

export type DeadLetterFilter = { consumer?: string; limit?: number };

const COLUMNS = `h.consumer, h.event_id as "eventId", j.type, j.user_id as "userId", j.sequence, j.subject, j.time, h.at as "refusedAt",
  coalesce(h.reason, '') as reason`;
const FROM = "from events.handled as h join events.journal as j using (event_id) where h.outcome = 'refused'";

const LIST = `select ${COLUMNS} ${FROM} and ($1::text is null or h.consumer = $1) order by h.at desc limit $2`;
const SHOW = `select ${COLUMNS}, j.data ${FROM} and h.event_id = $1 order by h.at`;
// The wish has no time yet: the relay looks for those. The reconciler has to look at the event again, should it get lost once more.
const REPLAY = `with unmarked as (
    delete from events.handled where event_id = any ($1::uuid[]) and outcome = 'refused' and ($2::text is null or consumer = $2)
    returning consumer, event_id
  ), wished as (
    insert into events.republished as r (consumer, event_id, at) select consumer, event_id, '-infinity' from unmarked
    on conflict (consumer, event_id) do update set at = excluded.at
  ), earliest as (
    select distinct on (u.consumer) u.consumer, j.xid, j.id from unmarked as u join events.journal as j using (event_id)
    order by u.consumer, j.xid, j.id
  ), moved as (
    update events.reconciled as r set xid = e.xid, id = e.id - 1 from earliest as e
    where r.consumer = e.consumer and (r.xid, r.id) >= (e.xid, e.id)
  )
  select consumer, event_id as "eventId" from unmarked`;

/** The newest first. */
export async function listDeadLetters(database: Database, { consumer, limit = 100 }: DeadLetterFilter = {}): Promise<DeadLetter[]> {
  return (await database.query<DeadLetter>(LIST, [consumer ?? null, limit])).rows;
}

/** Every refusal of one event, with its data as it was published. */
export async function showDeadLetter(database: Database, eventId: string): Promise<(DeadLetter & { data: string })[]> {
  return (await database.query<DeadLetter & { data: string }>(SHOW, [eventId])).rows;
}

/** Takes the marks away and asks the relay to publish the events again; resolves to what will be replayed. */
export async function replayDeadLetters(
  database: Database,
  eventIds: readonly string[],
  consumer: string | null = null,
): Promise<{ consumer: string; eventId: string }[]> {
  const { rows } = await database.query<{ consumer: string; eventId: string }>(REPLAY, [eventIds, consumer]);
  if (rows.length > 0) await database.query("select pg_notify($1, '')", [JOURNAL_CHANNEL]);
  return rows;
}

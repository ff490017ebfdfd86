/** Reads of the entries, always of one user, whom the reading statement names to the view. */
import type { HistoryPage } from "@todo/shared/contracts/types.ts";
import type { Database } from "@todo/shared/database/pool.ts";
import { AS_USER, OF_USER } from "@todo/shared/tasks/own-rows.ts";
import { type Head, START } from "./chain.ts";

/** An entry with everything that was filed; `data` is null after an erasure. */
export type EntryRow = {
  generation: number;
  sequence: number;
  event_id: string;
  type: string;
  source: string;
  subject: string;
  time: string;
  link: Buffer;
  causation_id: string | null;
  correlation_id: string;
  data_hash: Buffer;
  data: string | null;
};

/** What the chain is made of: the hash of the bytes instead of the bytes. */
export type LinkRow = Pick<EntryRow, "generation" | "sequence" | "event_id" | "type" | "link" | "data_hash"> & {
  found_hash: Buffer | null;
};

const HEAD = "select generation, sequence, link from events.heads where user_id = $1";

/** The head of a user's stream; of a user who never did anything, the beginning. */
export async function headOf(database: Database, userId: string): Promise<Head> {
  const { rows } = await database.query<Head>(HEAD, [userId], "audit.head");
  return rows[0] ?? { generation: 0, sequence: 0, link: START };
}

const PAGE = `${AS_USER} select sequence, event_id, type, time, subject, causation_id, correlation_id, data from audit.own_entries
  where ${OF_USER} and sequence < $2 and ($3::text is null or subject = $3) order by sequence desc, generation desc, event_id limit $4`;
const PAGE_OF = PAGE.replace("($3::text is null or subject = $3)", "subject = $3");

export type PageQuery = { subject: string | null; before: number; limit: number };

/** A page of history, newest first. `next` is the `before` of the next page. */
export async function historyOf(database: Database, userId: string, { subject, before, limit }: PageQuery): Promise<HistoryPage> {
  const [text, name] = subject === null ? [PAGE, "audit.page"] : [PAGE_OF, "audit.page_of"];
  const { rows } = await database.query<EntryRow>(text, [userId, before, subject, limit + 1], name);
  const entries = rows.slice(0, limit).map((row) => ({
    eventId: row.event_id,
    sequence: row.sequence,
    type: row.type,
    time: row.time,
    subject: row.subject,
    causationId: row.causation_id,
    correlationId: row.correlation_id,
    data: row.data === null ? null : (JSON.parse(row.data) as unknown),
  }));
  const last = entries.at(-1);
  return { entries, next: rows.length > limit && last ? String(last.sequence) : null };
}

const AFTER = "(sequence, generation, event_id) > ($2, $3, $4::uuid) order by sequence, generation, event_id limit $5";
const LINKS = `${AS_USER} select generation, sequence, event_id, type, link, data_hash, sha256(convert_to(data, 'UTF8')) as found_hash
  from audit.own_entries where ${OF_USER} and ${AFTER}`;
const ENTRIES = `${AS_USER} select generation, sequence, event_id, type, source, subject, time, link, causation_id, correlation_id, data_hash, data
  from audit.own_entries where ${OF_USER} and ${AFTER}`;

const FIRST = { sequence: -1, generation: 0, event_id: "00000000-0000-0000-0000-000000000000" };

/** All entries of a user in the chain's order, in portions: a long history is never in memory as a whole. */
async function* portions<R extends typeof FIRST>(database: Database, text: string, name: string, userId: string, size: number) {
  for (let last: typeof FIRST = FIRST; ; ) {
    const { rows } = await database.query<R>(text, [userId, last.sequence, last.generation, last.event_id, size], name);
    if (rows.length > 0) yield rows;
    if (rows.length < size) return;
    last = rows.at(-1)!;
  }
}

/**
 * The rows up to `head`, which was read before them. Of those beyond it, which were written since, only one is given, and only if the
 * stream has not come as far even by now: its number was never given out.
 */
async function* upTo<R extends typeof FIRST>(
  database: Database,
  userId: string,
  head: Head,
  all: AsyncGenerator<R[]>,
): AsyncGenerator<R[]> {
  let beyond: R | undefined;
  for await (const rows of all) {
    yield rows.filter((row) => row.sequence <= head.sequence);
    beyond = rows.findLast((row) => row.sequence > head.sequence) ?? beyond;
  }
  if (beyond && beyond.sequence > (await headOf(database, userId)).sequence) yield [beyond];
}

/** What verification needs of a user's entries, in portions. */
export const linksOf = (database: Database, userId: string, head: Head, size = 2_000): AsyncGenerator<LinkRow[]> =>
  upTo(database, userId, head, portions<LinkRow>(database, LINKS, "audit.links", userId, size));

/** A user's entries whole, in portions. */
export const entriesOf = (database: Database, userId: string, head: Head, size = 200): AsyncGenerator<EntryRow[]> =>
  upTo(database, userId, head, portions<EntryRow>(database, ENTRIES, "audit.entries", userId, size));

/** Whether every number of the last hundred up to `head` has arrived. */
export async function isCaughtUp(database: Database, userId: string, head: number): Promise<boolean> {
  const from = Math.max(1, head - 99);
  const { rows } = await database.query<{ arrived: number }>(
    `${AS_USER} select count(distinct sequence) as arrived from audit.own_entries where ${OF_USER} and sequence between $2 and $3`,
    [userId, from, head],
    "audit.caught_up",
  );
  return rows[0]?.arrived === head - from + 1;
}

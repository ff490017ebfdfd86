/** The embedded log as its readers see it: records by partition and offset, and how far a group has come. */
import type { Database } from "@todo/shared/database/pool.ts";

export type StoredRecord = { partition: number; offset: number; key: string | null; headers: Record<string, string>; body: string | null };
export type Offsets = Map<number, number>;

const READ = `select l.partition, l."offset", l.key, l.headers, l.body
  from unnest($2::integer[], $3::bigint[]) as p(partition, next)
  cross join lateral (select * from local.log as r where r.topic = $1 and r.partition = p.partition and r."offset" >= p.next
                      order by r."offset" limit 50) as l`;
const COMMIT = `insert into local.groups as g ("group", topic, partition, "offset")
  select $1, $2, p.partition, p."offset" from unnest($3::integer[], $4::bigint[]) as p(partition, "offset")
  on conflict ("group", topic, partition) do update set "offset" = greatest(g."offset", excluded."offset")`;
const APPEND = "select local.append(array[$1::text], array[$2::integer], array[$3::text], array[$4::text], array[$5::text])";
const PRUNE = `delete from local.log where ctid = any (array(
  select ctid from local.log where at < clock_timestamp() - $1 * interval '1 millisecond' limit 1000))`;

/** The next records of some partitions, at most 50 of each, in the order of their offsets. */
export async function readLog(database: Database, topic: string, from: Offsets): Promise<StoredRecord[]> {
  const { rows } = await database.query<StoredRecord>(READ, [topic, [...from.keys()], [...from.values()]], "log.read");
  return rows;
}

/** Where a group goes on in each partition; where it has never been, partitions are absent. */
export async function committedOffsets(database: Database, group: string, topic: string): Promise<Offsets> {
  const { rows } = await database.query<{ partition: number; offset: number }>(
    `select partition, "offset" from local.groups where "group" = $1 and topic = $2`,
    [group, topic],
  );
  return new Map(rows.map((row) => [row.partition, row.offset]));
}

/** The offset that the next record of each partition will have; partitions without any record are absent. */
export async function endOffsets(database: Database, topic: string): Promise<Offsets> {
  const { rows } = await database.query<{ partition: number; offset: number }>(
    `select partition, end_offset as "offset" from local.partitions where topic = $1`,
    [topic],
  );
  return new Map(rows.map((row) => [row.partition, row.offset]));
}

/** Remembers how far a group has come; never moves it back. */
export async function commitOffsets(database: Database, group: string, topic: string, offsets: Offsets): Promise<void> {
  if (offsets.size > 0) await database.query(COMMIT, [group, topic, [...offsets.keys()], [...offsets.values()]], "log.commit");
}

/** Appends one record. */
export async function appendRecord(
  database: Database,
  record: { topic: string; partition: number; key: string | null; headers: Record<string, string>; body: string | null },
): Promise<void> {
  const { topic, partition, key, headers, body } = record;
  await database.query(APPEND, [topic, partition, key, JSON.stringify(headers), body]);
}

/** Deletes up to a thousand records older than `ageMs`; resolves to how many. */
export async function pruneLog(database: Database, ageMs: number): Promise<number> {
  const { rowCount } = await database.query(PRUNE, [ageMs]);
  return rowCount ?? 0;
}

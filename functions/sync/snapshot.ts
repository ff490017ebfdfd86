/**
 * Reads of what a client has to know, each in one statement: one snapshot, so that the head in it is the new cursor. Reading tasks and
 * notices in two statements lost what was committed between them.
 */
import type { Notice } from "@todo/shared/contracts/types.ts";
import type { Database } from "@todo/shared/database/pool.ts";
import { AS_USER, IS_USER, OF_USER } from "@todo/shared/tasks/own-rows.ts";
import {
  SERIES_COLUMNS,
  type SeriesRow,
  seriesFromRow,
  TASK_COLUMNS,
  type TaskRow,
  taskFromRow,
  USER_COLUMNS,
  type UserRow,
  userFromRow,
} from "@todo/shared/tasks/rows.ts";
import { type Answer, answerOf, type Cursor, needsReset, type SizedRow, type Snapshot } from "./decide.ts";

/** How much one message may carry: rows, and characters of them. */
export type Most = { rows: number; size: number };

type NoticeRow = Omit<Notice, "taskId" | "ringsAt" | "lateMs" | "createdAt"> & {
  task_id: string;
  rings_at: string;
  late_ms: number;
  created_at: string;
};

type ReadRow = { kind: SizedRow["kind"] | "head"; sequence: number; body: string };

const NOTICE_COLUMNS = "id, task_id, title, due, rings_at, late_ms, sequence, created_at";
const LAST_NOTICES = 50;

type Conditions = { tasks: string; series: string; user: string; notices: string };

/* The setting opens the views for this statement only; nothing is read before it is made ($1 the user, $2 the cursor, $3 how many rows). */
const statement = (only: Conditions): string => `
  ${AS_USER},
  changed as (
    (select 'task' as kind, t.sequence, to_json(t)::text as body from
      (select ${TASK_COLUMNS} from todo.own_tasks where ${OF_USER} and ${only.tasks}
       order by sequence limit $3) as t)
    union all
    (select 'series', r.sequence, to_json(r)::text from
      (select ${SERIES_COLUMNS} from todo.own_series where ${OF_USER} and ${only.series}
       order by sequence limit $3) as r)
    union all
    (select 'user', u.sequence, to_json(u)::text from
      (select ${USER_COLUMNS} from todo.own_users where ${IS_USER} and ${only.user}) as u)
    union all
    (select 'notice', n.sequence, to_json(n)::text from
      (select ${NOTICE_COLUMNS} from notification.own_notices where ${OF_USER} and ${only.notices}
       order by sequence limit $3) as n)
  )
  select 'head' as kind, 0 as sequence, json_build_object(
    'head', (select json_build_object('generation', h.generation, 'sequence', h.sequence) from events.heads as h where h.user_id = $1),
    'isKept', exists (select from todo.own_users where ${IS_USER} and sequence <= $2)
           or exists (select from todo.own_tasks where ${OF_USER} and sequence <= $2)
           or exists (select from todo.own_series where ${OF_USER} and sequence <= $2)
           or exists (select from notification.own_notices where ${OF_USER} and sequence <= $2)
  )::text as body
  union all
  (select kind, sequence, body from changed order by sequence limit $3)`;

const AFTER = "sequence > $2";
const DELTA = statement({ tasks: AFTER, series: AFTER, user: AFTER, notices: AFTER });

const OPEN = "status = 'open' and deleted_at is null";
const EVERYTHING = statement({
  tasks: OPEN,
  series: `(ended_at is null or id in (select series_id from todo.own_tasks where ${OF_USER} and ${OPEN}))`,
  user: "true",
  notices: `id in (select id from notification.own_notices where ${OF_USER} order by sequence desc limit ${LAST_NOTICES})`,
});

async function read(database: Database, name: string, text: string, userId: string, after: number, most: number): Promise<Snapshot> {
  // One more than may be sent tells whether there are more.
  const { rows } = await database.query<ReadRow>(text, [userId, after, most + 1], name);
  const found = rows.flatMap(({ kind, sequence, body }) => (kind === "head" ? [] : [rowOf(kind, sequence, body)]));
  found.sort((one, other) => one.sequence - other.sequence);
  const { head, isKept } = JSON.parse(rows.find(({ kind }) => kind === "head")!.body) as Pick<Snapshot, "head" | "isKept">;
  return { head, isKept, rows: found, isCut: found.length > most };
}

/** What a client at `cursor` has to be told: the changes since, or everything when the cursor is none that can be carried on from. */
export async function changesSince(database: Database, userId: string, cursor: Cursor | null, most: Most): Promise<Answer> {
  if (cursor) {
    const snapshot = await read(database, "sync.delta", DELTA, userId, cursor.sequence, most.rows);
    if (!needsReset(cursor, snapshot)) return answerOf("changes", snapshot, most.size);
  }
  return answerOf("reset", await read(database, "sync.everything", EVERYTHING, userId, 0, most.rows), most.size);
}

const HEADS = "select user_id, generation, sequence from events.heads where user_id = any($1)";

/** The heads of many users at once; who has done nothing yet is not among them. */
export async function headsOf(database: Database, userIds: string[]): Promise<Map<string, Cursor>> {
  const { rows } = await database.query<Cursor & { user_id: string }>(HEADS, [userIds], "sync.heads");
  return new Map(rows.map(({ user_id, generation, sequence }) => [user_id, { generation, sequence }]));
}

function rowOf(kind: SizedRow["kind"], sequence: number, body: string): SizedRow {
  const row: unknown = JSON.parse(body, wireInstant);
  const size = body.length;
  switch (kind) {
    case "task":
      return { kind, sequence, size, value: taskFromRow(row as TaskRow) };
    case "series":
      return { kind, sequence, size, value: seriesFromRow(row as SeriesRow) };
    case "user":
      return { kind, sequence, size, value: userFromRow(row as UserRow) };
    case "notice":
      return { kind, sequence, size, value: noticeFromRow(row as NoticeRow) };
  }
}

/** In JSON a timestamptz column reads 2026-11-23T09:00:00.12+00:00; the wire wants it as everywhere else. All such columns end in _at. */
const wireInstant = (key: string, value: unknown): unknown =>
  key.endsWith("_at") && typeof value === "string" ? new Date(value).toISOString() : value;

const noticeFromRow = (row: NoticeRow): Notice => ({
  id: row.id,
  taskId: row.task_id,
  title: row.title,
  due: row.due,
  ringsAt: row.rings_at,
  lateMs: row.late_ms,
  sequence: row.sequence,
  createdAt: row.created_at,
});

/** Lists of a user's tasks: filtered, searched, sorted, a page at a time. */
import type { Task, TaskStatus } from "../contracts/types.ts";
import { AS_USER, OF_USER, type Reader } from "./own-rows.ts";
import { TASK_COLUMNS, type TaskRow, taskFromRow } from "./rows.ts";
import { bind, type Values } from "./sql-values.ts";
import { conditionsOf } from "./task-conditions.ts";
import { groupsOf, type Segment, segmentSql } from "./task-order.ts";
import type { Moment, Position, TaskQuery } from "./task-query.ts";

export type Found = { tasks: Task[] /** Where the next page begins; null when this is the last one. */; next: Position | null };

type FoundRow = TaskRow & { part: number; position: string | null };

const STATUSES: TaskStatus[] = ["open", "completed", "skipped"];

/** How many matches are ranked: the rest is found in any other order. */
const MOST_RANKED = 200;

/** A page of tasks. Tombstones are never among them. */
export async function findTasks(reader: Reader, userId: string, query: TaskQuery, moment: Moment): Promise<Found> {
  const rows: FoundRow[] = [];
  for (const group of groupsOf(query)) {
    if (rows.length > query.limit) break;
    const { text, values } = statement(userId, query, group, moment);
    rows.push(...(await reader.query<FoundRow>(text, values)).rows);
  }
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  const next = rows.length > query.limit && last ? { part: last.part, key: last.position, id: last.id } : null;
  return { tasks: page.map(taskFromRow), next };
}

/** An index delivers the rows of one status in order; the statuses are merged. Unprepared, so that it is planned for this very user. */
function statement(userId: string, query: TaskQuery, segments: Segment[], moment: Moment): { text: string; values: Values } {
  const values: Values = [userId];
  const conditions = [OF_USER, "deleted_at is null", ...conditionsOf(query.filter, moment, values)];
  const limit = bind(values, query.limit + 1);
  const statuses = query.filter.status === "any" ? STATUSES : [query.filter.status];
  const stretches = segments.flatMap((segment) => {
    const { within, behind, key, order } = segmentSql(segment, query, values);
    return statuses.map((status) => {
      const rows = [...conditions, `status = '${status}'`, ...within].join(" and ");
      const from = segment.by === "relevance" ? `(${latest(rows)}) as latest where true` : `todo.own_tasks where ${rows}`;
      const rest = behind ? ` and ${behind}` : "";
      return `(select ${TASK_COLUMNS}, ${segment.part} as part, ${key} as sort_key from ${from}${rest} order by ${order} limit ${limit})`;
    });
  });
  const direction = segments[0]?.descending ? "desc" : "asc";
  const text = `${AS_USER} select *, sort_key::text as position from (${stretches.join(" union all ")}) as found
    order by part, sort_key ${direction}, id ${direction} limit ${limit}`;
  return { text, values };
}

/** Ranking needs every match: of a word that thousands of tasks have, only those changed last are ranked. */
const latest = (rows: string): string =>
  `select * from todo.own_tasks where ${rows} order by updated_at desc, id desc limit ${MOST_RANKED}`;

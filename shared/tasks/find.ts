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

/** How many matches are sorted, or ranked: a few milliseconds' worth. */
const MOST_SORTED = 400;
/** How many of more than that are ranked: the rest is found in any other order. */
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

/**
 * An index delivers the rows of one status in the list's order; the statuses are merged. Where nobody can say how many rows fit they are looked for
 * first: few are sorted, and of many the list's own index soon meets a page. Unprepared, so that it is planned for this very user.
 */
function statement(userId: string, query: TaskQuery, segments: Segment[], moment: Moment): { text: string; values: Values } {
  const values: Values = [userId];
  const { counted, others } = conditionsOf(query.filter, moment, values);
  const rows = [OF_USER, "deleted_at is null", ...others];
  const limit = bind(values, query.limit + 1);
  const { status } = query.filter;
  const stretches = segments.flatMap((segment) => {
    const { within, behind, key, order } = segmentSql(segment, query, values);
    const stretch = (from: string, conditions: string[]): string =>
      `(select ${TASK_COLUMNS}, ${segment.part} as part, ${key} as sort_key from ${from}
        where ${[...conditions, ...(behind ? [behind] : [])].join(" and ")} order by ${order} limit ${limit})`;
    const ordered = (conditions: string[]): string[] =>
      (status === "any" ? STATUSES : [status]).map((each) => {
        const all = [...conditions, `status = '${each}'`, ...within];
        return segment.by === "relevance" ? stretch(latest(all), ["true"]) : stretch("todo.own_tasks", all);
      });
    if (counted.length === 0) return ordered(rows);
    return [stretch("few", [ARE_FEW, ...within]), ...ordered([ARE_MANY, ...rows, ...counted.map(unindexed)])];
  });
  const few = counted.length === 0 ? "" : `, ${fewOf([...rows, ...(status === "any" ? [] : [`status = '${status}'`]), ...counted])}`;
  const direction = segments[0]?.descending ? "desc" : "asc";
  const text = `${AS_USER}${few} select *, sort_key::text as position from (${stretches.join(" union all ")}) as found
    order by part, sort_key ${direction}, id ${direction} limit ${limit}`;
  return { text, values };
}

const fewOf = (conditions: string[]): string =>
  `few as materialized (select * from todo.own_tasks where ${conditions.join(" and ")} limit ${MOST_SORTED + 1})`;
const ARE_FEW = `(select count(*) from few) <= ${MOST_SORTED}`;
const ARE_MANY = `(select count(*) from few) > ${MOST_SORTED}`;

/** A condition that is no reason to leave the list's order for an index. */
const unindexed = (condition: string): string => `coalesce(${condition}, false)`;

/** Ranking needs every match: of a word that thousands of tasks have, only those changed last are ranked. */
const latest = (conditions: string[]): string =>
  `(select * from todo.own_tasks where ${conditions.join(" and ")} order by updated_at desc, id desc limit ${MOST_RANKED}) as latest`;

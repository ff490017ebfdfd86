/** Lists of a user's tasks: filtered, searched, sorted, a page at a time. */
import type { Priority, Task, TaskStatus } from "../contracts/types.ts";
import { AS_USER, OF_USER, type Reader } from "./own-rows.ts";
import { TASK_COLUMNS, type TaskRow, taskFromRow } from "./rows.ts";
import { conditionsOf, type Values } from "./task-conditions.ts";
import { type Position, segmentsOf } from "./task-order.ts";

export type TaskFilter = {
  status: TaskStatus | "any";
  /** Words that begin words of the title or description, all of them; or a piece of the title. */
  words: string | null;
  /** Half-open range of instants of the due moment, either end open; or none; or past at `Moment`. */
  due: { from: string | null; before: string | null } | "none" | "overdue" | null;
  /** Wall clock time of the due moment, "17:00:00". */
  at: string | null;
  /** What happened to the task, in a half-open range of instants. */
  happened: { what: "created" | "updated" | "completed"; from: string | null; before: string | null } | null;
  /** Any of these; empty: all. */
  priorities: Priority[];
  /** All of these. */
  tags: string[];
  repeating: boolean | null;
};

export type TaskSort = { by: "due" | "priority" | "created" | "updated" | "title" | "relevance"; descending: boolean };

export type TaskQuery = {
  filter: TaskFilter;
  sort: TaskSort;
  limit: number;
  /** Behind which task the page begins; null: at the beginning. */
  after: Position | null;
};

/** The user's present: `now`, and when their day began. RFC 3339. */
export type Moment = { now: string; today: string };

export const ANY_TASK: TaskFilter = {
  status: "any",
  words: null,
  due: null,
  at: null,
  happened: null,
  priorities: [],
  tags: [],
  repeating: null,
};

export type Found = { tasks: Task[] /** Where the next page begins; null when this is the last one. */; next: Position | null };

type FoundRow = TaskRow & { part: number; sort_key: string | null };

/** A page of tasks. Tombstones are never among them. */
export async function findTasks(reader: Reader, userId: string, query: TaskQuery, moment: Moment): Promise<Found> {
  const values: Values = [userId];
  const conditions = [OF_USER, "deleted_at is null", ...conditionsOf(query.filter, moment, values)];
  const segments = segmentsOf(query, values);
  values.push(query.limit + 1);
  const parts = segments.map(({ part, key, where, order }) => {
    const gated = [...conditions, ...where].join(" and ");
    return `(select ${TASK_COLUMNS}, ${part} as part, ${key} as sort_key, row_number() over (order by ${order}) as place
      from todo.own_tasks where ${gated} order by ${order} limit $${values.length})`;
  });
  const text = `${AS_USER} select * from (${parts.join(" union all ")}) as u order by part, place limit $${values.length}`;
  const { rows } = await reader.query<FoundRow>(text, values);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  const next = rows.length > query.limit && last ? { part: last.part, key: last.sort_key, id: last.id } : null;
  return { tasks: page.map(taskFromRow), next };
}

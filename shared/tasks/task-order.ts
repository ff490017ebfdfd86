/** The order of a list as segments that an index can deliver, each from any position on, without counting from the start. */
import type { Priority } from "../contracts/types.ts";
import type { TaskQuery } from "./find.ts";
import { bind, type Values } from "./task-conditions.ts";
import { rankOf } from "./task-search.ts";

/** The last task of a page: its segment, its sort key as text (null where the segment goes by id alone), its id. */
export type Position = { part: number; key: string | null; id: string };

/** A stretch of the list: which rows, in which order, and the key that a position in it has. */
export type Segment = { part: number; where: string[]; order: string; key: string };

type Stretch = { where: string[]; column: string | null; type: string; descending: boolean };

const PRIORITIES: Priority[] = ["none", "low", "medium", "high", "urgent"];

/** The segments from the position on; their parameters are added to `values`. */
export function segmentsOf(query: TaskQuery, values: Values): Segment[] {
  const { after } = query;
  return stretchesOf(query, values).flatMap(({ where, column, type, descending }, part) => {
    if (after && part < after.part) return [];
    const direction = descending ? "desc" : "asc";
    const sign = descending ? "<" : ">";
    const order = column ? `${column} ${direction}, id ${direction}` : `id ${direction}`;
    const key = column ? `${column}::text` : "null::text";
    if (!after || part > after.part) return [{ part, where, order, key }];
    const id = `${bind(values, after.id)}::uuid`;
    const behind = column ? `(${column}, id) ${sign} (${bind(values, after.key)}::${type}, ${id})` : `id ${sign} ${id}`;
    return [{ part, where: [...where, behind], order, key }];
  });
}

/** Null sorts last in either direction, which no single index order gives: what has no due moment is a stretch of its own. */
const byDue = (where: string[], descending: boolean): Stretch[] => [
  { where: [...where, "due_at is not null"], column: "due_at", type: "timestamptz", descending },
  { where: [...where, "due_at is null"], column: null, type: "", descending },
];

function stretchesOf({ sort, filter }: TaskQuery, values: Values): Stretch[] {
  const { descending } = sort;
  switch (sort.by) {
    case "due":
      return byDue([], descending);
    case "priority": {
      const wished = PRIORITIES.filter((priority) => filter.priorities.length === 0 || filter.priorities.includes(priority));
      const ordered = descending ? wished.toReversed() : wished;
      return ordered.flatMap((priority) => byDue([`priority = ${bind(values, priority)}`], false));
    }
    case "title":
      return [{ where: [], column: "lower(title)", type: "text", descending }];
    case "created":
    case "updated":
      return [{ where: [], column: `${sort.by}_at`, type: "timestamptz", descending }];
    case "relevance":
      return [{ where: [], column: rankOf(filter.words ?? "", values), type: "real", descending: true }];
  }
}

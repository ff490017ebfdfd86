/** The order of a list as segments that an index can deliver, each from any position on, without counting from the start. */
import type { Priority } from "../contracts/types.ts";
import { bind, type Values } from "./sql-values.ts";
import type { TaskQuery } from "./task-query.ts";
import { rankOf } from "./task-search.ts";

/**
 * A stretch of the list, and its place in it. Null sorts last in either direction, which no single index order gives: what has no due moment is a
 * stretch of its own.
 */
export type Segment = {
  part: number;
  by: "due" | "undated" | "created" | "updated" | "title" | "relevance";
  priority: Priority | null;
  descending: boolean;
};

/** A segment in SQL: which rows are in it, which of them are behind the position, their key, their order. */
export type SegmentSql = { within: string[]; behind: string | null; key: string; order: string };

const PRIORITIES: Priority[] = ["none", "low", "medium", "high", "urgent"];

/** The segments from the position on, in groups: a later group is needed only when those before it do not fill the page. */
export function groupsOf({ sort, filter, after }: TaskQuery): Segment[][] {
  const { by, descending } = sort;
  const dated = (priority: Priority | null, first: number, isDescending: boolean): Segment[] => {
    const due = { part: first, by: "due" as const, priority, descending: isDescending };
    const undated = { part: first + 1, by: "undated" as const, priority, descending: isDescending };
    return filter.due === null ? [due, undated] : filter.due === "none" ? [undated] : [due];
  };
  const wished = PRIORITIES.filter((priority) => filter.priorities.length === 0 || filter.priorities.includes(priority));
  const groups: Segment[][] =
    by === "due"
      ? [dated(null, 0, descending)]
      : by === "priority"
        ? (descending ? wished.toReversed() : wished).map((priority, index) => dated(priority, 2 * index, false))
        : [[{ part: 0, by, priority: null, descending }]];
  const ahead = groups.map((group) => group.filter(({ part }) => !after || part >= after.part));
  return ahead.filter((group) => group.length > 0);
}

/** The SQL of a segment; its parameters are added to `values`. */
export function segmentSql(segment: Segment, { filter, after }: TaskQuery, values: Values): SegmentSql {
  const { by, part, priority, descending } = segment;
  const within = priority ? [`priority = ${bind(values, priority)}::todo.priority`] : [];
  if (by === "due") within.push("due_at is not null");
  if (by === "undated") within.push("due_at is null");
  const { column, type } = keyOf(by, filter.words ?? "", values);
  const direction = descending ? "desc" : "asc";
  const order = `${column} ${direction}, id ${direction}`;
  if (part !== after?.part) return { within, behind: null, key: column, order };
  const [sign, id] = [descending ? "<" : ">", `${bind(values, after.id)}::uuid`];
  const behind = after.key === null ? `id ${sign} ${id}` : `(${column}, id) ${sign} (${bind(values, after.key)}::${type}, ${id})`;
  return { within, behind, key: column, order };
}

function keyOf(by: Segment["by"], words: string, values: Values): { column: string; type: string } {
  switch (by) {
    case "title":
      return { column: "lower(title)", type: "text" };
    case "relevance":
      return { column: rankOf(words, values), type: "real" };
    // Where due_at is null it orders nothing, but with it the planner sees that the index has this order.
    case "undated":
      return { column: "due_at", type: "timestamptz" };
    default:
      return { column: `${by}_at`, type: "timestamptz" };
  }
}

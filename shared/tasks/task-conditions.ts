/** A filter as SQL conditions over todo.own_tasks. */
import { bind, type Values } from "./sql-values.ts";
import type { Moment, TaskFilter } from "./task-query.ts";
import { isShort, searchCondition } from "./task-search.ts";

/** `counted`: a GIN index finds them in no order, and no statistics say how many tasks fit. */
export type Conditions = { counted: string[]; others: string[] };

/** The conditions of a filter; their parameters are added to `values`. */
export function conditionsOf(filter: TaskFilter, moment: Moment, values: Values): Conditions {
  const { words, due, at, happened, priorities, tags, repeating } = filter;
  const counted: string[] = [];
  const others: string[] = [];
  if (words !== null) (isShort(words) ? counted : others).push(searchCondition(words, values));
  if (tags.length > 0) counted.push(`tags @> ${bind(values, tags)}::text[]`);
  if (due === "none") others.push("due_at is null");
  else if (due === "overdue") others.push(overdue(moment, values));
  else if (due) others.push(...range("due_at", due, values));
  if (at !== null) others.push(`due_time = ${bind(values, at)}::time`);
  if (happened) others.push(...range(`${happened.what}_at`, happened, values));
  // Nothing completes without being changed: says the same again in terms of an index that there is.
  if (happened?.what === "completed" && happened.from) others.push(`updated_at >= ${bind(values, happened.from)}::timestamptz`);
  if (priorities.length > 0) others.push(`priority = any (${bind(values, priorities)}::todo.priority[])`);
  if (repeating !== null) others.push(`series_id is ${repeating ? "not null" : "null"}`);
  return { counted, others };
}

/** Open and past. A timed task is past at its instant, an all-day one when its day is over: it begins before today does. */
function overdue({ now, today }: Moment, values: Values): string {
  const instant = bind(values, now);
  return `status = 'open' and due_at < ${instant}::timestamptz and (due_time is not null or due_at < ${bind(values, today)}::timestamptz)`;
}

function range(column: string, { from, before }: { from: string | null; before: string | null }, values: Values): string[] {
  const conditions = [`${column} is not null`];
  if (from) conditions.push(`${column} >= ${bind(values, from)}::timestamptz`);
  if (before) conditions.push(`${column} < ${bind(values, before)}::timestamptz`);
  return conditions;
}

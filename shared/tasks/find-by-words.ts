/** The tasks that a few words may mean: what people type is neither complete nor free of slips. */
import type { Task } from "../contracts/types.ts";
import { AS_USER, OF_USER, type Reader } from "./own-rows.ts";
import { TASK_COLUMNS, type TaskRow, taskFromRow } from "./rows.ts";
import { prefixQuery } from "./task-search.ts";

/** How well a task fits: 1 is its very title; from 0.55 all words are in it; below, it only looks alike. */
export type Candidate = { task: Task; score: number };

const MOST = 10;
/** Of a word that thousands of tasks have, those changed last are compared: nobody means one of years ago by it. */
const MOST_COMPARED = 200;
const ALL = ["open", "completed", "skipped"];
const STATUSES = { open: ["open"], closed: ["completed", "skipped"], any: ALL, deleted: ALL };

const THERE = `from todo.own_tasks where ${OF_USER} and deleted_at is null and status = any ($3)`;
/** What went by undo, or with its predecessor, comes back by redo alone. */
const GONE = `from todo.own_tasks where ${OF_USER} and deleted_by = 'user' and status = any ($3)`;
const BEST = `order by score desc, updated_at desc limit ${MOST}`;

const called = (own: string) => `select * ${own} and lower(title) = lower($2) limit ${MOST}`;
const saying = (own: string) =>
  `select * ${own} and search @@ to_tsquery('simple', $4) order by updated_at desc, id desc limit ${MOST_COMPARED}`;
const said = (own: string, query: boolean) => `${AS_USER}
  select ${TASK_COLUMNS}, case when lower(title) = lower($2) then 1 else 0.55 + 0.4 * similarity(title, $2) end as score
  from ((${called(own)})${query ? ` union (${saying(own)})` : ""}) as said ${BEST}`;
const alike = (own: string) =>
  `${AS_USER} select ${TASK_COLUMNS}, 0.75 * word_similarity($2, title) as score ${own} and $2 <% title ${BEST}`;

/** The best candidates first. Tombstones are among them only when asked for; what only looks alike is, if nothing else is. */
export async function findByWords(reader: Reader, userId: string, words: string, status: keyof typeof STATUSES): Promise<Candidate[]> {
  const text = words.trim();
  if (!text) return [];
  const query = prefixQuery(text);
  const values = [userId, text, STATUSES[status]];
  // Unprepared: how common the words are decides which index is the right one.
  const own = status === "deleted" ? GONE : THERE;
  const found = await reader.query<TaskRow & { score: number }>(said(own, query !== null), query ? [...values, query] : values);
  const { rows } = found.rows.length > 0 ? found : await reader.query<TaskRow & { score: number }>(alike(own), values);
  return rows.map((row) => ({ task: taskFromRow(row), score: Number(row.score) }));
}

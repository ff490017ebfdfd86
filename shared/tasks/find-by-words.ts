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
const STATUSES = { open: ["open"], closed: ["completed", "skipped"], any: ["open", "completed", "skipped"] };

const OWN = `from todo.own_tasks where ${OF_USER} and deleted_at is null and status = any ($3)`;
const BEST = `order by score desc, updated_at desc limit ${MOST}`;

const CALLED = `select * ${OWN} and lower(title) = lower($2) limit ${MOST}`;
const SAYING = `select * ${OWN} and search @@ to_tsquery('simple', $4) order by updated_at desc, id desc limit ${MOST_COMPARED}`;
const SAID = (query: boolean) => `${AS_USER}
  select ${TASK_COLUMNS}, case when lower(title) = lower($2) then 1 else 0.55 + 0.4 * similarity(title, $2) end as score
  from ((${CALLED})${query ? ` union (${SAYING})` : ""}) as said ${BEST}`;
const ALIKE = `${AS_USER} select ${TASK_COLUMNS}, 0.75 * word_similarity($2, title) as score ${OWN} and $2 <% title ${BEST}`;

/** The best candidates first. Tombstones are never among them; what only looks alike is, if nothing else is. */
export async function findByWords(reader: Reader, userId: string, words: string, status: keyof typeof STATUSES): Promise<Candidate[]> {
  const text = words.trim();
  if (!text) return [];
  const query = prefixQuery(text);
  const values = [userId, text, STATUSES[status]];
  // Unprepared: how common the words are decides which index is the right one.
  const said = await reader.query<TaskRow & { score: number }>(SAID(query !== null), query ? [...values, query] : values);
  const { rows } = said.rows.length > 0 ? said : await reader.query<TaskRow & { score: number }>(ALIKE, values);
  return rows.map((row) => ({ task: taskFromRow(row), score: Number(row.score) }));
}

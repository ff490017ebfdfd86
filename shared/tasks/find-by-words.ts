/** The tasks that a few words may mean: what people type is neither complete nor free of slips. */
import type { Task } from "../contracts/types.ts";
import { AS_USER, OF_USER, type Reader } from "./own-rows.ts";
import { TASK_COLUMNS, type TaskRow, taskFromRow } from "./rows.ts";
import { prefixQuery } from "./task-search.ts";

/** How well a task fits: 1 is its very title; from 0.55 all words are in it; below, it only looks alike. */
export type Candidate = { task: Task; score: number };

const MOST = 10;
const STATUS = { open: "status = 'open'", closed: "status <> 'open'", any: "true" };

const FIND = (status: string, query: boolean) => `${AS_USER}
  select ${TASK_COLUMNS}, case
      when lower(title) = lower($2) then 1
      ${query ? "when search @@ to_tsquery('simple', $3) then 0.55 + 0.4 * similarity(title, $2)" : ""}
      else 0.75 * word_similarity($2, title)
    end as score
  from todo.own_tasks
  where ${OF_USER} and deleted_at is null and ${status} and ($2 <% title${query ? " or search @@ to_tsquery('simple', $3)" : ""})
  order by score desc, updated_at desc limit ${MOST}`;

/** The best candidates first. Tombstones are never among them. */
export async function findByWords(reader: Reader, userId: string, words: string, status: keyof typeof STATUS): Promise<Candidate[]> {
  const text = words.trim();
  if (!text) return [];
  const query = prefixQuery(text);
  const { rows } = await reader.query<TaskRow & { score: number }>(FIND(STATUS[status], query !== null), [
    userId,
    text,
    ...(query ? [query] : []),
  ]);
  return rows.map((row) => ({ task: taskFromRow(row), score: Number(row.score) }));
}

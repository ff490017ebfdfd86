/** What a list is asked for: which tasks, in which order, from where on. */
import type { Priority, TaskStatus } from "../contracts/types.ts";

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

/** The last task of a page: its segment, its sort key as text (null where the segment goes by id alone), its id. */
export type Position = { part: number; key: string | null; id: string };

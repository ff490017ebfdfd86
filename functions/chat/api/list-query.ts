/** GET /api/v1/tasks: the query's parameters → what to find. */
import type { User } from "@todo/shared/contracts/types.ts";
import { instantOf } from "@todo/shared/domain/due.ts";
import { localNow } from "@todo/shared/domain/schedule.ts";
import { HttpError } from "@todo/shared/host/problem.ts";
import { ANY_TASK, type Moment, type TaskFilter, type TaskQuery, type TaskSort } from "@todo/shared/tasks/task-query.ts";
import type { Context } from "hono";
import { readCursor } from "./cursor.ts";
import { localDate, oneOf, parametersOf, repeated, textUpTo, wholeNumber, yesOrNo } from "./query-parameters.ts";

const TAG = /^[^\s#,]{1,64}$/;

const PARAMETERS = {
  status: oneOf("open", "completed", "skipped", "any"),
  q: textUpTo(200),
  due_from: localDate,
  due_to: localDate,
  overdue: yesOrNo,
  no_due: yesOrNo,
  priority: repeated(oneOf("none", "low", "medium", "high", "urgent")),
  tag: repeated((text) => {
    if (!TAG.test(text)) throw new Error("a tag without blanks, commas and #");
    return text;
  }),
  repeating: yesOrNo,
  sort: oneOf("due", "priority", "created", "updated", "title", "relevance"),
  direction: oneOf("asc", "desc"),
  limit: wholeNumber(1, 200),
  cursor: textUpTo(2_000),
};

export type ListQuery = { query: TaskQuery; moment: Moment };

/** What the list asks for, for this user now. Throws HttpError 400. */
export function listQueryOf(c: Context, user: Pick<User, "timeZone">, now: string): ListQuery {
  const given = parametersOf(c, PARAMETERS);
  const startOf = (day: string) => instantOf(day, user.timeZone);
  const filter: TaskFilter = {
    ...ANY_TASK,
    status: given.status ?? "open",
    words: given.q ?? null,
    due: dueOf(given, startOf),
    priorities: given.priority.flatMap((priority) => priority ?? []),
    tags: given.tag,
    repeating: given.repeating ?? null,
  };
  const sort = sortOf(given);
  if (sort.by === "relevance" && filter.words === null) throw conflict("sort", "relevance only together with q");
  const after = given.cursor === undefined ? null : readCursor(given.cursor, { filter, sort });
  const today = startOf(localNow(now, user.timeZone).slice(0, 10));
  return { query: { filter, sort, limit: given.limit ?? 50, after }, moment: { now, today } };
}

type DueParameters = {
  due_from?: string | undefined;
  due_to?: string | undefined;
  overdue?: boolean | undefined;
  no_due?: boolean | undefined;
};

/** Days are the user's; `due_to` is the last day that counts. */
function dueOf(given: DueParameters, startOf: (day: string) => string): TaskFilter["due"] {
  const ranged = given.due_from !== undefined || given.due_to !== undefined;
  if ([ranged, given.overdue, given.no_due].filter(Boolean).length > 1)
    throw conflict("due_from", "only one of a range, overdue and no_due");
  if (given.no_due) return "none";
  if (given.overdue) return "overdue";
  if (!ranged) return null;
  return { from: given.due_from ? startOf(given.due_from) : null, before: given.due_to ? startOf(dayAfter(given.due_to)) : null };
}

const dayAfter = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

function sortOf(given: { q?: string | undefined; sort?: TaskSort["by"] | undefined; direction?: "asc" | "desc" | undefined }): TaskSort {
  const by = given.sort ?? (given.q === undefined ? "due" : "relevance");
  const natural = by === "due" || by === "title" ? "asc" : "desc";
  return { by, descending: (given.direction ?? natural) === "desc" };
}

const conflict = (path: string, expected: string): HttpError =>
  new HttpError(400, "query-invalid", `The query contradicts itself at ${path}: expected ${expected}.`, [{ path, expected }]);

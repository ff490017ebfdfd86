/** The user's tasks as the conversation asks for them. */
import type { User } from "@todo/shared/contracts/types.ts";
import { instantOf } from "@todo/shared/domain/due.ts";
import { localNow } from "@todo/shared/domain/schedule.ts";
import { findTasks } from "@todo/shared/tasks/find.ts";
import { findByWords } from "@todo/shared/tasks/find-by-words.ts";
import type { Reader } from "@todo/shared/tasks/own-rows.ts";
import { readAllSeries, readTasks } from "@todo/shared/tasks/read.ts";
import { ANY_TASK, type TaskFilter, type TaskSort } from "@todo/shared/tasks/task-query.ts";
import type { Days, Filter } from "../interpret/interpretation.ts";
import type { Lookup } from "./targets.ts";

/** Looks things up as they are at `now`. */
export function openLookup(reader: Reader, user: User, now: string): Lookup {
  const moment = { now, today: instantOf(localNow(now, user.timeZone).slice(0, 10), user.timeZone) };
  return {
    byIds: (ids) => readTasks(reader, user.id, ids),
    async seriesOf(tasks) {
      const ids = [...new Set(tasks.flatMap(({ seriesId }) => seriesId ?? []))];
      return ids.length === 0 ? new Map() : readAllSeries(reader, user.id, ids);
    },
    byWords: (words, status) => findByWords(reader, user.id, words, status),
    async byFilter(filter, limit) {
      const query = { filter: taskFilter(filter, user), sort: sortOf(filter), limit, after: null };
      return (await findTasks(reader, user.id, query, moment)).tasks;
    },
  };
}

/** A filter as said → a filter over instants: days are the user's. Without a status, open tasks are meant. */
export function taskFilter(filter: Filter, user: User): TaskFilter {
  const instants = ({ from, to }: Days) => ({
    from: from && instantOf(from, user.timeZone),
    before: to && instantOf(to, user.timeZone),
  });
  const { due, happened } = filter;
  const completed = happened?.what === "completed";
  return {
    ...ANY_TASK,
    status: filter.status ?? (completed ? "completed" : happened ? "any" : "open"),
    words: filter.words,
    due: due === null || typeof due === "string" ? due : instants(due),
    at: filter.at && `${filter.at}:00`,
    happened: happened && {
      what: happened.what === "any" || happened.what === "deleted" ? "updated" : happened.what,
      ...instants(happened),
    },
    priorities: filter.priorities,
    tags: filter.tags,
    repeating: filter.repeating,
  };
}

const sortOf = ({ sort, words }: Filter): TaskSort => sort ?? { by: words ? "relevance" : "due", descending: false };

/** An occurrence of a series as a task. */
import type { Rule, Series, Task, TaskInput, Template, User } from "../contracts/types.ts";
import { dueAt } from "./due.ts";
import { remindersOf } from "./reminders.ts";

/** What the next occurrence of a task will look like: only reminders relative to the due moment repeat. */
export function templateOf(task: Pick<Task, "title" | "description" | "priority" | "tags" | "reminders">): Template {
  const { title, description, priority, tags, reminders } = task;
  return { title, description, priority, tags, reminders: reminders.flatMap(({ offset }) => (offset ? [offset] : [])) };
}

/** A series that begins now. The sequence is given when it is written. */
export function newSeries(
  id: string,
  user: User,
  rule: Rule,
  timeZone: string,
  floating: boolean,
  template: Template,
  now: string,
): Series {
  const times = { createdAt: now, updatedAt: now };
  return { id, userId: user.id, rule, timeZone, floating, template, endedAt: null, version: 1, sequence: 1, ...times };
}

/** Each tag once, in the order in which they were said. */
export const distinct = (tags: readonly string[]): string[] => [...new Set(tags)];

/** A task that has never been closed, changed or written: version 1, no sequence yet. */
export function newTask(id: string, user: User, input: TaskInput, now: string): Task {
  return {
    id,
    userId: user.id,
    title: input.title,
    description: input.description ?? "",
    priority: input.priority ?? "none",
    tags: distinct(input.tags ?? []),
    status: "open",
    due: null,
    reminders: [],
    seriesId: null,
    predecessorId: null,
    ordinal: 1,
    occurrence: null,
    version: 1,
    sequence: 1,
    createdAt: now,
    updatedAt: now,
    completedAt: null,
    deletedAt: null,
    deletedBy: null,
  };
}

/** The occurrence of a series at a nominal moment, as its template says. */
export function occurrenceAt(id: string, user: User, series: Series, occurrence: string, now: string, newId: () => string): Task {
  const { reminders, ...fields } = series.template;
  const due = dueAt(occurrence, series.timeZone, series.floating);
  const wishes = reminders.map((offset) => ({ offset }));
  return { ...newTask(id, user, fields, now), due, reminders: remindersOf(wishes, due, user, newId), seriesId: series.id, occurrence };
}

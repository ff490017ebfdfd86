/** Where a task stands in the list, as the clock and the user's zone have it. */
import type { Task } from "@todo/shared/contracts/types.ts";
import { addDays, localDate } from "./local-day.ts";

export const GROUPS = ["overdue", "today", "week", "later", "undated", "closed"] as const;
export type Group = (typeof GROUPS)[number];

const RANK = { urgent: 0, high: 1, medium: 2, low: 3, none: 4 };

/** An all-day task is overdue when its day is over, a timed one when its moment has passed. */
export function groupOf(task: Task, now: number, timeZone: string): Group {
  if (task.status !== "open") return "closed";
  if (!task.due) return "undated";
  const today = localDate(now, timeZone);
  const date = task.due.time ? localDate(Date.parse(task.due.at), timeZone) : task.due.date;
  if (date < today || (task.due.time && Date.parse(task.due.at) < now)) return "overdue";
  if (date === today) return "today";
  return date <= addDays(today, 7) ? "week" : "later";
}

/**
 * The tasks of each group in the order they are shown; deleted ones are in none. What is `held` stays where it is, whatever becomes of it: it is
 * being edited.
 */
export function grouped(
  tasks: Iterable<Task>,
  now: number,
  timeZone: string,
  held: ReadonlyMap<string, Group> = new Map(),
): Record<Group, Task[]> {
  const groups: Record<Group, Task[]> = { overdue: [], today: [], week: [], later: [], undated: [], closed: [] };
  for (const task of tasks) {
    const place = held.get(task.id) ?? (task.deletedAt ? null : groupOf(task, now, timeZone));
    if (place) groups[place].push(task);
  }
  for (const name of GROUPS) groups[name].sort(name === "closed" ? byClosing : byDue);
  return groups;
}

function byDue(a: Task, b: Task): number {
  return (
    compare(a.due?.at ?? "", b.due?.at ?? "") ||
    RANK[a.priority] - RANK[b.priority] ||
    compare(a.createdAt, b.createdAt) ||
    compare(a.id, b.id)
  );
}

const byClosing = (a: Task, b: Task): number => compare(b.updatedAt, a.updatedAt) || compare(a.id, b.id);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

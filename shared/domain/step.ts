/** What a decision changes: each step is one event, with the state before and after. */
import type { Change, Series, Task, User } from "../contracts/types.ts";

export type TaskVerb = "created" | "updated" | "completed" | "reopened" | "skipped" | "deleted" | "restored";

export type Step =
  | { of: "task"; verb: TaskVerb; before: Task | null; after: Task; jumped: string[] }
  | { of: "series"; before: Series | null; after: Series }
  | { of: "user"; before: User | null; after: User };

/** Bookkeeping that says nothing of its own: the event's attributes carry it. */
const BOOKKEEPING = ["version", "sequence", "createdAt", "updatedAt"];

/** The fields that differ, in the order of the state after; with no state before, every field from null. */
export function changesOf<T extends object>(before: T | null, after: T): Change[] {
  return Object.entries(after)
    .filter(([field]) => !BOOKKEEPING.includes(field))
    .map(([field, to]) => ({ field, from: before ? (before[field as keyof T] ?? null) : null, to }))
    .filter(({ from, to }) => !sameValue(from, to));
}

/** Equality of JSON values, whatever the order of keys (PostgreSQL's jsonb has an order of its own). */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))];
  return left.length === right.size && left.every(([key, value]) => right.has(key) && sameValue(value, right.get(key)));
}

/** What a conversation remembers between two messages: in the state store, under the conversation's id, for a day. */
import type { Task } from "@todo/shared/contracts/types.ts";
import type { StateStore } from "@todo/shared/dapr/state-store.ts";
import type { Dialogue, Reading } from "../interpret/interpretation.ts";

/** A task as it was shown: what a number or a yes refers to, and which version of it. */
export type Shown = { id: string; version: number; title: string };

/** What was asked, and what an answer completes. A pending question holds ids and versions, never a filter: what is confirmed is what was shown. */
export type Pending =
  | { ask: "slot"; slot: "title" | "target" | "due"; reading: Reading }
  | { ask: "which"; reading: Reading; among: Shown[] }
  | { ask: "confirm"; reading: Reading; targets: Shown[] /** How many of them would go on repeating. */; repeating: number }
  | { ask: "scope"; reading: Reading; target: Shown }
  /** Whether this is what was meant. */
  | { ask: "meant"; reading: Reading };

export type Memory = {
  userId: string;
  list: { nonce: string; items: Shown[] } | null;
  /** The task that "it" means. */
  touched: Shown | null;
  /** What was made since a list was shown, one after the other. */
  made: Shown[];
  /** What was deleted last, until another task is spoken of: what "bring it back" means. */
  removed: Shown[];
  /** The last sentence that made a task: "no, that is the title" puts its words back. */
  created: { task: Shown; text: string; reading: Reading } | null;
  pending: Pending | null;
};

const DAY_SECONDS = 86_400;
const key = (conversationId: string): string => `conversation:${conversationId}`;

export const emptyMemory = (userId: string): Memory => ({
  userId,
  list: null,
  touched: null,
  made: [],
  removed: [],
  created: null,
  pending: null,
});
export const shown = ({ id, version, title }: Task): Shown => ({ id, version, title });

export type Remembered = { memory: Memory; etag: string | null };

/** The memory of a conversation; empty when there is none, when it is another user's, or when the store cannot be reached. */
export async function recall(store: StateStore, conversationId: string, userId: string): Promise<Remembered> {
  const stored = await store.get(key(conversationId), (value) => value as Memory).catch(() => null);
  return stored && stored.value.userId === userId
    ? { memory: { ...emptyMemory(userId), ...stored.value }, etag: stored.etag }
    : { memory: emptyMemory(userId), etag: null };
}

/** Saves before the answer is given; false when it was not kept, and the answer must show nothing that relies on it. First write wins. */
export async function remember(store: StateStore, conversationId: string, { memory, etag }: Remembered): Promise<boolean> {
  // Another window of the conversation may have been faster, or there may be no store: no memory is no error.
  return store.save(key(conversationId), memory, { etag, ttlSeconds: DAY_SECONDS }).then(
    () => true,
    () => false,
  );
}

/** Forgets what these conversations of a user remember. Should the store not answer, they are forgotten within a day all the same. */
export async function forget(store: StateStore, conversationIds: readonly string[], userId: string): Promise<void> {
  const each = conversationIds.map(async (id) => {
    const { etag } = await recall(store, id, userId);
    if (etag !== null) await store.delete(key(id), etag);
  });
  await Promise.allSettled(each);
}

/** What of the memory changes how words are read. */
export function dialogueOf(memory: Memory): Dialogue {
  const { pending } = memory;
  const asked = pending && {
    intent: pending.reading.intent,
    slot: pending.ask === "slot" ? slotOf(pending) : pending.ask === "which" ? ("target" as const) : null,
  };
  return { pending: asked, listed: memory.list?.items.length ?? 0, touched: memory.touched !== null };
}

const slotOf = ({ slot, reading }: Extract<Pending, { ask: "slot" }>) =>
  slot === "due" && reading.target?.by === "all-listed" ? ("dues" as const) : slot;

/** The memory with these tasks in their new versions, the last of them being "it". */
export function withTouched(memory: Memory, tasks: Task[]): Memory {
  const versions = new Map(tasks.map((task) => [task.id, shown(task)]));
  const list = memory.list && { ...memory.list, items: memory.list.items.map((item) => versions.get(item.id) ?? item) };
  const last = tasks.findLast((task) => !task.deletedAt && task.predecessorId === null) ?? tasks.findLast((task) => !task.deletedAt);
  const removed = tasks.filter(({ deletedBy }) => deletedBy === "user").map(shown);
  const made = memory.made.map((item) => versions.get(item.id) ?? item);
  return { ...memory, list, made, touched: last ? shown(last) : memory.touched, removed: last ? removed : [...memory.removed, ...removed] };
}

import type { Changes, Task, User } from "@todo/shared/contracts/types.ts";
import { describe, expect, it } from "vitest";
import { openStore } from "./store.ts";

/** Only what the store looks at. */
const task = (id: string, sequence: number, said: Partial<Task> = {}) =>
  ({ id, sequence, title: `${id} at ${sequence}`, status: "open", seriesId: null, deletedAt: null, ...said }) as Task;
const frame = (type: Changes["type"], cursor: string, tasks: Task[]): Changes => ({
  type,
  cursor,
  tasks,
  series: [],
  user: null,
  notices: [],
});
const sequences = (store: ReturnType<typeof openStore>) => Object.fromEntries([...store.tasks].map(([id, { sequence }]) => [id, sequence]));

describe("what the page knows", () => {
  it("keeps the newest state in whatever order it is told", () => {
    const store = openStore();
    store.applyTasks([task("a", 3)]);
    store.applyChanges(frame("changes", "1.2", [task("a", 2)]));
    expect(sequences(store)).toEqual({ a: 3 });
  });

  it("does not bring a deleted task back with an older answer", () => {
    const store = openStore();
    store.applyChanges(frame("changes", "1.5", [task("a", 5, { deletedAt: "2026-11-23T10:00:00.000Z" })]));
    store.applyTasks([task("a", 4)]);
    expect(store.tasks.get("a")?.deletedAt).not.toBeNull();
  });

  it("forgets at a reset what is gone, and keeps what is newer than the reset", () => {
    const store = openStore();
    store.applyTasks([task("gone", 1), task("newer", 9), task("closed", 2, { status: "completed" })]);
    store.applyChanges(frame("reset", "1.8", [task("a", 8)]));
    expect(sequences(store)).toEqual({ newer: 9, closed: 2, a: 8 });
  });

  it("starts afresh when the numbers do, after a restore of the database", () => {
    const store = openStore();
    store.applyChanges(frame("reset", "1.90", [task("a", 90)]));
    store.applyChanges(frame("reset", "2.7", [task("a", 7)]));
    expect(sequences(store)).toEqual({ a: 7 });
  });

  it("tells which tasks are not what they were", () => {
    const store = openStore();
    const told: string[][] = [];
    store.applyTasks([task("a", 1), task("b", 1)]);
    store.subscribe((changed) => told.push([...changed]));
    store.applyChanges(frame("changes", "1.2", [task("a", 1), task("b", 2)]));
    expect(told).toEqual([["b"]]);
  });

  it("is loaded by the first frame, or by the API's list while sync is away", () => {
    const [synced, listed] = [openStore(), openStore()];
    synced.applyTasks([task("a", 1)]);
    expect(synced.isLoaded).toBe(false);
    synced.applyChanges(frame("reset", "1.1", []));
    listed.applyList({ sequence: 1 } as User, [task("a", 1)]);
    expect([synced.isLoaded, listed.isLoaded, listed.user?.sequence]).toEqual([true, true, 1]);
  });
});

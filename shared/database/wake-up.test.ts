import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Database } from "./pool.ts";
import { openWakeUp } from "./wake-up.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watched(answer: () => Promise<unknown>) {
  const query = vi.fn(answer);
  return { query, wakeUp: openWakeUp({ query } as unknown as Database, 5) };
}

it("announces a lone commit at once", async () => {
  const { query, wakeUp } = watched(async () => {});
  wakeUp.committed();
  expect(query).toHaveBeenCalledOnce();
  await vi.advanceTimersByTimeAsync(100);
  expect(query).toHaveBeenCalledOnce();
});

it("gathers those that come while an announcement is under way, and for a moment after it", async () => {
  const { query, wakeUp } = watched(() => new Promise((resolve) => setTimeout(resolve, 20)));
  wakeUp.committed();
  for (let n = 0; n < 50; n++) wakeUp.committed();
  await vi.advanceTimersByTimeAsync(22);
  wakeUp.committed();
  expect(query).toHaveBeenCalledOnce();
  await vi.advanceTimersByTimeAsync(3);
  expect(query).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(100);
  expect(query).toHaveBeenCalledTimes(2);
});

it("announces a commit that is under way behind it, over its own connection, if nothing else is under way", async () => {
  const { query, wakeUp } = watched(async () => {});
  const own = vi.fn(() => new Promise((resolve) => setTimeout(resolve, 20)));
  expect(wakeUp.committing(own)).toBe(true);
  expect(wakeUp.committing(own)).toBe(false);
  wakeUp.committed();
  await vi.advanceTimersByTimeAsync(24);
  expect([own.mock.calls.length, query.mock.calls.length]).toEqual([1, 0]);
  await vi.advanceTimersByTimeAsync(1);
  expect([own.mock.calls.length, query.mock.calls.length]).toEqual([1, 1]);
});

it("is only a hint: one that fails is not repeated and fails nobody", async () => {
  const { query, wakeUp } = watched(() => Promise.reject(new Error("down")));
  wakeUp.committed();
  await vi.advanceTimersByTimeAsync(10);
  wakeUp.committed();
  expect(query).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(10);
});

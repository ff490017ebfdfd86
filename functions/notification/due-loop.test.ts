import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openDueLoop } from "./due-loop.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A database's clock that is hours off this machine's, and one instant at which something is due. */
function world(dueInMs: number | null, offsetMs = 7 * 3_600_000) {
  const now = () => Date.now() + offsetMs;
  let dueAt = dueInMs === null ? null : now() + dueInMs;
  const rounds: number[] = [];
  const failures: unknown[] = [];
  const loop = openDueLoop({
    work: async () => {
      rounds.push(Date.now());
      if (dueAt !== null && dueAt <= now()) dueAt = null;
    },
    next: async () => ({ now: new Date(now()).toISOString(), at: dueAt === null ? null : new Date(dueAt).toISOString() }),
    failed: (error) => failures.push(error),
  });
  const plan = (inMs: number) => {
    dueAt = now() + inMs;
    loop.wakeAt(new Date(dueAt).toISOString());
  };
  return { loop, rounds, failures, plan };
}

describe("a loop over what is due", () => {
  it("sleeps until the next instant by the database's clock, however wrong this machine's is", async () => {
    const { rounds } = world(10_000);
    await vi.advanceTimersByTimeAsync(9_999);
    expect(rounds.length).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(rounds.length).toBe(2);
  });

  it("sleeps no longer than 30 seconds", async () => {
    const { rounds } = world(null);
    await vi.advanceTimersByTimeAsync(29_999);
    expect(rounds.length).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(rounds.length).toBe(2);
  });

  it("wakes for an earlier instant, and not for a later one", async () => {
    const { rounds, plan } = world(10_000);
    await vi.advanceTimersByTimeAsync(1_000);
    plan(20_000);
    await vi.advanceTimersByTimeAsync(0);
    expect(rounds.length).toBe(1);
    plan(2_000);
    await vi.advanceTimersByTimeAsync(0);
    expect(rounds.length).toBe(2);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(rounds.length).toBe(3);
  });

  it("does not sleep over what was planned while it worked", async () => {
    const working = Promise.withResolvers<void>();
    let rounds = 0;
    const loop = openDueLoop({
      work: () => (++rounds === 1 ? working.promise : Promise.resolve()),
      next: async () => ({ now: "2026-01-01T00:00:00.000Z", at: null }),
      failed: () => {},
    });
    loop.wakeAt("2026-01-01T00:00:05.000Z");
    working.resolve();
    await vi.advanceTimersByTimeAsync(0);
    expect(rounds).toBe(2);
  });

  it("goes on a second after a failure", async () => {
    const failures: unknown[] = [];
    let rounds = 0;
    const loop = openDueLoop({
      work: async () => {
        if (++rounds === 1) throw new Error("down");
      },
      next: async () => ({ now: "2026-01-01T00:00:00.000Z", at: null }),
      failed: (error) => failures.push(error),
    });
    await vi.advanceTimersByTimeAsync(999);
    expect([rounds, failures.length]).toEqual([1, 1]);
    await vi.advanceTimersByTimeAsync(1);
    expect(rounds).toBe(2);
    await loop.stop();
  });

  it("stops after the work under way, and never works again", async () => {
    const { loop, rounds } = world(1_000);
    await vi.advanceTimersByTimeAsync(0);
    await loop.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(rounds.length).toBe(1);
  });
});

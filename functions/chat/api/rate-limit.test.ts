import { describe, expect, it } from "vitest";
import { openRateLimit } from "./rate-limit.ts";

/** How many of `times` takes are allowed. */
const taken = (limit: ReturnType<typeof openRateLimit>, user: string, times: number): number =>
  Array.from({ length: times }, () => {
    try {
      limit.take(user);
      return 1;
    } catch (error) {
      expect(error).toMatchObject({ status: 429, code: "too-many-requests" });
      return 0;
    }
  }).reduce((sum: number, one) => sum + one, 0);

describe("the rate limit", () => {
  it("lets a burst pass, then so many a second, and never saves up more than a burst", () => {
    let now = 0;
    const limit = openRateLimit({ perSecond: 10, burst: 20, clock: () => now });
    expect(taken(limit, "a", 30)).toBe(20);
    now = 500;
    expect(taken(limit, "a", 30)).toBe(5);
    now = 1_000_000;
    expect(taken(limit, "a", 30)).toBe(20);
  });

  it("does not let one user's haste slow another, and asking while refused does not prolong it", () => {
    let now = 0;
    const limit = openRateLimit({ perSecond: 10, burst: 1, clock: () => now });
    expect(taken(limit, "a", 5)).toBe(1);
    expect(taken(limit, "b", 5)).toBe(1);
    for (now = 10; now < 100; now += 10) expect(taken(limit, "a", 1)).toBe(0);
    now = 101;
    expect(taken(limit, "a", 1)).toBe(1);
  });

  it("forgets who has not come for the longest when too many come", () => {
    const limit = openRateLimit({ perSecond: 1, burst: 1, users: 2, clock: () => 0 });
    expect(["a", "b", "a", "c"].map((user) => taken(limit, user, 1))).toEqual([1, 1, 0, 1]);
    expect(["a", "b"].map((user) => taken(limit, user, 1))).toEqual([0, 1]);
  });
});

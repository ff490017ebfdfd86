import { describe, expect, it } from "vitest";
import { median, percentilesOf } from "./statistics.ts";

describe("statistics", () => {
  it("takes the middle value, or the mean of the two in the middle", () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([10, 1, 5, 7])).toBe(6);
    expect(median([])).toBeNaN();
  });

  it("tells the percentiles that count", () => {
    expect(percentilesOf(Array.from({ length: 100 }, (_, index) => 100 - index))).toBe("p50 50.0, p99 99.0 ms");
  });
});

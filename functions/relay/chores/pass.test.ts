import { describe, expect, it } from "vitest";
import { isAtOrBefore } from "../journal.ts";
import { beginPass, type Pass, walk } from "./pass.ts";
import type { Examined } from "./reconcile-rows.ts";

const at = (id: number, xid = "10") => ({ xid, id });
const limits = { repeatAfterMs: 3_600_000, atMost: 10 };

/** "." marked, "o" open, "r" open and published again a minute ago, "R" two hours ago; ids 1, 2, 3 … */
const page = (text: string, from = 1): Examined[] =>
  [...text].map((letter, index) => ({
    position: at(from + index),
    eventId: String(from + index),
    isKnown: letter === ".",
    republishedMsAgo: letter === "r" ? 60_000 : letter === "R" ? 7_200_000 : null,
  }));

const pass = (overdue: number | null): Pass => beginPass(at(0), at(100), overdue === null ? null : at(overdue));

describe("a pass of the reconciler", () => {
  it.each([
    ["everything is marked", "....", 4, [], 4],
    ["an overdue event is unmarked", ".o..", 4, ["2"], 1],
    ["several are, and all are overdue", "o.oo", 4, ["1", "3", "4"], 0],
    ["only the first is overdue", "o.oo", 1, ["1"], 0],
    ["none is overdue: the first is the probe", "..oo", 1, ["3"], 2],
    ["there is nothing to tell what is overdue: the first is the probe", ".oo", null, ["2"], 1],
    ["the probe was published again lately", ".roo", null, [], 1],
    ["the probe was published again long ago", ".Roo", null, ["2"], 1],
    ["overdue ones were published again lately or long ago", "rRo", 3, ["2", "3"], 0],
  ])("%s", (_, text, overdue, again, settled) => {
    const done = walk(pass(overdue), page(text), limits);
    expect(done.again).toEqual(again);
    expect(done.pass.settled).toEqual(at(settled));
    expect(done.pass.next).toEqual(at(text.length));
  });

  it("stops at its limit and goes on there", () => {
    const first = walk(pass(9), page("ooo"), { ...limits, atMost: 2 });
    expect(first.again).toEqual(["1", "2"]);
    expect(first.pass.next).toEqual(at(2));
    const second = walk(first.pass, page("oo.", 3), { ...limits, atMost: 2 });
    expect(second.again).toEqual(["3", "4"]);
  });

  it("probes only the first open event of the whole pass, not of each page", () => {
    const first = walk(pass(null), page(".o"), limits);
    expect(walk(first.pass, page("o", 3), limits).again).toEqual([]);
  });

  it("compares transactions as numbers", () => {
    expect(isAtOrBefore(at(5, "9"), at(1, "10"))).toBe(true);
    expect(isAtOrBefore(at(1, "10"), at(5, "9"))).toBe(false);
    expect(isAtOrBefore(at(1), at(1))).toBe(true);
    expect(isAtOrBefore(at(2, "18446744073709551615"), at(1, "18446744073709551615"))).toBe(false);
  });
});

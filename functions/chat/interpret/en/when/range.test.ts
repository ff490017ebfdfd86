import { expect, test } from "vitest";
import { MONDAY } from "./test-when.ts";
import { readRange } from "./when.ts";

const WEDNESDAY = { ...MONDAY, now: "2026-03-04T10:00:00Z", dateOrder: "dmy" as const };

test.each([
  ["today", "2026-03-04", "2026-03-05"],
  ["yesterday", "2026-03-03", "2026-03-04"],
  ["this week", "2026-03-02", "2026-03-09"],
  ["last week", "2026-02-23", "2026-03-02"],
  ["this weekend", "2026-03-07", "2026-03-09"],
  ["next month", "2026-04-01", "2026-05-01"],
  ["in march", "2026-03-01", "2026-04-01"],
  ["march 2027", "2027-03-01", "2027-04-01"],
  ["next 3 days", "2026-03-04", "2026-03-07"],
  ["in the last 7 days", "2026-02-25", "2026-03-05"],
  ["2 days ago", "2026-03-02", "2026-03-03"],
  ["last monday", "2026-03-02", "2026-03-03"],
  ["friday's", "2026-03-06", "2026-03-07"],
  ["before friday", null, "2026-03-06"],
  ["due by friday", null, "2026-03-07"],
  ["due on or before friday", null, "2026-03-07"],
  ["until sunday", null, "2026-03-09"],
  ["after the 5th", "2026-03-06", null],
  ["since monday", "2026-03-02", null],
  ["from monday to friday", "2026-03-09", "2026-03-14"],
  ["between 1 may and 10 may", "2026-05-01", "2026-05-11"],
  ["by end of month", null, "2026-04-01"],
])("%s is from %s to %s", (text, from, to) => {
  expect(readRange(`tasks ${text}`, WEDNESDAY, {})).toMatchObject({ from, to });
});

test.each(["tasks about marching", "high priority", "the may report", "overdue"])("%s names no days", (text) => {
  expect(readRange(text, WEDNESDAY, {})).toBeNull();
});

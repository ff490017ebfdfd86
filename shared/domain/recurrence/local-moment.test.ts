import { describe, expect, it } from "vitest";
import { formatLocalMoment, InvalidTime, parseLocalMoment } from "./local-moment.ts";

describe("local moments", () => {
  it.each(["2026-03-02", "2024-02-29", "0001-01-01", "9999-12-31"])("%s is read and printed as a date", (text) => {
    const { seconds, hasTime } = parseLocalMoment(text);
    expect(hasTime).toBe(false);
    expect(formatLocalMoment(seconds, hasTime)).toBe(text);
  });

  it.each(["2026-03-02T09:00:00", "1969-12-31T23:59:59", "0987-06-05T04:03:02"])("%s is read and printed with its clock time", (text) => {
    const { seconds, hasTime } = parseLocalMoment(text);
    expect(hasTime).toBe(true);
    expect(formatLocalMoment(seconds, hasTime)).toBe(text);
  });

  it("counts seconds from 1970", () => {
    expect(parseLocalMoment("1970-01-02T00:00:01").seconds).toBe(86_401);
    expect(parseLocalMoment("2026-03-02T09:00").seconds).toBe(Date.UTC(2026, 2, 2, 9) / 1000);
  });

  it.each([
    ["", "nothing"],
    ["2026-02-29", "a day its year does not have"],
    ["2026-13-01", "a thirteenth month"],
    ["2026-00-10", "a month zero"],
    ["0000-01-01", "a year zero"],
    ["2026-03-02T24:00:00", "hour 24"],
    ["2026-03-02T09:60:00", "minute 60"],
    ["2026-03-02T09:00:60", "second 60"],
    ["2026-03-02T09:00:00Z", "a zone"],
    ["2026-03-02 09:00:00", "a blank for the T"],
    ["2026-3-2", "single digits"],
    ["20260302", "no hyphens"],
  ])("refuses %j: %s", (text) => {
    expect(() => parseLocalMoment(text)).toThrow(InvalidTime);
  });
});

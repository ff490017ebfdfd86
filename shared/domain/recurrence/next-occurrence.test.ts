import { describe, expect, it } from "vitest";
import { nextAfterCompletion, nextCountedOccurrence, nextOccurrence } from "./next-occurrence.ts";
import type { RecurrenceSet } from "./rule-set.ts";

function rule(rrule: string, start = "2026-03-02T09:00:00", more: Partial<RecurrenceSet> = {}): RecurrenceSet {
  return { rrules: [rrule], exrules: [], exdates: [], start, ...more };
}

describe("nextOccurrence", () => {
  it.each([
    ["FREQ=DAILY;INTERVAL=3", "2026-03-05T09:00:00", "2026-03-08T09:00:00"],
    ["FREQ=DAILY;INTERVAL=3", "2026-03-06T12:00:00", "2026-03-08T09:00:00"],
    ["FREQ=WEEKLY;BYDAY=MO,TH", "2026-03-02T09:00:00", "2026-03-05T09:00:00"],
    ["FREQ=MONTHLY;BYMONTHDAY=31", "2026-03-31T09:00:00", "2026-05-31T09:00:00"],
    ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2096-02-29T09:00:00", "2104-02-29T09:00:00"],
    ["FREQ=DAILY", "2020-01-01T00:00:00", "2026-03-02T09:00:00"],
  ])("%s after %s is %s", (rrule, after, next) => {
    expect(nextOccurrence(rule(rrule), after)).toBe(next);
  });

  it("answers an all-day rule with a date", () => {
    expect(nextOccurrence(rule("FREQ=DAILY", "2026-03-02"), "2026-03-02")).toBe("2026-03-03");
  });

  it("ends with UNTIL and with the calendar", () => {
    expect(nextOccurrence(rule("FREQ=DAILY;UNTIL=20260304"), "2026-03-04T09:00:00")).toBeNull();
    expect(nextOccurrence(rule("FREQ=DAILY", "9999-12-30"), "9999-12-31")).toBeNull();
  });
});

describe("the ordinal", () => {
  it("ends a rule with COUNT without a walk", () => {
    const counted = rule("FREQ=DAILY;COUNT=3");
    expect(nextCountedOccurrence(counted, "2026-03-03T09:00:00", { ordinal: 2 })).toEqual({ at: "2026-03-04T09:00:00", ordinal: 3 });
    expect(nextCountedOccurrence(counted, "2026-03-04T09:00:00", { ordinal: 3 })).toBeNull();
  });

  it("spares the walk even where it would be too long", () => {
    const counted = rule("FREQ=SECONDLY;COUNT=999999999", "2026-03-02T09:00:00");
    const after = "2036-03-02T09:00:00";
    const ordinal = (Date.parse(`${after}Z`) - Date.parse("2026-03-02T09:00:00Z")) / 1000 + 1;
    expect(nextCountedOccurrence(counted, after, { ordinal })).toEqual({ at: "2036-03-02T09:00:01", ordinal: ordinal + 1 });
  });

  it("is counted from the start when COUNT needs it and it is not given", () => {
    expect(nextCountedOccurrence(rule("FREQ=DAILY;COUNT=3"), "2026-03-03T09:00:00")).toEqual({ at: "2026-03-04T09:00:00", ordinal: 3 });
    expect(nextCountedOccurrence(rule("FREQ=DAILY;COUNT=3"), "2026-03-04T09:00:00")).toBeNull();
  });

  it("is unknown when nobody counted", () => {
    expect(nextCountedOccurrence(rule("FREQ=DAILY"), "2026-03-03T09:00:00")).toEqual({ at: "2026-03-04T09:00:00", ordinal: null });
  });

  it("counts excluded occurrences, since COUNT does", () => {
    const excluded = rule("FREQ=DAILY;COUNT=4", "2026-03-02T09:00:00", { exdates: ["2026-03-03", "2026-03-04"] });
    expect(nextCountedOccurrence(excluded, "2026-03-02T09:00:00", { ordinal: 1 })).toEqual({ at: "2026-03-05T09:00:00", ordinal: 4 });
  });

  it("counts the merged occurrences of several rules, each ending with its own COUNT", () => {
    const two = rule("FREQ=DAILY;COUNT=2", "2026-03-02T09:00:00", { rrules: ["FREQ=DAILY;COUNT=2", "FREQ=WEEKLY;BYHOUR=18"] });
    expect(nextCountedOccurrence(two, "2026-03-02T18:00:00", { ordinal: 2 })).toEqual({ at: "2026-03-03T09:00:00", ordinal: 3 });
    expect(nextCountedOccurrence(two, "2026-03-03T09:00:00", { ordinal: 3 })).toEqual({ at: "2026-03-09T18:00:00", ordinal: 4 });
  });
});

describe("nextAfterCompletion", () => {
  it.each([
    ["FREQ=DAILY;INTERVAL=3", "2026-03-10T22:15:00", "2026-03-13T09:00:00"],
    ["FREQ=WEEKLY", "2026-03-11T08:00:00", "2026-03-18T09:00:00"],
    ["FREQ=MONTHLY", "2026-01-31T10:00:00", "2026-02-28T09:00:00"],
    ["FREQ=YEARLY", "2028-02-29T10:00:00", "2029-02-28T09:00:00"],
    ["FREQ=HOURLY;INTERVAL=8", "2026-03-10T14:35:27", "2026-03-10T22:35:00"],
    ["FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "2026-03-04T10:00:00", "2026-03-16T09:00:00"],
    ["FREQ=WEEKLY;BYDAY=MO", "2026-03-04T10:00:00", "2026-03-09T09:00:00"],
    ["FREQ=MONTHLY;BYMONTHDAY=1", "2026-03-02T10:00:00", "2026-04-01T09:00:00"],
    ["FREQ=DAILY;BYHOUR=8,20", "2026-03-10T21:00:00", "2026-03-11T08:00:00"],
    ["FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "2026-03-06T17:00:00", "2026-03-09T09:00:00"],
  ])("%s completed at %s comes next at %s", (rrule, completedAt, next) => {
    expect(nextAfterCompletion(rule(rrule), completedAt, { ordinal: 1 })).toBe(next);
  });

  it("of an all-day rule is a date", () => {
    expect(nextAfterCompletion(rule("FREQ=DAILY;INTERVAL=10", "2026-03-02"), "2026-03-04T10:00:00", { ordinal: 1 })).toBe("2026-03-14");
  });

  it("ends with COUNT by the ordinal, and with UNTIL", () => {
    const counted = rule("FREQ=DAILY;COUNT=2");
    expect(nextAfterCompletion(counted, "2026-03-10T10:00:00", { ordinal: 1 })).toBe("2026-03-11T09:00:00");
    expect(nextAfterCompletion(counted, "2026-03-10T10:00:00", { ordinal: 2 })).toBeNull();
    expect(nextAfterCompletion(rule("FREQ=DAILY;UNTIL=20260310"), "2026-03-10T10:00:00", { ordinal: 1 })).toBeNull();
  });

  it("is moved on by exclusions, without waiting another interval", () => {
    const set = rule("FREQ=WEEKLY;BYDAY=MO,TU", "2026-03-02T09:00:00", { exdates: ["2026-03-10"] });
    expect(nextAfterCompletion(set, "2026-03-09T10:00:00", { ordinal: 1 })).toBe("2026-03-16T09:00:00");
  });

  it("of several rules is the earliest", () => {
    const two = rule("FREQ=WEEKLY", "2026-03-02T09:00:00", { rrules: ["FREQ=WEEKLY", "FREQ=DAILY;INTERVAL=2;BYHOUR=18"] });
    expect(nextAfterCompletion(two, "2026-03-10T10:00:00", { ordinal: 1 })).toBe("2026-03-12T18:00:00");
  });

  it("past the calendar's end is none", () => {
    expect(nextAfterCompletion(rule(`FREQ=YEARLY;INTERVAL=${Number.MAX_SAFE_INTEGER}`), "2026-03-10T10:00:00", { ordinal: 1 })).toBeNull();
  });
});

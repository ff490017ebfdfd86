import { describe, expect, it } from "vitest";
import { occurrences } from "./occurrences.ts";
import { InvalidRule } from "./recurrence-rule.ts";
import type { RecurrenceSet } from "./rule-set.ts";
import { validateRule } from "./rule-set.ts";

function expand(set: Partial<RecurrenceSet> & { start: string; rrules: string[] }, limit: number, from?: string): string[] {
  const found: string[] = [];
  for (const at of occurrences({ exrules: [], exdates: [], ...set }, from === undefined ? {} : { from })) {
    if (found.length === limit) break;
    found.push(at);
  }
  return found;
}

describe("the start", () => {
  it("is an occurrence only when it fits", () => {
    expect(expand({ rrules: ["FREQ=WEEKLY;BYDAY=MO"], start: "2026-03-03" }, 2)).toEqual(["2026-03-09", "2026-03-16"]);
  });

  it("gives the parts that the rule leaves out", () => {
    expect(expand({ rrules: ["FREQ=YEARLY;BYWEEKNO=1"], start: "2018-01-03T08:30:15" }, 2)).toEqual([
      "2018-01-03T08:30:15",
      "2019-01-02T08:30:15",
    ]);
    expect(expand({ rrules: ["FREQ=YEARLY"], start: "2024-02-29" }, 3)).toEqual(["2024-02-29", "2028-02-29", "2032-02-29"]);
  });

  it("as a date lets clock parts be ignored, and refuses to step by hours", () => {
    expect(expand({ rrules: ["FREQ=DAILY;BYHOUR=9,10;BYMINUTE=5"], start: "2026-03-02" }, 2)).toEqual(["2026-03-02", "2026-03-03"]);
    expect(() => validateRule({ rrules: ["FREQ=HOURLY"], exrules: [], exdates: [], start: "2026-03-02" })).toThrow(InvalidRule);
  });
});

describe("parts outside the frequency they were made for limit the days", () => {
  it.each([
    ["FREQ=WEEKLY;BYMONTHDAY=31", ["2026-01-31", "2026-03-31"]],
    ["FREQ=MONTHLY;BYYEARDAY=100,-1", ["2026-04-10", "2026-12-31"]],
    ["FREQ=DAILY;BYWEEKNO=20;BYDAY=MO", ["2026-05-11", "2027-05-17"]],
    ["FREQ=MONTHLY;BYDAY=2FR;BYMONTHDAY=13", ["2026-02-13", "2026-03-13"]],
    ["FREQ=MONTHLY;BYDAY=3MO,WE", ["2026-01-07", "2026-01-14", "2026-01-19", "2026-01-21"]],
  ])("%s", (rrule, expected) => {
    expect(expand({ rrules: [rrule], start: "2026-01-01" }, expected.length)).toEqual(expected);
  });
});

describe("BYWEEKNO", () => {
  it("numbers the days around new year by how long their own week's year is", () => {
    // 2005 and 2022 begin alike, but only the year before 2005 had 53 weeks; so do 2019 and 2030, but only the year after 2019 has.
    const sundays = expand({ rrules: ["FREQ=YEARLY;BYWEEKNO=53;BYDAY=SU"], start: "2004-06-01" }, 5);
    expect(sundays).toEqual(["2005-01-02", "2010-01-03", "2016-01-03", "2021-01-03", "2027-01-03"]);
    const mondays = expand({ rrules: ["FREQ=YEARLY;BYWEEKNO=-53;BYDAY=MO"], start: "2013-01-01" }, 4);
    expect(mondays).toEqual(["2014-12-29", "2019-12-30", "2025-12-29", "2031-12-29"]);
  });

  it("keeps the days of a week together across new year, also by intervals", () => {
    const start = "2018-12-31";
    expect(expand({ rrules: ["FREQ=YEARLY;INTERVAL=2;BYWEEKNO=1;BYDAY=MO,FR"], start }, 4)).toEqual([
      "2018-12-31",
      "2019-01-04",
      "2021-01-04",
      "2021-01-08",
    ]);
  });
});

describe("BYSETPOS", () => {
  it("counts within the whole period, also what lies before the start", () => {
    expect(expand({ rrules: ["FREQ=WEEKLY;BYDAY=MO,TU,TH;BYSETPOS=2"], start: "2026-03-03" }, 2)).toEqual(["2026-03-03", "2026-03-10"]);
  });

  it("counts clock times too", () => {
    const rrules = ["FREQ=DAILY;BYHOUR=9,18;BYMINUTE=0,30;BYSETPOS=1,-1"];
    expect(expand({ rrules, start: "2026-03-03T09:00:00" }, 3)).toEqual([
      "2026-03-03T09:00:00",
      "2026-03-03T18:30:00",
      "2026-03-04T09:00:00",
    ]);
  });
});

describe("UNTIL", () => {
  it.each([
    ["20260304", 3],
    ["20260304T090000", 3],
    ["20260304T085959", 2],
    ["20260304T090000Z", 3],
  ])("%s keeps %i daily occurrences at 9:00", (until, kept) => {
    expect(expand({ rrules: [`FREQ=DAILY;UNTIL=${until}`], start: "2026-03-02T09:00:00" }, 10)).toHaveLength(kept);
  });

  it("in UTC means the clock of the given zone", () => {
    const set = { rrules: ["FREQ=DAILY;UNTIL=20260304T143000Z"], exrules: [], exdates: [], start: "2026-03-02T09:00:00" };
    // 14:30 UTC is 9:30 in New York and 15:30 in Oslo.
    expect([...occurrences(set, { timeZone: "America/New_York" })]).toHaveLength(3);
    expect([...occurrences({ ...set, start: "2026-03-02T15:45:00" }, { timeZone: "Europe/Oslo" })]).toHaveLength(2);
  });

  it("in UTC ends all-day occurrences on the written date in every zone", () => {
    const set = { rrules: ["FREQ=DAILY;UNTIL=20260304T000000Z"], exrules: [], exdates: [], start: "2026-03-02" };
    expect([...occurrences(set, { timeZone: "America/New_York" })]).toEqual(["2026-03-02", "2026-03-03", "2026-03-04"]);
  });
});

describe("several rules", () => {
  const start = "2026-03-02T09:00:00";

  it("are merged in order, each occurrence once", () => {
    const rrules = ["FREQ=WEEKLY;BYDAY=MO;BYHOUR=9", "FREQ=WEEKLY;BYDAY=WE;BYHOUR=18", "FREQ=MONTHLY;BYMONTHDAY=9"];
    expect(expand({ rrules, start }, 5)).toEqual([
      "2026-03-02T09:00:00",
      "2026-03-04T18:00:00",
      "2026-03-09T09:00:00",
      "2026-03-11T18:00:00",
      "2026-03-16T09:00:00",
    ]);
  });

  it("have each its own COUNT, from the start on", () => {
    const rrules = ["FREQ=DAILY;COUNT=2", "FREQ=DAILY;BYHOUR=12;COUNT=3"];
    expect(expand({ rrules, start }, 9, "2026-03-03")).toEqual(["2026-03-03T09:00:00", "2026-03-03T12:00:00", "2026-03-04T12:00:00"]);
  });
});

describe("exclusions", () => {
  const start = "2026-03-02T09:00:00";

  it("by date take out the whole day, by date-time that time", () => {
    const rrules = ["FREQ=DAILY;BYHOUR=9,18"];
    expect(expand({ rrules, start, exdates: ["2026-03-02", "2026-03-03T09:00:00"] }, 2)).toEqual([
      "2026-03-03T18:00:00",
      "2026-03-04T09:00:00",
    ]);
  });

  it("with a time exclude an all-day occurrence by their date", () => {
    expect(expand({ rrules: ["FREQ=DAILY"], start: "2026-03-02", exdates: ["2026-03-02T09:00:00"] }, 1)).toEqual(["2026-03-03"]);
  });

  it("by EXRULE without a clock time take out whole days, with one those times", () => {
    const rrules = ["FREQ=DAILY;BYHOUR=9,18"];
    expect(expand({ rrules, start, exrules: ["FREQ=WEEKLY;BYDAY=MO,TU"] }, 2)).toEqual(["2026-03-04T09:00:00", "2026-03-04T18:00:00"]);
    expect(expand({ rrules, start, exrules: ["FREQ=WEEKLY;BYDAY=MO;BYHOUR=18"] }, 2)).toEqual([
      "2026-03-02T09:00:00",
      "2026-03-03T09:00:00",
    ]);
  });

  it("count as occurrences of the rule", () => {
    expect(expand({ rrules: ["FREQ=DAILY;COUNT=3"], start, exdates: ["2026-03-03"] }, 9)).toEqual([
      "2026-03-02T09:00:00",
      "2026-03-04T09:00:00",
    ]);
  });

  it("by EXRULE end with its COUNT", () => {
    expect(expand({ rrules: ["FREQ=DAILY"], start, exrules: ["FREQ=DAILY;COUNT=2"] }, 1)).toEqual(["2026-03-04T09:00:00"]);
  });

  it("leave nothing when they cover the rule", () => {
    expect(expand({ rrules: ["FREQ=DAILY"], start, exrules: ["FREQ=DAILY"] }, 1)).toEqual([]);
  });
});

describe("a set that cannot be read", () => {
  it.each([
    [{ rrules: [], exrules: [], exdates: [], start: "2026-03-02" }, "at least one RRULE"],
    [{ rrules: ["FREQ=DAILY"], exrules: ["FREQ=NEVER"], exdates: [], start: "2026-03-02" }, "NEVER"],
    [{ rrules: ["FREQ=DAILY"], exrules: [], exdates: ["tomorrow"], start: "2026-03-02" }, "exdate"],
    [{ rrules: ["FREQ=DAILY"], exrules: [], exdates: [], start: "2026-02-30" }, "start"],
    [{ rrules: ["FREQ=DAILY"], exrules: ["FREQ=DAILY;COUNT=99999"], exdates: [], start: "2026-03-02" }, "COUNT"],
  ])("%j is refused, naming %j", (set, named) => {
    expect(() => validateRule(set)).toThrow(InvalidRule);
    expect(() => validateRule(set)).toThrow(named);
  });
});

describe("sub-daily rules", () => {
  it.each([
    ["FREQ=HOURLY;INTERVAL=7;BYHOUR=3,6", "2025-01-01T03:05:00", ["2025-01-01T03:05:00", "2025-01-07T06:05:00"]],
    ["FREQ=SECONDLY;INTERVAL=61;BYSECOND=5,25", "2025-01-01T05:10:05", ["2025-01-01T05:10:05", "2025-01-01T05:30:25"]],
    ["FREQ=MINUTELY;INTERVAL=1441", "2025-01-01T23:59:30", ["2025-01-01T23:59:30", "2025-01-03T00:00:30"]],
    ["FREQ=HOURLY;BYMINUTE=50,10;BYSECOND=0", "2025-01-01T05:30:00", ["2025-01-01T05:50:00", "2025-01-01T06:10:00"]],
    ["FREQ=MINUTELY;BYSECOND=60", "2025-01-01T05:30:00", ["2025-01-01T05:30:59", "2025-01-01T05:31:59"]],
    ["FREQ=HOURLY;BYMINUTE=0,15,30,45;BYSETPOS=-1", "2025-01-01T05:50:00", ["2025-01-01T06:45:00", "2025-01-01T07:45:00"]],
  ])("%s from %s", (rrule, start, expected) => {
    expect(expand({ rrules: [rrule], start }, expected.length)).toEqual(expected);
  });
});

import { describe, expect, it } from "vitest";
import { occurrences } from "./occurrences.ts";
import { zonedOccurrences } from "./zoned-occurrences.ts";

const NEW_YORK = "America/New_York";

function expand(rrule: string, start: string, timeZone = NEW_YORK): string[] {
  return [...zonedOccurrences({ rrules: [rrule], exrules: [], exdates: [], start }, timeZone)];
}

describe("rules with a clock time", () => {
  it("keep 9:00 across changes of summer time", () => {
    expect(expand("FREQ=WEEKLY;COUNT=3", "2026-03-01T09:00:00")).toEqual([
      "2026-03-01T09:00:00",
      "2026-03-08T09:00:00",
      "2026-03-15T09:00:00",
    ]);
  });

  it("show a time in the gap shifted forward, and the true time again the day after", () => {
    expect(expand("FREQ=DAILY;COUNT=3", "2026-03-07T02:30:00")).toEqual([
      "2026-03-07T02:30:00",
      "2026-03-08T03:30:00",
      "2026-03-09T02:30:00",
    ]);
  });

  it("show two times that become one instant once", () => {
    expect(expand("FREQ=DAILY;BYHOUR=2,3;UNTIL=20260308T235959", "2026-03-08T00:00:00")).toEqual(["2026-03-08T03:00:00"]);
  });

  it("stay in order when a shifted time passes the next one", () => {
    const set = {
      rrules: ["FREQ=DAILY;BYHOUR=2;BYMINUTE=30;COUNT=1", "FREQ=DAILY;BYHOUR=3;COUNT=1"],
      exrules: [],
      exdates: [],
      start: "2026-03-08T00:00:00",
    };
    expect([...occurrences(set)]).toEqual(["2026-03-08T02:30:00", "2026-03-08T03:00:00"]);
    expect([...zonedOccurrences(set, NEW_YORK)]).toEqual(["2026-03-08T03:00:00", "2026-03-08T03:30:00"]);
  });

  it("occur once in an overlap", () => {
    expect(expand("FREQ=DAILY;COUNT=2", "2026-10-31T01:30:00")).toEqual(["2026-10-31T01:30:00", "2026-11-01T01:30:00"]);
  });

  it("meet on the day after a day that was left out", () => {
    const found = expand("FREQ=DAILY;COUNT=4", "2011-12-28T09:00:00", "Pacific/Apia");
    expect(found).toEqual(["2011-12-28T09:00:00", "2011-12-29T09:00:00", "2011-12-31T09:00:00"]);
  });
});

describe("rules of hours and less", () => {
  it("have no occurrence in the gap and do not count one", () => {
    expect(expand("FREQ=HOURLY;COUNT=3", "2026-03-08T01:00:00")).toEqual([
      "2026-03-08T01:00:00",
      "2026-03-08T03:00:00",
      "2026-03-08T04:00:00",
    ]);
    expect(expand("FREQ=MINUTELY;INTERVAL=45;COUNT=3", "2026-03-08T01:30:00")).toEqual([
      "2026-03-08T01:30:00",
      "2026-03-08T03:00:00",
      "2026-03-08T03:45:00",
    ]);
  });

  it("keep their clock times through the year", () => {
    const found = expand("FREQ=HOURLY;INTERVAL=8;UNTIL=20260309T000000", "2026-03-07T06:00:00");
    expect(found.map((at) => at.slice(8, 13))).toEqual(["07T06", "07T14", "07T22", "08T06", "08T14", "08T22"]);
  });

  it("pass the repeated hour once", () => {
    expect(expand("FREQ=HOURLY;COUNT=3", "2026-11-01T00:00:00")).toEqual([
      "2026-11-01T00:00:00",
      "2026-11-01T01:00:00",
      "2026-11-01T02:00:00",
    ]);
  });
});

describe("all-day rules", () => {
  it("are dates in every zone", () => {
    expect(expand("FREQ=DAILY;COUNT=3", "2011-12-29", "Pacific/Apia")).toEqual(["2011-12-29", "2011-12-30", "2011-12-31"]);
  });
});

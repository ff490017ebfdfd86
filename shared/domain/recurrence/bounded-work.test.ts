import { describe, expect, it } from "vitest";
import { nextOccurrence } from "./next-occurrence.ts";
import { InvalidRule } from "./recurrence-rule.ts";
import type { RecurrenceSet } from "./rule-set.ts";

/** Each of these takes a few milliseconds; walking would take minutes to years. */
const LIMIT_MS = 2000;

const all = (length: number) => Array.from({ length }, (_, value) => value).join(",");
const everySecond = `BYHOUR=${all(24)};BYMINUTE=${all(60)};BYSECOND=${all(60)}`;

function timed(set: Partial<RecurrenceSet> & { rrules: string[] }, after: string, timeZone?: string): string | null {
  // Processor time, so that a busy machine does not fail the test.
  const begun = process.cpuUsage();
  const found = nextOccurrence(
    { exrules: [], exdates: [], start: "2024-01-01T00:00:00", ...set },
    after,
    timeZone === undefined ? {} : { timeZone },
  );
  expect(process.cpuUsage(begun).user / 1000).toBeLessThan(LIMIT_MS);
  return found;
}

describe("work is bounded", () => {
  it.each([
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=SECONDLY;INTERVAL=60;BYSECOND=5",
    "FREQ=SECONDLY;INTERVAL=7;BYDAY=MO;BYHOUR=0,7,14,21;BYMINUTE=0,7,14,21,28,35,42,49,56;BYSECOND=1,2,3,4,5,8,9,10,11,12",
    "FREQ=MINUTELY;INTERVAL=1440;BYHOUR=1",
    "FREQ=HOURLY;INTERVAL=2;BYHOUR=3,5,7",
    "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
    "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2",
    "FREQ=MONTHLY;BYDAY=1TH;BYSETPOS=2",
    "FREQ=MONTHLY;INTERVAL=12;BYMONTH=2",
    "FREQ=MONTHLY;BYDAY=6MO",
    "FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29;BYYEARDAY=61",
    "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=7",
    "FREQ=YEARLY;INTERVAL=2;BYMONTH=1;BYDAY=MO,TU;BYSETPOS=366",
  ])("%s never occurs", (rrule) => {
    expect(timed({ rrules: [rrule] }, "2024-01-01T00:00:00")).toBeNull();
  });

  it.each([
    ["FREQ=SECONDLY;BYMONTH=12", "2024-12-01T00:00:00"],
    ["FREQ=SECONDLY;INTERVAL=86401;BYHOUR=3;BYMONTH=1;BYMONTHDAY=1", "2054-01-01T03:02:38"],
    ["FREQ=HOURLY;INTERVAL=5;BYHOUR=3;BYYEARDAY=366;BYDAY=MO", "2096-12-31T03:00:00"],
    ["FREQ=DAILY;INTERVAL=11;BYDAY=TU;BYMONTH=2;BYMONTHDAY=29", "2248-02-29T00:00:00"],
    [`FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;${everySecond};BYSETPOS=-1`, "2024-12-31T23:59:59"],
    [`FREQ=YEARLY;BYMONTHDAY=${all(32).slice(2)};${everySecond}`, "2024-01-01T00:00:01"],
  ])("%s is found at %s", (rrule, expected) => {
    expect(timed({ rrules: [rrule] }, "2024-01-01T00:00:00")).toBe(expected);
  });

  it.each(["SECONDLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"])("the largest INTERVAL of FREQ=%s has one occurrence", (freq) => {
    expect(timed({ rrules: [`FREQ=${freq};INTERVAL=${Number.MAX_SAFE_INTEGER}`] }, "2024-01-01T00:00:00")).toBeNull();
  });

  it("an occurrence thousands of years after the start costs no walk", () => {
    expect(timed({ rrules: ["FREQ=SECONDLY;INTERVAL=7"], start: "0001-01-01T00:00:00" }, "9998-07-05T03:02:01")).toBe(
      "9998-07-05T03:02:06",
    );
  });

  it("exclusions that cover the rule end it", () => {
    expect(timed({ rrules: ["FREQ=SECONDLY"], exrules: ["FREQ=SECONDLY"] }, "2024-01-01T00:00:00")).toBeNull();
    expect(timed({ rrules: ["FREQ=MINUTELY"], exrules: ["FREQ=DAILY"] }, "2024-01-01T00:00:00")).toBeNull();
  });

  it("a rule whose times all fall into the change to summer time ends", () => {
    const rrules = ["FREQ=SECONDLY;BYMONTH=3;BYDAY=SU;BYMONTHDAY=8,9,10,11,12,13,14;BYHOUR=2"];
    expect(timed({ rrules }, "2024-01-01T00:00:00", "America/New_York")).toBeNull();
  });

  it("a COUNT too far to walk to asks for another way instead of walking", () => {
    expect(() => timed({ rrules: ["FREQ=SECONDLY;COUNT=999999999"] }, "2034-01-01T00:00:00")).toThrow(InvalidRule);
  });
});

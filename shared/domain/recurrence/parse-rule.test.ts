import { describe, expect, it } from "vitest";
import { formatRule } from "./format-rule.ts";
import { parseRule } from "./parse-rule.ts";
import { InvalidRule } from "./recurrence-rule.ts";

describe("parseRule", () => {
  it("reads every part", () => {
    const text =
      "FREQ=YEARLY;INTERVAL=2;UNTIL=20301231T230000Z;BYMONTH=1,12;BYYEARDAY=-1,1;BYMONTHDAY=-1,31;" +
      "BYDAY=-1FR,2MO,SU;BYHOUR=0,23;BYMINUTE=5;BYSECOND=60;BYSETPOS=-1,1;WKST=SU";
    expect(parseRule(text)).toEqual({
      freq: "YEARLY",
      interval: 2,
      count: null,
      until: { form: "utc", at: Date.UTC(2030, 11, 31, 23) / 1000 },
      byMonth: [1, 12],
      byWeekNo: [],
      byYearDay: [-1, 1],
      byMonthDay: [-1, 31],
      byDay: [
        { n: -1, weekday: "FR" },
        { n: 0, weekday: "SU" },
        { n: 2, weekday: "MO" },
      ],
      byHour: [0, 23],
      byMinute: [5],
      bySecond: [60],
      bySetPos: [-1, 1],
      weekStart: "SU",
    });
  });

  it("tells the three forms of UNTIL apart", () => {
    const until = (value: string) => parseRule(`FREQ=DAILY;UNTIL=${value}`).until?.form;
    expect([until("20301231"), until("20301231T235960"), until("20301231T000000Z")]).toEqual(["date", "local", "utc"]);
  });

  it.each([
    ["freq=weekly;byday=mo,fr", "FREQ=WEEKLY;BYDAY=MO,FR"],
    ["BYDAY=FR,MO,FR;FREQ=WEEKLY;INTERVAL=1;WKST=MO", "FREQ=WEEKLY;BYDAY=MO,FR"],
    ["FREQ=MONTHLY;BYDAY=+2TH;BYMONTH=06", "FREQ=MONTHLY;BYMONTH=6;BYDAY=2TH"],
    [" FREQ=DAILY;COUNT=010 ", "FREQ=DAILY;COUNT=10"],
    ["FREQ=WEEKLY;WKST=SU;INTERVAL=3;UNTIL=20260301", "FREQ=WEEKLY;INTERVAL=3;UNTIL=20260301;WKST=SU"],
  ])("%s is printed as %s", (text, canonical) => {
    expect(formatRule(parseRule(text))).toBe(canonical);
  });

  it.each([
    ["", "NAME=VALUE"],
    ["COUNT=3", "no FREQ"],
    ["FREQ=FORTNIGHTLY", "FORTNIGHTLY"],
    ["FREQ=DAILY;", "NAME=VALUE"],
    ["FREQ=DAILY;FREQ=WEEKLY", "once"],
    ["FREQ=DAILY;BYEASTER=1", "BYEASTER"],
    ["FREQ=DAILY;RSCALE=CHINESE", "RSCALE"],
    ["RRULE:FREQ=DAILY", "RRULE:FREQ"],
    ["FREQ=DAILY;INTERVAL=0", "INTERVAL"],
    ["FREQ=DAILY;INTERVAL=-1", "INTERVAL"],
    ["FREQ=DAILY;INTERVAL=1.5", "INTERVAL"],
    ["FREQ=DAILY;INTERVAL=99999999999999999999", "INTERVAL"],
    ["FREQ=DAILY;COUNT=0", "COUNT"],
    ["FREQ=DAILY;COUNT=many", "COUNT"],
    ["FREQ=DAILY;COUNT=3;UNTIL=20260301", "COUNT or UNTIL"],
    ["FREQ=DAILY;UNTIL=20260230", "UNTIL"],
    ["FREQ=DAILY;UNTIL=2026-03-01", "UNTIL"],
    ["FREQ=DAILY;UNTIL=20260301T0900", "UNTIL"],
    ["FREQ=DAILY;UNTIL=20260301T250000", "UNTIL"],
    ["FREQ=DAILY;BYSECOND=61", "BYSECOND"],
    ["FREQ=DAILY;BYMINUTE=60", "BYMINUTE"],
    ["FREQ=DAILY;BYHOUR=24", "BYHOUR"],
    ["FREQ=DAILY;BYHOUR=-1", "BYHOUR"],
    ["FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY"],
    ["FREQ=MONTHLY;BYMONTHDAY=-0", "BYMONTHDAY"],
    ["FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY"],
    ["FREQ=YEARLY;BYYEARDAY=367", "BYYEARDAY"],
    ["FREQ=YEARLY;BYWEEKNO=54", "BYWEEKNO"],
    ["FREQ=YEARLY;BYMONTH=13", "BYMONTH"],
    ["FREQ=YEARLY;BYMONTH=-1", "BYMONTH"],
    ["FREQ=YEARLY;BYMONTH=1,,2", "BYMONTH"],
    ["FREQ=YEARLY;BYMONTH=", "BYMONTH"],
    ["FREQ=WEEKLY;BYDAY=", "BYDAY"],
    ["FREQ=WEEKLY;BYDAY=MON", "BYDAY"],
    ["FREQ=MONTHLY;BYDAY=2", "BYDAY"],
    ["FREQ=MONTHLY;BYDAY=0MO", "BYDAY"],
    ["FREQ=YEARLY;BYDAY=54MO", "BYDAY"],
    ["FREQ=WEEKLY;BYDAY=1MO", "MONTHLY or YEARLY"],
    ["FREQ=YEARLY;BYWEEKNO=20;BYDAY=1MO", "BYWEEKNO"],
    ["FREQ=DAILY;BYWEEKNO=20", "BYWEEKNO"],
    ["FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS"],
    ["FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0", "BYSETPOS"],
    ["FREQ=MONTHLY;BYDAY=MO;BYSETPOS=367", "BYSETPOS"],
    ["FREQ=WEEKLY;WKST=1", "WKST"],
  ])("refuses %j, naming %j", (text, named) => {
    expect(() => parseRule(text)).toThrow(InvalidRule);
    expect(() => parseRule(text)).toThrow(named);
  });

  it("says what was expected, what came and what to do", () => {
    expect(() => parseRule("FREQ=YEARLY;BYMONTH=255")).toThrow(
      'Expected BYMONTH to list whole numbers from 1 to 12, got "255"; correct or remove it.',
    );
  });
});

import { expect, test } from "vitest";
import { MONDAY, read } from "./test-when.ts";

// The words that say when, and the moment they mean on Monday 2 March 2026 at 10:00; "lunch" must be all that is left.
const MOMENTS: Record<string, string> = {
  today: "2026-03-02",
  tomorrow: "2026-03-03",
  "tmrw at 5pm": "2026-03-03T17:00",
  "the day after tomorrow": "2026-03-04",
  tonight: "2026-03-02T20:00",
  "tonight at 1am": "2026-03-03T01:00",
  "tomorrow night": "2026-03-03T20:00",
  "in the morning": "2026-03-03T09:00",
  "first thing tomorrow": "2026-03-03T09:00",
  "by end of day": "2026-03-02T17:00",
  "tomorrow 9": "2026-03-03T09:00",
  "friday 14": "2026-03-06T14:00",
  "friday 20": "2026-03-20",
  "yesterday at 10": "2026-03-01T10:00",
  "two days ago at 5pm": "2026-02-28T17:00",
  "by end of day friday": "2026-03-06T17:00",
  "cob tomorrow": "2026-03-03T17:00",
  "on the evening of 4 june": "2026-06-04T19:00",
  "first of the month": "2026-04-01",
  "12.5. 18:00": "2026-05-12T18:00",
  "second of the month": "2026-03-02",
  "first thing monday morning": "2026-03-09T09:00",
  "7 Nov 19.30": "2026-11-07T19:30",
  "2nite": "2026-03-02T20:00",
  "2morrow at 5pm": "2026-03-03T17:00",
  "thursday EOD": "2026-03-05T17:00",
  "due COB 3/20": "2026-03-20T17:00",
  "by close of business friday": "2026-03-06T17:00",
  "friday 12.30": "2026-03-06T12:30",
  "on friday 13.3": "2026-03-13",
  "1-14 August": "2026-08-01",
  "in the next couple of days": "2026-03-04",
  "this time tomorrow": "2026-03-03T10:00",
  "same time next friday": "2026-03-13T10:00",
  "in march": "2026-03-02",
  "in february": "2027-02-01",
  "at month end": "2026-03-31",
  "over the weekend": "2026-03-07",
  "in week 14": "2026-03-30",
  "by end of Q2": "2026-06-30",
  "in Q3": "2026-07-01",
  "after 10 days": "2026-03-12",
  "in a week and a half": "2026-03-12",
  friday: "2026-03-06",
  "on fri.": "2026-03-06",
  monday: "2026-03-09",
  "monday at 5pm": "2026-03-02T17:00",
  "this monday": "2026-03-02",
  "next friday": "2026-03-13",
  "friday next week": "2026-03-13",
  "friday week": "2026-03-13",
  "the friday after next": "2026-03-13",
  "next week": "2026-03-09",
  "this weekend": "2026-03-07",
  "next month": "2026-04-01",
  "end of month": "2026-03-31",
  "the end of next month": "2026-04-30",
  "mid January": "2027-01-15",
  "early june": "2026-06-01",
  "last day of the year": "2026-12-31",
  "in 3 days": "2026-03-05",
  "in 3 working days": "2026-03-05",
  "in two weeks": "2026-03-16",
  "in a fortnight's time": "2026-03-16",
  "a week from tomorrow": "2026-03-10",
  "a week on friday": "2026-03-13",
  "three fridays from now": "2026-03-20",
  "6 weeks before 21 Jul": "2026-06-09",
  "2 days after christmas": "2026-12-27",
  "the day before christmas": "2026-12-24",
  "the friday before christmas": "2026-12-18",
  "in half an hour": "2026-03-02T10:30",
  "in an hour and a half": "2026-03-02T11:30",
  "in 1h30m": "2026-03-02T11:30",
  "in a couple of hours": "2026-03-02T12:00",
  "21 Jul": "2026-07-21",
  "the 1st of May, 2027": "2027-05-01",
  "may 5th at noon": "2026-05-05T12:00",
  "Feb 29": "2028-02-29",
  "from 13th to 15 of July": "2026-07-13",
  "from May to Oct 2027": "2027-05-01",
  "on 5/1": "2026-05-01",
  "5/1/27 @ 17:49": "2027-05-01T17:49",
  "23.04.2027 14:55": "2027-04-23T14:55",
  "2026-05-01T09:30": "2026-05-01T09:30",
  "on the 15th": "2026-03-15",
  "the 1st": "2026-04-01",
  "20th of next month": "2026-04-20",
  "2nd to last fri in april": "2026-04-17",
  "third monday next month": "2026-04-20",
  "friday the 13th": "2026-03-13",
  "new year's eve": "2026-12-31",
  "by easter": "2026-04-05",
  "on thanksgiving at 6 pm": "2026-11-26T18:00",
  "at 3": "2026-03-02T15:00",
  "at 9": "2026-03-02T21:00",
  "at 9am": "2026-03-03T09:00",
  "15:30": "2026-03-02T15:30",
  "at 1705": "2026-03-02T17:05",
  "17h": "2026-03-02T17:00",
  "at ten to five": "2026-03-02T16:50",
  "at 9 tomorrow": "2026-03-03T09:00",
  "thursday at 10 New York time": "2026-03-05T10:00America/New_York",
  "thursday, not friday": "2026-03-05",
  "saturday am": "2026-03-07T09:00",
  "half seven friday": "2026-03-06T07:30",
  "a week tomorrow": "2026-03-10",
  "two weeks today": "2026-03-16",
  "the night before thursday": "2026-03-04T20:00",
  "early tomorrow morning": "2026-03-03T09:00",
  "late friday": "2026-03-06",
  "no later than friday": "2026-03-06",
  "not before friday": "2026-03-06",
  "in the first week of april": "2026-04-06",
  "at the end of the day": "2026-03-02T17:00",
  "saturday 9-3": "2026-03-07T09:00",
  "friday 7-3": "2026-07-03",
  "friday instead of wednesday": "2026-03-06",
  "7h45 tomorrow": "2026-03-03T07:45",
  "half past 3": "2026-03-02T15:30",
  "a quarter to noon": "2026-03-02T11:45",
  "ten o'clock tomorrow": "2026-03-03T10:00",
  "at three twenty": "2026-03-02T15:20",
  "3-4pm": "2026-03-02T15:00",
  "11:30-1:30": "2026-03-02T11:30",
  "between 9:30 and 11:00 on thursday": "2026-03-05T09:30",
  "tomorrow from 7:00 to 8:00pm": "2026-03-03T19:00",
  "at 9am London time": "2026-03-03T09:00Europe/London",
  "3pm EST tomorrow": "2026-03-03T15:00America/New_York",
};

test.each(Object.entries(MOMENTS))("reads %s", (phrase, expected) => {
  expect(read(`lunch ${phrase}`)).toMatchObject({ due: expected, rule: null, question: null, title: "lunch" });
});

test("a clock time names no day of its own: once past, it is tomorrow's", () => {
  expect(read("stretch at 10am").due).toBe("2026-03-03T10:00");
  expect(read("stretch at 10:01am").due).toBe("2026-03-02T10:01");
});

test("a date may open the message, its time close it", () => {
  expect(read("tomorrow call mum at 6pm")).toMatchObject({ due: "2026-03-03T18:00", title: "call mum" });
  expect(read("Friday buy food")).toMatchObject({ due: "2026-03-06", title: "buy food" });
  expect(read("Tuesday at 3 budget call")).toMatchObject({ due: "2026-03-03T15:00", title: "budget call" });
  expect(read("9:30 physio tomorrow")).toMatchObject({ due: "2026-03-03T09:30", title: "physio" });
  expect(read("May 15: pay taxes")).toMatchObject({ due: "2026-05-15", title: ": pay taxes" });
  expect(read("every third thursday host a dinner").rule).toMatchObject({ rrules: ["FREQ=MONTHLY;BYDAY=3TH"] });
});

test("the task suggests the half of the day", () => {
  expect(read("dinner may 5 at 7").due).toBe("2026-05-05T19:00");
  expect(read("breakfast may 5 at 7").due).toBe("2026-05-05T07:00");
});

test("figures follow the user's order of day and month, and the only one that fits", () => {
  expect(read("lunch on 3/4", {}, { ...MONDAY, dateOrder: "dmy" }).due).toBe("2026-04-03");
  expect(read("lunch on 3/4").due).toBe("2026-03-04");
  expect(read("lunch on 22/4").due).toBe("2026-04-22");
});

test("the week begins where the user's does", () => {
  const sunday = { ...MONDAY, now: "2026-03-01T10:00:00Z" };
  expect(read("lunch next week", {}, sunday).due).toBe("2026-03-02");
  expect(read("lunch next week", {}, { ...sunday, weekStart: "SU" }).due).toBe("2026-03-08");
});

test("today is the user's, and hours are counted on the clock that moves", () => {
  const auckland = { ...MONDAY, now: "2026-03-02T20:00:00Z", timeZone: "Pacific/Auckland" };
  expect(read("lunch today", {}, auckland).due).toBe("2026-03-03");
  // At 02:00 the clocks in Berlin go to 03:00.
  const berlin = { ...MONDAY, now: "2026-03-29T00:30:00Z", timeZone: "Europe/Berlin" };
  expect(read("lunch in 1 hour", {}, berlin).due).toBe("2026-03-29T03:30");
});

test("a date that contradicts itself is asked about", () => {
  expect(read("pay on Tuesday 3 March").question).toBeNull();
  expect(read("pay on Friday 3 March").question).toBe("3 March 2026 is a Tuesday, not a Friday: which one do you mean?");
  expect(read("pay on feb 30")).toMatchObject({ due: null, title: "pay" });
  expect(read("pay on feb 30").question).toMatch(/no such day/);
  expect(read("call bank tomorrow or friday")).toMatchObject({ due: "2026-03-03", title: "call bank" });
  expect(read("call bank tomorrow or friday").question).toMatch(/3 March 2026 or 6 March 2026/);
  expect(read("call bank at 3pm or 5pm").question).toMatch(/15:00 or .* 17:00/);
  expect(read("mow the lawn saturday or sunday").question).toMatch(/7 March 2026 or 8 March 2026/);
  expect(read("water the fern on the 5th and 20th").question).toMatch(/5 March 2026 or 20 March 2026/);
});

test("an answer to the question when is believed as it stands", () => {
  expect(read("may", { use: "bare" }).due).toBe("2026-05-01");
  expect(read("sat", { use: "bare" }).due).toBe("2026-03-07");
  expect(read("9", { use: "bare" }).due).toBe("2026-03-02T21:00");
});

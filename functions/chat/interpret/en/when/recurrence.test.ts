import { expect, test } from "vitest";
import { read } from "./test-when.ts";

// Phrase → [rules, first occurrence]; on Monday 2 March 2026 at 10:00.
const RULES: Record<string, [string | string[], string]> = {
  "every day": ["FREQ=DAILY", "2026-03-02"],
  "everyday at 9": ["FREQ=DAILY", "2026-03-03T09:00"],
  "every monday 7": ["FREQ=WEEKLY;BYDAY=MO", "2026-03-09T07:00"],
  "every other day at noon": ["FREQ=DAILY;INTERVAL=2", "2026-03-02T12:00"],
  "every morning": ["FREQ=DAILY", "2026-03-03T09:00"],
  "every weekday at 9:15": ["FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-03-03T09:15"],
  weekends: ["FREQ=WEEKLY;BYDAY=SA,SU", "2026-03-07"],
  "tuesdays and thursdays": ["FREQ=WEEKLY;BYDAY=TU,TH", "2026-03-03"],
  "every mon, wed, fri at 6am": ["FREQ=WEEKLY;BYDAY=MO,WE,FR", "2026-03-04T06:00"],
  "every Mon-Wed": ["FREQ=WEEKLY;BYDAY=MO,TU,WE", "2026-03-02"],
  "each week on saturday thru tuesday": ["FREQ=WEEKLY;BYDAY=MO,TU,SA,SU", "2026-03-02"],
  "every other tue at 10": ["FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2026-03-03T10:00"],
  "biweekly on thursday": ["FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "2026-03-05"],
  "every 2 weeks on monday and friday": ["FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR", "2026-03-02"],
  "once a week": ["FREQ=WEEKLY", "2026-03-02"],
  quarterly: ["FREQ=MONTHLY;INTERVAL=3", "2026-03-02"],
  "every month on the 1st at 9am": ["FREQ=MONTHLY;BYMONTHDAY=1", "2026-04-01T09:00"],
  "10:00 on the 15th of every month": ["FREQ=MONTHLY;BYMONTHDAY=15", "2026-03-15T10:00"],
  "every 15th and 30th": ["FREQ=MONTHLY;BYMONTHDAY=15,30", "2026-03-15"],
  "every 1st, 15th and last day": ["FREQ=MONTHLY;BYMONTHDAY=1,15,-1", "2026-03-15"],
  "the 4th of every 3rd month": ["FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=4", "2026-03-04"],
  "at the end of every month": ["FREQ=MONTHLY;BYMONTHDAY=-1", "2026-03-31"],
  "every last workday": ["FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-03-31"],
  "every 3rd friday": ["FREQ=MONTHLY;BYDAY=3FR", "2026-03-20"],
  "2nd and last fri of each month": ["FREQ=MONTHLY;BYDAY=2FR,-1FR", "2026-03-13"],
  "every 2 months on the first Friday": ["FREQ=MONTHLY;INTERVAL=2;BYDAY=1FR", "2026-03-06"],
  "every fourth thursday in november": ["FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "2026-11-26"],
  "every july 4th": ["FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=4", "2026-07-04"],
  "every jan 15 and jul 15": ["FREQ=YEARLY;BYMONTH=1,7;BYMONTHDAY=15", "2026-07-15"],
  "every feb 29": ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2028-02-29"],
  "every jan 5 and mar 7": [["FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=5", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=7"], "2026-03-07"],
  "every christmas": ["FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25", "2026-12-25"],
  "every Fri in week 12": ["FREQ=YEARLY;BYWEEKNO=12;BYDAY=FR", "2026-03-20"],
  "every 30 minutes": ["FREQ=MINUTELY;INTERVAL=30", "2026-03-02T10:30"],
  "every 2 hours": ["FREQ=HOURLY;INTERVAL=2", "2026-03-02T12:00"],
  "every mon at 8pm and tue at 9pm": [
    ["FREQ=WEEKLY;BYDAY=MO;BYHOUR=20;BYMINUTE=0", "FREQ=WEEKLY;BYDAY=TU;BYHOUR=21;BYMINUTE=0"],
    "2026-03-02T20:00",
  ],
  "daily at 8:00 am, 1 pm and 7 pm": ["FREQ=DAILY;BYHOUR=8,13,19;BYMINUTE=0", "2026-03-02T13:00"],
  "every day at 8 and 13:30": [["FREQ=DAILY;BYHOUR=8;BYMINUTE=0", "FREQ=DAILY;BYHOUR=13;BYMINUTE=30"], "2026-03-02T13:30"],
  "every 2 hours from 9am to 5pm": ["FREQ=DAILY;BYHOUR=9,11,13,15,17;BYMINUTE=0", "2026-03-02T11:00"],
  "on weekday mornings": ["FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-03-03T09:00"],
  "on the 1st and 15th of the month": ["FREQ=MONTHLY;BYMONTHDAY=1,15", "2026-03-15"],
  "ev wed at 7pm": ["FREQ=WEEKLY;BYDAY=WE", "2026-03-04T19:00"],
  "Monday through Friday at 9am": ["FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-03-03T09:00"],
  "alternate fridays": ["FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "2026-03-06"],
  "every friday the 13th": ["FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR", "2026-03-13"],
  "every saturday from april to september": ["FREQ=WEEKLY;BYDAY=SA;UNTIL=20260930", "2026-04-04"],
  "every saturday until september": ["FREQ=WEEKLY;BYDAY=SA;UNTIL=20260831", "2026-03-07"],
  "every 3rd monday jan to jun": ["FREQ=MONTHLY;BYDAY=3MO;UNTIL=20270630", "2027-01-18"],
  "daily from march to may": ["FREQ=DAILY;UNTIL=20260531", "2026-03-02"],
  "every workday 9.15": ["FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-03-03T09:15"],
  "every two weeks on a sunday": ["FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", "2026-03-08"],
  nightly: ["FREQ=DAILY", "2026-03-02T20:00"],
  "at 8am and 8pm every day": ["FREQ=DAILY;BYHOUR=8,20;BYMINUTE=0", "2026-03-02T20:00"],
  "at 7, 12 and 18 every day": ["FREQ=DAILY;BYHOUR=7,12,18;BYMINUTE=0", "2026-03-02T12:00"],
  "at 6 and 7 every tuesday": ["FREQ=WEEKLY;BYDAY=TU;BYHOUR=18,19;BYMINUTE=0", "2026-03-03T18:00"],
  "at 8 and 8 every day": ["FREQ=DAILY;BYHOUR=8,20;BYMINUTE=0", "2026-03-02T20:00"],
  "Tue 6pm and Thu 7pm every week": [
    ["FREQ=WEEKLY;BYDAY=TU;BYHOUR=18;BYMINUTE=0", "FREQ=WEEKLY;BYDAY=TH;BYHOUR=19;BYMINUTE=0"],
    "2026-03-03T18:00",
  ],
  "Apr 15, Jun 15 and Sep 15 every year": ["FREQ=YEARLY;BYMONTH=4,6,9;BYMONTHDAY=15", "2026-04-15"],
  "every weekday at 8 except friday at 6": [
    ["FREQ=WEEKLY;BYDAY=MO,TU,WE,TH;BYHOUR=8;BYMINUTE=0", "FREQ=WEEKLY;BYDAY=FR;BYHOUR=18;BYMINUTE=0"],
    "2026-03-03T08:00",
  ],
  "every hour on weekdays": ["FREQ=HOURLY;BYDAY=MO,TU,WE,TH,FR", "2026-03-02T11:00"],
  "every hour on saturday": ["FREQ=HOURLY;BYDAY=SA", "2026-03-07T00:00"],
  "every weekday from 9 to 11 every hour": ["FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=9,10,11;BYMINUTE=0", "2026-03-02T11:00"],
  "on the 1st workday of the month every month": ["FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1", "2026-03-02"],
  "tuesdays starting april 7, 8 times": ["FREQ=WEEKLY;BYDAY=TU;COUNT=8", "2026-04-07"],
  "every quarter end": ["FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", "2026-03-31"],
  "every day until friday": ["FREQ=DAILY;UNTIL=20260306", "2026-03-02"],
  "every day at 9am until 5 april 2026": ["FREQ=DAILY;UNTIL=20260405T235959", "2026-03-03T09:00"],
  "every day ending 12 may starting 3 may": ["FREQ=DAILY;UNTIL=20260512", "2026-05-03"],
  "every tuesday for 3 weeks": ["FREQ=WEEKLY;BYDAY=TU;UNTIL=20260322", "2026-03-03"],
  "every tuesday for 5 times": ["FREQ=WEEKLY;BYDAY=TU;COUNT=5", "2026-03-03"],
  "fridays 3x": ["FREQ=WEEKLY;BYDAY=FR;COUNT=3", "2026-03-06"],
  "every monday next month": ["FREQ=WEEKLY;BYDAY=MO;UNTIL=20260430", "2026-04-06"],
  "starting tomorrow every 3 days for 2 weeks": ["FREQ=DAILY;INTERVAL=3;UNTIL=20260316", "2026-03-03"],
  "starting next tuesday the 4th of each month for 3 occurrences": ["FREQ=MONTHLY;BYMONTHDAY=4;COUNT=3", "2026-04-04"],
};

test.each(Object.entries(RULES))("reads %s", (phrase, [rules, first]) => {
  const when = read(`water plants ${phrase}`);
  expect(when).toMatchObject({ title: "water plants", due: first, question: null });
  expect(when.rule).toMatchObject({ rrules: [rules].flat(), exrules: [], exdates: [], anchor: "due" });
  expect(when.rule?.start.slice(0, 16)).toBe(first);
});

test.each([
  ["every weekday at 8 except in May", ["FREQ=DAILY;BYMONTH=5"], []],
  ["daily except weekends", ["FREQ=WEEKLY;BYDAY=SA,SU"], []],
  ["daily but not on mondays", ["FREQ=WEEKLY;BYDAY=MO"], []],
  ["every day but sunday", ["FREQ=WEEKLY;BYDAY=SU"], []],
  ["daily except on June 23rd and July 4th", ["FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=23", "FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=4"], []],
  ["every thursday except the first thursday of the month", ["FREQ=MONTHLY;BYDAY=1TH"], []],
  ["every day except tomorrow", [], ["2026-03-03"]],
  ["every friday except 13 march 2026", [], ["2026-03-13"]],
])("leaves out what %s says", (phrase, exrules, exdates) => {
  expect(read(phrase).rule).toMatchObject({ exrules, exdates });
});

test("a time behind an exception is everything's if nothing else has one", () => {
  expect(read("run every day except sundays at 7pm")).toMatchObject({
    due: "2026-03-02T19:00",
    rule: { exrules: ["FREQ=WEEKLY;BYDAY=SU"] },
  });
  expect(read("run every day at 8 except on the 1st at 10").question).toMatch(/time of its own/);
});

test("an exception may stand at the end of the sentence", () => {
  expect(read("every weekday at 7:30am to pack lunches except on fridays").rule).toMatchObject({
    rrules: ["FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"],
    exrules: ["FREQ=WEEKLY;BYDAY=FR"],
  });
});

test("every without anything that could repeat takes nothing with it", () => {
  expect(read("lights off at 8:30pm every school night")).toMatchObject({ rule: null, due: "2026-03-02T20:30" });
});

test("the first occurrence is not one that is left out", () => {
  expect(read("every monday except today").due).toBe("2026-03-09");
});

test.each([
  "every! 3 days",
  "3 days after I finish",
  "every 3 days after completion",
  "every 3 days after completing it",
  "3 days after I'm done",
  "every 3 days from when I finish",
])("%s is counted from completion", (phrase) => {
  expect(read(`water plants ${phrase}`)).toMatchObject({
    title: "water plants",
    rule: { rrules: ["FREQ=DAILY;INTERVAL=3"], anchor: "completion" },
  });
});

test("what no rule can say is asked about, never guessed", () => {
  expect(read("every easter")).toMatchObject({ rule: null, due: "2026-04-05" });
  expect(read("every easter").question).toMatch(/moves from year to year/);
  expect(read("every feb 30").question).toMatch(/never happen/);
  expect(read("gym 3 times a week")).toMatchObject({ rule: null, due: null, title: "gym" });
  expect(read("gym 3 times a week").question).toMatch(/which days of the week/);
  expect(read("pills twice a day").question).toMatch(/which times of the day/);
  expect(read("pills 3x daily")).toMatchObject({ rule: null, title: "pills" });
});

test.each([
  ["every monday gym at 7am", "gym", ["FREQ=WEEKLY;BYDAY=MO"], "2026-03-09T07:00"],
  ["each friday movie night", "movie night", ["FREQ=WEEKLY;BYDAY=FR"], "2026-03-06"],
  ["every tuesday and thursday yoga at 6pm", "yoga", ["FREQ=WEEKLY;BYDAY=TU,TH"], "2026-03-03T18:00"],
])("%s: the rule may stand before what repeats", (text, title, rrules, due) => {
  expect(read(text)).toMatchObject({ title, due, rule: { rrules } });
});

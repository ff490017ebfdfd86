/** The examples of RFC 5545 3.8.5.3 and 3.3.10, as dates; all begin at 9:00 in New York unless a test says otherwise. */
import { describe, expect, it } from "vitest";
import { zonedOccurrences } from "./zoned-occurrences.ts";

const NEW_YORK = "America/New_York";

/** "1997-09: 2 9" stands for September 2 and 9, 1997. */
function days(...months: string[]): string[] {
  return months.flatMap((month) => {
    const [name, list = ""] = month.split(": ");
    return list.split(" ").map((day) => `${name}-${day.padStart(2, "0")}T09:00:00`);
  });
}

function range(from: number, to: number, step = 1): string {
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step).join(" ");
}

function expand(rrule: string, start: string, limit: number, exdates: string[] = []): string[] {
  const found: string[] = [];
  for (const at of zonedOccurrences({ rrules: [rrule], exrules: [], exdates, start }, NEW_YORK)) {
    if (found.length === limit) break;
    found.push(at);
  }
  return found;
}

type Example = [name: string, rrule: string, start: string, expected: string[], ends?: "forever"];

const TWO_MONTHS_OF_TUESDAYS = ["1997-09: 2 9 16 23 30", "1997-10: 7 14 21 28"];
const JANUARIES = days(`1998-01: ${range(1, 31)}`, `1999-01: ${range(1, 31)}`, `2000-01: ${range(1, 31)}`);

const examples: Example[] = [
  ["daily for 10 occurrences", "FREQ=DAILY;COUNT=10", "1997-09-02", days(`1997-09: ${range(2, 11)}`)],
  [
    "daily until December 24",
    "FREQ=DAILY;UNTIL=19971224T000000Z",
    "1997-09-02",
    days(`1997-09: ${range(2, 30)}`, `1997-10: ${range(1, 31)}`, `1997-11: ${range(1, 30)}`, `1997-12: ${range(1, 23)}`),
  ],
  ["every other day", "FREQ=DAILY;INTERVAL=2", "1997-09-02", days(`1997-09: ${range(2, 30, 2)}`, `1997-10: ${range(2, 30, 2)}`), "forever"],
  ["every 10 days, 5 occurrences", "FREQ=DAILY;INTERVAL=10;COUNT=5", "1997-09-02", days("1997-09: 2 12 22", "1997-10: 2 12")],
  ["every day in January, yearly", "FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA", "1998-01-01", JANUARIES],
  ["every day in January, daily", "FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1", "1998-01-01", JANUARIES],
  ["weekly for 10 occurrences", "FREQ=WEEKLY;COUNT=10", "1997-09-02", days(...TWO_MONTHS_OF_TUESDAYS, "1997-11: 4")],
  [
    "weekly until December 24",
    "FREQ=WEEKLY;UNTIL=19971224T000000Z",
    "1997-09-02",
    days(...TWO_MONTHS_OF_TUESDAYS, "1997-11: 4 11 18 25", "1997-12: 2 9 16 23"),
  ],
  [
    "every other week",
    "FREQ=WEEKLY;INTERVAL=2;WKST=SU",
    "1997-09-02",
    days("1997-09: 2 16 30", "1997-10: 14 28", "1997-11: 11 25", "1997-12: 9 23", "1998-01: 6 20", "1998-02: 3 17"),
    "forever",
  ],
  [
    "weekly on Tuesday and Thursday for five weeks",
    "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH",
    "1997-09-02",
    days("1997-09: 2 4 9 11 16 18 23 25 30", "1997-10: 2"),
  ],
  ["the same by a count", "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH", "1997-09-02", days("1997-09: 2 4 9 11 16 18 23 25 30", "1997-10: 2")],
  [
    "every other week on Monday, Wednesday and Friday",
    "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR",
    "1997-09-01",
    days("1997-09: 1 3 5 15 17 19 29", "1997-10: 1 3 13 15 17 27 29 31", "1997-11: 10 12 14 24 26 28", "1997-12: 8 10 12 22"),
  ],
  [
    "every other week on Tuesday and Thursday, 8 occurrences",
    "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
    "1997-09-02",
    days("1997-09: 2 4 16 18 30", "1997-10: 2 14 16"),
  ],
  [
    "monthly on the first Friday, 10 occurrences",
    "FREQ=MONTHLY;COUNT=10;BYDAY=1FR",
    "1997-09-05",
    days(
      "1997-09: 5",
      "1997-10: 3",
      "1997-11: 7",
      "1997-12: 5",
      "1998-01: 2",
      "1998-02: 6",
      "1998-03: 6",
      "1998-04: 3",
      "1998-05: 1",
      "1998-06: 5",
    ),
  ],
  [
    "monthly on the first Friday until December 24",
    "FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR",
    "1997-09-05",
    days("1997-09: 5", "1997-10: 3", "1997-11: 7", "1997-12: 5"),
  ],
  [
    "every other month on the first and last Sunday",
    "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
    "1997-09-07",
    days("1997-09: 7 28", "1997-11: 2 30", "1998-01: 4 25", "1998-03: 1 29", "1998-05: 3 31"),
  ],
  [
    "monthly on the second-to-last Monday",
    "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO",
    "1997-09-22",
    days("1997-09: 22", "1997-10: 20", "1997-11: 17", "1997-12: 22", "1998-01: 19", "1998-02: 16"),
  ],
  [
    "monthly on the third-to-last day",
    "FREQ=MONTHLY;BYMONTHDAY=-3",
    "1997-09-28",
    days("1997-09: 28", "1997-10: 29", "1997-11: 28", "1997-12: 29", "1998-01: 29", "1998-02: 26"),
    "forever",
  ],
  [
    "monthly on the 2nd and 15th",
    "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15",
    "1997-09-02",
    days("1997-09: 2 15", "1997-10: 2 15", "1997-11: 2 15", "1997-12: 2 15", "1998-01: 2 15"),
  ],
  [
    "monthly on the first and last day",
    "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
    "1997-09-30",
    days("1997-09: 30", "1997-10: 1 31", "1997-11: 1 30", "1997-12: 1 31", "1998-01: 1 31", "1998-02: 1"),
  ],
  [
    "every 18 months on the 10th to 15th",
    "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15",
    "1997-09-10",
    days(`1997-09: ${range(10, 15)}`, `1999-03: ${range(10, 13)}`),
  ],
  [
    "every Tuesday, every other month",
    "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU",
    "1997-09-02",
    days("1997-09: 2 9 16 23 30", "1997-11: 4 11 18 25", "1998-01: 6 13 20 27", "1998-03: 3 10 17 24 31"),
    "forever",
  ],
  [
    "yearly in June and July",
    "FREQ=YEARLY;COUNT=10;BYMONTH=6,7",
    "1997-06-10",
    ["1997", "1998", "1999", "2000", "2001"].flatMap((year) => days(`${year}-06: 10`, `${year}-07: 10`)),
  ],
  [
    "every other year in January, February and March",
    "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3",
    "1997-03-10",
    [...days("1997-03: 10"), ...["1999", "2001", "2003"].flatMap((year) => days(`${year}-01: 10`, `${year}-02: 10`, `${year}-03: 10`))],
  ],
  [
    "every third year on the 1st, 100th and 200th day",
    "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
    "1997-01-01",
    days(
      "1997-01: 1",
      "1997-04: 10",
      "1997-07: 19",
      "2000-01: 1",
      "2000-04: 9",
      "2000-07: 18",
      "2003-01: 1",
      "2003-04: 10",
      "2003-07: 19",
      "2006-01: 1",
    ),
  ],
  ["every 20th Monday of the year", "FREQ=YEARLY;BYDAY=20MO", "1997-05-19", days("1997-05: 19", "1998-05: 18", "1999-05: 17"), "forever"],
  ["Monday of week 20", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "1997-05-12", days("1997-05: 12", "1998-05: 11", "1999-05: 17"), "forever"],
  [
    "every Thursday in March",
    "FREQ=YEARLY;BYMONTH=3;BYDAY=TH",
    "1997-03-13",
    days("1997-03: 13 20 27", "1998-03: 5 12 19 26", "1999-03: 4 11 18 25"),
    "forever",
  ],
  [
    "every Thursday in June, July and August",
    "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8",
    "1997-06-05",
    days(
      "1997-06: 5 12 19 26",
      "1997-07: 3 10 17 24 31",
      "1997-08: 7 14 21 28",
      "1998-06: 4 11 18 25",
      "1998-07: 2 9 16 23 30",
      "1998-08: 6 13 20 27",
    ),
    "forever",
  ],
  [
    "the first Saturday after the first Sunday",
    "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
    "1997-09-13",
    days(
      "1997-09: 13",
      "1997-10: 11",
      "1997-11: 8",
      "1997-12: 13",
      "1998-01: 10",
      "1998-02: 7",
      "1998-03: 7",
      "1998-04: 11",
      "1998-05: 9",
      "1998-06: 13",
    ),
    "forever",
  ],
  [
    "election day in the United States",
    "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
    "1996-11-05",
    days("1996-11: 5", "2000-11: 7", "2004-11: 2"),
    "forever",
  ],
  [
    "the third of Tuesday, Wednesday and Thursday in a month",
    "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3",
    "1997-09-04",
    days("1997-09: 4", "1997-10: 7", "1997-11: 6"),
  ],
  [
    "the second-to-last weekday of the month",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
    "1997-09-29",
    days("1997-09: 29", "1997-10: 30", "1997-11: 27", "1997-12: 30", "1998-01: 29", "1998-02: 26", "1998-03: 30"),
    "forever",
  ],
  ["weeks that begin on Monday", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "1997-08-05", days("1997-08: 5 10 19 24")],
  ["weeks that begin on Sunday", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1997-08-05", days("1997-08: 5 17 19 31")],
  [
    "an invalid date is passed over",
    "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5",
    "2007-01-15",
    days("2007-01: 15 30", "2007-02: 15", "2007-03: 15 30"),
  ],
];

describe("RFC 5545 examples", () => {
  it.each(examples)("%s: %s", (_, rrule, start, expected, ends) => {
    // One more than expected, so that a rule which should end and does not is noticed.
    expect(expand(rrule, `${start}T09:00:00`, expected.length + (ends === "forever" ? 0 : 1))).toEqual(expected);
  });

  it("every Friday the 13th, without the start", () => {
    const found = expand("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "1997-09-02T09:00:00", 5, ["1997-09-02T09:00:00"]);
    expect(found).toEqual(days("1998-02: 13", "1998-03: 13", "1998-11: 13", "1999-08: 13", "2000-10: 13"));
  });

  it.each([
    ["every 3 hours until 17:00", "FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T210000Z", ["09:00", "12:00", "15:00"]],
    ["every 15 minutes, 6 occurrences", "FREQ=MINUTELY;INTERVAL=15;COUNT=6", ["09:00", "09:15", "09:30", "09:45", "10:00", "10:15"]],
    ["every hour and a half, 4 occurrences", "FREQ=MINUTELY;INTERVAL=90;COUNT=4", ["09:00", "10:30", "12:00", "13:30"]],
  ])("%s: %s", (_, rrule, times) => {
    expect(expand(rrule, "1997-09-02T09:00:00", times.length + 1)).toEqual(times.map((time) => `1997-09-02T${time}:00`));
  });

  it.each(["FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40", "FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16"])(
    "every 20 minutes from 9:00 to 16:40: %s",
    (rrule) => {
      const times = ["09", "10", "11", "12", "13", "14", "15", "16"].flatMap((hour) =>
        ["00", "20", "40"].map((minute) => `T${hour}:${minute}:00`),
      );
      const expected = ["1997-09-02", "1997-09-03"].flatMap((day) => times.map((time) => day + time));
      expect(expand(rrule, "1997-09-02T09:00:00", 48)).toEqual(expected);
    },
  );
});

import type { Rule } from "@todo/shared/contracts/types.ts";
import fc from "fast-check";
import { expect, test } from "vitest";
import { phrase, rulePhrase } from "./phrase.ts";
import { MONDAY } from "./when/test-when.ts";
import { readWhen } from "./when/when.ts";

function ruleOf(text: string, now = MONDAY.now): Rule | null {
  return readWhen(text, { ...MONDAY, now }, { use: "create" }).rule;
}

test.each([
  ["every other tue at 10", "every 2 weeks on Tuesday at 10:00", "starting 3 March 2026"],
  ["every last workday until december", "every month on the last workday until 30 November 2026", "starting 31 March 2026"],
  ["every weekday at 8 except in May", "every weekday at 08:00 except in May", "starting 3 March 2026"],
  ["every mon at 8pm and tue at 9pm", "every Monday at 20:00 and every Tuesday at 21:00", "starting 2 March 2026 at 20:00"],
  ["every! 3 days", "every 3 days after it is done", "starting 2 March 2026"],
  ["every year on the fourth thursday in november", "every year on the 4th Thursday of November", "starting 26 November 2026"],
])("%s is said as %s", (text, said, start) => {
  const rule = ruleOf(text);
  expect(rule && rulePhrase(rule)).toBe(said);
  expect(rule && phrase(rule)).toBe(`${said} ${start}`);
});

const weekdays = fc.subarray(["MO", "TU", "WE", "TH", "FR", "SA", "SU"], { minLength: 1 });
const months = fc.subarray([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], { minLength: 1, maxLength: 3 });
const monthDays = fc.uniqueArray(fc.oneof(fc.integer({ min: 1, max: 31 }), fc.integer({ min: -3, max: -1 })), {
  minLength: 1,
  maxLength: 3,
});
const interval = fc.integer({ min: 1, max: 12 }).map((n) => (n === 1 ? "" : `;INTERVAL=${n}`));
const nth = fc.tuple(fc.constantFrom(1, 2, 3, 4, 5, -1, -2), fc.constantFrom("MO", "WE", "SU")).map(([n, day]) => `${n}${day}`);

const every = fc.oneof(
  fc.tuple(fc.constantFrom("MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"), interval).map(([unit, n]) => `FREQ=${unit}${n}`),
  fc.tuple(interval, weekdays).map(([n, days]) => `FREQ=WEEKLY${n};BYDAY=${days}`),
  fc.tuple(interval, monthDays).map(([n, days]) => `FREQ=MONTHLY${n};BYMONTHDAY=${days}`),
  fc.tuple(interval, fc.uniqueArray(nth, { minLength: 1, maxLength: 2 })).map(([n, days]) => `FREQ=MONTHLY${n};BYDAY=${days}`),
  fc.tuple(interval, fc.constantFrom(1, 2, 10, -1)).map(([n, at]) => `FREQ=MONTHLY${n};BYDAY=MO,TU,WE,TH,FR;BYSETPOS=${at}`),
  fc.tuple(interval, months, monthDays).map(([n, of, days]) => `FREQ=YEARLY${n};BYMONTH=${of};BYMONTHDAY=${days}`),
  fc.tuple(interval, months, nth).map(([n, of, day]) => `FREQ=YEARLY${n};BYMONTH=${of};BYDAY=${day}`),
  fc.tuple(months, weekdays).map(([of, days]) => `FREQ=WEEKLY;BYMONTH=${of};BYDAY=${days}`),
  fc.constantFrom("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "FREQ=YEARLY;BYYEARDAY=100", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13"),
);
const times = fc.oneof(
  fc.constant(""),
  fc.constant(""),
  fc
    .tuple(fc.uniqueArray(fc.integer({ min: 0, max: 23 }), { minLength: 1, maxLength: 3 }), fc.integer({ min: 0, max: 59 }))
    .map(([hours, minute]) => `;BYHOUR=${hours};BYMINUTE=${minute}`),
);
const end = fc.constantFrom("", "", ";COUNT=6", ";UNTIL=20281231", ";UNTIL=20281231T235959");
const day = fc.integer({ min: 0, max: 2000 }).map((n) => new Date(Date.UTC(2026, 2, 2 + n)).toISOString().slice(0, 10));
const moment = fc.oneof(
  day,
  fc.tuple(day, fc.constantFrom("00:00:00", "09:00:00", "17:30:00", "23:59:59")).map(([date, time]) => `${date}T${time}`),
);

const rule: fc.Arbitrary<Rule> = fc.record({
  rrules: fc.array(
    fc.tuple(every, times, end).map((parts) => parts.join("")),
    { minLength: 1, maxLength: 2 },
  ),
  exrules: fc.array(
    fc.constantFrom("FREQ=DAILY;BYMONTH=5", "FREQ=WEEKLY;BYDAY=SA,SU", "FREQ=MONTHLY;BYDAY=1TH", "FREQ=DAILY;BYMONTH=3;UNTIL=20270331"),
    { maxLength: 2 },
  ),
  exdates: fc.array(moment, { maxLength: 2 }),
  start: moment,
  anchor: fc.constantFrom("due", "completion"),
});

test("every rule is said as a phrase that is read as the same rule, whenever it is read", () => {
  fc.assert(
    fc.property(rule, fc.constantFrom("2024-02-29T23:00:00Z", "2026-03-02T10:00:00Z", "2031-12-31T12:00:00Z"), (stored, now) => {
      const unique = {
        ...stored,
        rrules: [...new Set(stored.rrules)],
        exrules: [...new Set(stored.exrules)],
        exdates: [...new Set(stored.exdates)],
      };
      const again = ruleOf(phrase(unique), now);
      const ordered = (read: Rule | null) =>
        read && { ...read, rrules: read.rrules.toSorted(), exrules: read.exrules.toSorted(), exdates: read.exdates.toSorted() };
      expect(ordered(again)).toEqual(ordered(unique));
    }),
    { numRuns: 1500 },
  );
});

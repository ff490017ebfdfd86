import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { alignUp, civilDate, DAYS_IN_CYCLE, dayNumber, decidingDayOfWeek, firstDayOfWeekYear, weekdayOf, yearOf } from "./calendar.ts";

const DAY_MS = 86_400_000;
const anyDay = fc.integer({ min: dayNumber(1, 1, 1), max: dayNumber(9999, 12, 31) });

describe("day numbers", () => {
  it("agree with JavaScript's own calendar on every date", () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const date = new Date(day * DAY_MS);
        expect(civilDate(day)).toEqual({ year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() });
        expect(weekdayOf(day)).toBe((date.getUTCDay() + 6) % 7);
        expect(yearOf(day)).toBe(date.getUTCFullYear());
        const { year, month, day: dayOfMonth } = civilDate(day);
        expect(dayNumber(year, month, dayOfMonth)).toBe(day);
      }),
      { numRuns: 2000 },
    );
  });

  it("step through both ends of every year", () => {
    for (let year = 1; year < 9999; year += 1) {
      expect(yearOf(dayNumber(year, 12, 31))).toBe(year);
      expect(dayNumber(year, 12, 31) + 1).toBe(dayNumber(year + 1, 1, 1));
    }
  });

  it("repeat after one cycle, on the same weekday", () => {
    expect(dayNumber(2400, 2, 29) - dayNumber(2000, 2, 29)).toBe(DAYS_IN_CYCLE);
    expect(DAYS_IN_CYCLE % 7).toBe(0);
  });
});

describe("weeks", () => {
  it.each([
    ["2004-12-27 begins ISO week 53 of 2004", 2004, 12, 27, 2004],
    ["2008-12-29 begins ISO week 1 of 2009", 2008, 12, 29, 2009],
    ["2010-01-03 still lies in ISO week 53 of 2009", 2010, 1, 3, 2009],
    ["2019-12-31 already lies in ISO week 1 of 2020", 2019, 12, 31, 2020],
  ])("%s", (_, year, month, day, weekYear) => {
    expect(yearOf(decidingDayOfWeek(dayNumber(year, month, day), 0))).toBe(weekYear);
  });

  it("begin a year of weeks with the week that has at least four of its days", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: 0, max: 6 }), (year, weekStart) => {
        const first = firstDayOfWeekYear(year, weekStart);
        expect(weekdayOf(first)).toBe(weekStart);
        expect(first + 3).toBeGreaterThanOrEqual(dayNumber(year, 1, 1));
        expect(first + 3).toBeLessThan(dayNumber(year, 1, 8));
      }),
    );
  });
});

describe("alignUp", () => {
  it("returns the nearest step that is not below the value", () => {
    expect([alignUp(3, 5, 4), alignUp(5, 5, 4), alignUp(6, 5, 4), alignUp(9, 5, 4), alignUp(-3, -8, 4)]).toEqual([5, 5, 9, 9, 0]);
  });
});

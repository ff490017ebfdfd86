/** Weeks, months and years counted from a day, and what holidays and amounts of time come to on the calendar. */
import {
  addMonths,
  addWorkdays,
  type Day,
  easter,
  fromDay,
  nthWeekday,
  shiftMonth,
  startOfWeek,
  toDay,
  type Weekday,
  type YearMonth,
} from "./calendar.ts";
import type { Amount, HolidayRule, Unit } from "./term.ts";

/** A half-open range of days [from, to). */
export type Days = { from: Day; to: Day };

export function oneDay(day: Day): Days {
  return { from: day, to: day + 1 };
}

export function monthDays({ year, month }: YearMonth): Days {
  return { from: toDay(year, month, 1), to: toDay(year, month + 1, 1) };
}

export function yearDays(year: number): Days {
  return { from: toDay(year, 1, 1), to: toDay(year + 1, 1, 1) };
}

/** The period of a unit that lies so many away from the one that holds `day`. */
export function periodFrom(day: Day, unit: Unit, offset: number, weekStart: Weekday): Days {
  const date = fromDay(day);
  switch (unit) {
    case "week": {
      const from = startOfWeek(day, weekStart) + 7 * offset;
      return { from, to: from + 7 };
    }
    case "weekend": {
      const saturday = startOfWeek(day, 0) + 5 + 7 * offset;
      return { from: saturday, to: saturday + 2 };
    }
    case "month":
      return monthDays(shiftMonth(date, offset));
    case "quarter": {
      const first = shiftMonth({ year: date.year, month: date.month - ((date.month - 1) % 3) }, 3 * offset);
      return { from: toDay(first.year, first.month, 1), to: toDay(first.year, first.month + 3, 1) };
    }
    case "year":
      return yearDays(date.year + offset);
    case "workday": {
      return oneDay(addWorkdays(day, offset));
    }
    case "day":
    case "hour":
    case "minute":
      return oneDay(day + (unit === "day" ? offset : 0));
  }
}

/** A day moved by an amount of days or more; hours and minutes do not move it. */
export function shiftDay(day: Day, { n, unit }: Amount): Day {
  switch (unit) {
    case "workday":
      return addWorkdays(day, n);
    case "week":
    case "weekend":
      return day + Math.round(7 * n);
    case "month":
      return addMonths(day, Math.trunc(n)) + Math.round((n % 1) * 30);
    case "quarter":
      return addMonths(day, 3 * n);
    case "year":
      return addMonths(day, Math.round(12 * n));
    case "day":
      return day + Math.round(n);
    case "hour":
    case "minute":
      return day;
  }
}

/** The day of a holiday in a year; null when it has none. */
export function holidayIn(rule: HolidayRule, year: number): Day | null {
  switch (rule.by) {
    case "date":
      return toDay(year, rule.month, rule.day);
    case "weekday": {
      const day = nthWeekday({ year, month: rule.month }, rule.nth, rule.weekday);
      return day === null ? null : day + rule.plus;
    }
    case "easter":
      return easter(year) + rule.plus;
  }
}

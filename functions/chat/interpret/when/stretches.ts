/** Which year, month or longer stretch of the calendar the terms of a date name. */
import { asWeekday, type Day, fromDay, shiftMonth, startOfWeek, toDay, type YearMonth } from "./calendar.ts";
import type { Now } from "./now.ts";
import { type Days, monthDays, oneDay, periodFrom, shiftDay, yearDays } from "./periods.ts";
import { type Term, termOf } from "./term.ts";

/** Two years are looked at most this far ahead: every 29 February comes round within it. */
const YEARS_AHEAD = 8;

/** Monday is 0. */
const FRIDAY = 4;

/** The first of the years from `from` on that has such a day on or after it; of a year that is named, only that one. */
export function firstOfYears(year: number | null, from: Day, inYear: (year: number) => Day | null): Day | null {
  if (year !== null) return inYear(year);
  const first = fromDay(from).year;
  for (let candidate = first; candidate <= first + YEARS_AHEAD; candidate++) {
    const day = inYear(candidate);
    if (day !== null && day >= from) return day;
  }
  return null;
}

/** The year that is named; null when none is. */
export function yearMeant(terms: readonly Term[], now: Now): number | null {
  const year = termOf(terms, "year")?.year ?? termOf(terms, "months")?.year ?? null;
  if (year !== null) return year;
  const period = termOf(terms, "period");
  return period?.unit === "year" ? fromDay(now.day).year + period.offset : null;
}

/** The month that is named, or that "next month" names; null when none is. */
export function monthMeant(terms: readonly Term[], now: Now, from: Day): YearMonth | null {
  const months = termOf(terms, "months");
  const month = months?.months[0];
  if (month !== undefined) {
    const year = yearMeant(terms, now);
    if (year !== null) return { year, month };
    const first = fromDay(from);
    return { year: first.year + (month < first.month ? 1 : 0), month };
  }
  const period = termOf(terms, "period");
  return period?.unit === "month" ? shiftMonth(fromDay(now.day), period.offset) : null;
}

/** Whether a month was named without saying of which year. */
export function isOpenMonth(terms: readonly Term[], now: Now): boolean {
  return termOf(terms, "months") !== undefined && yearMeant(terms, now) === null;
}

/** A stretch of the calendar that is named as a whole: a week, a month, a year, the next three days. */
export function rangeMeant(terms: readonly Term[], month: YearMonth | null, now: Now, from: Day): Days | null {
  const stretch = termOf(terms, "stretch");
  if (stretch) {
    const other = shiftDay(now.day, { n: stretch.n, unit: stretch.unit });
    return stretch.n < 0 ? { from: other, to: now.day + 1 } : { from: now.day, to: other };
  }
  const week = termOf(terms, "week-number")?.week;
  const year = yearMeant(terms, now);
  if (week !== undefined) return weekNumber(week, year, from);
  if (month !== null) {
    const days = monthDays(month);
    // A bare month that has begun means the one to come, for its first day is past.
    return days.to <= from && isOpenMonth(terms, now) && !termOf(terms, "edge")
      ? monthDays({ year: month.year + 1, month: month.month })
      : days;
  }
  const period = termOf(terms, "period");
  if (period) return periodFrom(now.day, period.unit, period.offset, now.weekStart);
  return year === null ? null : yearDays(year);
}

/** An ISO 8601 week: the first is the one that holds 4 January. */
function weekNumber(week: number, year: number | null, from: Day): Days | null {
  const inYear = (candidate: number) => startOfWeek(toDay(candidate, 1, 4), 0) + 7 * (week - 1);
  const start = firstOfYears(year, from - 6, inYear);
  return start === null ? null : { from: start, to: start + 7 };
}

/** The beginning, middle or end of a range as a single day; the range itself without such a word. The working week ends on Friday. */
export function edgeOf(range: Days, terms: readonly Term[], now: Now): Days {
  const edge = termOf(terms, "edge")?.edge;
  const length = range.to - range.from;
  switch (edge) {
    case undefined:
      return range;
    case "start":
      return oneDay(range.from);
    case "middle":
      return oneDay(range.from + (length <= 7 ? 2 : length <= 31 ? 14 : Math.floor(length / 2)));
    case "late":
      return oneDay(range.from + (length <= 31 ? 20 : Math.floor((length * 2) / 3)));
    case "end":
      return oneDay(length === 7 ? range.from + asWeekday(FRIDAY - now.weekStart) : range.to - 1);
  }
}

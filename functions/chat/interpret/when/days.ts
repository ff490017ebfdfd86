/** Puts the terms of a date together: which days they mean, and a question when they contradict each other. */
import {
  addMonths,
  asWeekday,
  type Day,
  fromDay,
  isDate,
  nthDay,
  nthWeekday,
  nthWorkday,
  onOrAfter,
  shiftMonth,
  startOfWeek,
  toDay,
  type Weekday,
  weekdayOf,
  type YearMonth,
} from "./calendar.ts";
import type { Now } from "./now.ts";
import { type Days, holidayIn, monthDays, oneDay, periodFrom, shiftDay } from "./periods.ts";
import { edgeOf, firstOfYears, isOpenMonth, monthMeant, rangeMeant, yearMeant } from "./stretches.ts";
import { type MonthDay, type Nth, type Term, termOf } from "./term.ts";

/** What a date phrase contradicts: the named weekday is not that of the date. The language words the question. */
export type Mismatch = { day: Day; weekday: Weekday };

export type DaysRead = { days: Days; mismatch: Mismatch | null };

/** Two dates are looked for at most this far ahead: every month-day pair and weekday comes round within it. */
const MONTHS_AHEAD = 24;

/** The days meant by the date terms among `terms`, none before `from` where the words leave the year or month open; null when they name no day. */
export function resolveDays(terms: readonly Term[], now: Now, from: Day = now.day): DaysRead | null {
  const shifted = termOf(terms, "shifted");
  if (shifted) {
    const base = resolveDays(shifted.of, now, from);
    return base && read(oneDay(shiftDay(base.days.from, shifted.by)));
  }
  const near = nearby(terms, now, from);
  if (near !== undefined) return near;
  const moment = termOf(terms, "moment");
  if (moment) return read(oneDay(moment.day));
  const weekday = termOf(terms, "weekdays");
  const named = weekday?.days[0] ?? null;
  const fixed = fixedDay(terms, now, from, named);
  if (fixed !== null) return checked(fixed, named, from, terms);
  const month = monthMeant(terms, now, from);
  const numbered = numberedDay(terms, named, month, now, from);
  if (numbered !== undefined) return numbered;
  if (weekday && named !== null) return weekdayMeant(named, weekday.relation, month, terms, now, from);
  const range = rangeMeant(terms, month, now, from);
  return range && read(edgeOf(range, terms, now));
}

/** A weekday beside another day, or that day's week; undefined when the terms say neither. */
function nearby(terms: readonly Term[], now: Now, from: Day): DaysRead | null | undefined {
  const term = termOf(terms, "beside") ?? termOf(terms, "week-of");
  if (!term) return undefined;
  const base = resolveDays(term.of, now, from)?.days.from;
  if (base === undefined) return null;
  if (term.kind === "week-of") return read(periodFrom(base, "week", 0, now.weekStart));
  const first = term.n > 0 ? onOrAfter(base + 1, term.weekday) : onOrAfter(base - 7, term.weekday);
  return read(oneDay(first + 7 * (term.n > 0 ? term.n - 1 : term.n + 1)));
}

/** A day by its number in a month; undefined when the terms say none. "The first of the month", said on the second, is the next month's. */
function numberedDay(
  terms: readonly Term[],
  named: Weekday | null,
  month: YearMonth | null,
  now: Now,
  from: Day,
): DaysRead | null | undefined {
  const nth = termOf(terms, "nths")?.items[0];
  const monthDay = termOf(terms, "month-days")?.days[0];
  if (nth === undefined && monthDay === undefined) return undefined;
  const inMonth = (of: YearMonth | null) =>
    nth !== undefined ? nthDays(nth, of, terms, now, from) : dayOfMonth(monthDay ?? 1, named, of, from);
  const day = inMonth(month);
  const rolls = month !== null && day !== null && day.days.from < from && termOf(terms, "period")?.offset === 0;
  return rolls ? inMonth(shiftMonth(month, 1)) : day;
}

function read(days: Days): DaysRead {
  return { days, mismatch: null };
}

/** The day of terms that name one without a month or week of its own. */
function fixedDay(terms: readonly Term[], now: Now, from: Day, named: Weekday | null): Day | null {
  const day = termOf(terms, "day");
  if (day) return day.day;
  const holiday = termOf(terms, "holiday");
  if (holiday) {
    const year = yearMeant(terms, now);
    return firstOfYears(year, from, (candidate) => holidayIn(holiday.rule, candidate));
  }
  const dates = termOf(terms, "dates");
  const item = dates?.items[0];
  if (!dates || !item) return null;
  const year = dates.year ?? yearMeant(terms, now);
  const inYear = (candidate: number) => (isDate(candidate, item.month, item.day) ? toDay(candidate, item.month, item.day) : null);
  const day0 = firstOfYears(year, from, inYear);
  if (day0 === null || named === null || year !== null || weekdayOf(day0) === named) return day0;
  // "Fri, Jul 18" may mean the year after, when that day is a Friday then; `checked` asks nevertheless.
  const next = inYear(fromDay(day0).year + 1);
  return next !== null && weekdayOf(next) === named ? next : day0;
}

/** A day beside a weekday's name: a mismatch is reported, also when only the following year bears it out. */
function checked(day: Day, named: Weekday | null, from: Day, terms: readonly Term[]): DaysRead {
  if (named === null) return read(oneDay(day));
  const item: MonthDay | undefined = termOf(terms, "dates")?.items[0];
  const farOff = item !== undefined && termOf(terms, "dates")?.year === null && day >= addMonths(from, 12);
  const mismatch = weekdayOf(day) !== named || farOff ? { day: farOff ? addMonths(day, -12) : day, weekday: named } : null;
  return { days: oneDay(day), mismatch };
}

/** "The second Friday", "the last day": of a month, a week or a year that is said, else of the first month where it is still to come. */
function nthDays(nth: Nth, month: YearMonth | null, terms: readonly Term[], now: Now, from: Day): DaysRead | null {
  if (month === null) {
    const period = rangeMeant(terms, null, now, from);
    if (period) {
      const day = nthIn(nth, period);
      return day === null ? null : read(oneDay(day));
    }
  }
  const step = month === null ? 1 : isOpenMonth(terms, now) ? 12 : 0;
  return firstOfMonths(month ?? fromDay(from), step, step === 0 ? null : from, (candidate) => nthIn(nth, monthDays(candidate)));
}

/** The nth of its kind within a range of days. */
function nthIn(nth: Nth, { from, to }: Days): Day | null {
  const first = fromDay(from);
  const isMonth = first.day === 1 && to - from <= 31;
  if (isMonth && nth.of === "workday") return nthWorkday(first, nth.n);
  if (isMonth && nth.of !== "day" && nth.of !== "workday") return nthWeekday(first, nth.n, nth.of);
  if (isMonth) return nthDay(first, nth.n);
  if (nth.of === "workday") return null;
  const step = nth.of === "day" ? 1 : 7;
  const earliest = nth.of === "day" ? from : onOrAfter(from, nth.of);
  const latest = nth.of === "day" ? to - 1 : onOrAfter(to - 7, nth.of);
  const day = nth.n > 0 ? earliest + step * (nth.n - 1) : latest + step * (nth.n + 1);
  return day >= from && day < to ? day : null;
}

/** "The 28th", "Monday the 13th": in the month said, else in the first one that has it, on that weekday, from now on. */
function dayOfMonth(monthDay: number, named: Weekday | null, month: YearMonth | null, from: Day): DaysRead | null {
  if (month !== null) {
    const day = nthDay(month, monthDay);
    if (day === null) return null;
    return { days: oneDay(day), mismatch: named !== null && weekdayOf(day) !== named ? { day, weekday: named } : null };
  }
  return firstOfMonths(fromDay(from), 1, from, (candidate) => {
    const day = nthDay(candidate, monthDay);
    return day !== null && (named === null || weekdayOf(day) === named) ? day : null;
  });
}

function firstOfMonths(start: YearMonth, step: number, from: Day | null, inMonth: (month: YearMonth) => Day | null): DaysRead | null {
  for (let i = 0; i <= MONTHS_AHEAD; i++) {
    const day = inMonth(shiftMonth(start, i * step));
    if (day !== null && (from === null || day >= from)) return read(oneDay(day));
    if (step === 0) return null;
  }
  return null;
}

/** A weekday by name: of the week or month said, of next week, or the next to come (today's own name means a week on, unless "this"). */
function weekdayMeant(
  weekday: Weekday,
  relation: "this" | "next" | null,
  month: YearMonth | null,
  terms: readonly Term[],
  now: Now,
  from: Day,
): DaysRead {
  const period = termOf(terms, "period");
  const week = period?.unit === "week" ? period.offset : relation === "next" && !period && month === null ? 1 : null;
  if (week !== null) {
    const start = startOfWeek(now.day, now.weekStart) + 7 * week;
    return read(oneDay(start + asWeekday(weekday - now.weekStart)));
  }
  if (month !== null) {
    const first = onOrAfter(Math.max(monthDays(month).from, from), weekday);
    return read(oneDay(first));
  }
  const next = onOrAfter(from, weekday);
  return read(oneDay(next === now.day && relation === null && from === now.day ? next + 7 : next));
}

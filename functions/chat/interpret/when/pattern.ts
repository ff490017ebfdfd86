/** From terms to what repeats: which days each stretch of a recurrence names, and at which times. */
import type { Weekday } from "./calendar.ts";
import { resolveClock, resolveClocks, timeOfPart } from "./clock.ts";
import { type ByDay, type Frequency, type Parts, partsOf, WEEKEND, WORKDAYS } from "./recurrence-parts.ts";
import { type Segment, segmentsOf } from "./segments.ts";
import type { HolidayRule, MonthDay, Term, Unit } from "./term.ts";

/** The days that repeat, and the seconds of the day when they do (none: all day). */
export type Pattern = { parts: Parts; times: number[] };

/** The patterns of a recurrence; none when a term cannot repeat (Easter has no RFC 5545 rule). */
export function patternsOf(terms: readonly Term[]): Pattern[] {
  const patterns: Pattern[] = [];
  for (const segment of segmentsOf(terms)) {
    const times = timesOf(segment);
    for (const parts of partsOfSegment(segment)) patterns.push(withinDay(segment, parts, times) ?? { parts, times });
  }
  return patterns;
}

/** "Every 2 hours from 9am to 5pm" is several times of each day. */
function withinDay({ until, clocks, parts }: Segment, { frequency, interval, days }: Parts, times: readonly number[]): Pattern | null {
  const step = frequency === "HOURLY" ? interval * 3600 : frequency === "MINUTELY" ? interval * 60 : null;
  const [from] = times;
  if (step === null || until === null || from === undefined || clocks.length !== 1) return null;
  const to = resolveClock(until, parts[0] ?? null, from);
  const stretch: number[] = [];
  for (let time = from; time <= (to > from ? to : 86_399); time += step) stretch.push(time);
  return { parts: days.length > 0 ? partsOf("WEEKLY", 1, { days }) : partsOf("DAILY", 1), times: stretch };
}

function timesOf(segment: Segment): number[] {
  const times = segment.clocks.length > 0 ? resolveClocks(segment.clocks, segment.parts[0] ?? null) : segment.parts.map(timeOfPart);
  return [...new Set(times)].sort((a, b) => a - b);
}

function partsOfSegment(segment: Segment): Parts[] {
  const { n, unit } = segment.repeat ?? { n: 1, unit: null };
  if (segment.dates.length > 0) return yearlyDates(segment.dates, n);
  if (segment.holidays.length > 0) return segment.holidays.map((rule) => holidayParts(rule, n)).filter((parts) => parts !== null);
  if (segment.nths.length > 0) return nthParts(segment, n);
  if (segment.monthDays.length > 0) {
    const { months, monthDays, weekdays } = segment;
    // "Every Friday the 13th".
    if (weekdays.length === 1 && monthDays.length === 1 && unit === null)
      return [partsOf("MONTHLY", n, { months, monthDays, days: weekdays.map((weekday) => ({ n: 0, weekday })) })];
    return [months.length > 0 || unit === "year" ? partsOf("YEARLY", n, { months, monthDays }) : monthly(n, unit, { monthDays })];
  }
  if (segment.weekdays.length > 0) return [weekdayParts(segment, n, unit)];
  if (segment.edge !== null) return edgeParts(segment, n, unit);
  if (segment.months.length > 0 && (unit === null || unit === "year")) {
    return [partsOf("YEARLY", n, { months: segment.months, monthDays: [1] })];
  }
  return [plain(n, unit, segment.months)];
}

function weekdayParts(segment: Segment, n: number, unit: Unit | null): Parts {
  const days: ByDay[] = segment.weekdays.map((weekday) => ({ n: 0, weekday }));
  if (segment.weeks.length > 0) return partsOf("YEARLY", n, { weeks: segment.weeks, days });
  if (unit === "hour" || unit === "minute") return partsOf(FREQUENCIES[unit], n, { months: segment.months, days });
  // "every month on Friday" can only mean one of them.
  if (unit === "month" || unit === "quarter") return monthly(n, unit, { days: days.map((day) => ({ ...day, n: 1 })) });
  return partsOf("WEEKLY", n, { months: segment.months, days });
}

/** Dates that share their month, or their day, are one rule; else each is one of its own. */
function yearlyDates(dates: readonly MonthDay[], interval: number): Parts[] {
  const months = new Set(dates.map((date) => date.month));
  const days = new Set(dates.map((date) => date.day));
  if (months.size === 1 || days.size === 1) return [partsOf("YEARLY", interval, { months: [...months], monthDays: [...days] })];
  return dates.map(({ month, day }) => partsOf("YEARLY", interval, { months: [month], monthDays: [day] }));
}

function holidayParts(rule: HolidayRule, interval: number): Parts | null {
  if (rule.by === "date") return partsOf("YEARLY", interval, { months: [rule.month], monthDays: [rule.day] });
  if (rule.by === "weekday" && rule.plus === 0)
    return partsOf("YEARLY", interval, { months: [rule.month], days: [{ n: rule.nth, weekday: rule.weekday }] });
  return null;
}

/** Ordinal weekdays, days and working days; each kind of them is a rule of its own. */
function nthParts(segment: Segment, n: number): Parts[] {
  const { months, nths, repeat } = segment;
  const unit = repeat?.unit ?? null;
  const yearly = months.length > 0 || unit === "year";
  const make = (rest: Partial<Parts>) => (yearly ? partsOf("YEARLY", n, { months, ...rest }) : monthly(n, unit, rest));
  const found: Parts[] = [];
  const days: ByDay[] = nths.flatMap(({ n: nth, of }) => (typeof of === "number" ? [{ n: nth, weekday: of }] : []));
  if (days.length > 0) found.push(make({ days }));
  const monthDays = nths.filter((nth) => nth.of === "day").map((nth) => nth.n);
  if (monthDays.length > 0 && unit === "week") found.push(partsOf("WEEKLY", n, { days: monthDays.map(weekdayInWeek) }));
  else if (monthDays.length > 0) found.push(make(unit === "year" && months.length === 0 ? dayOfYear(monthDays) : { monthDays }));
  for (const nth of nths) if (nth.of === "workday") found.push(make({ days: [...WORKDAYS], position: nth.n }));
  return found;
}

function weekdayInWeek(nth: number): ByDay {
  const WEEK: readonly Weekday[] = [0, 1, 2, 3, 4, 5, 6];
  return { n: 0, weekday: WEEK.at(nth > 0 ? nth - 1 : nth) ?? 0 };
}

/** The first or last day of a year, by its month. */
function dayOfYear(nths: readonly number[]): Partial<Parts> {
  return nths.every((n) => n < 0) ? { months: [12], monthDays: [...nths] } : { months: [1], monthDays: [...nths] };
}

function edgeParts(segment: Segment, n: number, unit: Unit | null): Parts[] {
  const monthDay = segment.edge === "start" ? 1 : segment.edge === "middle" ? 15 : segment.edge === "late" ? 21 : -1;
  if (unit === "week")
    return [partsOf("WEEKLY", n, { days: [{ n: 0, weekday: segment.edge === "start" ? 0 : segment.edge === "middle" ? 2 : 4 }] })];
  const ends = segment.edge === "start" ? [1, 4, 7, 10] : segment.edge === "middle" ? [2, 5, 8, 11] : [3, 6, 9, 12];
  if (unit === "quarter") return [partsOf("YEARLY", 1, { months: ends, monthDays: [monthDay] })];
  const month = segment.edge === "start" ? 1 : segment.edge === "middle" ? 7 : 12;
  if (segment.months.length > 0) return [partsOf("YEARLY", n, { months: segment.months, monthDays: [monthDay] })];
  if (unit === "year") return [partsOf("YEARLY", n, { months: [month], monthDays: [segment.edge === "middle" ? 1 : monthDay] })];
  return [monthly(n, unit, { monthDays: [monthDay] })];
}

function monthly(n: number, unit: Unit | null, rest: Partial<Parts>): Parts {
  return partsOf("MONTHLY", unit === "quarter" ? 3 * n : n, rest);
}

const FREQUENCIES: Record<Unit, Frequency> = {
  minute: "MINUTELY",
  hour: "HOURLY",
  day: "DAILY",
  workday: "WEEKLY",
  weekend: "WEEKLY",
  week: "WEEKLY",
  month: "MONTHLY",
  quarter: "MONTHLY",
  year: "YEARLY",
};

function plain(n: number, unit: Unit | null, months: number[]): Parts {
  if (unit === "workday") return partsOf("WEEKLY", n, { months, days: [...WORKDAYS] });
  if (unit === "weekend") return partsOf("WEEKLY", n, { months, days: [...WEEKEND] });
  return partsOf(FREQUENCIES[unit ?? "day"], unit === "quarter" ? 3 * n : n, { months });
}

/** From terms to what repeats: which days each stretch of a recurrence names, and at which times. */
import type { Weekday } from "./calendar.ts";
import { resolveClock, resolveClocks, timeOfPart } from "./clock.ts";
import { type ByDay, type Frequency, type Parts, partsOf, WEEKEND, WORKDAYS } from "./recurrence-parts.ts";
import type { Clock, HolidayRule, MonthDay, Nth, PartOfDay, Term, Unit } from "./term.ts";

type Repeat = { n: number; unit: Unit | null };

/** What is said up to the next time of day: "every Monday at 8" and "Tuesday at 9" are two of them. */
type Segment = {
  repeat: Repeat | null;
  /** The repeat of the segment before, which holds until another is said. */
  inherited: Repeat | null;
  weekdays: Weekday[];
  monthDays: number[];
  nths: Nth[];
  dates: MonthDay[];
  holidays: HolidayRule[];
  months: number[];
  weeks: number[];
  edge: "start" | "middle" | "late" | "end" | null;
  clocks: Clock[];
  /** The end of the stretch of the day in which minutes or hours repeat. */
  until: Clock | null;
  parts: PartOfDay[];
};

/** The days that repeat, and the seconds of the day when they do (none: all day). */
export type Pattern = { parts: Parts; times: number[] };

/** The patterns of a recurrence; none when a term cannot repeat (Easter has no RFC 5545 rule). */
export function patternsOf(terms: readonly Term[]): Pattern[] {
  const segments = split(terms);
  const patterns: Pattern[] = [];
  for (const segment of segments) {
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

/** A new segment begins where days are named after a segment that already has days and a time. */
function split(terms: readonly Term[]): Segment[] {
  const segments: Segment[] = [];
  let current = emptySegment(null);
  for (const term of terms) {
    if (opensSegment(term, current) && current.clocks.length + current.parts.length > 0 && namesDays(current)) {
      segments.push(current);
      current = emptySegment(current.repeat);
    }
    add(current, term);
  }
  segments.push(current);
  // What was said of the months once holds for every segment.
  const months = segments.find((segment) => segment.months.length > 0)?.months ?? [];
  return segments.map((segment) => (segment.months.length > 0 ? segment : { ...segment, months }));
}

function emptySegment(repeat: Repeat | null): Segment {
  return {
    repeat,
    inherited: repeat,
    weekdays: [],
    monthDays: [],
    nths: [],
    dates: [],
    holidays: [],
    months: [],
    weeks: [],
    edge: null,
    clocks: [],
    until: null,
    parts: [],
  };
}

/** A second "every" opens one, too; the first may follow its days and time ("10:00 on the 15th of every month"). */
function opensSegment(term: Term, current: Segment): boolean {
  if (term.kind === "repeat") return current.repeat !== null && current.repeat !== current.inherited && term.unit !== "day";
  return ["weekdays", "month-days", "nths", "dates", "holiday"].includes(term.kind);
}

function namesDays(segment: Segment): boolean {
  const { weekdays, monthDays, nths, dates, holidays, repeat } = segment;
  const lists = weekdays.length + monthDays.length + nths.length + dates.length + holidays.length;
  return lists > 0 || repeat?.unit === "workday" || repeat?.unit === "weekend";
}

function add(segment: Segment, term: Term): void {
  switch (term.kind) {
    case "repeat": {
      // "every 2 weeks on weekends" keeps its interval and gains the days; the plural alone says no more.
      const days = dayNames(term.unit);
      const before = dayNames(segment.repeat?.unit ?? null);
      if (segment.repeat && days && term.n === 1) segment.weekdays.push(...days);
      else if (before && segment.repeat?.n === 1) {
        segment.weekdays.push(...before);
        segment.repeat = term;
      } else if (!segment.repeat || segment.repeat.unit === null || term.unit !== null) segment.repeat = term;
      break;
    }
    case "weekdays":
      segment.weekdays.push(...term.days);
      break;
    case "month-days":
      segment.monthDays.push(...term.days);
      break;
    case "nths":
      segment.nths.push(...term.items);
      break;
    case "dates":
      segment.dates.push(...term.items);
      break;
    case "holiday":
      segment.holidays.push(term.rule);
      break;
    case "months":
      segment.months.push(...term.months);
      break;
    case "week-number":
      segment.weeks.push(term.week);
      break;
    case "edge":
      segment.edge = term.edge;
      break;
    case "times":
      segment.clocks.push(...term.at);
      segment.until ??= term.until ?? null;
      break;
    case "part":
      segment.parts.push(term.part);
      break;
    default:
      break;
  }
}

/** The weekdays that a unit stands for. */
function dayNames(unit: Unit | null): Weekday[] | null {
  const days = unit === "workday" ? WORKDAYS : unit === "weekend" ? WEEKEND : null;
  return days?.map((day) => day.weekday) ?? null;
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

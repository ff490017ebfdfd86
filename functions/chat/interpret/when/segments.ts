/** What of a recurrence goes together: the days and times that were said up to the next day behind a time. */
import type { Weekday } from "./calendar.ts";
import { WEEKEND, WORKDAYS } from "./recurrence-parts.ts";
import type { Clock, HolidayRule, MonthDay, Nth, PartOfDay, Term, Unit } from "./term.ts";

type Repeat = { n: number; unit: Unit | null };

/** What is said up to the next time of day: "every Monday at 8" and "Tuesday at 9" are two of them. */
export type Segment = {
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

/** A new segment begins where days are named after a segment that already has days and a time. */
export function segmentsOf(terms: readonly Term[]): Segment[] {
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

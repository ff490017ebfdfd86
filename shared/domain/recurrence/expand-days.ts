import {
  alignUp,
  civilDate,
  DAYS_IN_CYCLE,
  dayNumber,
  decidingDayOfWeek,
  firstDayOfWeekYear,
  firstDayOfYear,
  modulo,
  yearOf,
} from "./calendar.ts";
import type { ClockSet } from "./clock-set.ts";
import type { DaySearch } from "./day-filter.ts";
import { NO_DAY } from "./day-filter.ts";
import type { WallSeconds } from "./local-moment.ts";
import { SECONDS_PER_DAY } from "./local-moment.ts";

/** The first occurrence that is not before the given wall time (itself not before the start), or null when none is left. */
export type OccurrenceSearch = (from: WallSeconds) => WallSeconds | null;

/** Numbered stretches of days: years, months, weeks or days. */
export type Periods = {
  of(day: number): number;
  firstDay(period: number): number;
  /** How many of them one cycle of the calendar has: after so many failures in a row a search is over. */
  perCycle: number;
};

export type DayExpansion = {
  startDay: number;
  interval: number;
  periods: Periods;
  days: DaySearch;
  clock: ClockSet;
  /** Positions within a period's days times its clock times; empty for all of them. */
  setPositions: readonly number[];
};

/** Searches a rule of days, weeks, months or years: the day by table, the period by division, so a far date costs what a near one does. */
export function searchDays(expansion: DayExpansion): OccurrenceSearch {
  if (expansion.clock.size === 0) return () => null;
  return expansion.setPositions.length === 0 ? searchEveryDay(expansion) : searchPositions(expansion);
}

function searchEveryDay({ startDay, interval, periods, days, clock }: DayExpansion): OccurrenceSearch {
  const startPeriod = periods.of(startDay);
  const firstTime = clock.at(0);
  return (from) => {
    const fromDay = Math.floor(from / SECONDS_PER_DAY);
    const timeOnFromDay = clock.atOrAfter(from - fromDay * SECONDS_PER_DAY);
    let day = timeOnFromDay < 0 ? fromDay + 1 : fromDay;
    for (let tried = 0; tried <= periods.perCycle; tried += 1) {
      const found = days(day);
      if (found === NO_DAY) return null;
      const period = periods.of(found);
      const aligned = alignUp(period, startPeriod, interval);
      if (aligned === period) return found * SECONDS_PER_DAY + (found === fromDay ? timeOnFromDay : firstTime);
      day = periods.firstDay(aligned);
    }
    return null;
  };
}

function searchPositions({ startDay, interval, periods, days, clock, setPositions }: DayExpansion): OccurrenceSearch {
  const startPeriod = periods.of(startDay);
  let remembered = { period: Number.NaN, occurrences: [] as readonly WallSeconds[] };

  function occurrencesOf(period: number): readonly WallSeconds[] {
    if (remembered.period !== period) remembered = { period, occurrences: select(period) };
    return remembered.occurrences;
  }

  function select(period: number): readonly WallSeconds[] {
    const end = periods.firstDay(period + 1);
    const fitting: number[] = [];
    for (let day = days(periods.firstDay(period)); day < end; day = days(day + 1)) fitting.push(day);
    const size = fitting.length * clock.size;
    const indexes = setPositions.map((position) => (position > 0 ? position - 1 : size + position));
    return [...new Set(indexes)]
      .filter((index) => index >= 0 && index < size)
      .sort((a, b) => a - b)
      .map((index) => (fitting[Math.floor(index / clock.size)] ?? 0) * SECONDS_PER_DAY + clock.at(index % clock.size));
  }

  return (from) => {
    let period = alignUp(periods.of(Math.floor(from / SECONDS_PER_DAY)), startPeriod, interval);
    for (let tried = 0; tried <= periods.perCycle; tried += 1) {
      const day = days(periods.firstDay(period));
      if (day === NO_DAY) return null;
      const fittingPeriod = alignUp(periods.of(day), startPeriod, interval);
      if (fittingPeriod === period) {
        const found = occurrencesOf(period).find((at) => at >= from);
        if (found !== undefined) return found;
      }
      period = Math.max(fittingPeriod, period + (fittingPeriod === period ? interval : 0));
    }
    return null;
  };
}

/** Every day is a period. */
export const dayPeriods: Periods = { of: (day) => day, firstDay: (period) => period, perCycle: DAYS_IN_CYCLE };

/** Weeks that begin on the given weekday. */
export function weekPeriods(weekStart: number): Periods {
  // Day 0 was a Thursday, so the week numbered 0 begins three days before it, on a Monday.
  const shift = 3 - weekStart;
  return { of: (day) => Math.floor((day + shift) / 7), firstDay: (period) => period * 7 - shift, perCycle: DAYS_IN_CYCLE / 7 };
}

/** Calendar months. */
export const monthPeriods: Periods = {
  of(day) {
    const { year, month } = civilDate(day);
    return year * 12 + month - 1;
  },
  firstDay: (period) => dayNumber(Math.floor(period / 12), modulo(period, 12) + 1, 1),
  perCycle: 4800,
};

/** Calendar years. */
export const yearPeriods: Periods = { of: yearOf, firstDay: firstDayOfYear, perCycle: 400 };

/** Years of whole weeks, for BYWEEKNO: week one may begin in December, and INTERVAL and BYSETPOS must not tear it apart. */
export function weekYearPeriods(weekStart: number): Periods {
  return {
    of: (day) => yearOf(decidingDayOfWeek(day, weekStart)),
    firstDay: (period) => firstDayOfWeekYear(period, weekStart),
    perCycle: 400,
  };
}

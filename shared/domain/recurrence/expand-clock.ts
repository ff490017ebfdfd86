import { alignUp, DAYS_IN_CYCLE } from "./calendar.ts";
import type { ClockSet } from "./clock-set.ts";
import type { DaySearch } from "./day-filter.ts";
import { NO_DAY } from "./day-filter.ts";
import type { OccurrenceSearch } from "./expand-days.ts";
import type { WallSeconds } from "./local-moment.ts";
import { SECONDS_PER_DAY } from "./local-moment.ts";

export type ClockExpansion = {
  start: WallSeconds;
  /** Length of the step's unit: 3600 for hours, 60 for minutes, 1 for seconds. */
  unitSeconds: number;
  interval: number;
  days: DaySearch;
  /** Which units of a day are allowed, numbered from midnight. */
  units: ClockSet;
  /** Which seconds of an allowed unit occur. */
  offsets: ClockSet;
};

const MAX_PHASES = 4096;

/**
 * Searches a rule of hours, minutes or seconds. Days that do not fit are jumped over, and a day's outcome depends only on where its first
 * candidate lies, so each such phase is searched once and no rule is walked step by step.
 */
export function searchClock({ start, unitSeconds, interval, days, units, offsets }: ClockExpansion): OccurrenceSearch {
  if (offsets.size === 0 || units.size === 0) return () => null;
  const unitsPerDay = SECONDS_PER_DAY / unitSeconds;
  const startUnit = Math.floor(start / unitSeconds);
  const firstOffset = offsets.at(0);
  const daysUntilPhasesRepeat = interval / greatestCommonDivisor(interval, unitsPerDay);
  const firstOfPhase = new Map<number, number>();

  /** The first allowed unit of a day at or after a candidate, by steps of the interval; -1 when none is left on that day. */
  function searchDay(candidate: number): number {
    for (let unit = candidate; unit < unitsPerDay; ) {
      const allowed = units.atOrAfter(unit);
      if (allowed === unit) return unit;
      if (allowed < 0) return -1;
      unit = alignUp(allowed, unit, interval);
    }
    return -1;
  }

  function searchPhase(candidate: number): number {
    // A day's first candidate stands for its whole day; where phases are many, steps are long and a day holds few candidates.
    if (candidate >= interval || daysUntilPhasesRepeat > MAX_PHASES) return searchDay(candidate);
    const known = firstOfPhase.get(candidate);
    if (known !== undefined) return known;
    const found = searchDay(candidate);
    firstOfPhase.set(candidate, found);
    return found;
  }

  function nextUnit(from: number): number | null {
    let unit = alignUp(from, startUnit, interval);
    for (let tried = 0; tried <= DAYS_IN_CYCLE * daysUntilPhasesRepeat; tried += 1) {
      const day = Math.floor(unit / unitsPerDay);
      const fitting = days(day);
      if (fitting === NO_DAY) return null;
      if (fitting > day) unit = alignUp(fitting * unitsPerDay, startUnit, interval);
      const candidate = unit - fitting * unitsPerDay;
      const found = searchPhase(candidate);
      if (found >= 0) return fitting * unitsPerDay + found;
      unit = alignUp((fitting + 1) * unitsPerDay, startUnit, interval);
    }
    return null;
  }

  return (from) => {
    const fromUnit = Math.floor(from / unitSeconds);
    const offsetInFromUnit = offsets.atOrAfter(from - fromUnit * unitSeconds);
    const unit = nextUnit(offsetInFromUnit < 0 ? fromUnit + 1 : fromUnit);
    if (unit === null) return null;
    return unit * unitSeconds + (unit === fromUnit ? offsetInFromUnit : firstOffset);
  };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

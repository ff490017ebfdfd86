import { civilDate, weekdayOf } from "./calendar.ts";
import type { ClockDigit } from "./clock-set.ts";
import { everyValue, productSet, selectPositions } from "./clock-set.ts";
import type { DayParts } from "./day-filter.ts";
import { compileDaySearch } from "./day-filter.ts";
import { searchClock } from "./expand-clock.ts";
import type { OccurrenceSearch, Periods } from "./expand-days.ts";
import { dayPeriods, monthPeriods, searchDays, weekPeriods, weekYearPeriods, yearPeriods } from "./expand-days.ts";
import type { LocalMomentParts, WallSeconds } from "./local-moment.ts";
import { formatLocalMoment, SECONDS_PER_DAY } from "./local-moment.ts";
import type { RecurrenceRule } from "./recurrence-rule.ts";
import { InvalidRule, isSubDaily, WEEKDAYS, weekdayNumber } from "./recurrence-rule.ts";

export type CompiledRule = {
  /** COUNT, which the search leaves to whoever counts. */
  count: number | null;
  /** The first occurrence at or after a wall time, within start and UNTIL. */
  search: OccurrenceSearch;
};

export type RuleStart = LocalMomentParts;

/** Prepares a rule for searching from its start (DTSTART); `until` is its bound on the rule's own clock. Throws InvalidRule. */
export function compileRule(rule: RecurrenceRule, start: RuleStart, until: WallSeconds): CompiledRule {
  if (isSubDaily(rule.freq) && !start.hasTime) {
    const [date, dateTime] = [formatLocalMoment(start.seconds, false), formatLocalMoment(start.seconds, true)];
    throw new InvalidRule(
      `Expected the start of a rule with FREQ=${rule.freq} to have a clock time, got ${date}; write it as ${dateTime}.`,
    );
  }
  const expand = isSubDaily(rule.freq) ? compileClockRule(rule, start.seconds) : compileDayRule(rule, start);
  const search: OccurrenceSearch = (from) => {
    const found = from > until ? null : expand(Math.max(from, start.seconds));
    return found !== null && found <= until ? found : null;
  };
  return { count: rule.count, search };
}

function compileDayRule(rule: RecurrenceRule, start: RuleStart): OccurrenceSearch {
  const startDay = Math.floor(start.seconds / SECONDS_PER_DAY);
  const times = productSet(start.hasTime ? clockDigits(rule, start.seconds) : []);
  // The set of one day is the same every day, so positions within it are chosen once.
  const daily = rule.freq === "DAILY" && rule.bySetPos.length > 0;
  return searchDays({
    startDay,
    interval: rule.interval,
    periods: periodsOf(rule),
    days: compileDaySearch(dayParts(rule, startDay)),
    clock: daily ? selectPositions(times, rule.bySetPos) : times,
    setPositions: daily ? [] : rule.bySetPos,
  });
}

function compileClockRule(rule: RecurrenceRule, start: WallSeconds): OccurrenceSearch {
  const limits: ClockDigit[] = [
    { values: listOr(rule.byHour, everyValue(24)), unit: 3600 },
    { values: listOr(rule.byMinute, everyValue(60)), unit: 60 },
    { values: listOr(withoutLeapSecond(rule.bySecond), everyValue(60)), unit: 1 },
  ];
  const limiting = rule.freq === "HOURLY" ? 1 : rule.freq === "MINUTELY" ? 2 : 3;
  const unitSeconds = limits[limiting - 1]?.unit ?? 1;
  const offsets = productSet(clockDigits(rule, start).slice(limiting));
  return searchClock({
    start,
    unitSeconds,
    interval: rule.interval,
    days: compileDaySearch(dayParts(rule, Math.floor(start / SECONDS_PER_DAY))),
    units: productSet(limits.slice(0, limiting).map(({ values, unit }) => ({ values, unit: unit / unitSeconds }))),
    offsets: rule.bySetPos.length > 0 ? selectPositions(offsets, rule.bySetPos) : offsets,
  });
}

/** Clock parts that the rule leaves out come from the start. */
function clockDigits(rule: RecurrenceRule, start: WallSeconds): ClockDigit[] {
  const clock = start - Math.floor(start / SECONDS_PER_DAY) * SECONDS_PER_DAY;
  return [
    { values: listOr(rule.byHour, [Math.floor(clock / 3600)]), unit: 3600 },
    { values: listOr(rule.byMinute, [Math.floor(clock / 60) % 60]), unit: 60 },
    { values: listOr(withoutLeapSecond(rule.bySecond), [clock % 60]), unit: 1 },
  ];
}

/** So do the day parts: RFC 5545 takes "the information not contained in the rule" from DTSTART. */
function dayParts(rule: RecurrenceRule, startDay: number): DayParts {
  const { byMonth, byWeekNo, byYearDay, byMonthDay, byDay } = rule;
  const parts: DayParts = {
    ...{ byMonth, byWeekNo, byYearDay, byMonthDay, byDay },
    numbersCountIn: rule.freq === "YEARLY" && byMonth.length === 0 ? "year" : "month",
    weekStart: weekdayNumber(rule.weekStart),
  };
  const namesDays = byYearDay.length > 0 || byMonthDay.length > 0 || byDay.length > 0;
  if (namesDays || rule.freq === "DAILY" || isSubDaily(rule.freq)) return parts;

  const start = civilDate(startDay);
  const weekday = WEEKDAYS[weekdayOf(startDay)] ?? "MO";
  if (rule.freq === "WEEKLY" || byWeekNo.length > 0) return { ...parts, byDay: [{ n: 0, weekday }] };
  const inMonth = { ...parts, byMonthDay: [start.day] };
  return rule.freq === "YEARLY" && byMonth.length === 0 ? { ...inMonth, byMonth: [start.month] } : inMonth;
}

function periodsOf(rule: RecurrenceRule): Periods {
  const weekStart = weekdayNumber(rule.weekStart);
  if (rule.freq === "DAILY") return dayPeriods;
  if (rule.freq === "WEEKLY") return weekPeriods(weekStart);
  if (rule.freq === "MONTHLY") return monthPeriods;
  return rule.byWeekNo.length > 0 ? weekYearPeriods(weekStart) : yearPeriods;
}

/** No clock here shows second 60, so it is read as 59 (RFC 5545 3.3.12). */
function withoutLeapSecond(seconds: readonly number[]): readonly number[] {
  return seconds.includes(60) ? [...new Set(seconds.map((second) => Math.min(second, 59)))] : seconds;
}

function listOr(list: readonly number[], absent: readonly number[]): readonly number[] {
  return list.length > 0 ? list : absent;
}

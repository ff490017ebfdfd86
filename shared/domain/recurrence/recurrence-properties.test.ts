/** What holds for every rule, checked on random ones against a slow reading of RFC 5545 that tries one moment after the other. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatRule } from "./format-rule.ts";
import { nextCountedOccurrence, nextOccurrence } from "./next-occurrence.ts";
import { occurrences } from "./occurrences.ts";
import { parseRule } from "./parse-rule.ts";
import type { Frequency, RecurrenceRule, WeekdayEntry } from "./recurrence-rule.ts";
import { FREQUENCIES, isSubDaily, WEEKDAYS } from "./recurrence-rule.ts";

const DAY = 86_400;
const STEP_SECONDS: Record<Frequency, number> = {
  SECONDLY: 1,
  MINUTELY: 60,
  HOURLY: 3600,
  DAILY: DAY,
  WEEKLY: DAY,
  MONTHLY: DAY,
  YEARLY: DAY,
};
/** How far the slow reading goes, so that each rule has a few occurrences and a test run stays short. */
const WINDOW_SECONDS: Record<Frequency, number> = {
  SECONDLY: 3 * 3600,
  MINUTELY: 4 * DAY,
  HOURLY: 60 * DAY,
  DAILY: 500 * DAY,
  WEEKLY: 900 * DAY,
  MONTHLY: 1500 * DAY,
  YEARLY: 3300 * DAY,
};

// --- random rules

function listOf(values: fc.Arbitrary<number>, maxLength: number, weightOfAbsence: number): fc.Arbitrary<number[]> {
  const list = fc.uniqueArray(values, { minLength: 1, maxLength }).map((numbers) => numbers.sort((a, b) => a - b));
  return fc.oneof({ weight: weightOfAbsence, arbitrary: fc.constant<number[]>([]) }, { weight: 1, arbitrary: list });
}

function signed(max: number): fc.Arbitrary<number> {
  return fc.integer({ min: -max, max }).filter((value) => value !== 0);
}

const weekdayEntries = (numbers: fc.Arbitrary<number>): fc.Arbitrary<WeekdayEntry[]> =>
  fc
    .uniqueArray(fc.record({ n: numbers, weekday: fc.constantFrom(...WEEKDAYS) }), {
      maxLength: 3,
      selector: ({ n, weekday }) => `${n}${weekday}`,
    })
    .map((entries) => entries.sort((a, b) => a.n - b.n || WEEKDAYS.indexOf(a.weekday) - WEEKDAYS.indexOf(b.weekday)));

const anyRule: fc.Arbitrary<RecurrenceRule> = fc
  .record({
    freq: fc.constantFrom(...FREQUENCIES),
    interval: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 2000 })),
    count: fc.option(fc.integer({ min: 1, max: 20 })),
    until: fc.constant(null),
    bySecond: listOf(fc.integer({ min: 0, max: 59 }), 3, 4),
    byMinute: listOf(fc.integer({ min: 0, max: 59 }), 3, 4),
    byHour: listOf(fc.integer({ min: 0, max: 23 }), 4, 3),
    byDay: fc.oneof(fc.constant<WeekdayEntry[]>([]), weekdayEntries(fc.constant(0)), weekdayEntries(fc.integer({ min: -5, max: 5 }))),
    byMonthDay: listOf(signed(31), 5, 3),
    byYearDay: listOf(signed(366), 40, 6),
    byWeekNo: listOf(signed(53), 20, 6),
    byMonth: listOf(fc.integer({ min: 1, max: 12 }), 5, 3),
    bySetPos: fc.constant<number[]>([]),
    weekStart: fc.constantFrom(...WEEKDAYS),
  })
  .map((rule): RecurrenceRule => {
    const plainDays = (rule.freq !== "MONTHLY" && rule.freq !== "YEARLY") || rule.byWeekNo.length > 0;
    const byDay = plainDays ? rule.byDay.filter(({ n }) => n === 0) : rule.byDay;
    const weeksAllowed = rule.freq === "YEARLY" || byDay.length > 0;
    return { ...rule, byDay, byWeekNo: weeksAllowed ? rule.byWeekNo : [] };
  });

const anyStart = fc.integer({ min: Date.UTC(1995, 0, 1) / 1000, max: Date.UTC(2035, 0, 1) / 1000 });

const text = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 19);
const setOf = (rule: RecurrenceRule, start: number) => ({ rrules: [formatRule(rule)], exrules: [], exdates: [], start: text(start) });

// --- the slow reading

/** Every occurrence from the start up to the end of the window, by trying each step of the frequency's unit, or each day. */
function readSlowly(rule: RecurrenceRule, start: number): string[] {
  const step = STEP_SECONDS[rule.freq];
  const first = Math.floor(start / step) * step;
  const found: string[] = [];
  for (let at = first; at < start + WINDOW_SECONDS[rule.freq]; at += step) {
    if (!isInStep(rule, start, at) || !isDayFitting(rule, start, at) || !isClockFitting(rule, at, step)) continue;
    for (const time of timesWithin(rule, start, at, step)) if (time >= start) found.push(text(time));
  }
  return found.filter((_, index) => rule.count === null || index < rule.count);
}

function isInStep(rule: RecurrenceRule, start: number, at: number): boolean {
  const [a, b] = [new Date(start * 1000), new Date(at * 1000)];
  const days = Math.floor(at / DAY) - Math.floor(start / DAY);
  const weekOfStart = (a.getUTCDay() + 6 - WEEKDAYS.indexOf(rule.weekStart)) % 7;
  const passed: Record<Frequency, () => number> = {
    SECONDLY: () => at - start,
    MINUTELY: () => Math.floor(at / 60) - Math.floor(start / 60),
    HOURLY: () => Math.floor(at / 3600) - Math.floor(start / 3600),
    DAILY: () => days,
    WEEKLY: () => Math.floor((days + weekOfStart) / 7),
    MONTHLY: () => (b.getUTCFullYear() - a.getUTCFullYear()) * 12 + b.getUTCMonth() - a.getUTCMonth(),
    YEARLY: () => (rule.byWeekNo.length > 0 ? weekOf(rule, at).year - weekOf(rule, start).year : b.getUTCFullYear() - a.getUTCFullYear()),
  };
  return passed[rule.freq]() % rule.interval === 0;
}

function isDayFitting(rule: RecurrenceRule, start: number, at: number): boolean {
  const [origin, date] = [new Date(start * 1000), new Date(at * 1000)];
  const month = date.getUTCMonth();
  const monthLength = new Date(Date.UTC(date.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const yearDay = (Date.UTC(date.getUTCFullYear(), month, date.getUTCDate()) - Date.UTC(date.getUTCFullYear(), 0, 1)) / 864e5;
  const yearLength = (Date.UTC(date.getUTCFullYear() + 1, 0, 1) - Date.UTC(date.getUTCFullYear(), 0, 1)) / 864e5;
  const inYear = rule.freq === "YEARLY" && rule.byMonth.length === 0;

  const namesDay = rule.byDay.length + rule.byMonthDay.length + rule.byYearDay.length > 0;
  if (!namesDay && (rule.freq === "WEEKLY" || (rule.freq === "YEARLY" && rule.byWeekNo.length > 0))) {
    if (date.getUTCDay() !== origin.getUTCDay()) return false;
  } else if (!namesDay && (rule.freq === "MONTHLY" || rule.freq === "YEARLY")) {
    if (date.getUTCDate() !== origin.getUTCDate()) return false;
    if (inYear && month !== origin.getUTCMonth()) return false;
  }
  const [place, length] = inYear ? [yearDay, yearLength] : [date.getUTCDate() - 1, monthLength];
  const fitsWeekday = ({ n, weekday }: WeekdayEntry) =>
    WEEKDAYS[(date.getUTCDay() + 6) % 7] === weekday &&
    (n === 0 || n === Math.ceil((place + 1) / 7) || n === -Math.ceil((length - place) / 7));
  const week = weekOf(rule, at);
  return (
    (rule.byMonth.length === 0 || rule.byMonth.includes(month + 1)) &&
    (rule.byMonthDay.length === 0 || rule.byMonthDay.some((day) => date.getUTCDate() === (day > 0 ? day : monthLength + 1 + day))) &&
    (rule.byYearDay.length === 0 || rule.byYearDay.some((day) => yearDay + 1 === (day > 0 ? day : yearLength + 1 + day))) &&
    (rule.byWeekNo.length === 0 || rule.byWeekNo.some((no) => week.number === (no > 0 ? no : week.weeksInYear + 1 + no))) &&
    (rule.byDay.length === 0 || rule.byDay.some(fitsWeekday))
  );
}

/** Week number as RFC 5545 defines it: week one is the first with at least four days in the year. */
function weekOf(rule: RecurrenceRule, at: number): { year: number; number: number; weeksInYear: number } {
  const day = Math.floor(at / DAY);
  const calendarYear = new Date(at * 1000).getUTCFullYear();
  const starts = [calendarYear - 1, calendarYear, calendarYear + 1, calendarYear + 2].map((year) => {
    const newYear = Date.UTC(year, 0, 1) / 864e5;
    const sinceWeekStart = (new Date(newYear * 864e5).getUTCDay() + 6 - WEEKDAYS.indexOf(rule.weekStart) + 7) % 7;
    return sinceWeekStart <= 3 ? newYear - sinceWeekStart : newYear - sinceWeekStart + 7;
  });
  const index = starts.findLastIndex((start) => start <= day);
  const start = starts[index] ?? 0;
  return { year: calendarYear - 1 + index, number: Math.floor((day - start) / 7) + 1, weeksInYear: ((starts[index + 1] ?? 0) - start) / 7 };
}

function isClockFitting(rule: RecurrenceRule, at: number, step: number): boolean {
  const date = new Date(at * 1000);
  return (
    (step > 3600 || rule.byHour.length === 0 || rule.byHour.includes(date.getUTCHours())) &&
    (step > 60 || rule.byMinute.length === 0 || rule.byMinute.includes(date.getUTCMinutes())) &&
    (step > 1 || rule.bySecond.length === 0 || rule.bySecond.includes(date.getUTCSeconds()))
  );
}

function timesWithin(rule: RecurrenceRule, start: number, at: number, step: number): number[] {
  const origin = new Date(start * 1000);
  const orOf = (list: readonly number[], absent: number) => (list.length > 0 ? list : [absent]);
  const hours = step > 3600 ? orOf(rule.byHour, origin.getUTCHours()) : [0];
  const minutes = step > 60 ? orOf(rule.byMinute, origin.getUTCMinutes()) : [0];
  const seconds = step > 1 ? orOf(rule.bySecond, origin.getUTCSeconds()) : [0];
  return hours.flatMap((hour) => minutes.flatMap((minute) => seconds.map((second) => at + hour * 3600 + minute * 60 + second)));
}

// --- what holds

function takeUntil(rule: RecurrenceRule, start: number, end: string): string[] {
  const found: string[] = [];
  for (const at of occurrences(setOf(rule, start))) {
    if (at >= end) break;
    found.push(at);
  }
  return found;
}

describe("every rule", () => {
  it("printed and read again is itself", () => {
    fc.assert(
      fc.property(anyRule, (rule) => {
        expect(parseRule(formatRule(rule))).toEqual(rule);
      }),
      { numRuns: 1000 },
    );
  });

  it("has exactly the occurrences of the slow reading, in order", () => {
    fc.assert(
      fc.property(anyRule, anyStart, (rule, start) => {
        const step = STEP_SECONDS[rule.freq];
        const end = text(Math.ceil((start + WINDOW_SECONDS[rule.freq] - (start % step)) / step) * step);
        const slow = readSlowly(rule, start).filter((at) => at < end);
        expect(takeUntil(rule, start, end)).toEqual(slow);
      }),
      { numRuns: 500 },
    );
  });

  it("has as its next occurrence the first of the iterator that is later", () => {
    fc.assert(
      fc.property(anyRule, anyStart, fc.double({ min: -0.1, max: 1, noNaN: true }), (rule, start, share) => {
        const after = text(Math.floor(start + share * WINDOW_SECONDS[rule.freq]));
        const set = setOf(rule, start);
        let expected: string | null = null;
        let ordinal = 0;
        for (const at of occurrences(set)) {
          if (at > after) {
            expected = at;
            break;
          }
          ordinal += 1;
        }
        expect(nextOccurrence(set, after)).toBe(expected);
        expect(nextCountedOccurrence(set, after, { ordinal })).toEqual(expected && { at: expected, ordinal: ordinal + 1 });
      }),
      { numRuns: 500 },
    );
  });

  it("with BYSETPOS has the chosen positions of what its periods have without it", () => {
    const daysAndWeeks = anyRule.filter(({ freq, byWeekNo }) => !isSubDaily(freq) && byWeekNo.length === 0);
    fc.assert(
      fc.property(daysAndWeeks, anyStart, listOf(signed(12), 3, 0), (rule, start, positions) => {
        const plain = { ...rule, count: null, interval: 1, byHour: [9, 12, 18], weekStart: "MO" as const };
        const end = text(start + WINDOW_SECONDS[rule.freq]);
        const periods = Map.groupBy(takeUntil(plain, start, end), (at) => periodOf(plain.freq, at));
        // The first and the last period may be cut off by the start and by the window.
        const whole = [...periods.keys()].filter(
          (period) => period !== periodOf(plain.freq, text(start)) && period !== periodOf(plain.freq, end),
        );
        const expected = whole.flatMap((period) => {
          const all = periods.get(period) ?? [];
          return all.filter((_, index) => positions.includes(index + 1) || positions.includes(index - all.length));
        });
        const chosen = takeUntil({ ...plain, bySetPos: positions }, start, end).filter((at) => whole.includes(periodOf(plain.freq, at)));
        expect(chosen).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  it("answers in bounded time, whether it occurs or not", () => {
    const wild = fc.tuple(anyRule, fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), listOf(signed(366), 5, 1));
    fc.assert(
      fc.property(wild, anyStart, ([rule, interval, positions], start) => {
        const hasPart = [rule.byMonth, rule.byDay, rule.byMonthDay, rule.byHour].some((list) => list.length > 0);
        const set = setOf({ ...rule, interval: interval % 3 === 0 ? interval : rule.interval, bySetPos: hasPart ? positions : [] }, start);
        const begun = process.cpuUsage();
        nextOccurrence(set, text(start));
        expect(process.cpuUsage(begun).user).toBeLessThan(2_000_000);
      }),
      { numRuns: 500 },
    );
  });
});

/** A name that all moments of one period share. */
function periodOf(freq: Frequency, at: string): string {
  if (freq === "YEARLY") return at.slice(0, 4);
  if (freq === "MONTHLY") return at.slice(0, 7);
  const day = Math.floor(Date.parse(`${at}Z`) / 864e5);
  return String(freq === "WEEKLY" ? Math.floor((day + 3) / 7) : day);
}

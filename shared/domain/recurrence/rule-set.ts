import type { LocalMoment, Rule, TimeZone } from "@todo/shared/contracts/types.ts";
import type { CompiledRule, RuleStart } from "./compile-rule.ts";
import { compileRule } from "./compile-rule.ts";
import type { OccurrenceSearch } from "./expand-days.ts";
import type { WallSeconds } from "./local-moment.ts";
import { InvalidTime, parseLocalMoment, SECONDS_PER_DAY } from "./local-moment.ts";
import { parseRule } from "./parse-rule.ts";
import type { RecurrenceRule } from "./recurrence-rule.ts";
import { InvalidRule, isSubDaily } from "./recurrence-rule.ts";
import { endOfGap } from "./time-zone.ts";
import { epochToWallSeconds } from "./wall-time.ts";

/** The rules and exclusions of one series, without how it is anchored. */
export type RecurrenceSet = Pick<Rule, "rrules" | "exrules" | "exdates" | "start">;

export type CompiledSet = {
  start: RuleStart;
  rules: readonly CompiledRule[];
  /** The wall time until which everything is excluded with this one: the next midnight for a whole day; null when it stays. */
  excludedUntil(at: WallSeconds): WallSeconds | null;
};

/** Prepares a set for searching; a Z on UNTIL is converted to the zone, or read on the rules' own clock without one. Throws InvalidRule. */
export function compileSet(set: RecurrenceSet, timeZone: TimeZone | null): CompiledSet {
  const start = readMoment("start", set.start);
  if (set.rrules.length === 0) throw new InvalidRule("Expected at least one RRULE, got none; add one, or let the task not repeat.");
  return {
    start,
    rules: set.rrules.map((text) => compileText(text, start, timeZone)),
    excludedUntil: compileExclusions(set, start, timeZone),
  };
}

/** Throws InvalidRule, saying what to change, unless every part of the rule can be read and has a meaning. */
export function validateRule(rule: RecurrenceSet): void {
  compileSet(rule, null);
}

/**
 * One rule from one start. Rules that step by hours, minutes or seconds count on the wall clock: the same times each day whatever the season. A time
 * that the zone's clock jumps over is no occurrence of theirs (RFC 5545 3.3.10), since shifted it would fall on one of its neighbours; rules
 * with a clock time keep such an occurrence, and reading it as an instant shifts it (3.3.5).
 */
export function compileOne(rule: RecurrenceRule, start: RuleStart, timeZone: TimeZone | null): CompiledRule {
  const compiled = compileRule(rule, start, untilOnWallClock(rule, start, timeZone));
  return timeZone !== null && isSubDaily(rule.freq) ? { ...compiled, search: skipGaps(compiled.search, timeZone) } : compiled;
}

const MAX_EXCLUSION_COUNT = 10_000;
const MAX_REMEMBERED = 256;
const remembered = new Map<string, CompiledRule>();

/** A rule's tables are worth keeping: the same few rules are asked again and again, and their answers depend on these arguments alone. */
function compileText(text: string, start: RuleStart, timeZone: TimeZone | null): CompiledRule {
  const key = `${text}\n${start.seconds} ${start.hasTime} ${timeZone ?? ""}`;
  const known = remembered.get(key);
  if (known) return known;
  const compiled = compileOne(parseRule(text), start, timeZone);
  const oldest = remembered.size >= MAX_REMEMBERED ? remembered.keys().next().value : undefined;
  if (oldest !== undefined) remembered.delete(oldest);
  remembered.set(key, compiled);
  return compiled;
}

function untilOnWallClock({ until }: RecurrenceRule, start: RuleStart, timeZone: TimeZone | null): WallSeconds {
  if (!until) return Number.POSITIVE_INFINITY;
  if (until.form === "date") return until.at + SECONDS_PER_DAY - 1;
  // All-day occurrences lie in no zone, so for them the written date counts.
  return until.form === "utc" && start.hasTime && timeZone !== null ? epochToWallSeconds(until.at, timeZone) : until.at;
}

/** What falls into this many gaps in a row, one a year, falls into every one. */
const MAX_GAPS_IN_A_ROW = 50;

function skipGaps(search: OccurrenceSearch, timeZone: TimeZone): OccurrenceSearch {
  return (from) => {
    let found = search(from);
    for (let gaps = 0; found !== null && gaps < MAX_GAPS_IN_A_ROW; gaps += 1) {
      const end = endOfGap(found, timeZone);
      if (end === null) return found;
      found = search(end);
    }
    return null;
  };
}

/** A date, and an EXRULE that names no clock time, exclude whole days; a date-time, and an EXRULE that names one, only that time. */
function compileExclusions(set: RecurrenceSet, start: RuleStart, timeZone: TimeZone | null): CompiledSet["excludedUntil"] {
  const days = new Set<number>();
  const times = new Set<WallSeconds>();
  for (const text of set.exdates) {
    const { seconds, hasTime } = readMoment("exdate", text);
    if (hasTime && start.hasTime) times.add(seconds);
    else days.add(Math.floor(seconds / SECONDS_PER_DAY));
  }
  const exrules = set.exrules.map((text) => compileExclusionRule(text, start, timeZone));
  if (days.size + times.size + exrules.length === 0) return () => null;
  return (at) => {
    const day = Math.floor(at / SECONDS_PER_DAY);
    if (days.has(day) || exrules.some(({ ofDay, has }) => ofDay && has(day * SECONDS_PER_DAY))) return (day + 1) * SECONDS_PER_DAY;
    return times.has(at) || exrules.some(({ ofDay, has }) => !ofDay && has(at)) ? at + 1 : null;
  };
}

type ExclusionRule = { ofDay: boolean; has(at: WallSeconds): boolean };

function compileExclusionRule(text: string, start: RuleStart, timeZone: TimeZone | null): ExclusionRule {
  const rule = parseRule(text);
  const ofDay = !start.hasTime || !(isSubDaily(rule.freq) || rule.byHour.length + rule.byMinute.length + rule.bySecond.length > 0);
  const midnight = Math.floor(start.seconds / SECONDS_PER_DAY) * SECONDS_PER_DAY;
  const compiled = compileOne(rule, ofDay ? { seconds: midnight, hasTime: false } : start, timeZone);
  const last = lastByCount(compiled, start.seconds);
  return { ofDay, has: (at) => at <= last && compiled.search(at) === at };
}

function lastByCount({ count, search }: CompiledRule, start: WallSeconds): WallSeconds {
  if (count === null) return Number.POSITIVE_INFINITY;
  if (count > MAX_EXCLUSION_COUNT) {
    throw new InvalidRule(`Expected COUNT of an EXRULE to be at most ${MAX_EXCLUSION_COUNT}, got ${count}; end it by UNTIL instead.`);
  }
  let last = start - SECONDS_PER_DAY;
  for (let counted = 0; counted < count; counted += 1) {
    const next = search(last + 1);
    if (next === null) break;
    last = next;
  }
  return last;
}

function readMoment(role: string, text: LocalMoment): RuleStart {
  try {
    return parseLocalMoment(text);
  } catch (cause) {
    if (cause instanceof InvalidTime) throw new InvalidRule(`The ${role} of the rule cannot be read. ${cause.message}`, { cause });
    throw cause;
  }
}

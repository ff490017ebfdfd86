import type { LocalMoment, TimeZone } from "@todo/shared/contracts/types.ts";
import { addInterval } from "./add-interval.ts";
import type { WallSeconds } from "./local-moment.ts";
import { formatLocalMoment, LAST_DAY, parseLocalMoment, SECONDS_PER_DAY } from "./local-moment.ts";
import { MAX_EXCLUDED_IN_A_ROW, openCursor } from "./occurrences.ts";
import { parseRule } from "./parse-rule.ts";
import type { RecurrenceRule } from "./recurrence-rule.ts";
import { isSubDaily } from "./recurrence-rule.ts";
import type { CompiledSet, RecurrenceSet } from "./rule-set.ts";
import { compileOne, compileSet } from "./rule-set.ts";

export type NextOccurrenceOptions = {
  /** Which occurrence of the rule `after` is, counted from 1 and excluded ones included: it spares a rule with COUNT the walk from its start. */
  ordinal?: number;
  /** The zone the rules live in; it decides what a Z on UNTIL means and which times of sub-daily rules exist. */
  timeZone?: TimeZone;
};

/** An occurrence and which one of the rule it is, counted from 1 and excluded ones included; null when that was neither given nor counted. */
export type CountedMoment = { at: LocalMoment; ordinal: number | null };

/**
 * The first occurrence after a local moment, or null when the rule has ended. It is found by arithmetic from `after`, never by walking from the
 * start, except where COUNT asks how many there were and the ordinal is not given (or not enough, with several rules). Throws InvalidRule.
 */
export function nextOccurrence(set: RecurrenceSet, after: LocalMoment, options: NextOccurrenceOptions = {}): LocalMoment | null {
  return nextCountedOccurrence(set, after, options)?.at ?? null;
}

/** nextOccurrence with the ordinal to keep for the following question; it also counts the excluded occurrences that were passed over. */
export function nextCountedOccurrence(set: RecurrenceSet, after: LocalMoment, options: NextOccurrenceOptions = {}): CountedMoment | null {
  const compiled = compileSet(set, options.timeZone ?? null);
  const found = openCursor(compiled, parseLocalMoment(after).seconds + 1, options.ordinal ?? null)();
  return found && { at: formatLocalMoment(found.at, compiled.start.hasTime), ordinal: found.ordinal };
}

export type CompletionOptions = {
  /** Which occurrence was completed, counted from 1: COUNT ends the rule by it, for there is no calendar to count along. */
  ordinal: number;
  timeZone?: TimeZone;
};

/**
 * When a rule anchored to completion comes next, or null when it has ended: INTERVAL periods after the local day of completion at the rule's clock
 * time. A rule that names its days comes on the first of them after the completion, INTERVAL - 1 periods skipped: "every! monday" done on a
 * Wednesday is next Monday. Exclusions move it on. Throws InvalidRule.
 */
export function nextAfterCompletion(set: RecurrenceSet, completedAt: LocalMoment, options: CompletionOptions): LocalMoment | null {
  const compiled = compileSet(set, options.timeZone ?? null);
  const completed = parseLocalMoment(completedAt).seconds;
  const found = set.rrules
    .map((text) => parseRule(text))
    .filter((rule) => rule.count === null || options.ordinal < rule.count)
    .map((rule) => firstFitFrom(rule, baseAfter(rule, compiled, completed), compiled, options.timeZone ?? null))
    .filter((at) => at !== null);
  return found.length === 0 ? null : formatLocalMoment(Math.min(...found), compiled.start.hasTime);
}

function baseAfter(rule: RecurrenceRule, { start }: CompiledSet, completed: WallSeconds): WallSeconds {
  const { byMonth, byWeekNo, byYearDay, byMonthDay, byDay, interval } = rule;
  const namesDays = [byMonth, byWeekNo, byYearDay, byMonthDay, byDay].some((part) => part !== null && part.length > 0);
  if (!namesDays) return addInterval(rule, start, completed);
  const tomorrow = (Math.floor(completed / SECONDS_PER_DAY) + 1) * SECONDS_PER_DAY + (start.seconds % SECONDS_PER_DAY);
  return interval === 1 ? tomorrow : addInterval({ ...rule, interval: interval - 1 }, start, completed);
}

function firstFitFrom(rule: RecurrenceRule, base: WallSeconds, set: CompiledSet, timeZone: TimeZone | null): WallSeconds | null {
  if (base >= (LAST_DAY + 1) * SECONDS_PER_DAY) return null;
  // The interval lies before the base, so from there on every period counts.
  const everyPeriod = { ...rule, interval: 1 };
  const { search } = isSubDaily(rule.freq)
    ? compileOne(everyPeriod, { seconds: base, hasTime: true }, timeZone)
    : compileOne(withClockTime(everyPeriod, base), { seconds: midnightBefore(base), hasTime: set.start.hasTime }, timeZone);
  let from = isSubDaily(rule.freq) ? base : midnightBefore(base);
  for (let tried = 0; tried <= MAX_EXCLUDED_IN_A_ROW; tried += 1) {
    const at = search(from);
    const resume = at === null ? null : set.excludedUntil(at);
    if (resume === null) return at;
    from = resume;
  }
  return null;
}

/** The whole day of the base is open, as BYHOUR may name an earlier time than the start has; so the start's clock time goes into the rule. */
function withClockTime(rule: RecurrenceRule, base: WallSeconds): RecurrenceRule {
  const clock = base - midnightBefore(base);
  return {
    ...rule,
    byHour: rule.byHour.length > 0 ? rule.byHour : [Math.floor(clock / 3600)],
    byMinute: rule.byMinute.length > 0 ? rule.byMinute : [Math.floor(clock / 60) % 60],
    bySecond: rule.bySecond.length > 0 ? rule.bySecond : [clock % 60],
  };
}

function midnightBefore(moment: WallSeconds): WallSeconds {
  return Math.floor(moment / SECONDS_PER_DAY) * SECONDS_PER_DAY;
}

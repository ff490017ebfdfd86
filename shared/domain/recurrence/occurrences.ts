import type { LocalMoment, TimeZone } from "@todo/shared/contracts/types.ts";
import type { CompiledRule } from "./compile-rule.ts";
import type { WallSeconds } from "./local-moment.ts";
import { formatLocalMoment, parseLocalMoment } from "./local-moment.ts";
import { InvalidRule } from "./recurrence-rule.ts";
import type { CompiledSet, RecurrenceSet } from "./rule-set.ts";
import { compileSet } from "./rule-set.ts";

/** An occurrence in wall seconds; the ordinal counts the rules' occurrences from 1, excluded ones included, null when nobody counted. */
export type CountedOccurrence = { at: WallSeconds; ordinal: number | null };

export type OccurrencesOptions = {
  /** Only occurrences at or after this; COUNT still counts from the start. */
  from?: LocalMoment;
  /** The zone the rules live in; it decides what a Z on UNTIL means and which times of sub-daily rules exist. */
  timeZone?: TimeZone;
};

/**
 * The local moments of a set in order and without doubles: all its RRULEs merged, its EXRULEs and EXDATEs taken out, its start only when it fits.
 * Lazy, and bounded work for each one, also for rules that never occur. Throws InvalidRule when the set cannot be read, on the first step.
 */
export function* occurrences(set: RecurrenceSet, options: OccurrencesOptions = {}): Generator<LocalMoment, void, undefined> {
  const compiled = compileSet(set, options.timeZone ?? null);
  const from = options.from === undefined ? compiled.start.seconds : parseLocalMoment(options.from).seconds;
  const next = openCursor(compiled, from, null);
  for (let found = next(); found; found = next()) yield formatLocalMoment(found.at, compiled.start.hasTime);
}

/** More than a calendar cycle has days, so a daily rule that is excluded this often in a row is excluded for ever. */
export const MAX_EXCLUDED_IN_A_ROW = 200_000;
const MAX_COUNTED = 100_000;

/**
 * A function that returns the next occurrence at or after `from` each time it is called. Who knows how many occurrences of a single rule lie
 * before `from` spares it the walk that COUNT needs.
 */
export function openCursor(set: CompiledSet, from: WallSeconds, ordinalBefore: number | null): () => CountedOccurrence | null {
  const begin = Math.max(from, set.start.seconds);
  const atStart = begin === set.start.seconds;
  const known = atStart ? 0 : ordinalBefore;
  const heads = set.rules.map((rule) => openHead(rule, set.start.seconds, begin, atStart || set.rules.length === 1 ? known : null));
  const counting = known !== null || heads.some((head) => head.ordinal !== null);
  const alone = heads.length === 1;
  let ordinal = known;

  return () => {
    for (let excluded = 0; excluded <= MAX_EXCLUDED_IN_A_ROW; excluded += 1) {
      let at = Number.POSITIVE_INFINITY;
      for (const head of heads) if (head.at !== null && head.at < at) at = head.at;
      if (at === Number.POSITIVE_INFINITY) return null;

      if (alone) ordinal = heads[0]?.ordinal ?? null;
      else if (ordinal !== null) ordinal += 1;
      const goOn = set.excludedUntil(at);
      // Whole excluded days are jumped over only when nobody needs to know how many occurrences lay in them.
      const resume = goOn === null || counting ? at + 1 : goOn;
      for (const head of heads) if (head.at !== null && head.at < resume) head.advance(resume);
      if (goOn === null) return { at, ordinal };
    }
    return null;
  };
}

/** One rule's next occurrence, and its ordinal within the rule. */
type Head = { at: WallSeconds | null; ordinal: number | null; advance(from: WallSeconds): void };

function openHead(rule: CompiledRule, start: WallSeconds, begin: WallSeconds, ordinalBefore: number | null): Head {
  const before = ordinalBefore ?? (rule.count === null ? null : countBefore(rule, start, begin));
  const head: Head = {
    at: null,
    ordinal: before,
    advance(from) {
      if (head.ordinal !== null) head.ordinal += 1;
      const over = rule.count !== null && head.ordinal !== null && head.ordinal > rule.count;
      head.at = over ? null : rule.search(from);
    },
  };
  head.advance(begin);
  return head;
}

/** The walk that a COUNT needs when nobody knows the ordinal. */
function countBefore(rule: CompiledRule, start: WallSeconds, end: WallSeconds): number {
  const count = rule.count ?? 0;
  let counted = 0;
  for (let at = rule.search(start); at !== null && at < end && counted < count; at = rule.search(at + 1)) {
    counted += 1;
    if (counted > MAX_COUNTED) {
      throw new InvalidRule(
        `Expected at most ${MAX_COUNTED} occurrences to count before the time asked for, got more with COUNT=${count}; end the rule by UNTIL.`,
      );
    }
  }
  return counted;
}

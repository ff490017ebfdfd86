/** A rule as a schedule: which occurrence is first, and which comes next. Works on the wall clock; only "is it past" needs the zone. */
import type { DueInput, Rule, RuleInput, Series } from "../contracts/types.ts";
import { instantOf } from "./due.ts";
import { nextAfterCompletion, nextOccurrence } from "./recurrence/next-occurrence.ts";
import { occurrences } from "./recurrence/occurrences.ts";
import { InvalidRule } from "./recurrence/recurrence-rule.ts";
import { instantToWallTime } from "./recurrence/wall-time.ts";
import { Refused } from "./refused.ts";

/** How many missed occurrences are named in an event, and how many are counted one by one; the rest is jumped all the same. */
const JUMPED_NAMED = 100;
const JUMPED_COUNTED = 10_000;

/** The user's today and time in a zone: "2026-11-23T10:15:00". */
export const localNow = (now: string, timeZone: string): string => instantToWallTime(now, timeZone);

/** A wished rule → the rule as stored, starting at the due moment, else today. Refused: a rule that is invalid or never occurs. */
export function ruleOf(input: RuleInput, due: DueInput | null, now: string, timeZone: string): Rule {
  const start = due ? (due.time ? `${due.date}T${due.time}` : due.date) : localNow(now, timeZone).slice(0, 10);
  const { rrules, exrules = [], exdates = [], anchor = "due" } = input;
  const rule: Rule = { rrules, exrules, exdates, start, anchor };
  firstOccurrence(rule);
  return rule;
}

/** The first occurrence at or after the rule's start. A rule counted from completion begins wherever it was put. */
export function firstOccurrence(rule: Rule): string {
  return checked(() => {
    for (const first of occurrences(rule)) return rule.anchor === "completion" ? rule.start : first;
    throw new Refused("rule-invalid", `The rule ${rule.rrules.join(" + ")} never occurs from ${rule.start} on. Give one that does.`);
  });
}

export type Following = { occurrence: string; jumped: string[]; jumpedCount: number };

/**
 * The occurrence that follows `nominal` and is not past at `closedAt` (REC-3): those between are jumped. Counted from completion it is the
 * rule's next after the day of closing (REC-4), `ordinal` being that of the closed one. Null when the rule has ended.
 */
export function following(series: Series, nominal: string, ordinal: number, closedAt: string): Following | null {
  const { rule, timeZone } = series;
  const closed = localNow(closedAt, timeZone);
  return checked(() => {
    if (rule.anchor === "completion") {
      const occurrence = nextAfterCompletion(rule, closed, { ordinal, timeZone });
      return occurrence === null ? null : { occurrence, jumped: [], jumpedCount: 0 };
    }
    // An all-day occurrence is past when its day is over; a timed one when its instant is.
    const isPast = (local: string) => (local.includes("T") ? instantOf(local, timeZone) <= closedAt : local < closed.slice(0, 10));
    const jumped: string[] = [];
    let jumpedCount = 0;
    for (const next of occurrences(rule, { from: nominal, timeZone })) {
      if (next <= nominal) continue;
      if (!isPast(next)) return { occurrence: next, jumped, jumpedCount };
      jumpedCount += 1;
      if (jumped.length < JUMPED_NAMED) jumped.push(next);
      if (jumpedCount === JUMPED_COUNTED) break;
    }
    // Ended, or a rule by the minute after a long absence: straight to now, without counting.
    const next = jumpedCount === JUMPED_COUNTED ? nextOccurrence(rule, closed, { timeZone }) : null;
    return next === null ? null : { occurrence: next, jumped, jumpedCount };
  });
}

/** Runs the engine; its refusal of a rule is a refusal of the wish. */
function checked<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof InvalidRule) throw new Refused("rule-invalid", error.message);
    throw error;
  }
}

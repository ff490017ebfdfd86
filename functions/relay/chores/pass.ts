/** The reconciler's decision, pure: which of the events that a consumer has not marked are published again now. */
import { isAtOrBefore, type Position } from "../journal.ts";
import type { Examined } from "./reconcile-rows.ts";

/** One walk over a consumer's events, from where everything was handled to what has been out long enough. */
export type Pass = {
  /** Where the pass began. */
  from: Position;
  /** Up to here it has come. */
  next: Position;
  /** Up to here everything is marked. */
  settled: Position;
  /** Whether an unmarked event has been met. */
  hasMetOpen: boolean;
  /** Events up to here must have been marked by now; null: there is no such place. */
  overdue: Position | null;
  /** How far the walk goes. */
  upTo: Position;
};

export type PassLimits = { repeatAfterMs: number; atMost: number };

/** A pass at its beginning. */
export const beginPass = (from: Position, upTo: Position, overdue: Position | null): Pass => ({
  from,
  next: from,
  settled: from,
  hasMetOpen: false,
  overdue,
  upTo,
});

/**
 * Walks on over a page of examined events. An unmarked one is published again when it is overdue; the first unmarked one also when it is
 * not, as a probe, for perhaps nothing newer was ever delivered. Each at most once in `repeatAfterMs`.
 */
export function walk(pass: Pass, page: readonly Examined[], { repeatAfterMs, atMost }: PassLimits): { pass: Pass; again: string[] } {
  const again: string[] = [];
  let { next, settled, hasMetOpen } = pass;
  for (const event of page) {
    if (again.length === atMost) break;
    next = event.position;
    if (event.isKnown) {
      if (!hasMetOpen) settled = event.position;
      continue;
    }
    const isProbe = !hasMetOpen;
    hasMetOpen = true;
    const isDue = event.republishedMsAgo === null || event.republishedMsAgo >= repeatAfterMs;
    const isOverdue = pass.overdue !== null && isAtOrBefore(event.position, pass.overdue);
    if (isDue && (isOverdue || isProbe)) again.push(event.eventId);
  }
  return { pass: { ...pass, next, settled, hasMetOpen }, again };
}

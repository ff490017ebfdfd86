/**
 * The reconciler: no delivery is trusted for completeness, so the journal is compared with what each consumer has marked, and what was
 * lost on the way is published again, in the same bytes.
 */
import type { Database } from "@todo/shared/database/pool.ts";
import { CONSUMERS, type Consumer } from "@todo/shared/events/topics.ts";
import type { Log } from "@todo/shared/log.ts";
import { isAtOrBefore, type Position } from "../journal.ts";
import type { Chore, Leader } from "../lead.ts";
import { reconciled } from "../metrics.ts";
import { beginPass, type Pass, walk } from "./pass.ts";
import { examine, newestMarked, noteRepublished, publishedBeforePlace, reconciledUpTo, settle } from "./reconcile-rows.ts";
import { entriesWith } from "./replay.ts";
import { publishedBefore } from "./samples.ts";

export type ReconcileSettings = {
  /** How long an event may be under way: longer than the ladder of retries. */
  graceMs: number;
  /** The same event is published again at most this often. */
  repeatAfterMs: number;
  /** Between two passes over a consumer's events. */
  everyMs: number;
  /** Between two steps of a pass. */
  stepMs: number;
  /** Events examined in a step. */
  page: number;
  /** Events published again in a step. */
  atMost: number;
};

export const RECONCILE: ReconcileSettings = {
  graceMs: 20 * 60_000,
  repeatAfterMs: 60 * 60_000,
  everyMs: 60_000,
  stepMs: 1_000,
  page: 2_000,
  atMost: 50,
};

type Newest = { position: Position; since: number };
type Progress = { pass: Pass | null; nextAt: number; newest: Newest | null };

const NOWHERE: Position = { xid: "0", id: 0 };

/** Compares in small steps; the state between them is this process's, what is settled is the database's. */
export function reconcileChore(database: Database, log: Log, settings = RECONCILE): Chore {
  const progress = new Map<Consumer, Progress>(CONSUMERS.map((consumer) => [consumer, { pass: null, nextAt: 0, newest: null }]));
  return {
    name: "reconcile",
    async run(leader) {
      let waitMs = settings.everyMs;
      for (const consumer of CONSUMERS) {
        const mine = progress.get(consumer)!;
        if (mine.pass === null && performance.now() < mine.nextAt) continue;
        mine.pass = await step(consumer, mine, leader);
        if (mine.pass !== null) waitMs = settings.stepMs;
        else mine.nextAt = performance.now() + settings.everyMs;
      }
      return waitMs;
    },
  };

  /** Resolves to the pass when it is not at its end. */
  async function step(consumer: Consumer, mine: Progress, leader: Leader): Promise<Pass | null> {
    const current = mine.pass ?? (await begin(consumer, mine, leader.position));
    if (current === null) return null;
    const page = await examine(database, consumer, current.next, current.upTo, settings.page);
    const { pass, again } = walk(current, page, settings);
    if (again.length > 0) await publishAgain(consumer, again, leader);
    const last = page.at(-1);
    const isAtEnd = page.length < settings.page && (last === undefined || isAtOrBefore(last.position, pass.next));
    if (!isAtEnd) return pass;
    await settle(database, consumer, pass.from, pass.hasMetOpen ? pass.settled : pass.upTo);
    return null;
  }

  async function begin(consumer: Consumer, mine: Progress, published: Position): Promise<Pass | null> {
    const upTo = await publishedBefore(database, settings.graceMs);
    if (upTo === null) return null;
    const found = await newestMarked(database, consumer, mine.newest?.position ?? NOWHERE, published);
    if (found) mine.newest = { position: found, since: performance.now() };
    const from = await reconciledUpTo(database, consumer);
    return isAtOrBefore(upTo, from) ? null : beginPass(from, upTo, await overdue(mine.newest));
  }

  /**
   * What was published long enough before the newest event that the consumer has marked. When that one has been the newest for as long,
   * everything below it counts: a quiet evening must not hide what was lost before it.
   */
  async function overdue(newest: Newest | null): Promise<Position | null> {
    if (newest === null) return null;
    if (performance.now() - newest.since >= settings.graceMs) return newest.position;
    return publishedBeforePlace(database, newest.position, settings.graceMs);
  }

  async function publishAgain(consumer: Consumer, ids: readonly string[], leader: Leader): Promise<void> {
    const entries = await entriesWith(database, ids);
    await leader.republish(entries.map((entry) => entry.event));
    await noteRepublished(database, consumer, ids);
    reconciled.inc({ consumer }, ids.length);
    log.warn({ consumer, eventIds: ids }, "published again: the consumer had not marked them");
  }
}

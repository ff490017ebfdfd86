/** What the relay does while it holds the lease: publish the journal in order, and between two batches the chores that only one may do. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "@todo/shared/database/pool.ts";
import type { CloudEvent } from "@todo/shared/events/envelope.ts";
import type { Log } from "@todo/shared/log.ts";
import { beginSpan } from "@todo/shared/tracing.ts";
import { type Entry, isAtOrBefore, isHeldBack, type Position, readJournal } from "./journal.ts";
import { type Lease, LeaseLost } from "./lease.ts";
import { failures, published, refused } from "./metrics.ts";
import type { Advance, Publisher } from "./publisher.ts";
import type { Signal } from "./signal.ts";

/** Work of the leader between two batches, bounded; resolves to the milliseconds after which it wants to run again. */
export type Chore = { name: string; run(leader: Leader): Promise<number> };

export type Leader = {
  /** Everything up to here is published. */
  readonly position: Position;
  /** Publishes events again, outside the order of the journal. */
  republish(events: readonly CloudEvent[]): Promise<void>;
};

export type Timings = {
  leaseMs: number;
  /** No send begins with less than this left of the lease: a send's deadline and then some. */
  sendNeedsMs: number;
  /** The lease is renewed when less than this is left. */
  renewBelowMs: number;
  /** How often a relay without the lease asks for it. */
  standbyMs: number;
  pollMinMs: number;
  pollMaxMs: number;
};

export type LeadOptions = {
  database: Database;
  publisher: Publisher;
  log: Log;
  chores: readonly Chore[];
  timings: Timings;
  /** Entries of a batch at most. */
  batch: number;
  woken: Signal;
  stopping: AbortSignal;
};

/** The first wait for entries that a running transaction holds back; it usually ends at once. */
const HELD_BACK_MS = 2;
const CHORE_RETRY_MS = 10_000;

/** The pause before try number `faults` + 1. */
export const backoffMs = (faults: number, { pollMinMs, pollMaxMs }: Timings): number => Math.min(pollMinMs * 2 ** (faults - 1), pollMaxMs);

/** Sleeps, or less when the relay stops. */
export const pause = (ms: number, stopping: AbortSignal): Promise<void> => sleep(ms, undefined, { signal: stopping }).catch(() => {});

/** Returns when the relay stops; throws when the lease is lost. Any other fault is waited out for as long as the lease lasts. */
export async function lead(lease: Lease, options: LeadOptions): Promise<void> {
  const { database, log, timings, batch, woken, stopping } = options;
  const { leader, publishNext } = leaderOf(lease, options);
  const runChores = choresOf(leader, options);
  let faults = 0;
  let idle = 0;
  let heldBack = 0;
  while (!stopping.aborted) {
    try {
      const count = await publishNext();
      faults = 0;
      await runChores();
      if (count > 0) idle = heldBack = 0;
      if (count === batch) continue;
      if (await isHeldBack(database, leader.position)) {
        if (count === 0) await woken.wait(Math.min(HELD_BACK_MS * 2 ** heldBack++, timings.pollMinMs));
      } else {
        heldBack = 0;
        const waitMs = Math.min(timings.pollMinMs * 2 ** idle++, timings.pollMaxMs);
        if (await woken.wait(waitMs)) idle = 0;
      }
    } catch (error) {
      if (error instanceof LeaseLost) throw error;
      faults += 1;
      failures.inc();
      log.warn({ err: error, faults }, "not published, trying again");
      await pause(backoffMs(faults, timings), stopping);
    }
  }
}

function leaderOf(lease: Lease, { database, publisher, log, timings, batch }: LeadOptions) {
  let position = lease.position;
  let pending: Entry[] = [];
  let isInDoubt = false;

  const keepLease = async () => {
    if (lease.leftMs() < timings.renewBelowMs) await lease.renew();
    if (lease.leftMs() < timings.sendNeedsMs) throw new LeaseLost("The lease could not be renewed in time.");
  };

  const publish = async (events: readonly CloudEvent[], to: Position) => {
    await keepLease();
    const advance: Advance = async (query, unsendable) => {
      await lease.advance(query, to, unsendable);
      if (unsendable.length > 0) log.error({ unsendable }, "events that can never be published");
      refused.inc(unsendable.length);
    };
    // One for each event and not one for the batch: each belongs to the trace of its own command.
    const spans = events.map((event) =>
      beginSpan(`publish ${event.type}`, "producer", event.traceparent, {
        "messaging.system": "kafka",
        "messaging.operation.type": "send",
        "messaging.message.id": event.id,
        "messaging.batch.message_count": events.length,
        "cloudevents.event_type": event.type,
      }),
    );
    await publisher.publish(events, { permit: keepLease, advance }).catch((error: unknown) => {
      for (const span of spans) span.end({ error });
      throw error;
    });
    for (const span of spans) span.end();
  };

  const leader: Leader = {
    get position() {
      return position;
    },
    republish: (events) => publish(events, position),
  };

  /** Publishes the next batch and resolves to its size. */
  const publishNext = async (): Promise<number> => {
    await keepLease();
    if (isInDoubt) {
      // The commit's answer may have been lost: then the batch is out and the cursor behind it.
      const actual = await lease.readPosition();
      if (!isAtOrBefore(actual, position)) [position, pending] = [actual, []];
      isInDoubt = false;
    }
    // After a failure the same batch again, alone: nothing of a user may come in between.
    if (pending.length === 0) pending = await readJournal(database, position, batch);
    const last = pending.at(-1);
    if (!last) return 0;
    isInDoubt = true;
    await publish(
      pending.map((entry) => entry.event),
      last.position,
    );
    isInDoubt = false;
    const count = pending.length;
    published.inc(count);
    position = last.position;
    pending = [];
    return count;
  };
  return { leader, publishNext };
}

/** Runs what is due. A chore that fails is tried again later: it must not stand in the way of new events. */
function choresOf(leader: Leader, { chores, log, stopping }: LeadOptions): () => Promise<void> {
  const dueAt = new Map<Chore, number>();
  return async () => {
    for (const chore of chores) {
      if (stopping.aborted || performance.now() < (dueAt.get(chore) ?? 0)) continue;
      const nextMs = await chore.run(leader).catch((error: unknown) => {
        if (error instanceof LeaseLost) throw error;
        log.warn({ err: error, chore: chore.name }, "chore failed");
        return CHORE_RETRY_MS;
      });
      dueAt.set(chore, performance.now() + nextMs);
    }
  };
}

/** The running relay: asks for the lease, leads while it has it, and begins again whenever it is lost. */
import type { Database } from "@todo/shared/database/pool.ts";
import type { Log } from "@todo/shared/log.ts";
import { backoffMs, type Chore, lead, pause, type Timings } from "./lead.ts";
import { acquireLease, LeaseLost, RestoredElsewhere } from "./lease.ts";
import { isLeader } from "./metrics.ts";
import type { Publisher } from "./publisher.ts";
import { signal } from "./signal.ts";

export const TIMINGS: Timings = {
  leaseMs: 30_000,
  sendNeedsMs: 12_000,
  renewBelowMs: 20_000,
  standbyMs: 1_000,
  pollMinMs: 200,
  pollMaxMs: 2_000,
};

export type RelayOptions = {
  database: Database;
  publisher: Publisher;
  log: Log;
  /** Names this process in the lease. */
  holder: string;
  /** Whether it begins by taking the lease over from a dead process of the same name, instead of waiting until it ends. */
  isHeir?: boolean;
  chores?: readonly Chore[];
  timings?: Timings;
  /** Entries of a batch at most. */
  batch?: number;
  /** Told of the fault that no retry mends: RestoredElsewhere. The relay has ended then. */
  failed(error: Error): void;
};

export type Relay = {
  /** There may be something to publish. */
  wake(): void;
  /** Ends after the batch under way and gives the lease back. */
  stop(): Promise<void>;
};

/** Starts the relay. */
export function startRelay({
  database,
  publisher,
  log,
  holder,
  isHeir = false,
  chores = [],
  timings = TIMINGS,
  batch = 500,
  failed,
}: RelayOptions): Relay {
  const woken = signal();
  const end = new AbortController();
  const stopping = end.signal;

  const run = async () => {
    let faults = 0;
    let inherit = isHeir;
    let ownTerm: number | null = null;
    while (!stopping.aborted) {
      try {
        const lease = await acquireLease({ database, holder, leaseMs: timings.leaseMs, inherit, ownTerm });
        inherit = false; // once: two that live under one name must not take it from each other for ever
        faults = 0;
        if (!lease) {
          await pause(timings.standbyMs, stopping);
          continue;
        }
        ownTerm = lease.term;
        log.info({ position: lease.position }, "leading");
        isLeader.set(1);
        await lead(lease, { database, publisher, log, chores, timings, batch, woken, stopping });
        await lease.release();
      } catch (error) {
        if (error instanceof RestoredElsewhere) throw error;
        faults += 1;
        log.warn({ err: error }, error instanceof LeaseLost ? "lease lost" : "cannot ask for the lease");
        await pause(backoffMs(faults, timings), stopping);
      } finally {
        isLeader.set(0);
      }
    }
  };
  const running = run().catch(failed);

  return {
    wake: () => woken.raise(),
    async stop() {
      end.abort();
      woken.raise();
      await running;
    },
  };
}

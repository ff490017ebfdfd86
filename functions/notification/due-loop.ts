/** A loop that works whenever something is due, and sleeps until the next instant by the database's clock. */
import type { NextDue } from "./timers.ts";

export type DueLoop = {
  /** Something may be due now. */
  wake(): void;
  /** Something will be due at this instant (RFC 3339): the sleep ends no later. */
  wakeAt(instant: string): void;
  /** Ends after the work under way. */
  stop(): Promise<void>;
};

export type DueLoopOptions = {
  /** Does what is due. */
  work(): Promise<void>;
  /** When the next thing is due. */
  next(): Promise<NextDue>;
  /** Told of every round that threw; the next one begins after a second. */
  failed(error: unknown): void;
  /** The longest sleep: a clock that jumps or a machine that was suspended costs no more than this. */
  longestMs?: number;
};

const AFTER_FAILURE_MS = 1_000;

/** Starts the loop. No clock of this machine is compared with an instant: only differences of the database's instants are slept. */
export function openDueLoop({ work, next, failed, longestMs = 30_000 }: DueLoopOptions): DueLoop {
  let stopped = false;
  let plannedFor = Number.NEGATIVE_INFINITY;
  let endSleep = () => {};

  const sleep = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timeout = setTimeout(resolve, ms);
      endSleep = () => {
        clearTimeout(timeout);
        resolve();
      };
    });

  async function round(): Promise<number> {
    try {
      await work();
      const { now, at } = await next();
      const ms = at === null ? longestMs : Math.min(Math.max(Date.parse(at) - Date.parse(now), 0), longestMs);
      plannedFor = Date.parse(now) + ms;
      return ms;
    } catch (error) {
      failed(error);
      return AFTER_FAILURE_MS;
    }
  }

  async function run(): Promise<void> {
    while (!stopped) {
      plannedFor = Number.POSITIVE_INFINITY; // whatever is planned from here on may have been missed by this round
      let again = false;
      endSleep = () => {
        again = true;
      };
      const ms = await round();
      if (!again && !stopped && ms > 0) await sleep(ms);
    }
  }

  const running = run();
  const wake = () => endSleep();
  return {
    wake,
    wakeAt: (instant) => {
      if (Date.parse(instant) < plannedFor) wake();
    },
    stop: async () => {
      stopped = true;
      wake();
      await running;
    },
  };
}

/** What runs beside the receiving of events: ringing, delivering, and the housekeeping. */
import type { Database } from "@todo/shared/database/pool.ts";
import type { Writer } from "@todo/shared/database/transact.ts";
import type { Log } from "@todo/shared/log.ts";
import type { Channels } from "./channels.ts";
import { startClock } from "./clock.ts";
import { openDelivering } from "./deliver.ts";
import type { Channel } from "./deliveries.ts";
import { openDueLoop } from "./due-loop.ts";
import { purge } from "./erase.ts";
import * as metrics from "./metrics.ts";
import { type Outcome, ringDue } from "./ring.ts";
import { nextTimer, pendingTimers } from "./timers.ts";

export type Workers = {
  /** A timer has been planned for this instant. */
  planned(ringsAt: string): void;
  /** Ends after what is under way; attempts to deliver take ten seconds at most. */
  stop(): Promise<void>;
};

export type WorkersOptions = { database: Database; writer: Writer; channels: Channels; log: Log };

/** Starts ringing and delivering. */
export function startWorkers({ database, writer, channels, log }: WorkersOptions): Workers {
  const delivering = openDelivering(
    {
      database,
      writer,
      channels,
      attempted: ({ noticeId, taskId, userId, channel, correlationId, attempts }, result, detail) => {
        metrics.attempts.inc({ channel, result });
        const line = { noticeId, taskId, user: userId, channel, correlationId, attempts, result };
        if (result === "delivered") log.info(line, "reminder delivered");
        else log[result === "cancelled" ? "info" : "warn"]({ ...line, detail }, "reminder not delivered");
      },
      failed: (error) => log.error({ err: error }, "delivery broke off"),
    },
    () => deliveries.wake(),
  );
  const deliveries = openDueLoop({
    work: delivering.begin,
    next: delivering.next,
    failed: (error) => log.warn({ err: error }, "looking for deliveries failed"),
  });

  const settled = (outcome: Outcome) => {
    const { id, taskId, userId, correlationId } = outcome.timer;
    metrics.timers.inc({ outcome: outcome.kind });
    const line = { noticeId: id, taskId, user: userId, correlationId };
    if (outcome.kind === "dropped") return log.info({ ...line, why: outcome.why }, "reminder dropped");
    metrics.late.observe(outcome.lateMs / 1000);
    if (outcome.delivers) deliveries.wake();
    log.info({ ...line, lateMs: outcome.lateMs }, "reminder rang");
  };
  const ringer = {
    database,
    writer,
    channels: Object.keys(channels) as Channel[],
    settled,
    failed: ({ id, taskId }: { id: string; taskId: string }, error: unknown) =>
      log.error({ err: error, noticeId: id, taskId }, "reminder did not ring"),
  };
  const ringing = openDueLoop({
    work: () => ringDue(ringer),
    next: () => nextTimer(database),
    failed: (error) => log.warn({ err: error }, "ringing failed"),
  });

  const housekeeping = (name: string, run: () => Promise<unknown>) => () =>
    run().then(
      () => {},
      (error: unknown) => log.warn({ err: error }, `${name} failed`),
    );
  const countTimers = housekeeping("counting timers", async () => metrics.pending.set(await pendingTimers(database)));
  void countTimers();
  const clock = startClock({
    // Of last resort: should a sleep ever be wrong, it is wrong for a second.
    "* * * * * *": () => {
      ringing.wake();
      deliveries.wake();
    },
    "*/30 * * * * *": countTimers,
    "17 * * * *": housekeeping("forgetting", () => purge(database)),
  });

  return {
    planned: ringing.wakeAt,
    async stop() {
      await clock.stop();
      await Promise.all([ringing.stop(), deliveries.stop()]);
      await delivering.idle();
    },
  };
}

/** Delivering: notices leave the product at least once, with one id, until the receiver has them or the schedule is used up. */
import { randomUUID } from "node:crypto";
import type { ReminderDeliveryData } from "@todo/shared/contracts/types.ts";
import type { Database } from "@todo/shared/database/pool.ts";
import type { Writer } from "@todo/shared/database/transact.ts";
import { record, salt } from "@todo/shared/events/journal.ts";
import type { Channels } from "./channels.ts";
import { afterAttempt, SCHEDULE_MS, type Step } from "./decide.ts";
import { type ClaimedDelivery, claimDeliveries, type DeliveryEnd, nextDelivery, postponeDelivery, settleDelivery } from "./deliveries.ts";
import { SOURCE } from "./ring.ts";
import type { NextDue } from "./timers.ts";

export type Deliverer = {
  database: Database;
  writer: Writer;
  channels: Channels;
  /** Told of every attempt when its consequence is committed. */
  attempted(delivery: ClaimedDelivery, result: Step["kind"] | "cancelled", detail: string): void;
  /** Told of an attempt whose consequence could not be written: the lease's end brings it again. */
  failed(error: unknown): void;
  schedule?: readonly number[];
  /** Attempts under way at once, in all and of one user. */
  limit?: number;
  perUser?: number;
  /** Longer than an attempt and its writing may take. */
  leaseMs?: number;
};

export type Delivering = {
  /** Begins what is due and may begin; does not wait for its end. */
  begin(): Promise<void>;
  next(): Promise<NextDue>;
  /** Resolves when no attempt is under way. */
  idle(): Promise<void>;
};

const OUR_FAULT_MS = 5_000;

/** Opens the deliverer of one process; `ended` is told after each attempt, when there may be room for another. */
export function openDelivering(deliverer: Deliverer, ended: () => void): Delivering {
  const { database, limit = 50, perUser = 4, leaseMs = 30_000 } = deliverer;
  const underWay = new Set<Promise<void>>();
  const ofUser = new Map<string, number>();
  const count = (userId: string, by: 1 | -1) => {
    const now = (ofUser.get(userId) ?? 0) + by;
    if (now === 0) ofUser.delete(userId);
    else ofUser.set(userId, now);
  };
  const excluded = () => [...ofUser].filter(([, attempts]) => attempts >= perUser).map(([userId]) => userId);

  function start(delivery: ClaimedDelivery, token: string): void {
    count(delivery.userId, 1);
    const attempt = attemptDelivery(deliverer, delivery, token)
      .catch(deliverer.failed)
      .finally(() => {
        underWay.delete(attempt);
        count(delivery.userId, -1);
        ended();
      });
    underWay.add(attempt);
  }

  return {
    async begin() {
      if (underWay.size >= limit) return;
      const token = randomUUID();
      const claimed = await claimDeliveries(database, { limit: limit - underWay.size, leaseMs, token, excluded: excluded(), perUser });
      for (const delivery of claimed) start(delivery, token);
    },
    // Without room, the end of an attempt is what to wait for, not the next instant.
    next: async () => {
      const next = await nextDelivery(database, excluded());
      return underWay.size >= limit ? { ...next, at: null } : next;
    },
    idle: async () => {
      await Promise.all(underWay);
    },
  };
}

/** One attempt and its consequence: an event when it is the last, another time otherwise. */
export async function attemptDelivery(deliverer: Deliverer, delivery: ClaimedDelivery, token: string): Promise<void> {
  const { database, channels, attempted, schedule = SCHEDULE_MS } = deliverer;
  const send = channels[delivery.channel];
  const attempt = await send?.(delivery).catch(async (error: unknown) => {
    await postponeDelivery(database, delivery, token, { afterMs: OUR_FAULT_MS, detail: "Nothing could be sent.", counted: false });
    throw error;
  });
  if (!attempt) {
    const detail = send ? "The user does not want it any more." : "This channel is not set up any more.";
    await settle(deliverer, delivery, token, { state: "cancelled", detail });
    return attempted(delivery, "cancelled", detail);
  }
  const step = afterAttempt(attempt, delivery.attempts, schedule);
  if (step.kind === "retry") await postponeDelivery(database, delivery, token, { ...step, counted: true });
  else await settle(deliverer, delivery, token, { state: step.kind, detail: step.kind === "failed" ? step.detail : "" });
  attempted(delivery, step.kind, step.kind === "delivered" ? "" : step.detail);
}

function settle({ writer }: Deliverer, delivery: ClaimedDelivery, token: string, end: DeliveryEnd): Promise<void> {
  const { userId, taskId, noticeId, reminderId, channel, attempts, correlationId, eventId, traceparent } = delivery;
  return writer.transact([userId], async (tx) => {
    if (!(await settleDelivery(tx, delivery, token, end)) || end.state === "cancelled") return;
    const data: ReminderDeliveryData = {
      taskId,
      userId,
      noticeId,
      reminderId,
      channel,
      attempts,
      detail: end.detail,
      at: tx.now,
      salt: salt(),
    };
    record(tx, userId, `reminder.${end.state}`, taskId, data, { source: SOURCE, correlationId, causationId: eventId, traceparent });
  });
}

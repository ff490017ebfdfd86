/** What the relay publishes through: Kafka or the embedded log, under one contract (publisher.contract.ts). */
import type { CloudEvent } from "@todo/shared/events/envelope.ts";
import type pg from "pg";
import { type LogRecord, recordsOf } from "./record.ts";

/** Runs one statement: on the pool, or in the publisher's own transaction. */
export type Query = (text: string, values?: unknown[], name?: string) => Promise<pg.QueryResult>;

/** An event that no later attempt can publish either. */
export type Unsendable = { eventId: string; reason: string };

/** Marks what was unsendable and moves the cursor behind the batch; throws when the lease is lost, and then nothing may count as published. */
export type Advance = (query: Query, unsendable: readonly Unsendable[]) => Promise<void>;

/** What a publisher asks of the relay on the way. */
export type Fence = {
  /** To be awaited before every send that no transaction fences; throws when the lease does not last long enough for one. */
  permit(): Promise<void>;
  advance: Advance;
};

export type Publisher = {
  /**
   * Publishes events in their order, each user's in one partition of each topic, and advances. Rejects when that may not have happened:
   * the same events are then to be published again, before any others, and some of them may arrive twice.
   */
  publish(events: readonly CloudEvent[], fence: Fence): Promise<void>;
  close(): Promise<void>;
};

/** Events beside their records, and those that have none. */
export function split(events: readonly CloudEvent[]): {
  sendable: { event: CloudEvent; records: LogRecord[] }[];
  unsendable: Unsendable[];
} {
  const sendable: { event: CloudEvent; records: LogRecord[] }[] = [];
  const unsendable: Unsendable[] = [];
  for (const event of events) {
    try {
      sendable.push({ event, records: recordsOf(event) });
    } catch (error) {
      unsendable.push({ eventId: event.id, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  return { sendable, unsendable };
}

/** A publisher that remembers what it was given, and can be made to fail or to hang. */
import type { Database } from "@todo/shared/database/pool.ts";
import type { CloudEvent } from "@todo/shared/events/envelope.ts";
import type { Publisher } from "../publisher.ts";

export type RecordingPublisher = Publisher & {
  batches: CloudEvent[][];
  /** Runs before each batch: throws, or waits. */
  before(hook: (events: readonly CloudEvent[]) => Promise<void>): void;
};

/** `after`: the cursor is only moved when a batch has been recorded, as with Kafka. */
export function recordingPublisher(database: Database): RecordingPublisher {
  const batches: CloudEvent[][] = [];
  let hook: (events: readonly CloudEvent[]) => Promise<void> = async () => {};
  return {
    batches,
    before(next) {
      hook = next;
    },
    async publish(events, { permit, advance }) {
      await permit();
      batches.push([...events]);
      await hook(events);
      await advance((text, values, name) => database.query(text, values, name), []);
    },
    close: async () => {},
  };
}

/** The sequence numbers of a user in the order in which each first appeared. */
export function firstSequences(events: readonly CloudEvent[], user: string): number[] {
  return [...new Set(events.filter((event) => event.partitionkey === user).map((event) => event.sequence))];
}

/** Who on this replica waits for whose changes: hints come in, each user is read once for all clients that stand at the same place. */
import type { Database } from "@todo/shared/database/pool.ts";
import { type Cursor, formatCursor, isEmpty, isSameCursor } from "./decide.ts";
import { changesSince, headsOf, type Most } from "./snapshot.ts";

/** A client that has said who it is. */
export type Subscriber = {
  /** What it has been told so far; null before the first message. Moved by the hub. */
  cursor: Cursor | null;
  /** Whether it can take a message now. One that says no tells the hub (`hint`) when it can again. */
  isReady(): boolean;
  send(text: string): void;
};

export type Hub = {
  /** From now on this client is told of the user's changes, beginning with what it has missed. */
  join(userId: string, subscriber: Subscriber): void;
  leave(userId: string, subscriber: Subscriber): void;
  /** How many clients of this user there are. */
  count(userId: string): number;
  /** Something of these users may have changed. Lost, doubled and reordered hints do no harm. */
  hint(userIds: Iterable<string>): void;
  /** Compares the heads of all users here with what their clients know: what no hint said is found. */
  poll(): Promise<void>;
};

type Channel = { userId: string; subscribers: Set<Subscriber>; isReading: boolean; isHinted: boolean };

export type HubOptions = { database: Database; most: Most; failed: (error: unknown) => void; retryMs?: number };

const MOST_READS = 8; // below the pool, so that the poll and readiness always get a connection
const HEADS_AT_ONCE = 1_000;

export function openHub({ database, most, failed, retryMs = 1_000 }: HubOptions): Hub {
  const channels = new Map<string, Channel>();
  const queue = new Set<Channel>();
  const told = new WeakSet<Subscriber>();
  let reads = 0;

  const request = (channel: Channel) => {
    if (channel.isReading) channel.isHinted = true;
    else queue.add(channel);
    pump();
  };

  function pump(): void {
    for (const channel of queue) {
      if (reads >= MOST_READS) return;
      queue.delete(channel);
      reads += 1;
      channel.isReading = true;
      channel.isHinted = false;
      tell(channel)
        .catch((error: unknown) => {
          failed(error);
          setTimeout(() => request(channel), retryMs).unref();
        })
        .finally(() => {
          reads -= 1;
          channel.isReading = false;
          if (channel.isHinted) queue.add(channel);
          pump();
        });
    }
  }

  async function tell(channel: Channel): Promise<void> {
    const ready = [...channel.subscribers].filter((subscriber) => subscriber.isReady());
    for (const group of Map.groupBy(ready, ({ cursor }) => (cursor ? formatCursor(cursor) : "")).values()) {
      const { message, cursor, isComplete } = await changesSince(database, channel.userId, group[0]!.cursor, most);
      if (!isComplete) channel.isHinted = true;
      const text = JSON.stringify(message);
      for (const subscriber of group) {
        const isFirst = !told.has(subscriber);
        told.add(subscriber);
        subscriber.cursor = cursor;
        // The first message is the answer to the hello, and comes even if it says nothing new.
        if (isFirst || !isEmpty(message)) subscriber.send(text);
      }
    }
  }

  return {
    join(userId, subscriber) {
      const channel = channels.get(userId) ?? { userId, subscribers: new Set(), isReading: false, isHinted: false };
      channels.set(userId, channel);
      channel.subscribers.add(subscriber);
      request(channel);
    },
    leave(userId, subscriber) {
      const channel = channels.get(userId);
      if (!channel?.subscribers.delete(subscriber) || channel.subscribers.size > 0) return;
      channels.delete(userId);
      queue.delete(channel);
    },
    count: (userId) => channels.get(userId)?.subscribers.size ?? 0,
    hint(userIds) {
      for (const userId of userIds) {
        const channel = channels.get(userId);
        if (channel) request(channel);
      }
    },
    async poll() {
      const held = [...channels.keys()];
      for (let from = 0; from < held.length; from += HEADS_AT_ONCE) {
        for (const [userId, head] of await headsOf(database, held.slice(from, from + HEADS_AT_ONCE))) {
          const channel = channels.get(userId);
          if (channel && [...channel.subscribers].some(({ cursor }) => !isSameCursor(cursor, head))) request(channel);
        }
      }
    },
  };
}

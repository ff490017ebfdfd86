/** What both publishers must do; run by the test of each. */
import { randomUUID } from "node:crypto";
import { type CloudEvent, headersOf } from "@todo/shared/events/envelope.ts";
import { describe, expect, it } from "vitest";
import { LeaseLost } from "../lease.ts";
import type { Fence, Publisher, Unsendable } from "../publisher.ts";

export type PublishedRecord = { partition: number; key: string; headers: Record<string, string>; value: string };

export type PublisherUnderTest = {
  publisher: Publisher;
  /** Every record of one user in a topic, in the order of the log; waits until there are `count`. */
  recordsOf(topic: string, user: string, count: number): Promise<PublishedRecord[]>;
};

/** An event of a user with awkward data. */
export const anEvent = (user: string, sequence: number, overrides: Partial<CloudEvent> = {}): CloudEvent => ({
  id: randomUUID(),
  type: "todo.task.created.v1",
  source: "/todo/test",
  subject: randomUUID(),
  time: "2026-11-23T09:00:00.120Z",
  partitionkey: user,
  sequence,
  generation: 1,
  link: "ab".repeat(32),
  correlationid: randomUUID(),
  causationid: null,
  traceparent: null,
  dataText: JSON.stringify({ title: `“${sequence}” \\ 牛奶 \u0001`, nothing: null }),
  ...overrides,
});

const open: Fence = { permit: async () => {}, advance: async () => {} };

/** The contract. `make` opens what all tests share. */
export function publisherContract(name: string, subject: () => PublisherUnderTest): void {
  describe(`${name} publisher`, () => {
    it("EVT-1 publishes the exact bytes and all attributes to every topic of the event", async () => {
      const user = randomUUID();
      const facts = [
        anEvent(user, 1, { causationid: randomUUID(), traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" }),
        anEvent(user, 2, { type: "todo.reminder.due.v1" }),
      ];
      await subject().publisher.publish(facts, open);
      const expected = facts.map((event) => ({ key: user, headers: headersOf(event, "ce_"), value: event.dataText }));
      expect(await subject().recordsOf("task-events", user, 1)).toMatchObject([expected[0]]);
      expect(await subject().recordsOf("reminders", user, 1)).toMatchObject([expected[1]]);
      expect(await subject().recordsOf("task-updates", user, 2)).toMatchObject(expected);
    });

    it("DATA-2 keeps a user's events in order and in one partition, over several batches", async () => {
      const users = Array.from({ length: 8 }, () => randomUUID());
      for (let batch = 0; batch < 5; batch++) {
        const events = Array.from({ length: 40 }, (_, n) => users.map((user) => anEvent(user, batch * 40 + n + 1))).flat();
        await subject().publisher.publish(events, open);
      }
      for (const user of users) {
        const records = await subject().recordsOf("task-events", user, 200);
        expect(records.map((record) => Number(record.headers.ce_sequence))).toEqual(Array.from({ length: 200 }, (_, n) => n + 1));
        expect(new Set(records.map((record) => record.partition)).size).toBe(1);
      }
    });

    it("tells which events can never be published, and publishes those around them", async () => {
      const user = randomUUID();
      const stranger = anEvent(user, 2, { type: "todo.unheard.of.v1" });
      const told: Unsendable[] = [];
      const advance: Fence["advance"] = async (_, unsendable) => void told.push(...unsendable);
      await subject().publisher.publish([anEvent(user, 1), stranger, anEvent(user, 3)], { ...open, advance });
      expect(told).toEqual([{ eventId: stranger.id, reason: expect.stringContaining("todo.unheard.of.v1") }]);
      expect((await subject().recordsOf("task-events", user, 2)).map((record) => Number(record.headers.ce_sequence))).toEqual([1, 3]);
    });

    it("rejects with the fault of the advance, and publishes the same events when asked again", async () => {
      const user = randomUUID();
      const events = [anEvent(user, 1)];
      const lost: Fence["advance"] = () => Promise.reject(new LeaseLost("another one leads"));
      await expect(subject().publisher.publish(events, { ...open, advance: lost })).rejects.toBeInstanceOf(LeaseLost);
      await subject().publisher.publish(events, open);
      const records = await subject().recordsOf("task-events", user, 1);
      expect(new Set(records.map((record) => record.headers.ce_id))).toEqual(new Set([events[0]!.id]));
    });

    it("advances in the role of the relay", async () => {
      const user = randomUUID();
      const seen: unknown[] = [];
      await subject().publisher.publish([anEvent(user, 1)], {
        ...open,
        advance: async (query) => void seen.push(...(await query("select current_user as role")).rows),
      });
      expect(seen).toEqual([{ role: "todo_relay" }]);
    });
  });
}

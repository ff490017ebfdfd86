import type { Database } from "@todo/shared/database/pool.ts";
import { pino } from "pino";
import { expect, it } from "vitest";
import type { EntryRow } from "./journal.ts";
import { lead } from "./lead.ts";
import { type Lease, LeaseLost } from "./lease.ts";
import type { Publisher } from "./publisher.ts";
import { TIMINGS } from "./relay.ts";
import { signal } from "./signal.ts";

const entry: EntryRow = {
  position_xid: "700",
  position_id: 1,
  event_id: "019aab3c-5f10-7c3e-8a4b-0d9e3f2a1b4c",
  user_id: "6f1b1c1e-8d0c-5b7c-9f43-2b8e0a4b6a11",
  generation: 1,
  sequence: 1,
  type: "todo.task.created.v1",
  source: "/todo/chat",
  subject: "019aab3c-5f10-7c3e-8a4b-0d9e3f2a1b4d",
  time: "2026-11-23T09:00:00.000Z",
  link: "ab".repeat(32),
  causation_id: null,
  correlation_id: "019aab3c-5f10-7c3e-8a4b-0d9e3f2a1b4e",
  traceparent: null,
  data: "{}",
};

/** A leader with so much left of its lease, before a renewal and after it; what it did until it ended. */
async function ledWith(leftMs: number, afterRenewalMs: number, sends = 1, passesMs = 0) {
  const done = { renewals: 0, sent: 0, ended: null as unknown };
  let left = leftMs;
  const stop = new AbortController();
  const lease: Lease = {
    term: 1,
    position: { xid: "0", id: 0 },
    leftMs: () => left,
    async renew() {
      done.renewals += 1;
      left = afterRenewalMs;
    },
    readPosition: async () => ({ xid: "0", id: 0 }),
    advance: async () => stop.abort(),
    release: async () => {},
  };
  const publisher: Publisher = {
    async publish(_, { permit, advance }) {
      for (let n = 0; n < sends; n++) {
        await permit();
        done.sent += 1;
        left -= passesMs;
      }
      await advance(async () => ({ rows: [], rowCount: 1, command: "", oid: 0, fields: [] }), []);
    },
    close: async () => {},
  };
  const database = { query: async () => ({ rows: [entry], rowCount: 1 }) } as unknown as Database;
  const log = pino({ level: "silent" });
  await lead(lease, { database, publisher, log, chores: [], timings: TIMINGS, batch: 10, woken: signal(), stopping: stop.signal }).catch(
    (error: unknown) => {
      done.ended = error;
    },
  );
  return done;
}

it("renews its lease before a send when less than 20 seconds are left, and not before", async () => {
  expect(await ledWith(20_001, 30_000)).toMatchObject({ renewals: 0, sent: 1, ended: null });
  expect(await ledWith(19_999, 30_000)).toMatchObject({ renewals: 1, sent: 1, ended: null });
});

it("begins no send with less than 12 seconds left, however much the renewal was granted while it took", async () => {
  const { sent, ended } = await ledWith(15_000, 11_999);
  expect(sent).toBe(0);
  expect(ended).toBeInstanceOf(LeaseLost);
});

it("asks before every send of a batch: each may take its whole deadline", async () => {
  const { sent, renewals, ended } = await ledWith(30_000, 11_000, 3, 10_500);
  expect([sent, renewals]).toEqual([1, 1]);
  expect(ended).toBeInstanceOf(LeaseLost);
});

it("leaves room for a send's deadline and the moving of the cursor", () => {
  expect(TIMINGS).toMatchObject({ leaseMs: 30_000, sendNeedsMs: 12_000 });
  expect(TIMINGS.renewBelowMs).toBeGreaterThan(TIMINGS.sendNeedsMs);
});

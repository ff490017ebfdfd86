import type { Task } from "@todo/shared/contracts/types.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answerOf, formatCursor, isEmpty, needsReset, parseCursor, type SizedRow } from "./decide.ts";
import { idsOf, payloadsOf } from "./hints.ts";

const head = { generation: 2, sequence: 10 };
const row = (sequence: number, size = 10): SizedRow => ({ kind: "task", sequence, size, value: { id: `t${sequence}`, sequence } as Task });

describe("a cursor", () => {
  it("is read back as it was written", () => {
    fc.assert(
      fc.property(fc.nat(), fc.maxSafeNat(), (generation, sequence) => {
        expect(parseCursor(formatCursor({ generation, sequence }))).toEqual({ generation, sequence });
      }),
    );
  });

  it.each([null, undefined, "", "1", "1.", ".1", "1.2.3", "-1.2", "1.-2", " 1.2", "1.2\n", "1e3.4", "1.9999999999999999999", "١.٢"])(
    "is not read from %j",
    (text) => {
      expect(parseCursor(text)).toBe(null);
    },
  );

  it.each([
    ["at the head", { generation: 2, sequence: 10 }, true, false],
    ["at the head of a user who has no rows left", { generation: 2, sequence: 10 }, false, false],
    ["behind the head", { generation: 2, sequence: 4 }, true, false],
    ["at the very beginning", { generation: 2, sequence: 0 }, false, false],
    ["SYN-2 above the head", { generation: 2, sequence: 11 }, true, true],
    ["SYN-2 of a generation before", { generation: 1, sequence: 4 }, true, true],
    ["SYN-2 of a generation to come", { generation: 3, sequence: 4 }, true, true],
    ["SYN-2 from before an erasure", { generation: 2, sequence: 4 }, false, true],
  ])("%s", (_, cursor, isKept, reset) => {
    expect(needsReset(cursor, { head, isKept })).toBe(reset);
  });

  it("of a user without a stream is carried on from nowhere only", () => {
    expect(needsReset({ generation: 0, sequence: 0 }, { head: null, isKept: false })).toBe(false);
    expect(needsReset({ generation: 1, sequence: 1 }, { head: null, isKept: false })).toBe(true);
  });
});

describe("a message", () => {
  it("ends at the head when everything fits", () => {
    const answer = answerOf("changes", { head, isKept: true, isCut: false, rows: [row(7), row(9)] }, 100);
    expect(answer).toMatchObject({ cursor: head, isComplete: true, message: { type: "changes", cursor: "2.10" } });
    expect(answer.message.tasks.map(({ id }) => id)).toEqual(["t7", "t9"]);
  });

  it("ends before the first row that does not fit, and takes the first one whatever its size", () => {
    const rows = [row(3, 500), row(5, 60), row(6, 60)];
    const cut = answerOf("changes", { head, isKept: true, isCut: false, rows }, 100);
    expect([cut.message.cursor, cut.message.tasks.length, cut.isComplete]).toEqual(["2.4", 1, false]);
  });

  it("tells apart what says nothing new; a reset always says something", () => {
    const nothing = { head, isKept: true, isCut: false, rows: [] };
    expect(isEmpty(answerOf("changes", nothing, 100).message)).toBe(true);
    expect(isEmpty(answerOf("reset", nothing, 100).message)).toBe(false);
  });

  it("SYN-1 in as many as it takes, tells each row once and ends at the head", () => {
    const rowsArbitrary = fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 50 })), { maxLength: 60 });
    fc.assert(
      fc.property(rowsArbitrary, fc.integer({ min: 1, max: 200 }), fc.integer({ min: 4, max: 20 }), (drawn, mostSize, mostRows) => {
        // A sequence has at most two rows here: what one event changed.
        const all = drawn
          .map(([sequence, size]) => row(sequence, size))
          .sort((a, b) => a.sequence - b.sequence)
          .filter((each, index, sorted) => sorted[index - 2]?.sequence !== each.sequence);
        const top = { generation: 1, sequence: 40 };
        const told: number[] = [];
        let cursor = { generation: 1, sequence: 0 };
        for (let messages = 0; ; messages++) {
          expect(messages).toBeLessThanOrEqual(all.length);
          const after = all.filter(({ sequence }) => sequence > cursor.sequence);
          const snapshot = { head: top, isKept: true, rows: after.slice(0, mostRows + 1), isCut: after.length > mostRows };
          const answer = answerOf("changes", snapshot, mostSize);
          told.push(...answer.message.tasks.map(({ sequence }) => sequence));
          cursor = answer.cursor;
          if (answer.isComplete) break;
        }
        expect(told).toEqual(all.map(({ sequence }) => sequence));
        expect(cursor).toEqual(top);
      }),
    );
  });
});

it("hints of any number of users fit into notifications", () => {
  const ids = Array.from({ length: 1_000 }, (_, n) => `019aab3c-5f10-7c3e-8a4b-${String(n).padStart(12, "0")}`);
  const payloads = payloadsOf(ids);
  expect(Math.max(...payloads.map((payload) => payload.length))).toBeLessThan(8_000);
  expect(payloads.flatMap(idsOf)).toEqual(ids);
});

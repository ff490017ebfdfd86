import fc from "fast-check";
import { expect, test } from "vitest";
import { MONDAY } from "./test-when.ts";
import { readRange, readWhen } from "./when.ts";

const WORDS =
  "every each other ! 1st 2nd last first friday mon and , to - from until for 3 weeks times at 9 pm am 10:30 in on the of may 12 2027 / . tomorrow except starting remind me before after day month year half past noon week 3/4 a".split(
    " ",
  );

test("any words in any order are read without failing, with spans in order inside the text", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...WORDS), { maxLength: 30 }),
      fc.constantFrom("create", "update", "snooze", "bare"),
      (words, use) => {
        const text = words.join(" ");
        const when = readWhen(text, MONDAY, { use });
        let end = 0;
        for (const span of when.spans) {
          expect(span.start).toBeGreaterThanOrEqual(end);
          expect(span.end).toBeGreaterThan(span.start);
          end = span.end;
        }
        expect(end).toBeLessThanOrEqual(text.length);
        if (when.due) expect(when.due.date).toMatch(/^\d{4}-\d\d-\d\d$/);
        if (when.rule) expect(when.rule.start.slice(0, 10)).toBe(when.due?.date);
        readRange(text, MONDAY, {});
      },
    ),
    { numRuns: 2000 },
  );
});

test("a clock's minutes are not counted", () => {
  expect(readWhen("10:30 week remind me", MONDAY, { use: "snooze" })).toMatchObject({ due: { time: "10:30:00" }, shift: null });
});

test.each(["2027 years before 1st", "buy milk in 9000 years", "500 years before 1/1/0400", "400 years after 1 jan 9900"])(
  "%j does not leave the calendar of four-digit years",
  (text) => {
    expect(readWhen(text, MONDAY, { use: "create" }).due?.date ?? "1000-01-01").toMatch(/^\d{4}-\d\d-\d\d$/);
  },
);

test("any text at all is read without failing", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
      readWhen(text, MONDAY, { use: "bare" });
      readRange(text, MONDAY, {});
    }),
    { numRuns: 1000 },
  );
});

test.each([
  "mon and ",
  "every ",
  "in 3 ",
  "1/2-",
  "a ",
  "5 to ",
  "1st, ",
  "from 3 to ",
  "twenty ",
  "except in may and ",
  "(",
  "x",
  "9",
  "\u0000",
  "٣ ",
  "до ",
])("fifty thousand characters of %j take no more than their share", (piece) => {
  const text = piece.repeat(Math.ceil(50_000 / piece.length));
  const short = text.slice(0, 3000);
  const fastest = (of: string) => Math.min(...[1, 2, 3].map(() => timed(() => readWhen(of, MONDAY, { use: "create" }))));
  // What is longer is cut, so twelve times the text takes about the time of the first part; the margin is for a busy machine.
  expect(fastest(text)).toBeLessThan(20 * fastest(short) + 50);
});

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

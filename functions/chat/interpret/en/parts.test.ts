import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { interpret } from "../interpret.ts";
import type { Reading } from "../interpretation.ts";
import { contextWith, IN_CONVERSATION } from "../test-context.ts";

const TASKS = [
  "dentist friday 3pm",
  "call mum tomorrow at 5pm",
  "pay rent on the 1st at 9am",
  "water the plants in 2 hours",
  "gym every monday at 7am",
];
const JOINTS = [", ", " ", " and ", ". ", "; ", ", then ", ", please "];
const REMINDERS = [
  "remind me",
  "remind me then",
  "remind me at the time",
  "remind me at that time",
  "remind me when it's due",
  "remind me when it is due",
  "remind me 10 minutes before",
  "remind me an hour before and at the time",
  "notify me then",
  "set a reminder",
  "let me know then",
  "reminder 1 hour before",
];
const HEADS = ["", "add ", "I need to ", "please "];
const contexts = fc.constantFrom(contextWith(), contextWith(IN_CONVERSATION));

describe("LANG-6 a reminder phrase behind a task", () => {
  test("belongs to that task, and is no title", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...HEADS),
        fc.constantFrom(...TASKS),
        fc.constantFrom(...JOINTS),
        fc.constantFrom(...REMINDERS),
        fc.constantFrom("", ".", " please"),
        contexts,
        (head, task, joint, reminder, end, context) => {
          const readings = interpret(`${head}${task}${joint}${reminder}${end}`, context);
          const [alone] = interpret(task, context);
          expect(readings).toHaveLength(1);
          expect(readings[0]).toMatchObject({ intent: "create", title: alone?.title, due: alone?.due, rule: alone?.rule });
          expect(readings[0]?.reminders.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 1500 },
    );
  });

  test.each(["remind me then", "remind me at the time", "remind me when it's due", "remind me an hour before"])(
    "%s alone is of the task that was spoken of",
    (phrase) => {
      expect(interpret(phrase, contextWith(IN_CONVERSATION))).toMatchObject([{ intent: "remind", target: { by: "last" } }]);
    },
  );
});

describe("a task with another to be reminded of", () => {
  test.each([
    ["dentist friday 3pm, remind me to bring the card", ["dentist", "bring the card"]],
    ["dentist friday 3pm remind me to bring the card", ["dentist", "bring the card"]],
    ["add dentist friday 3pm, remind me to bring the card", ["dentist", "bring the card"]],
    ["buy milk and remind me to call mum at 6pm", ["buy milk", "call mum"]],
    ["call the dentist and remind me about the insurance card", ["call the dentist", "the insurance card"]],
    ["remind me to call mum and remind me to buy milk", ["call mum", "buy milk"]],
    ["remind me to call Ann, call Bob", ["call Ann", "call Bob"]],
    ["dentist friday 3pm, remind me an hour before and buy milk", ["dentist", "buy milk"]],
    ["dentist friday 3pm, call mum tomorrow", ["dentist", "call mum"]],
  ])("%s", (phrase, titles) => {
    expect(interpret(phrase, contextWith()).map(({ title }) => title)).toEqual(titles);
  });

  test.each([
    ["the party is on saturday, remind me to buy balloons", ["buy balloons"]],
    ["school supplies are on sale; remind me to stock up", ["stock up"]],
    ["ask Ann to remind me to buy milk", ["ask Ann to remind me to buy milk"]],
    ["when I reach the office remind me to sign in", ["sign in"]],
    ["remind me tomorrow to call mum and buy milk", ["call mum and buy milk"]],
    ["please remind me at 5, call Bob", ["call Bob"]],
  ])("%s gives a reason", (phrase, titles) => {
    expect(interpret(phrase, contextWith()).map(({ title }) => title)).toEqual(titles);
  });

  test.each([
    ["tomorrow remind me to call mum", { title: "call mum", due: { date: "2026-03-03" } }],
    ["on friday, remind me to call mum", { title: "call mum", due: { date: "2026-03-06" } }],
    ["every day at 9 remind me to stretch", { title: "stretch", rule: { rrules: ["FREQ=DAILY"] } }],
    ["tomorrow after work, remind me to call mum", { title: "call mum", due: { date: "2026-03-03" } }],
  ])("%s says when", (phrase, said) => {
    expect(interpret(phrase, contextWith())).toMatchObject([{ ...said, reminders: [{ offset: "PT0S" }] }]);
  });
});

// Joints and wrappers, which no reading needs to account for.
const FILLERS = /\b(?:and|then|also|please|add|i|need|to|remind|me)\b|[^\p{L}\p{N}]+/gu;
const PARTS = [
  ...TASKS.filter((task) => /^(?:call|pay|water)/.test(task)),
  "remind me to buy milk",
  "remind me to feed the cat at 6pm",
  "add buy bread",
  "delete 2",
  "done 3",
  "move 4 to friday",
  "make it urgent",
];
const BETWEEN = [", ", "; ", ". ", "\n", " and ", ", then ", " and then "];

describe("LANG-6 a message of several parts", () => {
  test("loses no word: each is in a title, or a span says what it was read as", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...PARTS), fc.constantFrom(...BETWEEN)), { minLength: 2, maxLength: 4 }),
        contexts,
        (parts, context) => {
          const text = parts.map(([part, joint], index) => (index === 0 ? part : joint + part)).join("");
          expect(lost(text, interpret(text, context))).toBe("");
        },
      ),
      { numRuns: 3000 },
    );
  });
});

/** The words of a text that no span of any reading holds. */
function lost(text: string, readings: readonly Reading[]): string {
  let rest = text;
  for (const { start, end } of readings.flatMap(({ spans }) => spans))
    rest = rest.slice(0, start) + " ".repeat(end - start) + rest.slice(end);
  return rest.toLowerCase().replace(FILLERS, " ").trim();
}

import { expect, test } from "vitest";
import { interpret } from "../interpret.ts";
import { contextWith, IN_CONVERSATION } from "../test-context.ts";
import { isOneSlip } from "./nearest.ts";

test.each([
  ["delte 2", "delete 2", "delete"],
  ["compelte all of them", "complete all of them", "complete"],
  ["remidn me to call mum", "remind me to call mum", "create"],
  ["snoze it", "snooze it", "snooze"],
])("%s is asked about", (phrase, corrected, intent) => {
  expect(interpret(phrase, contextWith(IN_CONVERSATION))).toMatchObject([
    { intent: "none", question: `Did you mean “${corrected}”?`, otherwise: { intent } },
  ]);
});

test.each(["remote work policy", "canvel lining for the coat", "complete the form", "polish shoes"])("%s is left as it is", (phrase) => {
  expect(interpret(phrase, contextWith(IN_CONVERSATION))[0]?.question).toBeNull();
});

test.each([
  ["delet", "delete", true],
  ["deelte", "delete", true],
  ["delete", "delete", false],
  ["dlt", "delete", false],
  ["delate", "delete", true],
])("%s for %s: %s", (typed, meant, slip) => {
  expect(isOneSlip(typed, meant)).toBe(slip);
});

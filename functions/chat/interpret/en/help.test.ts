import { describe, expect, test } from "vitest";
import { interpret } from "../interpret.ts";
import { contextWith, IN_CONVERSATION } from "../test-context.ts";
import { helpText } from "./help.ts";
import { HELP_TOPICS } from "./help-topics.ts";

describe.each(HELP_TOPICS)("help $name", ({ name, examples, words }) => {
  test.each(examples)("$say", ({ say, intent }) => {
    expect(interpret(say, contextWith(IN_CONVERSATION)).map((r) => r.intent)).toEqual([intent]);
  });
  test("shows each of its examples", () => {
    for (const { say } of examples) expect(helpText(name)).toContain(say);
  });
  test.each([...words])("is found by %s", (word) => {
    const [reading] = interpret(`help ${word}`, contextWith());
    expect(reading?.intent).toBe("help");
    expect(HELP_TOPICS.map((t) => t.name)).toContain(reading?.topic);
  });
});

test("the overview names every topic", () => {
  for (const { name } of HELP_TOPICS) expect(helpText(null)).toContain(name);
});

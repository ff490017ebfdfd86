import { describe, expect, test } from "vitest";
import { interpret } from "../interpret.ts";
import type { Intent } from "../interpretation.ts";
import { contextWith } from "../test-context.ts";

const asking = (intent: Intent, slot: "title" | "target" | "due" | null) =>
  contextWith({ pending: { intent, slot }, listed: 3, touched: true });

describe("a slot that was asked for", () => {
  test("is filled by a title", () => {
    expect(interpret("buy milk #shop", asking("create", "title"))).toMatchObject([{ intent: "create", title: "buy milk", tags: ["shop"] }]);
  });
  test("takes a title that reads as a yes", () => {
    expect(interpret("Perfect", asking("create", "title"))).toMatchObject([{ intent: "create", title: "Perfect" }]);
  });
  test("is filled by a number or by words", () => {
    expect(interpret("2", asking("delete", "target"))).toMatchObject([{ intent: "delete", target: { by: "number", numbers: [2] } }]);
    expect(interpret("the dentist one", asking("complete", "target"))).toMatchObject([
      { intent: "complete", target: { by: "words", words: "dentist" } },
    ]);
  });
  test("takes a date as people propose one", () => {
    for (const said of ["friday at 3pm", "to friday at 3pm please", "how about friday at 3pm", "friday at 3pm works"])
      expect(interpret(said, asking("update", "due"))).toMatchObject([{ intent: "update", due: { date: "2026-03-06", time: "15:00:00" } }]);
  });
  test.each(["no date", "no deadline", "whenever"])("takes %s", (said) => {
    expect(interpret(said, asking("create", "due"))).toMatchObject([{ intent: "create", due: "none" }]);
  });
  test.each(["yes, both", "yes to all of them"])("%s agrees", (said) => {
    expect(interpret(said, asking("delete", null))).toMatchObject([{ intent: "confirm" }]);
  });
  test.each(["hmm no", "nah leave it", "wait, no", "not yet", "none of them", "only the first one"])(
    "%s leaves everything as it is",
    (said) => {
      expect(interpret(said, asking("delete", null))).toMatchObject([{ intent: "deny" }]);
    },
  );
  test("gives way to another command", () => {
    expect(interpret("delete 2", asking("create", "title"))).toMatchObject([{ intent: "delete" }]);
    expect(interpret("help", asking("complete", "target"))).toMatchObject([{ intent: "help" }]);
  });
  test.each(["title", "target", "due"] as const)("%s gives way to a refusal", (slot) => {
    expect(interpret("never mind", asking("update", slot))).toMatchObject([{ intent: "deny" }]);
  });
});

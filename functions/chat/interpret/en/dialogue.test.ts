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
  test("gives way to another command", () => {
    expect(interpret("delete 2", asking("create", "title"))).toMatchObject([{ intent: "delete" }]);
    expect(interpret("help", asking("complete", "target"))).toMatchObject([{ intent: "help" }]);
  });
  test.each(["title", "target", "due"] as const)("%s gives way to a refusal", (slot) => {
    expect(interpret("never mind", asking("update", slot))).toMatchObject([{ intent: "deny" }]);
  });
});

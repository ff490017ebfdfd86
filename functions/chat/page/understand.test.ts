import { describe, expect, it } from "vitest";
import type { View } from "./due-text.ts";
import { understand } from "./understand.ts";

const VIEW: View = { now: Date.parse("2026-11-23T10:00:00Z"), timeZone: "Europe/Berlin", locale: "en-GB" };
const told = (text: string) => understand(text, VIEW, null).told.map(({ kind, text }) => `${kind}: ${text}`);

describe("what a message will mean, while it is typed", () => {
  it("says date, reminder, priority and tags in the page's words", () => {
    const said = told("call Ann on friday at 3pm, remind me a day before #family !high");
    expect(said).toEqual(["date: Friday 15:00", "reminder: 1 day before", "priority: high", "tag: #family"]);
  });

  it("says a rule as a phrase", () => {
    expect(told("water the plants every 3 days").find((one) => one.startsWith("recurrence"))).toContain("every 3 days");
  });

  it("reads no date in a title that only looks like one", () => {
    expect(told("read The 9/11 Report")).toEqual([]);
  });

  it("marks the words that said it", () => {
    const text = "buy milk tomorrow #home";
    const marked = understand(text, VIEW, null).spans.map(({ start, end, kind }) => [kind, text.slice(start, end)]);
    expect(marked).toContainEqual(["date", "tomorrow"]);
    expect(marked).toContainEqual(["tag", "#home"]);
  });
});

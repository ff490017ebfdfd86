import { describe, expect, it } from "vitest";
import { helpText } from "../interpret/en/help.ts";
import { linesOf } from "./answer-text.ts";

describe("the words of an answer", () => {
  it("leaves an answer alone that is no help", () => {
    const text = "2 tasks:\n1. “a”\n· 10:00 added “b”";
    expect(linesOf(text)).toEqual(text.split("\n").map((text) => ({ text })));
  });

  it("offers the samples of help to be tried, in the overview by topic", () => {
    const [first, ...samples] = linesOf(helpText(null));
    expect(first).toHaveProperty("text");
    expect(samples).toContainEqual({ topic: "create", sample: "buy milk tomorrow" });
    expect(samples.every((line) => "topic" in line && line.topic !== null)).toBe(true);
    expect(linesOf(helpText("dates"))).toContainEqual({ topic: null, sample: "send the report by end of month" });
  });
});

import { describe, expect, it } from "vitest";
import { pieces } from "./spans.ts";

const span = (start: number, end: number, kind: string, certain = true) => ({ start, end, kind, certain });
const shown = (text: string, spans: Parameters<typeof pieces>[1]) =>
  pieces(text, spans).map(({ text, kind }) => (kind ? `[${kind}:${text}]` : text));

describe("a text cut at what was understood", () => {
  it("marks each span and keeps every character between them", () => {
    const spans = [span(13, 18, "tag"), span(4, 12, "date"), span(0, 3, "title")];
    expect(shown("buy tomorrow #home", spans)).toEqual(["buy ", "[date:tomorrow]", " ", "[tag:#home]"]);
  });

  it("marks the words, not the comma that leads to them", () => {
    expect(shown("pay rent, remind me", [span(8, 19, "reminder")])).toEqual(["pay rent, ", "[reminder:remind me]"]);
  });

  it.each([
    ["overlapping spans: the first wins", [span(0, 5, "date"), span(3, 8, "time")]],
    ["a span past the end", [span(5, 99, "date")]],
    ["an empty span", [span(2, 2, "date")]],
    ["a kind that is not known yet", [span(0, 4, "mood")]],
  ])("loses and doubles nothing with %s", (_, spans) => {
    expect(
      pieces("abcdefgh", spans)
        .map(({ text }) => text)
        .join(""),
    ).toBe("abcdefgh");
  });
});

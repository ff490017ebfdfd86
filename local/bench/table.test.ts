import { describe, expect, it } from "vitest";
import type { Row } from "./benchmark.ts";
import { figureOf, isReached, table } from "./table.ts";

const row = (over: Partial<Row>): Row => ({
  what: "create",
  values: [0.5, 0.7, 0.6],
  unit: "×",
  aim: { atLeast: 0.6 },
  beside: "",
  ...over,
});

describe("the table of figures", () => {
  it("says the median and the range", () => {
    expect(figureOf(row({}))).toBe("0.60 × (0.50–0.70)");
    expect(figureOf(row({ values: [12.34], unit: "ms" }))).toBe("12.3 ms (12.3–12.3)");
    expect(figureOf(row({ values: [] }))).toBe("–");
  });

  it("holds the median against the aim", () => {
    expect(isReached(row({}))).toBe(true);
    expect(isReached(row({ aim: { atLeast: 0.61 } }))).toBe(false);
    expect(isReached(row({ aim: { atMost: 0.59 } }))).toBe(false);
    expect(isReached(row({ aim: { atMost: 0.6 } }))).toBe(true);
    expect(isReached(row({ aim: null }))).toBeNull();
    expect(isReached(row({ values: [] }))).toBeNull();
  });

  it("puts rows into columns", () => {
    const [head, line] = table([row({ beside: "600/s : 1000/s" })]).split("\n");
    expect(line).toBe("  create  0.60 × (0.50–0.70)  ≥ 0.6 ×  yes  600/s : 1000/s");
    expect(head!.indexOf("aim")).toBe(line!.indexOf("≥"));
  });
});

import { describe, expect, it } from "vitest";
import { quoted } from "./create-transaction.ts";
import { resultOf } from "./pgbench.ts";

const SAID = `number of transactions actually processed: 2360
number of failed transactions: 0 (0.000%)
latency average = 4.243 ms
initial connection time = 23.444 ms
tps = 235.691951 (without initial connection time)
`;

describe("pgbench", () => {
  it("is read", () => {
    expect(resultOf(SAID)).toEqual({ transactionsPerSecond: 235.691951, meanMs: 4.243 });
  });

  it("counts for nothing when a transaction failed, or when it says something else", () => {
    expect(() => resultOf(SAID.replace("transactions: 0", "transactions: 3"))).toThrow("3 failed");
    expect(() => resultOf("pgbench: error")).toThrow("something else");
  });

  it("finds no variable in a constant", () => {
    expect(quoted(`{"a":1,"it's":"C:\\\\d"}`)).toBe(`U&'{"a"\\003A1,"it''s"\\003A"C\\003A\\\\\\\\d"}'`);
    expect(quoted(`{"time":"09:00:00"}`)).not.toMatch(/:\w/);
  });
});

import { expect, it } from "vitest";
import { durationMs } from "./duration.ts";

it.each([
  ["PT0.5S", 500],
  ["PT10S", 10_000],
  ["PT1M", 60_000],
  ["PT1H2M3S", 3_723_000],
])("%s is %i ms", (text, expected) => expect(durationMs(text)).toBe(expected));

it.each(["", "PT", "10s", "P1D", "PT-1S"])("refuses %j", (text) => expect(() => durationMs(text)).toThrow("no duration"));

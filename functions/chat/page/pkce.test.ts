import { expect, it } from "vitest";
import { backoffMs } from "./backoff.ts";
import { challengeOf, randomText } from "./pkce.ts";

it("makes the challenge that RFC 7636 appendix B shows", async () => {
  expect(await challengeOf("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")).toBe("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
});

it("draws verifiers of the length that RFC 7636 4.1 asks for, each another", () => {
  const drawn = new Set(Array.from({ length: 100 }, () => randomText()));
  expect(drawn.size).toBe(100);
  for (const one of drawn) expect(one).toMatch(/^[\w-]{43}$/);
});

it("waits longer with each failure, but never more than half a minute", () => {
  expect([0, 1, 2, 3].map((failures) => backoffMs(failures, 1))).toEqual([500, 1000, 2000, 4000]);
  expect(backoffMs(1_000, 0.999_999)).toBeLessThanOrEqual(30_000);
  expect(backoffMs(5, 0)).toBe(0);
});

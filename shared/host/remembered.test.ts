import { beforeEach, describe, expect, it } from "vitest";
import type { Authenticate } from "./authenticate.ts";
import { remembered } from "./remembered.ts";

let now = 1_000_000;
let verified: string[] = [];
const verify: Authenticate = async (token) => {
  verified.push(token);
  if (token.startsWith("bad")) throw new Error("not valid here");
  return { userId: `user of ${token}`, issuer: "i", subject: "s", email: null, expiresAt: token === "short" ? 1_010 : 9_999 };
};
const open = (tokens?: number) => remembered(verify, { holdsMs: 60_000, clock: () => now, ...(tokens ? { tokens } : {}) });

beforeEach(() => {
  now = 1_000_000;
  verified = [];
});

describe("verified tokens", () => {
  it("are verified once within the moment, each for itself", async () => {
    const authenticate = open();
    expect((await authenticate("a")).userId).toBe("user of a");
    expect((await authenticate("b")).userId).toBe("user of b");
    now += 59_999;
    expect((await authenticate("a")).userId).toBe("user of a");
    expect(verified).toEqual(["a", "b"]);
  });

  it("are verified again afterwards", async () => {
    const authenticate = open();
    await authenticate("a");
    now += 60_000;
    await authenticate("a");
    expect(verified).toEqual(["a", "a"]);
  });

  it("are never believed beyond their own end", async () => {
    const authenticate = open();
    await authenticate("short");
    now += 9_999;
    await authenticate("short");
    now += 1;
    await authenticate("short");
    expect(verified).toEqual(["short", "short"]);
  });

  it("are not remembered when they were refused", async () => {
    const authenticate = open();
    await expect(authenticate("bad")).rejects.toThrow("not valid");
    await expect(authenticate("bad")).rejects.toThrow("not valid");
    expect(verified).toEqual(["bad", "bad"]);
  });

  it("are forgotten in the order of their verification when there are too many", async () => {
    const authenticate = open(2);
    for (const token of ["a", "b", "c", "c", "b", "a"]) await authenticate(token);
    expect(verified).toEqual(["a", "b", "c", "a"]);
  });
});

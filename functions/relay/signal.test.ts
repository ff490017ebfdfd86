import { expect, it } from "vitest";
import { signal } from "./signal.ts";

it("does not lose a wake-up that comes before the wait", async () => {
  const woken = signal();
  woken.raise();
  expect(await woken.wait(10_000)).toBe(true);
});

it("ends a wait at once, and only that one", async () => {
  const woken = signal();
  const waiting = woken.wait(10_000);
  woken.raise();
  expect(await waiting).toBe(true);
  expect(await woken.wait(1)).toBe(false);
});

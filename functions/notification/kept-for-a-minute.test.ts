import { expect, it, vi } from "vitest";
import { keptForAMinute } from "./kept-for-a-minute.ts";

it("reads once for many, and again after a minute", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const read = vi.fn(async () => "old");
  const value = keptForAMinute(read);
  expect([await value(), await value()]).toEqual(["old", "old"]);
  expect(read).toHaveBeenCalledTimes(1);
  read.mockResolvedValue("new");
  vi.advanceTimersByTime(61_000);
  expect(await value()).toBe("new");
  vi.useRealTimers();
});

it("reads again after a failure", async () => {
  const value = keptForAMinute(vi.fn(async () => "value").mockRejectedValueOnce(new Error("down")));
  await expect(value()).rejects.toThrow("down");
  expect(await value()).toBe("value");
});

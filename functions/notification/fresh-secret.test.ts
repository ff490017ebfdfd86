import { expect, it, vi } from "vitest";
import { freshSecret } from "./fresh-secret.ts";

it("is read once for many, and again after a minute", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const get = vi.fn(async () => "old");
  const secret = freshSecret({ get }, "name");
  expect([await secret(), await secret()]).toEqual(["old", "old"]);
  expect(get.mock.calls).toEqual([["name"]]);
  get.mockResolvedValue("new");
  vi.advanceTimersByTime(61_000);
  expect(await secret()).toBe("new");
  vi.useRealTimers();
});

it("is asked for again after a failure", async () => {
  const get = vi.fn(async () => "value").mockRejectedValueOnce(new Error("down"));
  const secret = freshSecret({ get }, "name");
  await expect(secret()).rejects.toThrow("down");
  expect(await secret()).toBe("value");
});

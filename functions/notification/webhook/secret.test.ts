import { webhookSecretOf } from "@todo/shared/domain/webhook-secret.ts";
import { expect, it, vi } from "vitest";
import { openWebhookSecrets } from "./secret.ts";

const key = "k".repeat(32);

it("derives each user's secret from the key in the store, read once for many", async () => {
  const get = vi.fn(async () => key);
  const secretOf = openWebhookSecrets({ get });
  expect(await secretOf("u1")).toBe(await webhookSecretOf(key, "u1"));
  expect(await secretOf("u2")).toBe(await webhookSecretOf(key, "u2"));
  expect(get.mock.calls).toEqual([["webhook-signing-key"]]);
});

it("asks again after a failure", async () => {
  const get = vi.fn(async () => key).mockRejectedValueOnce(new Error("down"));
  const secretOf = openWebhookSecrets({ get });
  await expect(secretOf("u1")).rejects.toThrow("down");
  expect(await secretOf("u1")).toBe(await webhookSecretOf(key, "u1"));
});

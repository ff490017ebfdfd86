import { createHmac } from "node:crypto";
import { expect, it } from "vitest";
import { webhookSecretOf, webhookSigningKey } from "./webhook-secret.ts";

const key = "k".repeat(32);

it("derives a secret for each user, always the same one", async () => {
  const expected = createHmac("sha256", key).update("user-1").digest("base64");
  expect(await webhookSecretOf(key, "user-1")).toBe(`whsec_${expected}`);
  expect(await webhookSecretOf(key, "user-2")).not.toBe(`whsec_${expected}`);
  expect(await webhookSecretOf("l".repeat(32), "user-1")).not.toBe(`whsec_${expected}`);
});

it("refuses a key that is too short to keep a secret", () => {
  expect(webhookSigningKey.read(key)).toBe(key);
  expect(() => webhookSigningKey.read("k".repeat(31))).toThrow("has 31 bytes where at least 32 are expected");
});

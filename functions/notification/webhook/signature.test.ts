import { createHmac } from "node:crypto";
import { expect, it } from "vitest";
import { signedHeaders } from "./signature.ts";

it("signs id, time and body with the decoded secret (Standard Webhooks 1.0)", () => {
  const key = Buffer.alloc(32, 7);
  const headers = signedHeaders(`whsec_${key.toString("base64")}`, "msg_1", 1614265330, '{"test": 2432232314}');
  const expected = createHmac("sha256", key).update('msg_1.1614265330.{"test": 2432232314}').digest("base64");
  expect(headers).toEqual({ "webhook-id": "msg_1", "webhook-timestamp": "1614265330", "webhook-signature": `v1,${expected}` });
});

it("agrees with the example of the specification's reference libraries", () => {
  const headers = signedHeaders(
    "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    "msg_p5jXN8AQM9LWM0D4loKWxJek",
    1614265330,
    '{"test": 2432232314}',
  );
  expect(headers["webhook-signature"]).toBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
});

it("refuses a secret in another form", () => {
  expect(() => signedHeaders("plain", "id", 0, "")).toThrow("whsec_");
});

import { SecretMissing } from "@todo/shared/dapr/secret-store.ts";
import { expect, it } from "vitest";
import { kafkaAccess } from "./kafka-settings.ts";

const secrets = {
  async get(name: string) {
    if (name !== "kafka-relay-password") throw new SecretMissing(name, "put it there");
    return "from the store";
  },
};
const env = { KAFKA_BROKERS: "one:9093, two:9093" };
const signedIn = { ...env, KAFKA_TLS: "true", KAFKA_SASL_MECHANISM: "SCRAM-SHA-512", KAFKA_USERNAME: "relay" };

it("needs the brokers only where the cluster asks for no more", async () => {
  expect(await kafkaAccess(env, secrets)).toEqual({ brokers: ["one:9093", "two:9093"], tls: null, sasl: null });
});

it("takes the password from the environment, or by its name from the secret store", async () => {
  expect(await kafkaAccess({ ...signedIn, KAFKA_CA: "PEM", KAFKA_PASSWORD: "given" }, secrets)).toMatchObject({
    tls: { ca: "PEM" },
    sasl: { mechanism: "scram-sha-512", username: "relay", password: "given" },
  });
  expect(await kafkaAccess({ ...signedIn, KAFKA_CA: "", KAFKA_PASSWORD_SECRET: "kafka-relay-password" }, secrets)).toMatchObject({
    tls: { ca: null },
    sasl: { password: "from the store" },
  });
});

it.each([
  [{}, "KAFKA_BROKERS is missing"],
  [{ ...env, KAFKA_TLS: "yes" }, 'KAFKA_TLS is neither "true" nor "false"'],
  [{ ...signedIn, KAFKA_SASL_MECHANISM: "gssapi" }, "KAFKA_SASL_MECHANISM is none of plain, scram-sha-256, scram-sha-512"],
  [signedIn, "KAFKA_PASSWORD is missing"],
  [{ KAFKA_SASL_MECHANISM: "plain" }, "KAFKA_BROKERS is missing; KAFKA_USERNAME is missing; KAFKA_PASSWORD is missing"],
  [{ ...signedIn, KAFKA_PASSWORD_SECRET: "other" }, 'KAFKA_PASSWORD cannot be read: The secret "other" is missing'],
])("says what is wrong with %j", async (wrong, message) => {
  await expect(kafkaAccess(wrong, secrets)).rejects.toThrow(message);
});

/** How to reach Kafka, from the environment; the password may lie in the secret store instead. */
import { flag, list, readConfig, text } from "@todo/shared/config.ts";
import type { SecretStore } from "@todo/shared/dapr/secret-store.ts";

export type SaslMechanism = "plain" | "scram-sha-256" | "scram-sha-512";

export type KafkaAccess = {
  brokers: string[];
  /** Null: plain text. `ca` is a PEM; null: the authorities that Node knows. */
  tls: { ca: string | null } | null;
  sasl: { mechanism: SaslMechanism; username: string; password: string } | null;
};

const MECHANISMS = ["plain", "scram-sha-256", "scram-sha-512"] as const;

const mechanism = {
  name: "KAFKA_SASL_MECHANISM",
  read(value: string): SaslMechanism | null {
    const found = MECHANISMS.find((each) => each === value.toLowerCase());
    if (!found) throw new Error(`is none of ${MECHANISMS.join(", ")}`);
    return found;
  },
  fallback: { value: null },
};

/** Reads KAFKA_BROKERS and, as far as the cluster asks for them, the others. Throws ConfigError, or SecretMissing for KAFKA_PASSWORD_SECRET. */
export async function kafkaAccess(env: NodeJS.ProcessEnv, secrets: SecretStore): Promise<KafkaAccess> {
  const config = readConfig(env, {
    brokers: list("KAFKA_BROKERS"),
    tls: flag("KAFKA_TLS", false),
    ca: text("KAFKA_CA", null),
    mechanism,
  });
  return {
    brokers: config.brokers,
    tls: config.tls ? { ca: config.ca } : null,
    sasl: config.mechanism ? { mechanism: config.mechanism, ...(await credentials(env, secrets)) } : null,
  };
}

async function credentials(env: NodeJS.ProcessEnv, secrets: SecretStore): Promise<{ username: string; password: string }> {
  const { secret } = readConfig(env, { secret: text("KAFKA_PASSWORD_SECRET", null) });
  if (secret === null) return readConfig(env, { username: text("KAFKA_USERNAME"), password: text("KAFKA_PASSWORD") });
  const { username } = readConfig(env, { username: text("KAFKA_USERNAME") });
  return { username, password: await secrets.get(secret) };
}

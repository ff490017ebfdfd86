/** How to reach Kafka, from the environment; the password may lie in the secret store instead. */
import { flag, list, text } from "@todo/shared/config.ts";
import { readSettings } from "@todo/shared/dapr/read-settings.ts";
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

/** Reads KAFKA_BROKERS and, as far as the cluster asks for them, the others; KAFKA_PASSWORD is mostly the secret that KAFKA_PASSWORD_SECRET names. */
export async function kafkaAccess(env: NodeJS.ProcessEnv, secrets: SecretStore): Promise<KafkaAccess> {
  // Who names a mechanism has to sign in.
  const login = env.KAFKA_SASL_MECHANISM
    ? { username: text("KAFKA_USERNAME"), password: text("KAFKA_PASSWORD") }
    : { username: text("KAFKA_USERNAME", null), password: text("KAFKA_PASSWORD", null) };
  const settings = {
    brokers: list("KAFKA_BROKERS"),
    tls: flag("KAFKA_TLS", false),
    ca: text("KAFKA_CA", null),
    mechanism,
    ...login,
  };
  const { brokers, tls, ca, mechanism: sasl, username, password } = await readSettings(env, settings, secrets);
  return {
    brokers,
    tls: tls ? { ca } : null,
    sasl: sasl && username !== null && password !== null ? { mechanism: sasl, username, password } : null,
  };
}

/** The Kubernetes Secrets with which the relay, the sources and the dead-letter sink sign in. */
import type { KafkaService, KafkaUser } from "./services.ts";

export type Passwords = Readonly<Record<KafkaUser, string>>;

export type Secret = {
  readonly apiVersion: "v1";
  readonly kind: "Secret";
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly type: "Opaque";
  readonly stringData: Readonly<Record<string, string>>;
};

/**
 * Each Secret in the words of who reads it: the relay asks Dapr for its password, KafkaSource names its keys itself, KafkaSink's are
 * fixed. `ca` is a PEM of all authorities that are believed.
 */
export function kafkaSecrets({ users, mechanism }: KafkaService, passwords: Passwords, ca: string): Secret[] {
  const authority = { "ca.crt": ca };
  return [
    secret("kafka-relay", authority),
    secret("kafka-relay-password", { password: passwords.relay }),
    secret("kafka-sources", { saslType: mechanism, user: users.sources, password: passwords.sources, ...authority }),
    secret("kafka-dead-letters", {
      protocol: "SASL_SSL",
      "sasl.mechanism": mechanism,
      user: users.deadLetters,
      password: passwords.deadLetters,
      ...authority,
    }),
  ];
}

function secret(name: string, stringData: Readonly<Record<string, string>>): Secret {
  const labels = { "app.kubernetes.io/part-of": "todo-chatbot" };
  return { apiVersion: "v1", kind: "Secret", metadata: { name, labels }, type: "Opaque", stringData };
}

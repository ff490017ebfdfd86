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
 * Each Secret in the words of who reads it: the relay asks Dapr for its password and takes an empty CA for none, KafkaSource
 * names its keys itself and takes no empty one, KafkaSink's keys are fixed. `ca` is a PEM; it must be there exactly when the
 * service has an authority of its own.
 */
export function kafkaSecrets(service: KafkaService, passwords: Passwords, ca: string | null): Secret[] {
  if ((ca !== null) !== (service.authority === "own")) {
    throw new Error(
      ca === null ? "This service has a CA of its own: KAFKA_CA is missing." : "This service's authority is public: unset KAFKA_CA.",
    );
  }
  const { users, mechanism } = service;
  const authority: Readonly<Record<string, string>> = ca === null ? {} : { "ca.crt": ca };
  return [
    secret("kafka-relay", { "ca.crt": ca ?? "" }),
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

// Prints the Secrets for a way to run Kafka: node kafka/managed/credentials.ts <service> | kubectl apply --server-side -n todo -f -
// KAFKA_RELAY_PASSWORD, KAFKA_SOURCES_PASSWORD, KAFKA_DEAD_LETTERS_PASSWORD, KAFKA_CA (a PEM, own authority only), and what values.yaml names.
import { readConfig, text } from "@todo/shared/config.ts";
import { kafkaSecrets } from "./secrets.ts";
import { kafkaService } from "./services.ts";

try {
  const service = kafkaService(process.argv[2] ?? "", process.env);
  const { ca, ...passwords } = readConfig(process.env, {
    relay: text("KAFKA_RELAY_PASSWORD"),
    sources: text("KAFKA_SOURCES_PASSWORD"),
    deadLetters: text("KAFKA_DEAD_LETTERS_PASSWORD"),
    ca: text("KAFKA_CA", null),
  });
  console.log(JSON.stringify({ apiVersion: "v1", kind: "List", items: kafkaSecrets(service, passwords, ca) }));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

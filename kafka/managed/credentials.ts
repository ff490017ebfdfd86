// Prints the Secrets for a way to run Kafka: node kafka/managed/credentials.ts <service> | kubectl apply --server-side -n todo -f -
// KAFKA_RELAY_PASSWORD, KAFKA_SOURCES_PASSWORD, KAFKA_DEAD_LETTERS_PASSWORD, KAFKA_CA (a PEM; needed without public authorities), and what
// values.yaml names.
import { readConfig, text } from "@todo/shared/config.ts";
import { authoritiesPem } from "./authorities.ts";
import { kafkaSecrets } from "./secrets.ts";
import { kafkaService } from "./services.ts";

try {
  const service = kafkaService(process.argv[2] ?? "", process.env);
  const { ca, ...passwords } = readConfig(process.env, {
    relay: text("KAFKA_RELAY_PASSWORD"),
    sources: text("KAFKA_SOURCES_PASSWORD"),
    deadLetters: text("KAFKA_DEAD_LETTERS_PASSWORD"),
    ca: service.authorities.length > 0 ? text("KAFKA_CA", null) : text("KAFKA_CA"),
  });
  console.log(
    JSON.stringify({ apiVersion: "v1", kind: "List", items: kafkaSecrets(service, passwords, ca ?? authoritiesPem(service.authorities)) }),
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

// Makes topics and rights where no operator and no Terraform does: node kafka/managed/prepare.ts <service>
// KAFKA_ADMIN_USERNAME and KAFKA_ADMIN_PASSWORD sign in; KAFKA_REPLICATION_FACTOR (default 3); and what values.yaml names.
import { integer, readConfig, text } from "@todo/shared/config.ts";
import { type ClientAccess, ensureTopics, topics, withAdmin } from "../topics.ts";
import { authoritiesPem } from "./authorities.ts";
import { grant, rightsOfManifests } from "./rights.ts";
import { type KafkaService, kafkaService } from "./services.ts";

type Admin = { readonly username: string; readonly password: string };

function accessOf({ mechanism, authorities }: KafkaService, ca: string | null, admin: Admin): ClientAccess {
  const ssl = { ca: [ca ?? authoritiesPem(authorities)] };
  switch (mechanism) {
    case "PLAIN":
      return { ssl, sasl: { mechanism: "plain", ...admin } };
    case "SCRAM-SHA-512":
      return { ssl, sasl: { mechanism: "scram-sha-512", ...admin } };
  }
}

try {
  const name = process.argv[2] ?? "";
  const service = kafkaService(name, process.env);
  if (service.topics !== "admin-api" || service.rights !== "admin-api") {
    throw new Error(
      `Topics and rights of ${name} come from ${service.topics === "manifests" ? "kafka/strimzi" : "clouds/"}, not from here.`,
    );
  }
  const { replicationFactor, ca, ...admin } = readConfig(process.env, {
    username: text("KAFKA_ADMIN_USERNAME"),
    password: text("KAFKA_ADMIN_PASSWORD"),
    ca: text("KAFKA_CA", null),
    replicationFactor: integer("KAFKA_REPLICATION_FACTOR", 1, 9, 3),
  });
  const access = accessOf(service, ca, admin);
  const brokers = service.bootstrapServers.join(",");
  await ensureTopics(brokers, topics, { replicationFactor, access });
  const rights = rightsOfManifests();
  await withAdmin(brokers, access, (client) => grant(client, rights, service.users));
  console.log(`${topics.length} topics and ${rights.length} rights are as they should be.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

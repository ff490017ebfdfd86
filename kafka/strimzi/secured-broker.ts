/** A local broker that asks as the cluster does: TLS, SCRAM-SHA-512, and the authorizer with the rights of the manifests. For tests. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { run } from "../../local/parts/commands.ts";
import { type Broker, startBroker } from "../local/broker.ts";
import { kafkaRuntime } from "../local/jars.ts";
import { javaArguments } from "../local/java-process.ts";
import { asProperties } from "../local/properties.ts";
import { grant, rightsOfManifests } from "../managed/rights.ts";
import type { KafkaUser } from "../managed/services.ts";
import { type ClientAccess, withAdmin } from "../topics.ts";

export type SecuredBroker = {
  readonly broker: Broker;
  readonly ca: string;
  readonly admin: ClientAccess;
  /** Signs in with SCRAM-SHA-512 as one of the manifests' users. */
  as(user: KafkaUser, password?: string): ClientAccess;
};

const PASSWORD = "of-the-test";
/** The administrator signs in by PLAIN: somebody has to be there before the first SCRAM user is. */
const PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule required";
const SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule required";

export const userNames: Readonly<Record<KafkaUser, string>> = { relay: "relay", sources: "sources", deadLetters: "dead-letters" };

/** Starts it with all topics, users and rights; PartMissing without Java or Kafka. */
export async function startSecuredBroker(dataDir: string): Promise<SecuredBroker> {
  const runtime = await kafkaRuntime();
  const { keystore, ca } = await certificate(dirname(runtime.java), dataDir);
  const admin: ClientAccess = { ssl: { ca: [ca] }, sasl: { mechanism: "plain", username: "admin", password: PASSWORD } };
  const broker = await startBroker({
    dataDir,
    access: admin,
    extraProperties: {
      "listener.security.protocol.map": "CLIENT:SASL_SSL,CONTROLLER:PLAINTEXT",
      "sasl.enabled.mechanisms": "PLAIN,SCRAM-SHA-512",
      "sasl.mechanism.inter.broker.protocol": "PLAIN",
      "listener.name.client.plain.sasl.jaas.config": `${PLAIN} username="admin" password="${PASSWORD}" user_admin="${PASSWORD}";`,
      "listener.name.client.scram-sha-512.sasl.jaas.config": `${SCRAM};`,
      "ssl.keystore.type": "PKCS12",
      "ssl.keystore.location": keystore,
      "ssl.keystore.password": PASSWORD,
      "ssl.truststore.type": "PEM",
      "ssl.truststore.location": join(dataDir, "ca.pem"),
      "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
      "super.users": "User:admin;User:ANONYMOUS",
    },
  });
  try {
    await createUsers(runtime, broker.brokers, dataDir);
    await withAdmin(broker.brokers, admin, (client) => grant(client, rightsOfManifests(), userNames));
  } catch (error) {
    await broker.stop();
    throw error;
  }
  const as = (user: KafkaUser, password = PASSWORD): ClientAccess => ({
    ssl: { ca: [ca] },
    sasl: { mechanism: "scram-sha-512", username: userNames[user], password },
  });
  return { broker, ca, admin, as };
}

/** A key for 127.0.0.1, made by the keytool beside this Java, and its certificate as PEM. */
async function certificate(javaFolder: string, dataDir: string): Promise<{ keystore: string; ca: string }> {
  await mkdir(dataDir, { recursive: true });
  const keystore = join(dataDir, "broker.p12");
  const pem = join(dataDir, "ca.pem");
  const keytool = join(javaFolder, "keytool");
  const store = ["-keystore", keystore, "-storetype", "PKCS12", "-storepass", PASSWORD, "-alias", "broker"];
  const made = ["-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=127.0.0.1", "-ext", "SAN=IP:127.0.0.1", "-validity", "2"];
  await run(keytool, ["-genkeypair", ...store, ...made]);
  await run(keytool, ["-exportcert", "-rfc", "-file", pem, ...store]);
  return { keystore, ca: await readFile(pem, "utf8") };
}

/** With Kafka's own tool: no client library of ours can make SCRAM users. */
async function createUsers(runtime: { java: string; jars: string }, brokers: string, dataDir: string): Promise<void> {
  const commandConfig = join(dataDir, "admin.properties");
  await writeFile(
    commandConfig,
    asProperties({
      "security.protocol": "SASL_SSL",
      "sasl.mechanism": "PLAIN",
      "sasl.jaas.config": `${PLAIN} username="admin" password="${PASSWORD}";`,
      "ssl.truststore.type": "PEM",
      "ssl.truststore.location": join(dataDir, "ca.pem"),
    }),
  );
  const connection = ["--bootstrap-server", brokers, "--command-config", commandConfig];
  for (const name of Object.values(userNames)) {
    const change = ["--alter", "--entity-type", "users", "--entity-name", name, "--add-config", `SCRAM-SHA-512=[password=${PASSWORD}]`];
    await run(runtime.java, javaArguments(runtime, ["kafka.admin.ConfigCommand", ...connection, ...change]), { timeoutMs: 60_000 });
  }
}

import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { partOrSkip } from "../../local/parts/part-or-skip.ts";
import { type ClientAccess, withAdmin } from "../topics.ts";
import { startBroker } from "./broker.ts";

const login = "org.apache.kafka.common.security.plain.PlainLoginModule required";
const users = 'user_admin="of the test" user_guest="of the test"';
const extraProperties = {
  "listener.security.protocol.map": "CLIENT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
  "sasl.enabled.mechanisms": "PLAIN",
  "sasl.mechanism.inter.broker.protocol": "PLAIN",
  "listener.name.client.plain.sasl.jaas.config": `${login} username="admin" password="of the test" ${users};`,
  "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
  // The controller's own listener asks for no name.
  "super.users": "User:admin;User:ANONYMOUS",
};
const as = (username: string, password = "of the test"): ClientAccess => ({ sasl: { mechanism: "plain", username, password } });

const dataDir = join(tmpdir(), `todo-kafka-${crypto.randomUUID()}`);
const topics = [{ name: "task-events", partitions: 1, retentionMs: 60_000 }];
const broker = await partOrSkip("Apache Kafka", () => startBroker({ dataDir, topics, extraProperties, access: as("admin") }));

afterAll(async () => {
  await broker?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

describe.skipIf(broker === null)("a local broker that asks who is there", { timeout: 60_000 }, () => {
  const list = (access: ClientAccess): Promise<string[]> => withAdmin(broker?.brokers ?? "", access, (admin) => admin.listTopics());

  test("lets its administrator in", async () => {
    expect(await list(as("admin"))).toContain("task-events");
  });

  test("refuses a wrong password", async () => {
    await expect(list(as("admin", "another"))).rejects.toThrow(/[Aa]uthentication failed/);
  });

  test("shows a user without rights no topic", async () => {
    expect(await list(as("guest"))).toEqual([]);
  });
});

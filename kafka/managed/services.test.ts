import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { topics } from "../topics.ts";
import { authoritiesPem } from "./authorities.ts";
import { kafkaSecrets } from "./secrets.ts";
import { type KafkaService, kafkaService, kafkaServices } from "./services.ts";

const env = {
  KAFKA_BOOTSTRAP: "one.example:9092,two.example:9092",
  KAFKA_CLUSTER: "todo",
  GOOGLE_REGION: "europe-west1",
  GOOGLE_PROJECT: "todo-project",
  EVENT_HUBS_NAMESPACE: "todo-hubs",
};
const passwords = { relay: "of relay", sources: "of sources", deadLetters: "of dead letters" };
const authorityOf = ({ authorities }: KafkaService) => (authorities.length > 0 ? authoritiesPem(authorities) : "a PEM");
const names = Object.keys(kafkaServices());

describe.each(names)("Kafka by %s", (name) => {
  const service = kafkaService(name, env);
  const secrets = new Map(kafkaSecrets(service, passwords, authorityOf(service)).map((each) => [each.metadata.name, each.stringData]));

  test("has nothing left to fill in", () => {
    expect(JSON.stringify({ ...service, differences: [] })).not.toContain("${");
    for (const server of service.bootstrapServers) expect(server).toMatch(/^[a-z0-9.-]+:\d+$/);
  });

  test("gives each source the keys that it names", () => {
    const sources = parseAllDocuments(readFileSync(new URL("../../knative/base/sources.yaml", import.meta.url), "utf8"));
    const given = secrets.get("kafka-sources") ?? {};
    for (const source of sources) {
      const { sasl, tls } = source.toJS().spec.net;
      const refs = [sasl.type, sasl.user, sasl.password, tls.caCert].map((each) => each.secretKeyRef);
      for (const ref of refs) expect([ref.name, given[ref.key]]).toEqual(["kafka-sources", expect.stringMatching(/./)]);
    }
  });

  test("gives the sink a whole Secret", () => {
    const sink = parse(readFileSync(new URL("../../knative/base/dead-letters.yaml", import.meta.url), "utf8"));
    const given = secrets.get(sink.spec.auth.secret.ref.name);
    expect(given).toMatchObject({ protocol: "SASL_SSL", "sasl.mechanism": service.mechanism, password: passwords.deadLetters });
    expect(given?.["ca.crt"]).toBe(authorityOf(service));
  });

  test("gives the relay one value to a secret that Dapr reads, and a CA", () => {
    expect(secrets.get("kafka-relay-password")).toEqual({ password: passwords.relay });
    expect(secrets.get("kafka-relay")).toEqual({ "ca.crt": authorityOf(service) });
  });

  test("keeps events as long as the product asks, or says that it cannot", () => {
    const dayMs = 24 * 60 * 60 * 1000;
    const { longestRetentionDays } = service;
    const tooLong = topics.filter((topic) => longestRetentionDays !== null && topic.retentionMs > longestRetentionDays * dayMs);
    // Dead letters are evidence only: the marks in the database are what the tool reads.
    expect(tooLong.map((topic) => topic.name)).toEqual(longestRetentionDays === null ? [] : ["dead-letters"]);
  });
});

describe("the ways to run Kafka", () => {
  test("name what is missing from the environment, all of it", () => {
    expect(() => kafkaService("google-managed-kafka", { GOOGLE_PROJECT: "todo" })).toThrow(/needs KAFKA_CLUSTER, GOOGLE_REGION in/);
  });

  test("name the known ones when asked for another", () => {
    expect(() => kafkaService("msk", {})).toThrow(/no Kafka service "msk"; the known ones are strimzi, /);
  });

  test("carry the certificates of public authorities, small enough for an environment variable", () => {
    for (const { authorities } of Object.values(kafkaServices())) {
      const pem = authoritiesPem(authorities);
      expect(pem.match(/BEGIN CERTIFICATE/g) ?? []).toHaveLength(authorities.length);
      expect(pem.length).toBeLessThan(128 * 1024);
    }
    expect(() => authoritiesPem(["Nobody's Root"])).toThrow(/"Nobody's Root": give .* KAFKA_CA/);
  });
});

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { kafkaVersion } from "../local/jars.ts";
import { singleNodeSettings } from "../local/properties.ts";
import { rightsOfManifests } from "../managed/rights.ts";
import { topicConfig, topics } from "../topics.ts";

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), "utf8");
const documents = (name: string) => parseAllDocuments(read(name)).map((document) => document.toJS());
const kafka = parse(read("base/kafka.yaml"));
const sources = documents("../../knative/base/sources.yaml");
const sink = parse(read("../../knative/base/dead-letters.yaml"));

describe("the manifests for Strimzi", () => {
  test("are of the only version that Strimzi 1 serves, and belong to one cluster", () => {
    const all = ["base/kafka.yaml", "base/topics.yaml", "base/users.yaml", "single-node/node-pool.yaml", "three-nodes/node-pool.yaml"];
    for (const { apiVersion, kind, metadata } of all.flatMap(documents)) {
      expect(apiVersion).toBe("kafka.strimzi.io/v1");
      expect(kind === "Kafka" ? metadata.name : metadata.labels["strimzi.io/cluster"]).toBe(kafka.metadata.name);
    }
  });

  test("run the Kafka that the tests run", () => {
    expect(kafka.spec.kafka.version).toBe(kafkaVersion(read("../local/pom.xml")));
  });

  test("declare exactly the product's topics", () => {
    const declared = documents("base/topics.yaml").map(({ metadata, spec }) => ({
      name: metadata.name,
      partitions: spec.partitions,
      config: Object.fromEntries(Object.entries(spec.config).map(([name, value]) => [name, String(value)])),
    }));
    expect(declared).toEqual(topics.map((topic) => ({ name: topic.name, partitions: topic.partitions, config: topicConfig(topic) })));
  });

  test("ask everyone for a name, over TLS, and let nobody in by default", () => {
    expect(kafka.spec.kafka.listeners).toEqual([
      expect.objectContaining({ type: "internal", tls: true, authentication: { type: "scram-sha-512" } }),
    ]);
    expect(kafka.spec.kafka.authorization).toEqual({ type: "simple" });
    expect(kafka.spec.kafka.config["auto.create.topics.enable"]).toBe(false);
  });

  test("listen where the sources and the sink look", () => {
    const [listener] = kafka.spec.kafka.listeners;
    const namespace = parse(read("base/kustomization.yaml")).namespace;
    const address = `${kafka.metadata.name}-kafka-bootstrap.${namespace}.svc.cluster.local:${listener.port}`;
    for (const { spec } of [...sources, sink]) expect(spec.bootstrapServers).toEqual([address]);
  });

  test("keep two acknowledged copies on three nodes", () => {
    const { config } = kafka.spec.kafka;
    const pool = parse(read("three-nodes/node-pool.yaml"));
    expect(pool.spec.replicas).toBe(3);
    for (const { spec } of documents("base/topics.yaml")) expect(spec.replicas).toBe(3);
    for (const [name, value] of Object.entries(config)) {
      if (name.endsWith("replication.factor")) expect([name, value]).toEqual([name, 3]);
      if (name.endsWith("min.isr") || name === "min.insync.replicas") expect([name, value]).toEqual([name, 2]);
    }
    expect(config["unclean.leader.election.enable"]).toBe(false);
  });

  test("ask a single node for no copy, wherever three nodes have some", () => {
    const { patches } = parse(read("single-node/kustomization.yaml"));
    const lowered = parse(patches.find((each: { target?: unknown }) => !each.target).patch).spec.kafka.config;
    const copies = Object.keys(kafka.spec.kafka.config).filter((name) => /replication\.factor$|min\.isr$|^min\.insync/.test(name));
    expect(lowered).toEqual(Object.fromEntries(copies.map((name) => [name, 1])));
    const local = Object.keys(singleNodeSettings).filter((name) => /replication\.factor$|min\.isr$/.test(name));
    expect(copies).toEqual(expect.arrayContaining(local));
  });

  test("remember where a group was for longer than the topics keep what it reads", () => {
    const longest = Math.max(
      ...sources.flatMap(({ spec }) => spec.topics).map((name) => topics.find((topic) => topic.name === name)!.retentionMs),
    );
    expect(kafka.spec.kafka.config["offsets.retention.minutes"] * 60_000).toBeGreaterThan(longest);
  });
});

describe("the rights", () => {
  const rights = rightsOfManifests();
  const of = (user: string) =>
    rights.filter((right) => right.user === user).map((right) => `${right.operation} ${right.resource} ${right.pattern} ${right.name}`);
  const published = ["task-events", "reminders", "task-updates"];

  test("let the relay write the three topics and nothing else", () => {
    expect(new Set(of("relay"))).toEqual(
      new Set(published.flatMap((name) => [`Describe topic literal ${name}`, `Write topic literal ${name}`])),
    );
  });

  test("let the sources read what they subscribe to, in groups that the controller may delete with them", () => {
    const subscribed: string[] = [...new Set<string>(sources.flatMap(({ spec }) => spec.topics))];
    expect(new Set(of("sources"))).toEqual(
      new Set([
        ...subscribed.flatMap((name) => [`Describe topic literal ${name}`, `Read topic literal ${name}`]),
        ...["Delete", "Describe", "Read"].map((operation) => `${operation} group prefix todo.`),
      ]),
    );
    for (const { spec } of sources) expect(spec.consumerGroup).toMatch(/^todo\./);
  });

  test("let the sink write dead letters and nothing else", () => {
    expect(new Set(of("deadLetters"))).toEqual(
      new Set([`Describe topic literal ${sink.spec.topic}`, `Write topic literal ${sink.spec.topic}`]),
    );
  });
});

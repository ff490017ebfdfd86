import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { kafkaVersion } from "./local/jars.ts";
import { singleNodeSettings } from "./local/properties.ts";

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), "utf8");
const { kafka } = parse(read("compose.yaml")).services;

describe("Kafka in Docker", () => {
  test("is the version that runs without Docker", () => {
    expect(kafka.image).toBe(`apache/kafka:${kafkaVersion(read("local/pom.xml"))}`);
  });

  test("has the settings of the broker without Docker", () => {
    const ownListeners = ["inter.broker.listener.name", "listener.security.protocol.map"];
    const expected = Object.entries(singleNodeSettings).filter(([name]) => !ownListeners.includes(name));
    expect(kafka.environment).toMatchObject(Object.fromEntries(expected.map(([name, value]) => [asVariable(name), value])));
  });

  test("is published on loopback only, under the address that it advertises", () => {
    expect(kafka.ports).toEqual([expect.stringMatching(/^127\.0\.0\.1:\$\{KAFKA_PORT:-9092\}:9092$/)]);
    expect(kafka.environment.KAFKA_ADVERTISED_LISTENERS).toMatch(/^CLIENT:\/\/127\.0\.0\.1:\$\{KAFKA_PORT:-9092\},/);
    expect(kafka.healthcheck.test).toBeDefined();
  });
});

/** `node.id` as the image reads it: KAFKA_NODE_ID. */
function asVariable(name: string): string {
  return `KAFKA_${name.replaceAll(".", "_").toUpperCase()}`;
}

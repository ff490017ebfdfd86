import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { TOPICS, topicsOf } from "../events/topics.ts";
import { bundleOpenApi } from "./bundle-openapi.ts";

const root = join(import.meta.dirname, "../..");
const contracts = join(root, "specs/001-event-driven-todo/contracts");
type Json = { [key: string]: Json };
const read = (file: string): Json => JSON.parse(readFileSync(join(contracts, file), "utf8"));

/** Every reference of a document, at whatever depth. */
function refs(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === "$ref" && typeof inner === "string" ? [inner] : refs(inner)));
}

function isThere(document: Json, ref: string): boolean {
  const [file = "", pointer = ""] = ref.split("#");
  if (file && !existsSync(join(contracts, file))) return false;
  let at: Json | undefined = file ? read(file) : document;
  for (const part of pointer.split("/").slice(1)) at = at?.[part.replaceAll("~1", "/")];
  return at !== undefined;
}

describe.each(["openapi.json", "asyncapi.json"])("%s", (file) => {
  it("refers only to what is there", () => {
    const document = read(file);
    expect(refs(document).filter((ref) => !isThere(document, ref))).toEqual([]);
  });
});

describe("openapi.json", () => {
  it("becomes one document that needs no other", () => {
    const bundled = bundleOpenApi() as Json;
    const found = refs(bundled);
    expect(found.length).toBeGreaterThan(50);
    expect(found.filter((ref) => !ref.startsWith("#/components/") || !isThere(bundled, ref))).toEqual([]);
  });

  it("gives every operation a name of its own, and every write a place for its key", () => {
    const operations = Object.values(read("openapi.json").paths!).flatMap((item) =>
      Object.entries(item).filter(([key]) => key !== "parameters"),
    );
    const names = operations.map(([, operation]) => operation.operationId);
    expect(new Set(names).size).toBe(names.length);
    for (const [method, operation] of operations) {
      if (method === "post") expect(refs(operation.parameters)).toContain("#/components/parameters/idempotencyKey");
    }
  });
});

describe("asyncapi.json", () => {
  const { channels, operations, components } = read("asyncapi.json") as { [key: string]: Json };
  const addressOf = (channel: string): unknown => channels![channel]!.address;

  it("has the topics that there are", () => {
    expect(Object.keys(channels!).map(addressOf).sort()).toEqual([...TOPICS].sort());
  });

  it("sends every type of event to the topics that it goes to", () => {
    const lock = read("event-types.lock.json");
    for (const type of Object.keys(lock)) {
      const [, family] = type.split(".");
      for (const [name, channel] of Object.entries(channels!)) {
        const families = JSON.stringify(refs(channel).map((ref) => ref.split("/").at(-1)));
        const isSent = topicsOf(type).some((topic) => topic === addressOf(name));
        expect([type, name, families.includes(family!)]).toEqual([type, name, isSent]);
      }
    }
  });

  it("names every type of event in a message", () => {
    const said = JSON.stringify(components!.messages);
    for (const type of Object.keys(read("event-types.lock.json"))) {
      expect(said).toContain(type.startsWith("todo.task.") ? "todo.task.<verb>.v1" : type);
    }
  });

  it("has the consumer groups that are deployed", () => {
    const sources = parseAllDocuments(readFileSync(join(root, "knative/base/sources.yaml"), "utf8")).map((document) => document.toJS());
    const deployed = sources.flatMap((source) =>
      source?.kind === "KafkaSource" ? source.spec.topics.map((topic: string) => `${topic} ${source.spec.consumerGroup}`) : [],
    );
    const described = Object.values(operations!).flatMap(({ action, channel, bindings }) => {
      if ((action as unknown) !== "receive") return [];
      const [group] = (bindings as unknown as { kafka: { groupId: { enum: string[] } } }).kafka.groupId.enum;
      const [name = ""] = refs({ channel }).map((ref) => ref.split("/").at(-1));
      return [`${addressOf(name)} ${group}`];
    });
    expect(described.sort()).toEqual(deployed.sort());
  });
});

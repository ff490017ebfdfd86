import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");
const load = (path: string) => parse(read(path));
const places = ["local", "cluster"];

const values = (component: { spec: { metadata: { name: string; value?: string }[] } }): Record<string, string | undefined> =>
  Object.fromEntries(component.spec.metadata.map((item) => [item.name, item.value]));

describe.each(places)("Dapr's components in dapr/%s", (place) => {
  const state = load(`${place}/statestore.yaml`);
  const secrets = load(`${place}/secretstore.yaml`);
  const configuration = load(`${place}/configuration.yaml`);

  test("state is PostgreSQL v2 in a schema of its own, for chat alone", () => {
    expect(state).toMatchObject({ kind: "Component", metadata: { name: "state" }, scopes: ["chat"] });
    expect(state.spec).toMatchObject({ type: "state.postgresql", version: "v2" });
    const { tablePrefix, metadataTableName } = values(state);
    expect([tablePrefix, metadataTableName]).toEqual(["dapr.", "dapr.metadata"]);
  });

  test("no address or password is written in a file", () => {
    const given = state.spec.metadata.find((item: { name: string }) => item.name === "connectionString");
    expect(Object.keys(given)).toEqual(["name", place === "local" ? "envRef" : "secretKeyRef"]);
  });

  test("secrets are denied but for the ones that are named", () => {
    expect(secrets).toMatchObject({ kind: "Component", metadata: { name: "secrets" }, scopes: ["chat", "notification", "relay"] });
    for (const scope of configuration.spec.secrets.scopes) expect(scope.defaultAccess).toBe("deny");
    expect(allowed(configuration)).toEqual(["kafka-relay-password", "smtp-url", "webhook-signing-key"]);
  });
});

describe("the rights of a cluster's service accounts", () => {
  const rules = parseAllDocuments(read("cluster/secret-access.yaml")).flatMap((document) => document.toJS().rules ?? []);

  test("are to read by name what the components and the functions need, nothing else", () => {
    const database = load("cluster/statestore.yaml").spec.metadata.find((item: { name: string }) => item.name === "connectionString");
    const needed = [database.secretKeyRef.name, ...allowed(load("cluster/configuration.yaml"))];
    expect(rules.flatMap((rule) => rule.resourceNames).toSorted()).toEqual(needed.toSorted());
    for (const rule of rules) expect(rule).toMatchObject({ resources: ["secrets"], verbs: ["get"] });
  });
});

function allowed(configuration: { spec: { secrets: { scopes: { storeName: string; allowedSecrets?: string[] }[] } } }): string[] {
  return configuration.spec.secrets.scopes.flatMap((scope) => scope.allowedSecrets ?? []);
}

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { programs } from "../build/programs.ts";
import { containersOf, fieldsAt, listAt, type Manifest, mappingsIn } from "../knative/plan/manifest.ts";
import { render } from "../knative/testing/kustomize.ts";

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");
const load = (path: string) => parse(read(path));
const documents = (path: string) => parseAllDocuments(read(path)).map((document) => document.toJS());
const places = ["local", "cluster"];
const apps = Object.keys(programs);

const values = (component: { spec: { metadata: { name: string; value?: string }[] } }): Record<string, string | undefined> =>
  Object.fromEntries(component.spec.metadata.map((item) => [item.name, item.value]));

/** What each program's environment names: <NAME>_SECRET: <secret>. */
const named = new Map(
  render(new URL("../knative/base", import.meta.url).pathname)
    .filter(({ metadata }) => apps.includes(metadata.name))
    .filter((manifest) => containersOf(manifest).length > 0)
    .map((manifest: Manifest) => [
      manifest.metadata.name,
      listAt(containersOf(manifest)[0], "env").flatMap(({ name, value }) => (/_SECRET$/.test(String(name)) ? [String(value)] : [])),
    ]),
);

describe.each(places)("Dapr's components in dapr/%s", (place) => {
  const state = load(`${place}/statestore.yaml`);

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

  test("secrets are for every program, and for no other app", () => {
    const { kind, metadata, scopes } = load(`${place}/secretstore.yaml`);
    expect([kind, metadata.name, scopes.toSorted()]).toEqual(["Component", "secrets", apps.toSorted()]);
  });

  test("a write of state is never repeated, and ends before the function gives it up", () => {
    const { policies, targets } = load(`${place}/resiliency.yaml`).spec;
    expect(targets.components.state).toEqual({ outbound: { timeout: "soon" } });
    expect(Number.parseInt(policies.timeouts.soon, 10)).toBeLessThan(1_000);
  });
});

describe("what a function may read", () => {
  test("begins with its own database, and no password or URL is in any environment", () => {
    expect([...named.keys()].toSorted()).toEqual(apps.toSorted());
    for (const [name, secrets] of named) expect(secrets).toContain(`database-${name}`);
    const base = render(new URL("../knative/base", import.meta.url).pathname);
    const direct = base.flatMap((manifest) => mappingsIn(manifest.kind === "KafkaSource" ? {} : manifest.spec));
    const keys = direct.map(({ secretKeyRef }) => fieldsAt(secretKeyRef)).filter(({ name }) => name !== undefined);
    // The authority of Kafka's certificates is public.
    expect(keys).toEqual([{ name: "kafka-relay", key: "ca.crt" }]);
  });

  test("is allowed by its Configuration, and nothing else is", () => {
    const configurations = new Map(documents("cluster/configuration.yaml").map((each) => [each.metadata.name, each.spec.secrets.scopes]));
    expect([...configurations.keys()].toSorted()).toEqual(apps.toSorted());
    for (const [name, [own, builtIn, ...more]] of configurations) {
      expect(own).toEqual({ storeName: "secrets", defaultAccess: "deny", allowedSecrets: named.get(name)?.toSorted() });
      expect(builtIn).toEqual({ storeName: "kubernetes", defaultAccess: "deny" });
      expect(more).toEqual([]);
    }
  });

  test("is what its service account may read by name, besides what the components need", () => {
    const database = load("cluster/statestore.yaml").spec.metadata.find((item: { name: string }) => item.name === "connectionString");
    const all = documents("cluster/secret-access.yaml");
    const rules = new Map(all.filter(({ kind }) => kind === "Role").map(({ metadata, rules: of }) => [metadata.name, of]));
    const bindings = all.filter(({ kind }) => kind === "RoleBinding");
    expect(bindings.map(({ subjects }) => subjects[0].name).toSorted()).toEqual(apps.toSorted());
    for (const { subjects, roleRef } of bindings) {
      const app = subjects[0].name;
      expect(subjects).toEqual([{ kind: "ServiceAccount", name: app }]);
      const needed = [...(named.get(app) ?? []), ...(app === "chat" ? [database.secretKeyRef.name] : [])];
      const [rule, ...more] = rules.get(roleRef.name);
      expect(rule).toEqual({ apiGroups: [""], resources: ["secrets"], resourceNames: expect.any(Array), verbs: ["get"] });
      expect([rule.resourceNames.toSorted(), more]).toEqual([needed.toSorted(), []]);
    }
  });
});

test("the daprd of the tests is the one that a cluster gets", () => {
  const [, module] = /github\.com\/dapr\/dapr v(\S+)/.exec(read("local/daprd/go.mod")) ?? [];
  const [, platform] = /^dapr=(\S+)$/m.exec(read("../clouds/platform.sh")) ?? [];
  expect(platform).toBe(module);
});

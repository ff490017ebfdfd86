import { execFileSync } from "node:child_process";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { topics } from "../kafka/topics.ts";
import { findOnPath } from "../local/parts/commands.ts";
import { sourcesOf } from "../local/source/manifests.ts";
import {
  containersOf,
  type Fields,
  fieldsAt,
  isKnativeService,
  listAt,
  type Manifest,
  manifestsOf,
  mappingsIn,
  nameOf,
} from "./plan/manifest.ts";
import { schemas } from "./schemas/schemas.ts";
import { render } from "./testing/kustomize.ts";
import { overlays, rendered, withLayer } from "./testing/rendered.ts";

const ajv = new Ajv({ allErrors: true, strict: false });
const validators = new Map(Object.entries(schemas).map(([kind, schema]) => [kind, ajv.compile(schema)]));

/** What is wrong with an object; empty when nothing is. */
function faultsOf(manifest: Manifest): string[] {
  const validate = validators.get(`${manifest.apiVersion} ${manifest.kind}`);
  if (!validate) return [`${nameOf(manifest)}: this kind has no schema`];
  validate(manifest);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${nameOf(manifest)}${instancePath} ${message}`);
}

const named = (manifests: readonly Manifest[], kind: string) => manifests.filter((manifest) => manifest.kind === kind);
const names = (manifests: readonly Manifest[], kind: string) => named(manifests, kind).map(({ metadata }) => metadata.name);
const services = (manifests: readonly Manifest[]) => manifests.filter(isKnativeService);
const service = (manifests: readonly Manifest[], name: string) => services(manifests).find(({ metadata }) => metadata.name === name)!;
const envOf = (manifest: Manifest): Fields[] => listAt(containersOf(manifest)[0], "env");
const annotationsOf = (manifest: Manifest) => fieldsAt(manifest, "spec", "template", "metadata", "annotations");
const isInner = (manifest: Manifest) => fieldsAt(manifest, "metadata", "labels")["networking.knative.dev/visibility"] === "cluster-local";

const FUNCTIONS = ["audit", "chat", "notification", "recurrence", "relay", "sync"];

describe.each(overlays)("the overlay %s", (overlay) => {
  const manifests = rendered(overlay);

  test("consists of objects that their schemas allow", () => {
    expect(manifests.flatMap(faultsOf)).toEqual([]);
    expect(manifests.length).toBeGreaterThan(30);
  });

  test("has every function once, in the namespace todo, with an account of its own", () => {
    const own = services(manifests).filter(({ metadata }) => metadata.name !== "dex");
    expect(own.map(({ metadata }) => metadata.name).sort()).toEqual(FUNCTIONS);
    for (const one of own) {
      expect(fieldsAt(one, "spec", "template", "spec").serviceAccountName).toBe(one.metadata.name);
      expect(names(manifests, "ServiceAccount")).toContain(one.metadata.name);
    }
    const elsewhere = manifests.filter(({ kind, metadata }) => kind !== "Namespace" && metadata.namespace !== "todo");
    expect(elsewhere.map(nameOf)).toEqual([]);
  });

  test("says each name once per kind", () => {
    const all = manifests.map((manifest) => `${manifest.apiVersion} ${nameOf(manifest)}`);
    expect(all.filter((one, index) => all.indexOf(one) !== index)).toEqual([]);
  });

  test("shows browsers chat and sync, and no other function", () => {
    const outer = services(manifests).filter((one) => !isInner(one));
    expect(
      outer
        .map(({ metadata }) => metadata.name)
        .filter((name) => name !== "dex")
        .sort(),
    ).toEqual(["chat", "sync"]);
  });

  test("brings every topic of events to functions that only the cluster reaches, or sync, and lists all topics", () => {
    const known = topics.map(({ name }) => name);
    const sources = named(manifests, "KafkaSource");
    for (const source of sources) {
      for (const topic of fieldsAt(source, "spec").topics as string[]) expect(known).toContain(topic);
      const sink = service(manifests, String(fieldsAt(source, "spec", "sink", "ref").name));
      expect(isInner(sink) || sink.metadata.name === "sync", nameOf(source)).toBe(true);
      const letters = fieldsAt(source, "spec", "delivery", "deadLetterSink", "ref");
      expect(names(manifests, String(letters.kind))).toContain(letters.name);
    }
    const used = sources.flatMap((source) => fieldsAt(source, "spec").topics as string[]);
    expect([...new Set(used)].sort()).toEqual(known.filter((name) => name !== "dead-letters").sort());
    for (const sink of named(manifests, "KafkaSink")) expect(known).toContain(fieldsAt(sink, "spec").topic);
  });

  test("is understood by the laptop's stand-in for KafkaSource", () => {
    const specs = sourcesOf(manifests.map((manifest) => stringify(manifest)));
    expect(specs.map(({ service: to, topics: from }) => `${from} > ${to}`).sort()).toEqual(
      [
        "task-events > recurrence",
        "task-events > notification",
        "reminders > notification",
        "task-events > audit",
        "reminders > audit",
        "task-updates > sync",
      ].sort(),
    );
  });

  test("names only settings that there are", () => {
    const data = fieldsAt(
      manifests.find(({ kind, metadata }) => kind === "ConfigMap" && metadata.name === "settings"),
      "data",
    );
    const refs = mappingsIn(manifests)
      .map(({ configMapKeyRef }) => fieldsAt(configMapKeyRef))
      .filter(({ name }) => name !== undefined);
    expect(refs.length).toBeGreaterThan(10);
    for (const { name, key } of refs) expect([name, Object.keys(data)]).toEqual(["settings", expect.arrayContaining([key])]);
    expect(JSON.stringify(data)).not.toContain(".invalid");
  });

  test("lets page, content security policy, CORS and accepted origins follow from scheme and domain", () => {
    const value = (of: string, name: string) => envOf(service(manifests, of)).find((one) => one.name === name)?.value;
    expect(value("chat", "PUBLIC_ORIGIN")).toBe("$(SCHEME)://chat.$(DOMAIN)");
    expect(value("chat", "SYNC_URL")).toBe("$(SCHEME)://sync.$(DOMAIN)");
    expect(value("sync", "ALLOWED_ORIGINS")).toBe(value("chat", "PUBLIC_ORIGIN"));
    for (const of of ["chat", "sync"]) {
      const order = envOf(service(manifests, of)).map(({ name }) => name);
      // Kubernetes fills in only what stands before.
      expect(order.indexOf("DOMAIN")).toBeLessThan(order.findIndex((name) => name === "PUBLIC_ORIGIN" || name === "ALLOWED_ORIGINS"));
    }
  });

  test("has probes at the port that is served", () => {
    for (const one of services(manifests)) {
      const container = containersOf(one)[0]!;
      const served = listAt(container, "ports")[0]?.containerPort;
      expect(fieldsAt(container, "readinessProbe", "httpGet").port, nameOf(one)).toBe(served);
      if (container.livenessProbe) expect(fieldsAt(container, "livenessProbe", "httpGet").port).toBe(served);
    }
  });

  test("keeps alive what rings, relays or holds sockets", () => {
    for (const name of ["chat", "relay", "notification", "sync"]) {
      expect(Number(annotationsOf(service(manifests, name))["autoscaling.knative.dev/min-scale"]), name).toBeGreaterThanOrEqual(1);
    }
    expect(annotationsOf(service(manifests, "relay"))["autoscaling.knative.dev/max-scale"]).toBe("1");
  });

  test("ends sockets politely before Knative cuts them", () => {
    const sync = service(manifests, "sync");
    const lifetime = Number(envOf(sync).find(({ name }) => name === "SOCKET_LIFETIME_SECONDS")?.value);
    expect(lifetime).toBeLessThan(Number(fieldsAt(sync, "spec", "template", "spec").timeoutSeconds) - 60);
  });

  test("puts daprd beside every function and the migration, each with the account that may read its own Secrets", () => {
    const pods = manifests.filter(
      ({ kind, metadata }) => [...FUNCTIONS, "migrate"].includes(metadata.name) && /^(Service|Job)$/.test(kind),
    );
    expect(pods.map(({ metadata }) => metadata.name).sort()).toEqual([...FUNCTIONS, "migrate"].sort());
    for (const one of pods) {
      const { name } = one.metadata;
      expect(annotationsOf(one)).toMatchObject({ "dapr.io/enabled": "true", "dapr.io/app-id": name, "dapr.io/config": name });
      // queue-proxy has these ports, and waiting for the app would be a circle.
      expect(["8012", "8013", "8022", "9090", "9091"]).not.toContain(annotationsOf(one)["dapr.io/metrics-port"]);
      expect(annotationsOf(one)).not.toHaveProperty("dapr.io/app-port");
    }
    for (const account of named(manifests, "ServiceAccount"))
      expect([nameOf(account), account.automountServiceAccountToken]).toEqual([nameOf(account), true]);
  });

  test("closes the network and opens it by name", () => {
    const policies = named(manifests, "NetworkPolicy");
    const closedFor = policies.find(({ metadata }) => metadata.name === "deny-all");
    expect(closedFor?.spec).toEqual({ podSelector: {}, policyTypes: ["Ingress", "Egress"] });
    const components = new Set(
      manifests
        .map((manifest) => fieldsAt(manifest, "spec", "template", "metadata", "labels")["app.kubernetes.io/component"])
        .filter(Boolean),
    );
    const selected = policies.flatMap((policy) => {
      const selector = fieldsAt(policy, "spec", "podSelector");
      const labels = fieldsAt(selector, "matchLabels")["app.kubernetes.io/component"];
      const values = listAt(selector, "matchExpressions").flatMap(({ key, values }) =>
        key === "app.kubernetes.io/component" ? (values as string[]) : [],
      );
      return labels ? [labels] : values;
    });
    for (const one of selected) expect([...components]).toContain(one);
  });

  test.skipIf(!findOnPath(["kubectl"]))("is rendered here as kubectl renders it", () => {
    const real = withLayer(overlay, (folder) => manifestsOf(execFileSync("kubectl", ["kustomize", folder], { encoding: "utf8" })));
    const sorted = (list: readonly Manifest[]) =>
      list.toSorted((a, b) => `${a.apiVersion} ${nameOf(a)}`.localeCompare(`${b.apiVersion} ${nameOf(b)}`));
    expect(sorted(withLayer(overlay, render))).toEqual(sorted(real));
  });
});

describe("the schemas", () => {
  const chat = service(rendered("minikube"), "chat");
  const changed = (change: (text: string) => string): Manifest => JSON.parse(change(JSON.stringify(chat)));

  test.each([
    ["a misspelt annotation", (text: string) => text.replace("min-scale", "minscale")],
    ["an image by tag", (text: string) => text.replace(/@sha256:[0-9a-f]+/, ":latest")],
    ["a writable root", (text: string) => text.replace('"readOnlyRootFilesystem":true', '"readOnlyRootFilesystem":false')],
    ["a timeout that would cut the drain", (text: string) => text.replace('"timeoutSeconds":60', '"timeoutSeconds":30')],
    ["a port that Knative does not know", (text: string) => text.replace('"http1"', '"web"')],
    [
      "a field that Knative would drop",
      (text: string) => text.replace('"enableServiceLinks":false', '"enableServiceLinks":false,"nodeSelector":{"a":"b"}'),
    ],
  ])("refuse %s", (_, change) => {
    expect(JSON.stringify(changed(change))).not.toBe(JSON.stringify(chat));
    expect(faultsOf(changed(change))).not.toEqual([]);
    expect(faultsOf(chat)).toEqual([]);
  });

  test("refuse a source with one delivery field missing", () => {
    const source = named(rendered("minikube"), "KafkaSource")[0]!;
    for (const field of Object.keys(fieldsAt(source, "spec", "delivery"))) {
      const copy: Manifest = structuredClone(source);
      delete fieldsAt(copy, "spec", "delivery")[field];
      expect(faultsOf(copy), field).not.toEqual([]);
    }
  });
});

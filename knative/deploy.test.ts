import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { programs } from "../build/programs.ts";
import { isKnativeService } from "./plan/manifest.ts";
import { planOf } from "./plan/plan.ts";
import { type FakeCluster, fakeCluster } from "./testing/fake-cluster.ts";
import { daprComponents, images, rendered } from "./testing/rendered.ts";

// Half of the functions are enough to see an order, and every call of a client is a process.
const manifests = rendered("minikube").filter(
  (manifest) => !isKnativeService(manifest) || ["audit", "sync", "relay", "chat"].includes(manifest.metadata.name),
);
const text = manifests.map((manifest) => stringify(manifest)).join("---\n");
const plan = planOf([...manifests, ...daprComponents()]);
const revisionOf = Object.fromEntries(plan.services.map(({ name, revision }) => [name, revision]));
const pins = join(mkdtempSync(join(tmpdir(), "todo-pins-")), "images.env");
writeFileSync(pins, images.map(({ program, repository, digest }) => `${program}=${repository}@${digest}\n`).join(""));

let cluster: FakeCluster;
beforeEach(() => {
  cluster = fakeCluster(text);
  cluster.set({ secrets: plan.secrets });
});

function script(name: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(join(import.meta.dirname, name), args, {
    encoding: "utf8",
    env: { ...process.env, PATH: `${cluster.path}:${process.env.PATH}` },
  });
  return { status, stdout, stderr };
}
const deploy = (...args: string[]) => script("deploy.sh", "minikube", "--images", pins, ...args);
/** What was changed, not only tried. */
const changes = () => cluster.calls().filter((call) => !call.includes("--dry-run=server") && !call.startsWith("curl"));
const served = (name: string) => changes().filter((call) => call.startsWith(`kn service`) && call.split(" ")[3] === name);

describe("deploy.sh", () => {
  test("tries everything first, migrates, then replaces consumers before producers, then the sources", () => {
    const { status, stderr } = deploy();
    expect([status, stderr]).toEqual([0, ""]);
    const calls = cluster.calls();
    const firstChange = calls.findIndex((call) => call.startsWith("kubectl apply") && !call.includes("--dry-run"));
    expect(calls.slice(0, firstChange).every((call) => call.includes("--dry-run=server --validate=strict"))).toBe(true);
    const order = changes()
      .map((call) => /service apply (\w+)|-f (\w+)\.yaml/.exec(call))
      .flatMap((found) => found?.[1] ?? found?.[2] ?? []);
    expect(order).toEqual(["accounts", "objects", "job", "audit", "sync", "relay", "chat", "sources"]);
    expect(cluster.state().serving).toEqual(revisionOf);
  });

  test("with --migrate brings the database up to date and leaves every function as it is", () => {
    cluster.set({ serving: { chat: "chat-old" }, revisions: { chat: ["chat-old"] } });
    const { status, stdout, stderr } = deploy("--migrate");
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("The database is up to date.");
    const order = changes().flatMap((call) => /^kubectl apply .*-f (\w+)\.yaml/.exec(call)?.[1] ?? []);
    expect(order).toEqual(["accounts", "objects", "job"]);
    expect(cluster.calls().filter((call) => /^(kn|curl)/.test(call))).toEqual([]);
    expect(cluster.state().serving).toEqual({ chat: "chat-old" });
  });

  test("with --migrate checks all that a deployment checks", () => {
    cluster.set({ secrets: plan.secrets.filter((secret) => !secret.startsWith("database-chat ")) });
    const { status, stderr } = deploy("--migrate");
    expect([status, stderr]).toEqual([1, expect.stringContaining("database-chat (exactly one key)")]);
    expect(changes()).toEqual([]);
  });

  test("refuses a Secret of two keys where Dapr gives a function all of them", () => {
    cluster.set({ secrets: [...plan.secrets, "database-chat another"] });
    expect(deploy().stderr).toContain("database-chat (exactly one key)");
    expect(changes()).toEqual([]);
  });

  test("asks the page's origins at the end", () => {
    deploy();
    const asked = cluster
      .calls()
      .filter((call) => call.startsWith("curl"))
      .map((call) => call.split(" ").at(-1));
    expect(asked).toEqual([
      "http://chat.todo.apps.test/health/readiness",
      "http://chat.todo.apps.test/page-config.json",
      "http://sync.todo.apps.test/health/readiness",
    ]);
  });

  test("done twice, replaces nothing", () => {
    deploy();
    const before = changes().filter((call) => call.startsWith("kn")).length;
    expect(deploy().stdout).toContain(`chat: ${revisionOf.chat} serves already`);
    expect(changes().filter((call) => call.startsWith("kn")).length).toBe(before);
  });

  test("holds all traffic at the old revision until the new one is ready, then moves a part of the browsers", () => {
    cluster.set({ serving: { chat: "chat-old", audit: "audit-old" }, revisions: { chat: ["chat-old"], audit: ["audit-old"] } });
    expect(deploy("--canary", "10").status).toBe(0);
    expect(served("chat").map((call) => call.replaceAll(revisionOf.chat!, "NEW"))).toEqual([
      "kn service update chat --traffic chat-old=100 --no-wait",
      expect.stringMatching(/^kn service apply chat -f service-chat\.yaml --wait /),
      "kn service update chat --traffic chat-old=90 --traffic NEW=10 --tag NEW=candidate --no-wait",
    ]);
    expect(served("audit").at(-1)).toBe(`kn service update audit --traffic ${revisionOf.audit}=100 --no-wait`);
  });

  test("stops at a revision that does not become ready, which gets no traffic", () => {
    cluster.set({ serving: { sync: "sync-old" }, revisions: { sync: ["sync-old"] }, broken: ["sync"] });
    const { status, stderr } = deploy();
    expect(status).toBe(1);
    expect(stderr).toContain("sync-old keeps all traffic of sync");
    expect(served("relay")).toEqual([]);
    expect(changes().some((call) => call.includes("sources.yaml"))).toBe(false);
    expect(cluster.state().serving.sync).toBe("sync-old");
  });

  test("rolls back to the newest ready revision before the serving one", () => {
    cluster.set({ serving: { chat: "chat-3" }, revisions: { chat: ["chat-1", "!chat-2", "chat-3", "chat-4"] } });
    expect(script("deploy.sh", "minikube", "--rollback").status).toBe(0);
    expect(served("chat")).toEqual(["kn service update chat --traffic chat-1=100 --no-wait"]);
  });

  test.each([
    ["another cluster", { context: "gke_prod" }, [], "does not look like minikube"],
    ["a context that is not the named one", {}, ["--context", "elsewhere"], "is minikube, not elsewhere"],
    [
      "a cluster without Kafka sources",
      { crds: ["services.serving.knative.dev", "revisions.serving.knative.dev"] },
      [],
      "does not know kafkasources.sources.knative.dev",
    ],
    ["missing Secrets", { secrets: [] }, [], "database-chat (exactly one key)"],
    ["an object with a field that the server does not know", { takes: false }, [], "unknown field"],
  ])("changes nothing in %s", (_, state, args, message) => {
    cluster.set(state);
    const { status, stderr } = deploy(...args);
    expect(status).toBe(1);
    expect(stderr).toContain(message);
    expect(changes()).toEqual([]);
  });

  test.each([
    ["an image by tag", `${Object.keys(programs)[0]}=ghcr.io/x/chat:latest\n`, "not pinned by a digest"],
    ["no file of images", null, "build/images.sh"],
  ])("changes nothing with %s", (_, content, message) => {
    const file = join(mkdtempSync(join(tmpdir(), "todo-pins-")), "images.env");
    if (content !== null) writeFileSync(file, content);
    expect(existsSync(file)).toBe(content !== null);
    const { status, stderr } = script("deploy.sh", "minikube", "--images", file);
    expect(status).toBe(1);
    expect(stderr).toContain(message);
    expect(changes()).toEqual([]);
  });

  test("refuses overlays and options that there are not", () => {
    expect(script("deploy.sh").stderr).toContain("one of: aks gke minikube oke");
    expect(script("deploy.sh", "mars").status).toBe(1);
    expect(script("deploy.sh", "minikube", "--force").stderr).toContain("Unknown argument --force");
    expect(script("deploy.sh", "minikube", "--canary", "0").status).toBe(1);
    expect(changes()).toEqual([]);
  });
});

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { rightsOfManifests } from "../kafka/managed/rights.ts";
import { topics } from "../kafka/topics.ts";

const folder = fileURLToPath(new URL(".", import.meta.url));
const read = (name: string): string => readFileSync(`${folder}/${name}`, "utf8");
const clouds = ["aks", "gke", "oke"];
const terraform = (cloud: string): string =>
  readdirSync(`${folder}/${cloud}`)
    .filter((name) => name.endsWith(".tf"))
    .map((name) => read(`${cloud}/${name}`))
    .join("\n");
/** The bodies of blocks of a kind at the top of a file, by their last label. */
const blocks = (source: string, kind: string): Map<string, string> =>
  new Map(
    [...source.matchAll(new RegExp(`^${kind} .*?"([\\w-]+)" \\{\\n(.*?)^\\}`, "gms"))].map(([, name, body]) => [name ?? "", body ?? ""]),
  );

describe.each(clouds)("clouds/%s", (cloud) => {
  const source = terraform(cloud);

  test("pins Terraform and every provider", () => {
    const versions = read(`${cloud}/versions.tf`);
    expect(versions).toMatch(/required_version = ">= 1\.\d+\.0, < 2\.0\.0"/);
    const providers = [...versions.matchAll(/source\s+= "(\S+)"\s+version = "(.*)"/g)];
    expect(providers.map(([, name]) => name)).toContain("hashicorp/random");
    for (const [, , version] of providers) expect(version).toMatch(/^~> \d+\.\d+$/);
    expect(versions).toMatch(/backend "\w+" \{/);
  });

  test("describes each variable and output, and checks what can be mistaken", () => {
    for (const [name, body] of blocks(source, "variable")) {
      expect([name, body]).toEqual([name, expect.stringMatching(/description\s+= ".+\."/)]);
      expect([name, body]).toEqual([name, expect.stringMatching(/type\s+=/)]);
      if (!/type\s+= bool/.test(body)) expect([name, body]).toEqual([name, expect.stringMatching(/validation \{/)]);
    }
    for (const [name, body] of blocks(source, "output"))
      expect([name, body]).toEqual([name, expect.stringMatching(/description = ".+\."/)]);
  });

  test("has the outputs that its page and the others name", () => {
    const names = [...blocks(source, "output").keys()];
    expect(names).toEqual(
      expect.arrayContaining([
        "kubeconfig_command",
        "registry",
        "database_host",
        "database_password",
        "kafka_bootstrap",
        "deploy_identity",
      ]),
    );
    for (const [, name] of read(`${cloud}/README.md`).matchAll(/terraform output (?:-\w+ )*(\w+)/g)) expect(names).toContain(name);
  });

  test("hides what is secret", () => {
    for (const [name, body] of blocks(source, "output")) {
      if (/password|connection_string/.test(body)) expect([name, body]).toEqual([name, expect.stringMatching(/sensitive\s+= true/)]);
    }
  });

  test("gives the workflow the variables that it reads", () => {
    const workflow = readFileSync(`${folder}/../.github/workflows/deploy.yml`, "utf8");
    const prefix = { aks: "AZURE_", gke: "GOOGLE_", oke: "OKE_" }[cloud] ?? "";
    const asked = new Set([...workflow.matchAll(/vars\.(\w+)/g)].map(([, name]) => name ?? "").filter((name) => name.startsWith(prefix)));
    const given = blocks(source, "output").get("deploy_identity") ?? "";
    // The certificate has no output: it is in the kubeconfig.
    for (const name of asked) if (name !== "OKE_CERTIFICATE") expect(given).toMatch(new RegExp(`^\\s+${name}\\s+=`, "m"));
  });

  test("has a page from the empty account to the teardown, with what it costs", () => {
    const page = read(`${cloud}/README.md`);
    expect([...page.matchAll(/^## (.*)$/gm)].map(([, title]) => title)).toEqual([
      "From an empty account",
      "Upgrade",
      "Restore",
      "Rotation",
      "Teardown",
    ]);
    expect(page).toMatch(/a month/);
    expect(page).toContain(`overlay \`${cloud}\``);
  });
});

describe("Kafka as a service", () => {
  test.each(["aks", "gke"])("at %s takes its topics from the operator's manifests, which Terraform can split", (cloud) => {
    expect(read(`${cloud}/kafka.tf`)).toMatch(
      /split\("\\n---\\n", file\("\$\{path\.module\}\/\.\.\/\.\.\/kafka\/strimzi\/base\/topics\.yaml"\)\)/,
    );
    // What that expression does: one document to a part.
    const parts = readFileSync(`${folder}/../kafka/strimzi/base/topics.yaml`, "utf8").split("\n---\n");
    expect(parts.map((part) => parse(part).metadata.name)).toEqual(topics.map((topic) => topic.name));
    const users = readFileSync(`${folder}/../kafka/strimzi/base/users.yaml`, "utf8");
    expect(users.split("\n---\n").map((part) => parse(part))).toEqual(parseAllDocuments(users).map((document) => document.toJS()));
  });

  test("at Azure fits a Standard namespace", () => {
    expect(topics.length).toBeLessThanOrEqual(10);
    for (const topic of topics) expect(topic.partitions).toBeLessThanOrEqual(32);
  });

  test("at Azure lets each user send or listen as the manifests let it write or read", () => {
    const names = { relay: "relay", sources: "sources", deadLetters: "dead-letters" };
    for (const [user, name] of Object.entries(names)) {
      const operations = rightsOfManifests()
        .filter((right) => right.user === user && right.resource === "topic")
        .map((right) => right.operation);
      const expected = `{ send = ${operations.includes("Write")}, listen = ${operations.includes("Read")} }`;
      expect(read("aks/kafka.tf")).toMatch(new RegExp(`^\\s+${name}\\s+= ${expected.replace(/[{}]/g, "\\$&")}$`, "m"));
    }
  });
});

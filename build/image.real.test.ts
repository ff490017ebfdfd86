import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve } from "@hono/node-server";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { buildIssuer } from "../local/issuer/app.ts";
import { openKeys } from "../local/issuer/keys.ts";
import { signIn } from "../local/issuer/sign-in.ts";
import { freePort } from "../local/parts/free-port.ts";
import { startCollector } from "../local/testing/collector.ts";
import { testDatabase } from "../local/testing/database.ts";
import { bundle } from "./bundle.ts";
import { type ProgramName, programsNamed } from "./programs.ts";
import { settingsOfNobody, warm } from "./warm.ts";

/** What is left of an image without Docker: the bundle in a tree that its user cannot write, and the environment that Knative gives. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
const db = await testDatabase();
const folder = mkdtempSync(join(tmpdir(), "todo-image-"));
const children: ChildProcess[] = [];
const names = programsNamed([]);

beforeAll(async () => {
  chmodSync(folder, 0o755);
  for (const name of names) {
    await bundle(name, join(folder, name));
    const cache = join(folder, name, "compile-cache");
    mkdirSync(cache);
    if (NOBODY.uid) chownSync(cache, NOBODY.uid, NOBODY.gid);
  }
}, 120_000);
afterAll(() => {
  for (const child of children) child.kill("SIGKILL");
  walk(folder, (path, mode) => chmodSync(path, mode | 0o700));
  rmSync(folder, { recursive: true, force: true });
});

function walk(path: string, visit: (path: string, mode: number) => void): void {
  const { mode } = statSync(path);
  visit(path, mode & 0o777);
  if (statSync(path).isDirectory()) for (const name of readdirSync(path)) walk(join(path, name), visit);
}

function start(name: ProgramName, env: Record<string, string>) {
  const child = spawn(process.execPath, ["main.cjs"], {
    cwd: join(folder, name),
    env: { ...env, NODE_ENV: "production", NODE_OPTIONS: "--enable-source-maps", NODE_COMPILE_CACHE: join(folder, name, "compile-cache") },
    ...NOBODY,
  });
  children.push(child);
  let output = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  child.stderr.on("data", (chunk) => (output += chunk));
  const ended = new Promise<number | string | null>((resolve) => child.once("close", (code, signal) => resolve(signal ?? code)));
  return { child, ended, output: () => output };
}

const knative = (name: string) => ({
  K_SERVICE: name,
  K_REVISION: `${name}-00001`,
  K_CONFIGURATION: name,
  HOSTNAME: `${name}-00001-deployment-0`,
});

describe.each(names.filter((name) => name !== "migrate"))("the image of %s", (name) => {
  test("fills its compile cache when it is built, and starts and ends without anything around it", async () => {
    const { files } = await warm(join(folder, name, "main.cjs"), join(folder, name, "compile-cache"), NOBODY);
    expect(files).toBeGreaterThan(0);
    walk(join(folder, name), (path, mode) => chmodSync(path, mode & 0o555));
  });

  test("listens at PORT as an unprivileged user in a read-only tree, and ends within queue-proxy's patience with nothing lost", async () => {
    const { child, ended, output } = start(name, { ...settingsOfNobody, DATABASE_URL: db.url, ...knative(name) });
    await expect.poll(output, { timeout: 30_000, interval: 20 }).toContain('"listening"');
    const line = JSON.parse(
      output()
        .split("\n")
        .find((one) => one.includes('"listening"'))!,
    );
    expect(line).toMatchObject({ function: name, revision: `${name}-00001` });
    const url = `http://127.0.0.1:${line.port}`;
    await expect.poll(async () => (await fetch(`${url}/health/readiness`)).status, { timeout: 10_000 }).toBe(200);
    expect((await fetch(`${url}/health/liveness`)).status).toBe(200);

    // A delivery whose body is still on its way when the end comes.
    const answered = Promise.withResolvers<number | undefined>();
    const headers = {
      "content-type": "application/json",
      "ce-id": "1",
      "ce-source": "/x",
      "ce-type": "x",
      "ce-specversion": "1.0",
      "transfer-encoding": "chunked",
    };
    const request = http.request(url, { method: "POST", headers }, (response) =>
      response.resume().on("end", () => answered.resolve(response.statusCode)),
    );
    request.on("error", answered.reject);
    request.write("{");
    await expect.poll(() => request.socket?.bytesWritten ?? 0, { timeout: 5_000 }).toBeGreaterThan(100);
    await fetch(`${url}/health/liveness`);
    child.kill("SIGTERM");
    await expect.poll(output, { timeout: 5_000 }).toContain('"stopping"');
    request.end("}");
    expect(await answered.promise, output()).toBeLessThan(500);
    // The connection that is idle now is the client's to keep, and nothing to wait for.
    const last = performance.now();
    expect(await ended).toBe(0);
    expect(performance.now() - last).toBeLessThan(2_500);
    expect(output()).not.toMatch(/EROFS|EACCES/);
  });

  test("names in its bill what is in it", () => {
    const bill = JSON.parse(readFileSync(join(folder, name, "sbom.cdx.json"), "utf8"));
    const components: { name: string; version: string; hashes: unknown[] }[] = bill.components;
    expect(components.map((one) => one.name)).toEqual(expect.arrayContaining(["pg", "pino"]));
    expect(components.map((one) => one.name)).not.toContain("vitest");
    expect(components.some((one) => one.name === "hono")).toBe(name === "chat"); // decision 011
    expect(components.every(({ version, hashes }) => version !== "" && hashes.length === 1)).toBe(true);
    expect(existsSync(join(folder, name, "main.cjs.map"))).toBe(true);
  });
});

test("the image of chat has with it what only an assistant's first message imports", async () => {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const options = { issuer, clientId: "todo", origins: [], keys: await openKeys(mkdtempSync(join(tmpdir(), "issuer-"))), tokenSeconds: 60 };
  const provider = serve({ fetch: buildIssuer(options).fetch, port, hostname: "127.0.0.1" });
  const identity = { OIDC_ISSUER: issuer, OIDC_AUDIENCE: "todo", OIDC_JWKS_URL: `${issuer}/jwks` };
  const { child, ended, output } = start("chat", { ...settingsOfNobody, ...identity, DATABASE_URL: db.url });
  await expect.poll(output, { timeout: 30_000, interval: 20 }).toContain('"listening"');
  const response = await fetch(`http://127.0.0.1:${/"port":(\d+)/.exec(output())![1]}/mcp`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${await signIn(issuer, "ada")}`,
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
    },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" }),
  });
  expect(await response.text(), output()).toContain('"create_task"');
  child.kill("SIGTERM");
  await ended;
  provider.close();
});

test("an image has in its one file what exports spans, and sends the last ones before it ends", async () => {
  const collector = await startCollector();
  const tracing = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
  const { child, ended, output } = start("recurrence", { ...settingsOfNobody, DATABASE_URL: db.url, ...knative("recurrence"), ...tracing });
  await expect.poll(output, { timeout: 30_000, interval: 20 }).toContain('"listening"');
  const port = /"port":(\d+)/.exec(output())?.[1];
  await fetch(`http://127.0.0.1:${port}`, { method: "POST", headers: { "content-type": "application/json", "ce-type": "x" }, body: "{}" });
  child.kill("SIGTERM");
  expect([await ended, output()]).toEqual([0, expect.not.stringMatching(/EROFS|EACCES/)]);
  expect(collector.spans).toMatchObject([{ service: "recurrence", kind: 5, attributes: { "http.response.status_code": 400 } }]);
  collector.close();
});

describe("the image of migrate", () => {
  test("brings an empty database up to date from its own folder, and finds nothing to do afterwards", async () => {
    const server = new URL(inject("postgresUrl"));
    const name = `image_${process.pid}`;
    const client = new pg.Client({ connectionString: server.href });
    await client.connect();
    await client.query(`create database ${name}`);
    await client.end();
    server.pathname = `/${name}`;
    walk(join(folder, "migrate"), (path, mode) => chmodSync(path, mode & 0o555));
    const first = start("migrate", { DATABASE_URL: server.href });
    expect([await first.ended, first.output()]).toEqual([0, expect.stringMatching(/^Applied 0001-roles, .*\.\n$/)]);
    const second = start("migrate", { DATABASE_URL: server.href });
    expect([await second.ended, second.output()]).toEqual([0, "Nothing to apply.\n"]);
  });

  test("ends with 1 and one line when the database is not there", async () => {
    const { ended, output } = start("migrate", { DATABASE_URL: settingsOfNobody.DATABASE_URL });
    expect(await ended).toBe(1);
    expect(output().trim().split("\n").length).toBe(1);
  });
});

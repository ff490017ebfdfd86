import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { daprd } from "../../local/parts/daprd.ts";
import { freePort } from "../../local/parts/free-port.ts";
import { partOrSkip } from "../../local/parts/part-or-skip.ts";
import { type Sidecar, startSidecar } from "../../local/parts/sidecar.ts";
import { testDatabase } from "../../local/testing/database.ts";

const db = await testDatabase();
const executable = await partOrSkip("daprd", () => daprd());
const folder = mkdtempSync(join(tmpdir(), "todo-recurrence-"));
const secretsFile = join(folder, "secrets.json");
writeFileSync(secretsFile, JSON.stringify({ "database-recurrence": db.url }));
const children: ChildProcess[] = [];
const sidecars: Sidecar[] = [];
afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await Promise.all(sidecars.map((sidecar) => sidecar.stop()));
  rmSync(folder, { recursive: true, force: true });
});

/** Starts the function with this environment and no other. */
function start(env: Record<string, string>) {
  const child = spawn(process.execPath, [join(import.meta.dirname, "main.ts")], {
    env: { HOST: "127.0.0.1", PORT: "0", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  let output = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  child.stderr.on("data", (chunk) => (output += chunk));
  return { child, output: () => output, ended: once(child, "exit") };
}

describe.skipIf(executable === null)("recurrence beside a real daprd", { timeout: 60_000 }, () => {
  it("waits for a daprd that starts after it, and finds its database through it", async () => {
    const httpPort = await freePort();
    const { child, output, ended } = start({ DATABASE_URL_SECRET: "database-recurrence", DAPR_HTTP_PORT: String(httpPort) });
    sidecars.push(await startSidecar({ executable: executable!, appId: "recurrence", httpPort, env: { SECRETS_FILE: secretsFile } }));
    await expect.poll(output, { timeout: 20_000, interval: 20 }).toContain('"listening"');
    const port = /"port":(\d+)/.exec(output())?.[1];
    expect((await fetch(`http://127.0.0.1:${port}/health/readiness`)).status).toBe(200);
    child.kill("SIGTERM");
    expect((await ended)[0]).toBe(0);
  });

  it("is stopped with one line when the secret is another function's", async () => {
    const [sidecar] = sidecars;
    const { output, ended } = start({ DATABASE_URL_SECRET: "database-chat", DAPR_HTTP_PORT: String(sidecar?.httpPort) });
    expect((await ended)[0]).toBe(1);
    expect(output().trim()).toMatch(
      /^Cannot start: DATABASE_URL cannot be read: The secret "database-chat" is missing or may not be read: .*\.$/,
    );
  });
});

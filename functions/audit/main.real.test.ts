import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, it } from "vitest";
import { testDatabase } from "../../local/testing/database.ts";

const db = await testDatabase();
const program = join(import.meta.dirname, "main.ts");
const settings = {
  DATABASE_URL: db.url,
  PORT: "0",
  HOST: "127.0.0.1",
  OIDC_ISSUER: "http://127.0.0.1:9",
  OIDC_AUDIENCE: "todo",
  OIDC_JWKS_URL: "http://127.0.0.1:9/keys",
};
const run = (env: Record<string, string>) => spawn(process.execPath, [program], { env: { PATH: process.env.PATH, ...env } });

describe("the process of audit", () => {
  it("names everything that its environment lacks, and ends with 1", async () => {
    const child = run({ PORT: "many" });
    let said = "";
    child.stderr.on("data", (data) => {
      said += data;
    });
    const [code] = await once(child, "close");
    expect(code).toBe(1);
    for (const name of ["PORT", "DATABASE_URL", "OIDC_ISSUER", "OIDC_AUDIENCE", "OIDC_JWKS_URL"]) expect(said).toContain(name);
    expect(said.trim().split("\n").length).toBe(1);
  });

  it("is ready when its database is, cannot check a token without keys, and ends with 0", async () => {
    const child = run(settings);
    const closed = once(child, "close");
    for await (const line of createInterface({ input: child.stdout })) {
      const { msg, port } = JSON.parse(line) as { msg: string; port: number };
      if (msg !== "listening") continue;
      const url = `http://127.0.0.1:${port}`;
      expect((await fetch(`${url}/health/readiness`)).status).toBe(200);
      expect((await fetch(`${url}/history`)).status).toBe(401);
      const token = `${btoa('{"alg":"ES256"}')}.${btoa('{"sub":"x"}')}.AAAA`.replaceAll("=", "");
      expect((await fetch(`${url}/history`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(503);
      child.kill("SIGTERM");
      break;
    }
    expect(await closed).toEqual([0, null]);
  });
});

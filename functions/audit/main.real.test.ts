import { describe, expect, it } from "vitest";
import { testDatabase } from "../../local/testing/database.ts";
import { startFunction } from "../../local/testing/function-process.ts";

const db = await testDatabase();
const settings = {
  DATABASE_URL: db.url,
  OIDC_ISSUER: "http://127.0.0.1:9",
  OIDC_AUDIENCE: "todo",
  OIDC_JWKS_URL: "http://127.0.0.1:9/keys",
};
const start = (env: Record<string, string>) => startFunction("functions/audit/main.ts", env);

describe("the process of audit", () => {
  it("names everything that its environment lacks, and ends with 1", async () => {
    const { output, exit } = await start({ PORT: "many" });
    expect(await exit).toBe(1);
    for (const name of ["PORT", "DATABASE_URL", "OIDC_ISSUER", "OIDC_AUDIENCE", "OIDC_JWKS_URL"]) expect(output()).toContain(name);
    expect(output().trim().split("\n").length).toBe(1);
  });

  it("is ready when its database is, cannot check a token without keys, and ends with 0", async () => {
    const { child, url, exit } = await start(settings);
    expect((await fetch(`${url}/health/readiness`)).status).toBe(200);
    expect((await fetch(`${url}/history`)).status).toBe(401);
    const token = `${btoa('{"alg":"ES256"}')}.${btoa('{"sub":"x"}')}.AAAA`.replaceAll("=", "");
    expect((await fetch(`${url}/history`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(503);
    child.kill("SIGTERM");
    expect(await exit).toBe(0);
  });
});

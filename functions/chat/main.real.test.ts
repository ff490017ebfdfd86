import { expect, it } from "vitest";
import { testDatabase } from "../../local/testing/database.ts";
import { startFunction } from "../../local/testing/function-process.ts";

const db = await testDatabase();
const start = (env: Record<string, string>) => startFunction("functions/chat/main.ts", env);
const nowhere = "http://127.0.0.1:9";

it("names everything that its environment lacks in one line, and ends with 1", async () => {
  const { output, exit } = await start({ SYNC_URL: "ws://127.0.0.1:9" });
  expect(await exit).toBe(1);
  const names = [
    "DATABASE_URL",
    "OIDC_ISSUER",
    "OIDC_AUDIENCE",
    "OIDC_JWKS_URL",
    "AUDIT_URL",
    "OIDC_CLIENT_ID",
    "PUBLIC_ORIGIN",
    "SYNC_URL",
  ];
  for (const name of names) expect(output()).toContain(name);
  expect(output().trim().split("\n")).toHaveLength(1);
});

it("serves the page and the API without Kafka, audit, sync or an issuer that answers, and ends with 0", async () => {
  const { child, url, exit } = await start({
    DATABASE_URL: db.url,
    OIDC_ISSUER: nowhere,
    OIDC_AUDIENCE: "todo",
    OIDC_JWKS_URL: `${nowhere}/keys`,
    AUDIT_URL: nowhere,
    SYNC_URL: nowhere,
    OIDC_CLIENT_ID: "todo",
    PUBLIC_ORIGIN: "http://127.0.0.1:8080",
  });
  expect((await fetch(`${url}/health/readiness`)).status).toBe(200);
  expect((await fetch(url)).headers.get("content-type")).toContain("text/html");
  expect((await fetch(`${url}/api/v1/tasks`)).status).toBe(401);
  child.kill("SIGTERM");
  expect(await exit).toBe(0);
});

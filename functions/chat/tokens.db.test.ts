import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Problem, User } from "@todo/shared/contracts/types.ts";
import { openAuthenticate, userIdOf } from "@todo/shared/host/authenticate.ts";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { pino } from "pino";
import { afterAll, describe, expect, it } from "vitest";
import { testDatabase } from "../../local/testing/database.ts";
import { testApi } from "./testing/api.ts";

const db = await testDatabase();
const { privateKey, publicKey } = await generateKeyPair("ES256");
const stranger = await generateKeyPair("ES256");
const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: "k1", alg: "ES256" }] };
const server = createServer((_, response) => response.end(JSON.stringify(keys)));
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const lines: string[] = [];
const log = pino({ level: "info" }, { write: (line: string) => void lines.push(line) });
const { person } = testApi(db, { log, authenticate: openAuthenticate({ issuer, audience: "todo", jwksUrl: `${issuer}/jwks` }) });

type Claims = { issuer?: string; audience?: string; expires?: string; key?: typeof privateKey; subject?: string };
const token = (claims: Claims = {}) =>
  new SignJWT({ email: "ada@example.org" })
    .setProtectedHeader({ alg: "ES256", kid: "k1" })
    .setSubject(claims.subject ?? "ada")
    .setIssuer(claims.issuer ?? issuer)
    .setAudience(claims.audience ?? "todo")
    .setIssuedAt()
    .setExpirationTime(claims.expires ?? "10m")
    .sign(claims.key ?? privateKey);

describe("a real token", () => {
  it("says who it is, also when it comes for the first time", async () => {
    const { body } = await person(await token()).call<User>("GET", "/api/v1/me");
    expect(body).toMatchObject({ id: userIdOf(issuer, "ada"), email: "ada@example.org" });
  });

  it.each<[string, Claims]>([
    ["another issuer", { issuer: "https://elsewhere.example" }],
    ["another audience", { audience: "other" }],
    ["an end in the past", { expires: "-1m" }],
    ["somebody else's key", { key: stranger.privateKey }],
  ])("of %s is refused", async (_, claims) => {
    const answer = await person(await token(claims)).call<Problem>("GET", "/api/v1/me");
    expect(answer).toMatchObject({ status: 401, body: { code: "token-invalid" } });
    expect(answer.headers.get("www-authenticate")).toBe("Bearer");
  });

  it("unsigned is refused", async () => {
    const [head, payload] = [{ alg: "none" }, { sub: "ada", iss: issuer, aud: "todo", exp: 4_102_444_800 }].map((part) =>
      Buffer.from(JSON.stringify(part)).toString("base64url"),
    );
    expect((await person(`${head}.${payload}.`).call("GET", "/api/v1/me")).status).toBe(401);
  });
});

describe("the log", () => {
  it("has one line per request that says what happened, and nothing that was written", async () => {
    const { call } = person(await token({ subject: randomUUID() }));
    lines.length = 0;
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    const made = await call("POST", "/api/v1/tasks", { title: "a-secret" }, { traceparent, "x-request-id": "r-1" });
    await call("GET", "/api/v1/tasks?q=a-secret");
    await call("POST", "/api/v1/tasks", '{"title":"a-secret"');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { method: "POST", route: "/api/v1/tasks", status: 201, requestId: "r-1", correlationId: made.headers.get("command-id"), traceparent },
      { method: "GET", route: "/api/v1/tasks", status: 200 },
      { method: "POST", route: "/api/v1/tasks", status: 400 },
    ]);
    expect(lines.join("")).not.toContain("a-secret");
    expect(made.headers.get("x-request-id")).toBe("r-1");
    for (const name of ["x-content-type-options", "content-security-policy", "referrer-policy", "strict-transport-security"]) {
      expect(made.headers.get(name)).toBeTruthy();
    }
  });
});

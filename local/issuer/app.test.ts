import { mkdtempSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve } from "@hono/node-server";
import { openAuthenticate, userIdOf } from "@todo/shared/host/authenticate.ts";
import { afterAll, describe, expect, it } from "vitest";
import { freePort } from "../parts/free-port.ts";
import { buildIssuer } from "./app.ts";
import { openKeys } from "./keys.ts";
import { signIn } from "./sign-in.ts";

const port = await freePort();
const issuer = `http://127.0.0.1:${port}`;
const keys = await openKeys(mkdtempSync(join(tmpdir(), "issuer-")));
const app = buildIssuer({ issuer, clientId: "todo", origins: ["http://127.0.0.1:1"], keys, tokenSeconds: 600 });
const server = serve({ fetch: app.fetch, port, hostname: "127.0.0.1" });
afterAll(() => void server.close());
const query = (extra: Record<string, string>) =>
  new URLSearchParams({
    response_type: "code",
    client_id: "todo",
    code_challenge: "x",
    code_challenge_method: "S256",
    redirect_uri: "http://127.0.0.1/",
    ...extra,
  });

describe("the laptop's issuer", () => {
  it("signs in by code and PKCE, and its tokens pass the functions' own check", async () => {
    expect((server.address() as AddressInfo).address).toBe("127.0.0.1");
    const authenticate = openAuthenticate({ issuer, audience: "todo", jwksUrl: `${issuer}/jwks` });
    const identity = await authenticate(await signIn(issuer, "Ada"));
    expect(identity).toMatchObject({ userId: userIdOf(issuer, "ada"), subject: "ada", email: "ada@localhost.example" });
    const elsewhere = openAuthenticate({ issuer, audience: "another", jwksUrl: `${issuer}/jwks` });
    await expect(elsewhere(await signIn(issuer, "ada"))).rejects.toMatchObject({ status: 401 });
  });

  it("gives a code out once, and only to who can prove that they asked", async () => {
    const answer = await app.request(`/authorize?${query({ login_hint: "ada" })}`);
    const code = new URL(answer.headers.get("location")!).searchParams.get("code")!;
    const form = { grant_type: "authorization_code", code, client_id: "todo", redirect_uri: "http://127.0.0.1/", code_verifier: "guess" };
    const post = () => app.request("/token", { method: "POST", body: new URLSearchParams(form).toString() });
    expect((await post()).status).toBe(400);
    expect((await post()).status).toBe(400);
  });

  it.each([
    ["another machine", { redirect_uri: "https://evil.example/" }],
    ["no proof key", { code_challenge_method: "plain" }],
  ])("refuses %s", async (_, extra) => {
    expect((await app.request(`/authorize?${query({ login_hint: "ada", ...extra })}`)).status).toBe(400);
  });

  it("makes every client that comes back to this machine the one that the functions know, and no other", async () => {
    const register = (body: string) => app.request("/register", { method: "POST", body });
    const answer = await register(JSON.stringify({ redirect_uris: ["https://elsewhere.example/", "http://localhost:33418/"] }));
    expect([answer.status, await answer.json()]).toMatchObject([201, { client_id: "todo", redirect_uris: ["http://localhost:33418/"] }]);
    for (const body of ['{"redirect_uris":["https://elsewhere.example/"]}', '{"redirect_uris":[7]}', "{}", "null", "{"])
      expect((await register(body)).status).toBe(400);
  });

  it("asks for the name when none, or no possible one, is given, and escapes what it was given", async () => {
    const page = await (await app.request(`/authorize?${query({ state: '"><script>alert(1)</script>' })}`)).text();
    expect(page).toContain("Your name");
    expect(page).not.toContain("<script>alert");
  });
});

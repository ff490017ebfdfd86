import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve } from "@hono/node-server";
import { Client, type OAuthClientProvider, StreamableHTTPClientTransport, UnauthorizedError } from "@modelcontextprotocol/client";
import { openAuthenticate } from "@todo/shared/host/authenticate.ts";
import { afterAll, describe, expect, it } from "vitest";
import { buildIssuer } from "../../../local/issuer/app.ts";
import { openKeys } from "../../../local/issuer/keys.ts";
import { signIn } from "../../../local/issuer/sign-in.ts";
import { freePort } from "../../../local/parts/free-port.ts";
import { testDatabase } from "../../../local/testing/database.ts";
import { testApi } from "../testing/api.ts";

const db = await testDatabase();
const [issuer, publicOrigin] = [`http://127.0.0.1:${await freePort()}`, `http://127.0.0.1:${await freePort()}`];
const keys = await openKeys(mkdtempSync(join(tmpdir(), "issuer-")));
const provider = buildIssuer({ issuer, clientId: "todo", origins: [], keys, tokenSeconds: 600 });
const authenticate = openAuthenticate({ issuer, audience: "todo", jwksUrl: `${issuer}/jwks` });
const { app } = testApi(db, { authenticate, assistants: { publicOrigin, issuer } });
const servers = [
  serve({ fetch: provider.fetch, port: Number(new URL(issuer).port), hostname: "127.0.0.1" }),
  serve({ fetch: app.fetch, port: Number(new URL(publicOrigin).port), hostname: "127.0.0.1" }),
];
afterAll(() => {
  for (const server of servers) server.close();
});
const MCP = new URL("/mcp", publicOrigin);

describe("the official client", () => {
  it.each([
    ["without a handshake", "auto", "2026-07-28"],
    ["with the handshake of older revisions", "legacy", "2025-11-25"],
  ] as const)("connects %s, and lists, creates, finds and completes", async (_, mode, version) => {
    const client = new Client({ name: "test", version: "1.0.0" }, { versionNegotiation: { mode } });
    const headers = { authorization: `Bearer ${await signIn(issuer, `ada-${mode}`)}` };
    await client.connect(new StreamableHTTPClientTransport(MCP, { requestInit: { headers } }));
    expect(client.getNegotiatedProtocolVersion()).toBe(version);
    expect(client.getInstructions()).toContain("say");
    const { tools } = await client.listTools();
    expect(tools).toHaveLength(10);

    // The client checks each answer against the tool's output schema.
    const use = async (name: string, given: Record<string, unknown> = {}) => {
      const { structuredContent, isError } = await client.callTool({ name, arguments: given });
      return { ...(structuredContent as { id: string; tasks: object[] }), isError };
    };
    const { id } = await use("create_task", { title: "buy milk", due: { date: "2099-05-04" } });
    expect((await use("list_tasks")).tasks).toMatchObject([{ id, title: "buy milk" }]);
    expect(await use("complete_task", { id })).toMatchObject({ status: "completed" });
    expect((await use("list_tasks")).tasks).toEqual([]);
    expect(await use("skip_task", { id })).toMatchObject({ isError: true });
    await expect(client.callTool({ name: "burn" })).rejects.toMatchObject({ code: -32602 });
    await client.close();
  });

  it("finds by itself where to sign in, and does so as any client of this laptop", async () => {
    const asked: URL[] = [];
    const kept = new Map<string, unknown>();
    const keep = (name: string) => (value: unknown) => void kept.set(name, value);
    const authProvider = {
      redirectUrl: "http://127.0.0.1:33418/callback",
      clientMetadata: { client_name: "test", redirect_uris: ["http://127.0.0.1:33418/callback"] },
      clientInformation: () => kept.get("client"),
      saveClientInformation: keep("client"),
      tokens: () => kept.get("tokens"),
      saveTokens: keep("tokens"),
      codeVerifier: () => kept.get("verifier"),
      saveCodeVerifier: keep("verifier"),
      discoveryState: () => kept.get("discovery"),
      saveDiscoveryState: keep("discovery"),
      redirectToAuthorization: (url) => void asked.push(url),
    } as OAuthClientProvider;
    const connect = async (code?: string) => {
      const transport = new StreamableHTTPClientTransport(MCP, { authProvider });
      if (code) await transport.finishAuth(code);
      const client = new Client({ name: "test", version: "1.0.0" });
      await client.connect(transport);
      return client;
    };
    await expect(connect()).rejects.toThrow(UnauthorizedError);
    const [page] = asked;
    page!.searchParams.set("login_hint", "grace"); // what a person types there
    const { headers } = await fetch(page!, { redirect: "manual" });
    const client = await connect(new URL(headers.get("location")!).searchParams.get("code")!);
    expect((await client.callTool({ name: "create_task", arguments: { title: "buy milk" } })).isError).toBeFalsy();
    await client.close();
  });
});

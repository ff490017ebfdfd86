import type { Problem } from "@todo/shared/contracts/types.ts";
import { pino } from "pino";
import { beforeEach, describe, expect, it } from "vitest";
import { testDatabase } from "../../../local/testing/database.ts";
import { openRateLimit } from "../api/rate-limit.ts";
import { testApi } from "../testing/api.ts";
import { assistantOf, type RpcAnswer } from "../testing/assistant.ts";

const db = await testDatabase();
const lines: string[] = [];
const log = pino({ level: "info" }, { write: (line: string) => void lines.push(line) });
const assistants = { publicOrigin: "https://todo.example", issuer: "https://issuer.example" };
const { app } = testApi(db, { log, assistants });
const { post, ask } = assistantOf(app, "ada");
const LIST = { jsonrpc: "2.0", id: 7, method: "tools/list" };
const STATELESS = "2026-07-28";
const LISTEN = {
  ...LIST,
  method: "subscriptions/listen",
  params: {
    notifications: { toolsListChanged: true },
    _meta: {
      "io.modelcontextprotocol/protocolVersion": STATELESS,
      "io.modelcontextprotocol/clientInfo": { name: "a", version: "1" },
      "io.modelcontextprotocol/clientCapabilities": {},
    },
  },
};
beforeEach(() => {
  lines.length = 0;
});

describe("/mcp", () => {
  it.each<[string, number, string, unknown, Record<string, string>?]>([
    ["no token", 401, "token-missing", LIST, { authorization: "" }],
    ["a bad token", 401, "token-invalid", LIST, { authorization: "Bearer bad" }],
    ["a page of another origin", 403, "origin-foreign", LIST, { origin: "http://evil.example" }],
    ["a page without an origin of its own", 403, "origin-foreign", LIST, { origin: "null" }],
    ["no JSON", 400, "json-malformed", '{"jsonrpc":'],
    ["nothing", 400, "json-malformed", ""],
    ["another content type", 415, "not-json", LIST, { "content-type": "text/plain" }],
    ["too much", 413, "body-too-large", { ...LIST, params: { x: "x".repeat(70_000) } }],
    ["a batch", 400, "message-malformed", [LIST, LIST]],
    ["a number", 400, "message-malformed", "7"],
    ["half a character", 400, "body-invalid", '{"jsonrpc":"2.0","id":1,"method":"\\ud800"}'],
  ])("%s → %i %s as a problem", async (_, status, code, body, headers) => {
    const response = await post(body, headers);
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect((await response.json()) as Problem).toMatchObject({ status, code });
  });

  it.each(["GET", "DELETE", "PUT"])("%s → 405: there are no sessions and no streams", async (method) => {
    const response = await app.request("/mcp", { method, headers: { authorization: "Bearer ada", accept: "text/event-stream" } });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
    expect(await response.json()).toMatchObject({ code: "method-not-allowed" });
  });

  it.each<[string, number, number, object, Record<string, string>?]>([
    ["no JSON-RPC", 400, -32600, { hello: "world" }],
    ["another version of JSON-RPC", 400, -32600, { ...LIST, jsonrpc: "1.0" }],
    ["a version of MCP that there is not", 400, -32_000, LIST, { "mcp-protocol-version": "1999-01-01" }],
    ["a client that takes no JSON", 406, -32_000, LIST, { accept: "text/html" }],
    ["a stream of announcements", 200, -32603, LISTEN, { "mcp-protocol-version": STATELESS, "mcp-method": LISTEN.method }],
    ["an unknown method", 200, -32601, { ...LIST, method: "tasks/burn" }],
    ["an unknown tool", 200, -32602, { ...LIST, method: "tools/call", params: { name: "burn" } }],
    ["a tool that every object inherits", 200, -32602, { ...LIST, method: "tools/call", params: { name: "constructor" } }],
  ])("%s → %i, an error of the protocol", async (_, status, code, body, headers) => {
    const response = await post(body, headers);
    expect(response.status).toBe(status);
    expect(((await response.json()) as RpcAnswer).error).toMatchObject({ code });
  });

  it("agrees on a version with a client that begins with a handshake, whatever it asks for", async () => {
    const hello = (protocolVersion: string) =>
      ask<{ protocolVersion: string; capabilities: object }>("initialize", {
        protocolVersion,
        capabilities: {},
        clientInfo: { name: "a", version: "1" },
      });
    expect((await hello("2025-06-18")).result).toMatchObject({ protocolVersion: "2025-06-18", capabilities: { tools: {} } });
    expect((await hello("2099-01-01")).result!.protocolVersion).toMatch(/^2025-/);
    expect((await post({ jsonrpc: "2.0", method: "notifications/initialized" })).status).toBe(202);
  });

  it("gives no session away and nothing to keep", async () => {
    const { headers, status } = await post(LIST, { origin: assistants.publicOrigin });
    expect([status, headers.get("content-type"), headers.get("cache-control")]).toEqual([200, "application/json", "no-store"]);
    expect(headers.get("mcp-session-id")).toBeNull();
  });

  it("tells too hasty an assistant to wait", async () => {
    const limited = testApi(db, { assistants, rateLimit: openRateLimit({ perSecond: 1, burst: 1 }) });
    const hasty = assistantOf(limited.app, "ada");
    await hasty.post(LIST);
    const response = await hasty.post(LIST);
    expect([response.status, response.headers.get("retry-after")]).toEqual([429, "1"]);
  });
});

describe("where to sign in", () => {
  it("is named by a 401, and leads to the issuer whose tokens are believed", async () => {
    const { headers } = await post(LIST, { authorization: "" });
    const [, named] = /^Bearer resource_metadata="https:\/\/todo\.example(.+)"$/.exec(headers.get("www-authenticate")!)!;
    const response = await app.request(named!);
    expect(await response.json()).toMatchObject({
      resource: "https://todo.example/mcp",
      authorization_servers: ["https://issuer.example"],
    });
    const root = await app.request("/.well-known/oauth-protected-resource");
    expect(await root.json()).toMatchObject({ resource: "https://todo.example", authorization_servers: ["https://issuer.example"] });
  });
});

describe("the log", () => {
  it("has the call's own line and the API's, under one name, and nothing that was written", async () => {
    await ask("tools/call", { name: "create_task", arguments: { title: "a-secret" } });
    await ask("tools/call", { name: "create_task", arguments: { title: "a-secret", colour: "a-secret" } });
    await post('{"a-secret');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { method: "POST", route: "/api/v1/tasks", status: 201, correlationId: expect.any(String) },
      { method: "POST", route: "/mcp", status: 200 },
      { method: "POST", route: "/mcp", status: 200 },
      { method: "POST", route: "/mcp", status: 400 },
    ]);
    const [inner, outer] = lines.map((line) => JSON.parse(line));
    expect(inner.requestId).toBe(outer.requestId);
    expect(lines.join("")).not.toContain("a-secret");
  });

  it("names a fault that the assistant is told nothing of", async () => {
    const transact = () => Promise.reject(new Error("the cellar is flooded"));
    const broken = testApi(db, { log, assistants, writer: { transact } });
    const said = await assistantOf(broken.app, "ada").refusedBy("create_task", { title: "a" });
    expect(said).toMatch(/^internal: /);
    expect(said).not.toContain("cellar");
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { status: 500, err: { message: "the cellar is flooded" } },
      { status: 200 },
    ]);
  });
});

import { describe, expect, it } from "vitest";
import { testDatabase } from "../../local/testing/database.ts";
import { chatRoutes } from "./conversation/routes.ts";
import { testApi } from "./testing/api.ts";
import { operations, requireDescribed } from "./testing/described.ts";

const db = await testDatabase();
const store = { get: async () => null, save: async () => {}, delete: async () => {} };
const { app, person } = testApi(db, {
  webhookSecret: async () => "whsec_c2VjcmV0",
  routes: [(app, { database, writer }) => chatRoutes({ reader: database, writer, store, history: async () => [] })(app)],
});

describe("the served description", () => {
  it("API-2 names exactly the routes that there are", () => {
    // What is below /mcp is JSON-RPC, described by its own tools/list; that comes from this description (API-3).
    const routes = app.routes
      .filter(({ method, path }) => method !== "ALL" && path.startsWith("/api/"))
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, "{$1}")}`);
    expect([...new Set(routes)].sort()).toEqual(operations().sort());
  });

  it("is served to anyone, and only once to whoever has it", async () => {
    const response = await app.request("/api/v1/openapi.json");
    expect(response.status).toBe(200);
    const document = (await response.json()) as { openapi: string; components: { schemas: object } };
    expect(document.openapi).toBe("3.1.0");
    expect(JSON.stringify(document)).not.toContain("-schema.json");
    const again = await app.request("/api/v1/openapi.json", { headers: { "if-none-match": response.headers.get("etag")! } });
    expect(again.status).toBe(304);
  });

  it("is asked for every answer that the tests of the API get", () => {
    const headers = new Headers({ "content-type": "application/json" });
    const path = "/api/v1/tasks/019aab3c-5f10-7c3e-8a4b-0d9e3f2a1b4c";
    expect(() => requireDescribed("GET", path, 200, headers, { id: 7 })).toThrow("GET /api/v1/tasks/{id} 200");
    expect(() => requireDescribed("GET", path, 202, headers, {})).toThrow("answered 202");
    expect(() => requireDescribed("GET", path, 404, headers, {})).toThrow("application/json");
    expect(() => requireDescribed("POST", "/api/v1/tasks/batch", 200, headers, { tasks: [] })).not.toThrow();
  });

  it("covers the chat and what only a signed-in user may know", async () => {
    const { call } = person();
    expect((await call("POST", "/api/v1/chat", { text: "buy milk" })).status).toBe(200);
    expect((await call("GET", "/api/v1/me/webhook-secret")).status).toBe(200);
    expect((await call("GET", "/api/v1/me/verification")).status).toBe(200);
  });
});

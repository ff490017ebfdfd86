import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { pageRoutes } from "./routes.ts";

const app = new Hono();
pageRoutes({ issuer: "https://id.example/realms/todo", clientId: "todo", syncUrl: "https://sync.example", sendsMail: false })(app);

describe("the page over HTTP", () => {
  it("serves the shell and everything it refers to", async () => {
    const shell = await (await app.request("/")).text();
    const references = [...shell.matchAll(/(?:src|href)="(\/[^"]*)"/g)].map((match) => match[1]!);
    expect(references).toContain("/page.js");
    for (const path of new Set([...references, "/understand.js"])) expect((await app.request(path)).status, path).toBe(200);
  });

  it("lets scripts come from here only, and connections go nowhere but to the API, sync and the issuer", async () => {
    const answer = await app.request("/");
    const policy = Object.fromEntries(
      (answer.headers.get("content-security-policy") ?? "")
        .split("; ")
        .map((part) => [part.split(" ")[0], part.split(" ").slice(1).join(" ")]),
    );
    expect(policy["default-src"]).toBe("'none'");
    expect(policy["script-src"]).toBe("'self'");
    expect(policy["connect-src"]).toBe("'self' https://sync.example wss://sync.example https://id.example");
    expect(await answer.text()).not.toMatch(/<script(?![^>]*src=)|\son\w+=|style="/);
  });

  it("answers 304 to who has it, also when a proxy has weakened the tag", async () => {
    const etag = (await app.request("/page.js")).headers.get("etag")!;
    expect(etag).toMatch(/^"[\w-]+"$/);
    for (const known of [etag, `W/${etag}`, `"x", ${etag}`, "*"]) {
      expect((await app.request("/page.js", { headers: { "if-none-match": known } })).status).toBe(304);
    }
    expect((await app.request("/page.js", { headers: { "if-none-match": '"other"' } })).status).toBe(200);
  });

  it("says where to sign in and where changes come from", async () => {
    const config = await (await app.request("/page-config.json")).json();
    expect(config).toEqual({
      issuer: "https://id.example/realms/todo",
      clientId: "todo",
      syncUrl: "https://sync.example",
      sendsMail: false,
    });
  });
});

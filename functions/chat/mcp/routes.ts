/** /mcp: assistants' tools over streamable HTTP, without sessions or streams, and where an assistant has to sign in (RFC 9728). */
import { HttpError } from "@todo/shared/host/problem.ts";
import type { Hono, MiddlewareHandler } from "hono";
import { readJson } from "../api/body.ts";
import { OPENAPI } from "../openapi.generated.ts";
import { call } from "./call.ts";
import type { Answer } from "./server.ts";
import { toolsOf } from "./tools.ts";

export type AssistantsConfig = {
  /** This function's origin, as browsers and assistants reach it. */
  publicOrigin: string;
  /** Whose tokens are believed. */
  issuer: string;
};

const METADATA = "/.well-known/oauth-protected-resource";

/** POST /mcp, behind `verified`, and the metadata that its 401 names. */
export function assistantRoutes(app: Hono, verified: MiddlewareHandler, { publicOrigin, issuer }: AssistantsConfig): void {
  for (const resource of ["", "/mcp"]) {
    app.get(METADATA + resource, (c) =>
      c.json({
        resource: publicOrigin + resource,
        resource_name: "Todo",
        authorization_servers: [issuer],
        scopes_supported: ["openid", "email", "offline_access"],
        bearer_methods_supported: ["header"],
      }),
    );
  }

  app.use("/mcp", async (c, next) => {
    // Against DNS rebinding: a page whose name was turned to this address reaches it, but cannot hide where it is from.
    const origin = c.req.header("origin");
    if (origin !== undefined && origin !== publicOrigin)
      throw new HttpError(403, "origin-foreign", "Expected no Origin header, or this server's own.");
    await next();
    if (c.res.status === 401) c.header("www-authenticate", `Bearer resource_metadata="${publicOrigin}${METADATA}/mcp"`);
  });
  app.use("/mcp", verified);

  let answer: Promise<Answer> | null = null;
  const load = async (): Promise<Answer> => {
    const { openAnswer } = await import("./server.ts");
    return openAnswer(toolsOf(JSON.parse(OPENAPI)), (tool, given, request) => call(app.fetch, tool, given, request));
  };
  app.post("/mcp", async (c) => {
    const { value } = await readJson(c, isMessage);
    const headers = new Headers(c.req.raw.headers);
    headers.set("x-request-id", c.get("requestId"));
    answer ??= load();
    const response = await (await answer)(new Request(c.req.url, { method: "POST", headers }), value);
    response.headers.set("cache-control", "no-store");
    return response;
  });
}

/** One message is one request, to the rate limit as to the log. */
function isMessage(value: unknown): value is object {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isObject) throw new HttpError(400, "message-malformed", "Expected one JSON-RPC message. MCP has had no batches since 2025-06-18.");
  return true;
}

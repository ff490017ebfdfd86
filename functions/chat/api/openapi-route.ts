/** GET /api/v1/openapi.json: what this API is, for anyone. */
import { createHash } from "node:crypto";
import type { Hono } from "hono";
import { OPENAPI } from "../openapi.generated.ts";
import { isKnown } from "./preconditions.ts";

const TAG = `"${createHash("sha256").update(OPENAPI).digest("base64url").slice(0, 16)}"`;

export function openApiRoute(app: Hono): void {
  app.get("/api/v1/openapi.json", (c) => {
    const headers = { etag: TAG, "cache-control": "public, no-cache" };
    return isKnown(c, TAG) ? c.body(null, 304, headers) : c.body(OPENAPI, 200, { ...headers, "content-type": "application/json" });
  });
}

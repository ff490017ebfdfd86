/** Around every request: its id, one log line about how it ended, the headers of every answer, and problems for what has no route. */
import { counter, histogram } from "@todo/shared/host/metrics.ts";
import { HttpError } from "@todo/shared/host/problem.ts";
import type { Log } from "@todo/shared/log.ts";
import type { Context, Hono, MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import { v7 as uuidv7 } from "uuid";
import { problemResponse } from "./problem-response.ts";

const requests = counter("todo_requests_total", "Requests by method, route and status.", ["method", "route", "status"]);
const duration = histogram("todo_request_seconds", "Time from a request's arrival to its answer.", ["method", "route"]);

/** What every answer says unless its route says it better. */
const HEADERS = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "x-frame-options": "DENY",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "strict-transport-security": "max-age=31536000",
};

/** Never logs a body, a query or a header that may hold a text or a token. */
export function outcome(log: Log): MiddlewareHandler {
  return async (c, next) => {
    const began = performance.now();
    const given = c.req.header("x-request-id") ?? "";
    const requestId = /^[\w.-]{1,64}$/.test(given) ? given : uuidv7();
    c.set("requestId", requestId);
    await next();
    const { status, headers } = c.res;
    for (const [name, value] of Object.entries(HEADERS)) if (!headers.has(name)) headers.set(name, value);
    headers.set("x-request-id", requestId);
    if (status === 401 && !headers.has("www-authenticate")) headers.set("www-authenticate", "Bearer");
    const seconds = (performance.now() - began) / 1000;
    const { method } = c.req;
    const route = routeOf(c);
    requests.inc({ method, route, status: String(status) });
    duration.observe({ method, route }, seconds);
    const line = {
      requestId,
      method,
      route,
      status,
      ms: Math.round(seconds * 1e5) / 100,
      user: c.get("caller")?.identity.userId,
      taskId: c.req.param("id"),
      correlationId: c.get("commandId"),
      traceparent: c.get("traceparent") ?? undefined,
    };
    if (status >= 500) log.error({ ...line, err: c.error }, "failed");
    else log.info(line, "answered");
  };
}

/** The pattern that matched, so that ids do not become metrics; "none" for what has no route. */
const routeOf = (c: Context): string => {
  const path = routePath(c, -1);
  return path.endsWith("*") || path === "" ? "none" : path;
};

/** 404 for an unknown path, 405 for a known one with another method. */
export function notFound(app: Hono): (c: Context) => Response {
  return (c) => {
    const methods = app.routes.filter(({ method, path }) => method !== "ALL" && matches(path, c.req.path)).map(({ method }) => method);
    if (methods.length === 0)
      return problemResponse(new HttpError(404, "no-such-route", `There is nothing at ${c.req.path.slice(0, 100)}.`));
    const allowed = [...new Set(methods)].sort().join(", ");
    const response = problemResponse(new HttpError(405, "method-not-allowed", `Expected one of ${allowed}.`));
    response.headers.set("allow", allowed);
    return response;
  };
}

function matches(pattern: string, path: string): boolean {
  const [wished, given] = [pattern.split("/"), path.split("/")];
  return wished.length === given.length && wished.every((segment, index) => segment.startsWith(":") || segment === given[index]);
}

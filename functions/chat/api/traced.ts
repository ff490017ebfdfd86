/** A span around every request of a person, but for the page. */
import { traceparentOf } from "@todo/shared/trace-context.ts";
import { beginSpan } from "@todo/shared/tracing.ts";
import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";

declare module "hono" {
  interface ContextVariableMap {
    /** The trace context of what the request causes, or null. */
    traceparent: string | null;
  }
}

/** To be used before all routes. */
export function traced(): MiddlewareHandler {
  return async (c, next) => {
    const parent = traceparentOf(c.req.header("traceparent"));
    if (c.req.path === "/") {
      c.set("traceparent", parent);
      return next();
    }
    const { method } = c.req;
    const span = beginSpan(method, "server", parent, { "http.request.method": method });
    c.set("traceparent", span.traceparent);
    await next();
    const { status } = c.res;
    const route = routePath(c, -1);
    span.end({
      name: `${method} ${route}`,
      attributes: { "http.route": route, "http.response.status_code": status },
      ...(status >= 500 ? { error: c.error ?? `status ${status}` } : {}),
    });
  };
}

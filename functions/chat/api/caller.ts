/** Who calls: verified once per request, before any handler of the API runs. */
import { type Authenticate, bearerOf, type Identity } from "@todo/shared/host/authenticate.ts";
import type { Context, MiddlewareHandler } from "hono";
import type { RateLimit } from "./rate-limit.ts";

export type Caller = {
  identity: Identity;
  /** The user's own token, passed on to audit. */
  token: string;
  /** What a new user is registered with. */
  timeZone: string;
  locale: string;
  /** W3C trace context of what the request causes, or null. */
  traceparent: string | null;
};

declare module "hono" {
  interface ContextVariableMap {
    caller: Caller;
    /** The request's name in the log. */
    requestId: string;
    /** The correlation id of what the request caused, for its log line. */
    commandId: string;
  }
}

/** Lets only requests with a valid token pass, and only as many as the limit allows. */
export function signedIn(authenticate: Authenticate, limit: RateLimit): MiddlewareHandler {
  return async (c, next) => {
    const token = bearerOf(c.req.header("authorization"));
    const identity = await authenticate(token);
    limit.take(identity.userId);
    c.set("caller", {
      identity,
      token,
      timeZone: c.req.header("time-zone") ?? "UTC",
      locale: localeOf(c.req.header("accept-language")),
      traceparent: c.get("traceparent"),
    });
    await next();
  };
}

/** Who calls. Only behind `signedIn`. */
export const callerOf = (c: Context): Caller => c.get("caller");

/** The first language that a header names (RFC 9110 12.5.4), or English. */
export function localeOf(acceptLanguage: string | undefined): string {
  const first = acceptLanguage?.split(",", 1)[0]?.split(";", 1)[0]?.trim() ?? "";
  try {
    const [locale = ""] = first ? Intl.getCanonicalLocales(first) : [];
    return locale.length >= 2 && locale.length <= 35 ? locale : "en";
  } catch {
    return "en";
  }
}

/** The page over HTTP: its files with strong ETags, and the configuration that says where to sign in and where changes come from. */
import type { Context, Hono } from "hono";
import { compress } from "hono/compress";
import { PAGE } from "./page.generated.ts";
import { UNDERSTAND } from "./understand.generated.ts";

export type PageRoutesConfig = {
  /** OpenID Connect issuer, as the browser reaches it. */
  issuer: string;
  clientId: string;
  /** Origin of the sync function, as the browser reaches it. */
  syncUrl: string;
  /** Whether reminders can be had by e-mail. */
  sendsMail: boolean;
};

/** GET / · /page.js · /page.css · /understand.js · /icon.svg · /page-config.json */
export function pageRoutes(config: PageRoutesConfig): (app: Hono) => void {
  const { issuer, clientId, syncUrl, sendsMail } = config;
  const headers = {
    "content-security-policy": contentSecurityPolicy(config),
    "cache-control": "no-cache",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
  };
  return (app) => {
    for (const [path, { type, etag, body }] of Object.entries({ ...PAGE, ...UNDERSTAND })) {
      app.get(path, compress(), (c: Context) => {
        if (isKnown(c.req.header("if-none-match"), etag)) return c.body(null, 304, { ...headers, etag });
        return c.body(body, 200, { ...headers, etag, "content-type": type });
      });
    }
    app.get("/page-config.json", (c) => c.json({ issuer, clientId, syncUrl, sendsMail }, 200, headers));
  };
}

/** RFC 9110 13.1.2: weak comparison, since a proxy that compresses marks the tag as weak. */
function isKnown(header: string | undefined, etag: string): boolean {
  return header?.split(",").some((one) => ["*", etag].includes(one.trim().replace(/^W\//, ""))) ?? false;
}

/** Scripts of this origin only, connections to nobody but the API, sync and the issuer, and no text that becomes HTML. */
function contentSecurityPolicy({ issuer, syncUrl }: PageRoutesConfig): string {
  const sync = new URL(syncUrl).origin;
  const connect = ["'self'", sync, sync.replace(/^http/, "ws"), new URL(issuer).origin];
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    `connect-src ${[...new Set(connect)].join(" ")}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
}

/** The issuer's routes: discovery, keys, clients, a sign-in by name, and tokens (RFC 6749, RFC 7591, RFC 7636, OpenID Connect Core). */
import { createHash, randomBytes } from "node:crypto";
import { Hono } from "hono";
import { cors } from "hono/cors";
import { importJWK, jwtVerify, SignJWT } from "jose";
import type { Keys } from "./keys.ts";
import { signInPage } from "./sign-in-page.ts";

export type IssuerOptions = {
  issuer: string;
  /** The one client of this laptop, which is also the audience that the functions expect. */
  clientId: string;
  origins: string[];
  keys: Keys;
  tokenSeconds: number;
};

type Grant = { name: string; clientId: string; redirectUri: string; challenge: string; expiresAt: number };

const CODE_MS = 60_000;
const NAME = /^[a-z0-9][a-z0-9._-]{0,39}$/i;
const LOOPBACK = ["127.0.0.1", "localhost", "[::1]"];

export function buildIssuer({ issuer, clientId, origins, keys, tokenSeconds }: IssuerOptions): Hono {
  const app = new Hono();
  const codes = new Map<string, Grant>();
  // Who signed in on this laptop may stay: a refresh token is a signed statement of the name, nothing is stored.
  const token = (name: string, clientId: string, use: "access" | "refresh", seconds: number) =>
    new SignJWT({ email: `${name}@localhost.example`, preferred_username: name, use })
      .setProtectedHeader({ alg: keys.algorithm, kid: keys.kid, typ: "JWT" })
      .setIssuer(issuer)
      .setSubject(name)
      .setAudience(use === "access" ? clientId : issuer)
      .setIssuedAt()
      .setExpirationTime(`${seconds} seconds`)
      .sign(keys.privateKey);

  app.use("*", cors({ origin: origins, allowMethods: ["GET", "POST"] }));

  app.get("/.well-known/openid-configuration", (c) =>
    c.json({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      registration_endpoint: `${issuer}/register`,
      jwks_uri: `${issuer}/jwks`,
      response_types_supported: ["code"],
      grant_types_supported: ["authorization_code", "refresh_token"],
      code_challenge_methods_supported: ["S256"],
      id_token_signing_alg_values_supported: [keys.algorithm],
      subject_types_supported: ["public"],
      token_endpoint_auth_methods_supported: ["none"],
    }),
  );
  app.get("/jwks", (c) => c.json({ keys: [keys.publicJwk] }));

  // An assistant that registers is told to be the page: nothing is stored, and its tokens are for the same functions.
  app.post("/register", async (c) => {
    const wished: { redirect_uris?: unknown } | null = await c.req.json().catch(() => null);
    const given: unknown[] = Array.isArray(wished?.redirect_uris) ? wished.redirect_uris : [];
    const uris = given.filter((uri) => typeof uri === "string" && redirectOf(uri));
    if (uris.length === 0) return c.json({ error: "invalid_redirect_uri", error_description: "Expected one on this machine." }, 400);
    return c.json({ client_id: clientId, redirect_uris: uris, token_endpoint_auth_method: "none" }, 201);
  });

  app.get("/authorize", (c) => {
    const query = c.req.query();
    const redirect = redirectOf(query.redirect_uri);
    if (!redirect) return c.text("redirect_uri has to be a URL on this machine (127.0.0.1 or localhost).", 400);
    if (query.response_type !== "code" || query.code_challenge_method !== "S256" || !query.code_challenge || !query.client_id) {
      return c.text("Expected response_type=code, client_id, and code_challenge with code_challenge_method=S256.", 400);
    }
    const name = query.login_hint ?? "";
    if (!NAME.test(name)) return c.html(signInPage(c.req.query()));
    const code = randomBytes(24).toString("base64url");
    for (const [old, grant] of codes) if (grant.expiresAt < Date.now()) codes.delete(old);
    codes.set(code, {
      name: name.toLowerCase(),
      clientId: query.client_id,
      redirectUri: redirect.href,
      challenge: query.code_challenge,
      expiresAt: Date.now() + CODE_MS,
    });
    redirect.searchParams.set("code", code);
    if (query.state) redirect.searchParams.set("state", query.state);
    return c.redirect(redirect.href);
  });

  app.post("/token", async (c) => {
    const form = new URLSearchParams(await c.req.text());
    const client = form.get("client_id") ?? "";
    const name = form.get("grant_type") === "refresh_token" ? await nameOfRefresh(form.get("refresh_token")) : nameOfCode(form, client);
    if (!name) return c.json({ error: "invalid_grant", error_description: "Unknown, used or expired: sign in again." }, 400);
    return c.json({
      access_token: await token(name, client, "access", tokenSeconds),
      refresh_token: await token(name, client, "refresh", 30 * 86_400),
      token_type: "Bearer",
      expires_in: tokenSeconds,
    });
  });

  function nameOfCode(form: URLSearchParams, client: string): string | null {
    const grant = codes.get(form.get("code") ?? "");
    codes.delete(form.get("code") ?? "");
    if (!grant || grant.expiresAt < Date.now() || grant.clientId !== client || grant.redirectUri !== form.get("redirect_uri")) return null;
    const challenge = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    return challenge === grant.challenge ? grant.name : null;
  }

  /** The name in a refresh token of ours. */
  async function nameOfRefresh(text: string | null): Promise<string | null> {
    const key = await importJWK(keys.publicJwk, keys.algorithm);
    const verified = await jwtVerify(text ?? "", key, { issuer, audience: issuer, algorithms: [keys.algorithm] }).catch(() => null);
    return verified?.payload.use === "refresh" ? (verified.payload.sub ?? null) : null;
  }
  return app;
}

function redirectOf(text: string | undefined): URL | null {
  if (!text || !URL.canParse(text)) return null;
  const url = new URL(text);
  return url.protocol === "http:" && LOOPBACK.includes(url.hostname) ? url : null;
}

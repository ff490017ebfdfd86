/** OIDC bearer tokens → who it is. The same in every function that faces users. */
import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from "jose";
import { v5 as uuidv5 } from "uuid";
import { HttpError } from "./problem.ts";
import { remembered } from "./remembered.ts";

export type Identity = {
  /** uuid v5 of issuer and subject: known before anything is read. */
  userId: string;
  issuer: string;
  subject: string;
  email: string | null;
  /** Seconds since 1970, when the token ends. */
  expiresAt: number;
};

export type Authenticate = (token: string) => Promise<Identity>;

export type IdentityConfig = { issuer: string; audience: string; jwksUrl: string };

/** Names of users are drawn from this namespace; a constant, for ever. */
const USERS = "5f0c8a52-3f0e-5d3b-9d57-6a1c1f5a9e10";
const ALGORITHMS = ["RS256", "ES256", "EdDSA"];

export const userIdOf = (issuer: string, subject: string): string => uuidv5(`${issuer} ${subject}`, USERS);

/** Verifies tokens of one issuer for one audience. Throws HttpError 401 for a bad token, 503 when the issuer's keys cannot be had. */
export function openAuthenticate({ issuer, audience, jwksUrl }: IdentityConfig): Authenticate {
  let keySet: JWTVerifyGetKey | undefined;
  const keys: JWTVerifyGetKey = async (header, token) => {
    // With the first token and not before: fetch's classes come with it, a fifth of a cold start.
    keySet ??= createRemoteJWKSet(new URL(jwksUrl), { cooldownDuration: 30_000, cacheMaxAge: 600_000, timeoutDuration: 3_000 });
    try {
      return await keySet(header, token);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey) throw error;
      throw new HttpError(503, "keys-unavailable", "The identity provider's keys cannot be fetched now. Try again shortly.");
    }
  };
  return remembered(async (token) => {
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        requiredClaims: ["exp", "sub"],
        clockTolerance: 5,
      });
      // OpenID Connect Core 5.1: not every provider has the claim, but what one calls unverified may be anybody's.
      const email = typeof payload.email === "string" && payload.email_verified !== false ? payload.email : null;
      return { userId: userIdOf(issuer, payload.sub!), issuer, subject: payload.sub!, email, expiresAt: payload.exp! };
    } catch (error) {
      if (error instanceof HttpError) throw error;
      const reason = error instanceof errors.JWTExpired ? "has expired" : "is not valid here";
      throw new HttpError(401, "token-invalid", `The token ${reason}. Sign in again.`);
    }
  });
}

/** The token of an `Authorization: Bearer …` header. Throws HttpError 401 when there is none. */
export function bearerOf(header: string | undefined): string {
  const token = /^Bearer ([\w.~+/-]+=*)$/i.exec(header ?? "")?.[1];
  if (!token) throw new HttpError(401, "token-missing", 'Expected a header "Authorization: Bearer <token>". Sign in first.');
  return token;
}

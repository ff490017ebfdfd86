/** Verified tokens, remembered for a moment: a signature costs a fifth of a millisecond, and a client sends the same token with each request. */
import { hash } from "node:crypto";

export type RememberOptions = {
  /** How long a verification holds. A key that its issuer has withdrawn is believed for so much longer. */
  holdsMs?: number;
  /** Tokens remembered at most; the one that was verified longest ago is forgotten. */
  tokens?: number;
  /** Milliseconds since 1970. */
  clock?: () => number;
};

/** `expiresAt` in seconds since 1970. */
type Verify<Identity extends { expiresAt: number }> = (token: string) => Promise<Identity>;

/** The same answers as `verify`, asked once per token and moment. Never beyond the token's own end; refusals are not remembered. */
export function remembered<Identity extends { expiresAt: number }>(
  verify: Verify<Identity>,
  options: RememberOptions = {},
): Verify<Identity> {
  const { holdsMs = 60_000, tokens = 10_000, clock = Date.now } = options;
  const known = new Map<string, { identity: Identity; until: number }>();
  return async (token) => {
    // Hashed, so that no token lies in memory longer than its request.
    const key = hash("sha256", token, "base64");
    const found = known.get(key);
    if (found && clock() < found.until) return found.identity;
    known.delete(key);
    const identity = await verify(token);
    known.set(key, { identity, until: Math.min(clock() + holdsMs, identity.expiresAt * 1_000) });
    if (known.size > tokens) known.delete(known.keys().next().value!);
    return identity;
  };
}

/** A token bucket per user, in this process. */
import { HttpError } from "@todo/shared/host/problem.ts";

export type RateLimit = {
  /** Takes one token of the user's. Throws HttpError 429 when the bucket is empty. */
  take(userId: string): void;
};

export type RateLimitOptions = {
  /** Tokens that come back per second. */
  perSecond?: number;
  /** Tokens of a full bucket. */
  burst?: number;
  /** Buckets remembered at most; the one that was used longest ago is forgotten, which fills it. */
  users?: number;
  /** Milliseconds of a clock that never goes back. */
  clock?: () => number;
};

type Bucket = { tokens: number; at: number };

export function openRateLimit(options: RateLimitOptions = {}): RateLimit {
  const { perSecond = 100, burst = 200, users = 50_000, clock = () => performance.now() } = options;
  const buckets = new Map<string, Bucket>();
  return {
    take(userId) {
      const now = clock();
      const bucket = buckets.get(userId) ?? { tokens: burst, at: now };
      const tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);
      const allowed = tokens >= 1;
      buckets.delete(userId); // the Map's order is the order of use
      buckets.set(userId, { tokens: allowed ? tokens - 1 : tokens, at: now });
      if (buckets.size > users) buckets.delete(buckets.keys().next().value!);
      if (!allowed)
        throw new HttpError(429, "too-many-requests", `Expected at most ${perSecond} requests a second. Wait a second and go on.`);
    },
  };
}

/** The audit's history, asked for with the user's own token. Audit may be down: everything else goes on. */

import type { HistoryPage, Verification } from "@todo/shared/contracts/types.ts";
import { HttpError } from "@todo/shared/host/problem.ts";
import { BrokenCircuitError, ConsecutiveBreaker, circuitBreaker, handleWhen } from "cockatiel";

export type HistoryQuery = {
  /** A task, a series or the user; null: everything. */ subject: string | null;
  cursor: string | null;
  limit: number;
};

/** Whose history, and as part of which trace. */
export type Reader = { token: string; traceparent: string | null };

/** Throws HttpError 503 `history-unavailable` when audit does not answer within a second, or has failed five times in a row lately. */
export type ReadHistory = (reader: Reader, query: HistoryQuery) => Promise<HistoryPage>;

const DEADLINE_MS = 1_000;
/** A long history takes a while to recompute, and somebody waits for it on purpose. */
const VERIFICATION_MS = 20_000;

/** Proof that a user's history is whole. The same errors. */
export type ReadVerification = (reader: Reader) => Promise<Verification>;

export type Audit = { history: ReadHistory; verification: ReadVerification };

/** The audit at this address, behind one circuit breaker. */
export function openAudit(auditUrl: string, deadlineMs = DEADLINE_MS): Audit {
  // An answer that refuses the request is no sign of an outage.
  const breaker = circuitBreaker(
    handleWhen((error) => !(error instanceof HttpError)),
    { halfOpenAfter: 2_000, breaker: new ConsecutiveBreaker(5) },
  );
  const get = async <T>(path: string, parameters: Record<string, string>, reader: Reader, withinMs = deadlineMs): Promise<T> => {
    try {
      return await breaker.execute(() => ask<T>(new URL(`${path}?${new URLSearchParams(parameters)}`, auditUrl), reader, withinMs));
    } catch (error) {
      if (error instanceof HttpError) throw error;
      const since = error instanceof BrokenCircuitError ? " for a while" : "";
      throw new HttpError(503, "history-unavailable", `The history does not answer${since}. Everything else works; try again shortly.`);
    }
  };
  return {
    history: (reader, { subject, cursor, limit }) =>
      get("/history", { ...(subject ? { subject } : {}), ...(cursor ? { before: cursor } : {}), limit: String(limit) }, reader),
    verification: (reader) => get("/verify", {}, reader, VERIFICATION_MS),
  };
}

async function ask<T>(url: URL, { token, traceparent }: Reader, deadlineMs: number): Promise<T> {
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${token}`, ...(traceparent ? { traceparent } : {}) },
    signal: AbortSignal.timeout(deadlineMs),
    redirect: "error",
  });
  if (response.status === 400) throw new HttpError(400, "query-invalid", "Expected cursor to be the cursor of the page before.");
  if (response.status === 401) throw new HttpError(401, "token-invalid", "The token is not valid any more. Sign in again.");
  if (!response.ok) throw new Error(`audit answered ${response.status}`);
  return (await response.json()) as T; // our own function, under the same contract
}

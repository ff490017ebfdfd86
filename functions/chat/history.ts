/** The audit's history, asked for with the user's own token. Audit may be down: everything else goes on. */

import type { HistoryPage } from "@todo/shared/contracts/types.ts";
import { HttpError } from "@todo/shared/host/problem.ts";
import { BrokenCircuitError, ConsecutiveBreaker, circuitBreaker, handleWhen } from "cockatiel";

export type HistoryQuery = {
  /** A task, a series or the user; null: everything. */ subject: string | null;
  cursor: string | null;
  limit: number;
};

/** Throws HttpError 503 `history-unavailable` when audit does not answer within a second, or has failed five times in a row lately. */
export type ReadHistory = (token: string, query: HistoryQuery) => Promise<HistoryPage>;

const DEADLINE_MS = 1_000;

export function openHistory(auditUrl: string, deadlineMs = DEADLINE_MS): ReadHistory {
  // An answer that refuses the request is no sign of an outage.
  const breaker = circuitBreaker(
    handleWhen((error) => !(error instanceof HttpError)),
    { halfOpenAfter: 2_000, breaker: new ConsecutiveBreaker(5) },
  );
  return async (token, query) => {
    try {
      return await breaker.execute(() => ask(auditUrl, token, query, deadlineMs));
    } catch (error) {
      if (error instanceof HttpError) throw error;
      const since = error instanceof BrokenCircuitError ? " for a while" : "";
      throw new HttpError(503, "history-unavailable", `The history does not answer${since}. Everything else works; try again shortly.`);
    }
  };
}

async function ask(auditUrl: string, token: string, { subject, cursor, limit }: HistoryQuery, deadlineMs: number): Promise<HistoryPage> {
  const url = new URL("/history", auditUrl);
  if (subject) url.searchParams.set("subject", subject);
  if (cursor) url.searchParams.set("before", cursor);
  url.searchParams.set("limit", String(limit));
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(deadlineMs),
    redirect: "error",
  });
  if (response.status === 400) throw new HttpError(400, "query-invalid", "Expected cursor to be the cursor of the page before.");
  if (response.status === 401) throw new HttpError(401, "token-invalid", "The token is not valid any more. Sign in again.");
  if (!response.ok) throw new Error(`audit answered ${response.status}`);
  return (await response.json()) as HistoryPage; // our own function, under the same contract
}

/** Errors → RFC 9457 problems: the only place where an error becomes a status. */
import type { Problem } from "../contracts/types.ts";
import { DatabaseUnavailable } from "../database/pool.ts";
import { UserBusy } from "../database/user-queue.ts";
import { REFUSALS, Refused } from "../domain/refused.ts";
import { ContractError } from "../events/contract-error.ts";

/** A request that cannot be understood or is not allowed: a status, a stable code, and what to do. */
export class HttpError extends Error {
  override name = "HttpError";
  readonly status: number;
  readonly code: string;
  readonly errors: Problem["errors"];

  constructor(status: number, code: string, detail: string, errors?: Problem["errors"]) {
    super(detail);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }
}

/** The problem that says an error; anything unknown is a fault of ours and tells nothing of its inside. */
export function problemOf(error: unknown): Problem {
  if (error instanceof HttpError) return problem(error.status, error.code, error.message, error.errors);
  if (error instanceof Refused) return problem(REFUSALS[error.code], error.code, error.message);
  if (error instanceof ContractError)
    return problem(error.status, error.status === 400 ? "not-our-event" : "contract-broken", error.message);
  if (error instanceof UserBusy) return problem(429, "user-busy", error.message);
  if (error instanceof DatabaseUnavailable) return problem(503, "database-unavailable", error.message);
  return problem(500, "internal", "Something broke on our side. It is logged; nothing was half done.");
}

function problem(status: number, code: string, detail: string, errors?: Problem["errors"]): Problem {
  const title = code.replaceAll("-", " ").replace(/^./, (letter) => letter.toUpperCase());
  return { type: `https://todo.example/problems/${code}`, title, status, code, detail, ...(errors ? { errors } : {}) };
}

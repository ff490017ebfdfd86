/** Errors as responses of Hono. */
import { problemAnswer } from "@todo/shared/host/routes.ts";

/** The problem that says an error. */
export function problemResponse(error: unknown): Response {
  const { status, headers, body } = problemAnswer(error);
  return new Response(body, { status, headers: headers as Record<string, string> });
}

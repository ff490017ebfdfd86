/** Answers of writes: what is stored under the idempotency key, and how it is said over HTTP. */
import type { Task } from "@todo/shared/contracts/types.ts";
import type { Writer } from "@todo/shared/database/transact.ts";
import { HttpError } from "@todo/shared/host/problem.ts";
import type { Context } from "hono";
import { command, fingerprintOf, type Work } from "../command.ts";
import { callerOf } from "./caller.ts";
import { tagOf } from "./preconditions.ts";

/** A whole answer, so that a repetition is told the same. */
export type Answer = { status: 200 | 201; body: unknown; tag: string | null; location: string | null };

export const answerOf = (body: unknown): Answer => ({ status: 200, body, tag: null, location: null });
export const taskAnswer = (task: Task): Answer => ({ status: 200, body: task, tag: tagOf(task.version), location: null });

/** Runs a write in the envelope and says its answer. `bodyText` is the body as it came. */
export async function write(c: Context, writer: Writer, bodyText: string, work: Work<Answer>): Promise<Response> {
  const { pathname, search } = new URL(c.req.url);
  const fingerprint = fingerprintOf(c.req.method, pathname + search, c.req.header("if-match") ?? "", bodyText);
  const { answer, commandId, replayed } = await command(writer, callerOf(c), { key: keyOf(c), fingerprint }, work);
  c.set("commandId", commandId);
  const headers: Record<string, string> = { "cache-control": "no-store", "command-id": commandId };
  if (answer.tag) headers.etag = answer.tag;
  if (answer.location) headers.location = answer.location;
  if (replayed) headers["idempotency-replayed"] = "true";
  return c.json(answer.body, answer.status, headers);
}

/** The Idempotency-Key, null without one. Quotes of a structured field belong to the key. Throws HttpError 400. */
export function keyOf(c: Context): string | null {
  const header = c.req.header("idempotency-key");
  if (header === undefined) return null;
  if (!/^[!-~]{1,200}$/.test(header)) {
    const expected = "1 to 200 printable ASCII characters without spaces";
    throw new HttpError(400, "key-malformed", `Expected Idempotency-Key to be ${expected}.`, [{ path: "idempotency-key", expected }]);
  }
  return header;
}

/** The body of a request as text, bounded while it streams. */
import type { IncomingMessage } from "node:http";
import { HttpError } from "./problem.ts";

/** Throws HttpError: 413 more than `most` bytes, 400 no UTF-8, or not all of it. */
export async function readBody(request: IncomingMessage, most: number): Promise<string> {
  bounded(Number(request.headers["content-length"] ?? 0), most);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // Left early, the connection must live on for the answer that says why.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      size += chunk.length;
      bounded(size, most);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof HttpError) throw error;
    throw new HttpError(400, "json-malformed", "The body broke off."); // as did the connection: this is for the log
  }
  return textOf(Buffer.concat(chunks));
}

/** Throws HttpError 413. */
export function bounded(size: number, most: number): void {
  if (size > most) throw new HttpError(413, "body-too-large", `Expected a body of at most ${most} bytes.`);
}

/** Throws HttpError 400 for bytes that are no UTF-8. */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new HttpError(400, "json-malformed", "The body is not UTF-8.");
  }
}

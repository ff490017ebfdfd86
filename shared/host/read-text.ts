/** The body of a request as text, bounded while it streams. */
import type { Context } from "hono";
import { HttpError } from "./problem.ts";

/** Throws HttpError: 413 more than `most` bytes, 400 no UTF-8. */
export async function readText(c: Context, most: number): Promise<string> {
  const bytes = await readBytes(c, most);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new HttpError(400, "json-malformed", "The body is not UTF-8.");
  }
}

async function readBytes(c: Context, most: number): Promise<Uint8Array> {
  // A body whose length is known to be small comes whole, without a web stream: that would cost more than all the rest of a request's reading.
  const length = c.req.header("content-length");
  if (length !== undefined && Number(length) <= most) return bounded(new Uint8Array(await c.req.arrayBuffer()), most);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of c.req.raw.body ?? []) {
    size += chunk.byteLength;
    bounded({ byteLength: size }, most);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function bounded<T extends { byteLength: number }>(bytes: T, most: number): T {
  if (bytes.byteLength > most) throw new HttpError(413, "body-too-large", `Expected a body of at most ${most} bytes.`);
  return bytes;
}

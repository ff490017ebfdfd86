/** The body of a request as text, bounded while it streams. */
import { bounded, textOf } from "@todo/shared/host/read-body.ts";
import type { Context } from "hono";

/** Throws HttpError: 413 more than `most` bytes, 400 no UTF-8. */
export const readText = async (c: Context, most: number): Promise<string> => textOf(await readBytes(c, most));

async function readBytes(c: Context, most: number): Promise<Uint8Array> {
  // A body whose length is known to be small comes whole, without a web stream: that would cost more than all the rest of a request's reading.
  const length = c.req.header("content-length");
  if (length !== undefined && Number(length) <= most) {
    const bytes = new Uint8Array(await c.req.arrayBuffer());
    bounded(bytes.byteLength, most);
    return bytes;
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of c.req.raw.body ?? []) {
    size += chunk.byteLength;
    bounded(size, most);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

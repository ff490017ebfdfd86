/** Ids as they come from outside: one way to write each, for PostgreSQL and the journal must agree on it. */
import { HttpError } from "@todo/shared/host/problem.ts";
import type { Context } from "hono";
import { invalid } from "./body.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The id in the path. Throws HttpError 400. */
export function idOf(c: Context): string {
  const id = (c.req.param("id") ?? "").toLowerCase();
  if (!UUID.test(id))
    throw new HttpError(400, "id-malformed", "Expected the id in the path to be a UUID.", [{ path: "id", expected: "a UUID" }]);
  return id;
}

/** An id in a body: the contract's format allows forms that only look different. Throws HttpError 400. */
export function canonicalId(id: string, path: string): string {
  const canonical = id.toLowerCase();
  if (!UUID.test(canonical)) throw invalid([{ path, expected: "a UUID in its plain form, 8-4-4-4-12 hexadecimal digits" }]);
  return canonical;
}

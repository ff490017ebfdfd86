/** Entity tags and the conditions on them (RFC 9110 8.8.3, 13.1). */
import { HttpError } from "@todo/shared/host/problem.ts";
import type { Context } from "hono";

/** A version as an entity tag. */
export const tagOf = (version: number): string => `"${version}"`;

/** The version that If-Match names; undefined without the header, or with "*". Throws HttpError 400. */
export function wishedVersion(c: Context): number | undefined {
  const header = c.req.header("if-match")?.trim();
  if (header === undefined || header === "*") return undefined;
  const version = Number(/^(?:W\/)?"(\d{1,9})"$/.exec(header)?.[1]);
  if (!(version >= 1)) {
    const expected = 'one entity tag such as "3", as the ETag of the task said';
    throw new HttpError(400, "if-match-malformed", `Expected If-Match to be ${expected}.`, [{ path: "if-match", expected }]);
  }
  return version;
}

/** Whether If-None-Match names this tag, compared weakly: then the client has it already. */
export function isKnown(c: Context, tag: string): boolean {
  const header = c.req.header("if-none-match");
  if (!header) return false;
  const bare = (text: string) => text.trim().replace(/^W\//, "");
  return header.trim() === "*" || header.split(",").some((candidate) => bare(candidate) === bare(tag));
}

/** Bodies of requests: bounded while they stream, JSON, and exactly what the contract says. */
import { HttpError } from "@todo/shared/host/problem.ts";
import type { ErrorObject } from "ajv";
import type { Context } from "hono";
import { readText } from "./read-text.ts";

export const MOST_BYTES = 64 * 1024;

export type Validator<T> = { (value: unknown): value is T; errors?: ErrorObject[] | null };

/** A body as it came (for the fingerprint of the request) and what it means. */
export type Body<T> = { text: string; value: T };

/** Throws HttpError: 413 too large, 415 not JSON, 400 malformed or not what `validate` accepts. */
export async function readJson<T>(c: Context, validate: Validator<T>): Promise<Body<T>> {
  const text = await readText(c, MOST_BYTES);
  return meaningOf(c, text, validate);
}

/** The same for a body that may be left out. */
export async function readOptionalJson<T>(c: Context, validate: Validator<T>, otherwise: T): Promise<Body<T>> {
  const text = await readText(c, MOST_BYTES);
  return text === "" ? { text, value: otherwise } : meaningOf(c, text, validate);
}

function meaningOf<T>(c: Context, text: string, validate: Validator<T>): Body<T> {
  if (!/^application\/json\s*(;|$)/i.test(c.req.header("content-type") ?? "")) {
    throw new HttpError(415, "not-json", "Expected a body with the content type application/json.");
  }
  const value = parse(text);
  requireStorable(value);
  if (!validate(value)) throw invalid((validate.errors ?? []).map(explained));
  return { text, value };
}

/** The body of a request that needs none: empty, or an empty object. */
export async function readNothing(c: Context): Promise<Body<null>> {
  const text = await readText(c, MOST_BYTES);
  if (text.trim() !== "" && !/^\s*\{\s*\}\s*$/.test(text)) throw invalid([{ path: "", expected: "no body, or {}" }]);
  return { text, value: null };
}

/** A closed object that may hold one whole number, for requests that say no more. */
export const oneInteger =
  <Name extends string>(name: Name, least: number, most: number): Validator<{ [K in Name]?: number }> =>
  (value): value is { [K in Name]?: number } => {
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    const fields = isObject ? Object.entries(value) : [];
    const fits = isObject && fields.every(([key, inner]) => key === name && Number.isSafeInteger(inner) && inner >= least && inner <= most);
    if (!fits) throw invalid([{ path: `/${name}`, expected: `a whole number from ${least} to ${most}, and nothing else` }]);
    return true;
  };

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // V8 repeats a piece of the text in its message, which has no place in a log.
    const position = /position \d+/.exec((error as Error).message)?.[0];
    throw new HttpError(400, "json-malformed", `The body is not JSON${position ? `: see ${position}` : ""}.`);
  }
}

/** PostgreSQL stores no U+0000, and half a surrogate pair is no character: neither may get as far as the journal. */
function requireStorable(value: unknown, path = ""): void {
  if (typeof value === "string" && !isStorable(value)) throw invalid([{ path, expected: STORABLE }]);
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) requireStorable(inner, `${path}/${key}`);
}

export const STORABLE = "text without U+0000 and without halves of surrogate pairs";
export const isStorable = (text: string): boolean => !text.includes("\u0000") && text.isWellFormed();

export type Fault = { path: string; expected: string };

export const invalid = (errors: Fault[]): HttpError => {
  const [first] = errors;
  const where = first?.path ? ` at ${first.path}` : "";
  return new HttpError(400, "body-invalid", `The body is not what is expected${where}: ${first?.expected ?? "see the contract"}.`, errors);
};

/** What was expected where, from what ajv found. */
export function explained({ instancePath, keyword, params, message }: ErrorObject): Fault {
  if (keyword === "additionalProperties") return { path: `${instancePath}/${params.additionalProperty}`, expected: "no such field" };
  if (keyword === "required") return { path: `${instancePath}/${params.missingProperty}`, expected: "to be given" };
  if (keyword === "enum") return { path: instancePath, expected: `one of ${params.allowedValues.join(", ")}` };
  if (keyword === "const") return { path: instancePath, expected: String(params.allowedValue) };
  return { path: instancePath, expected: (message ?? "to follow the contract").replace(/^must /, "to ") };
}

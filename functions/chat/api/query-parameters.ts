/** Query parameters: each is known and well-formed, or the request is refused. */
import { HttpError } from "@todo/shared/host/problem.ts";
import type { Context } from "hono";
import { isStorable, STORABLE } from "./body.ts";

/** Reads the text of one parameter; throws an Error whose message says what was expected. */
export type Reader<T> = (text: string) => T;

/** A parameter that may be given several times. */
export const repeated = <T>(read: Reader<T>): { each: Reader<T> } => ({ each: read });

type Parameters = Record<string, Reader<unknown> | { each: Reader<unknown> }>;
type Values<P extends Parameters> = {
  [K in keyof P]: P[K] extends { each: Reader<infer T> } ? T[] : P[K] extends Reader<infer T> ? T | undefined : never;
};

/** All parameters of the request. Throws HttpError 400 that names each one that is unknown, malformed or given twice. */
export function parametersOf<P extends Parameters>(c: Context, parameters: P): Values<P> {
  const given = c.req.queries();
  const faults: { path: string; expected: string }[] = [];
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(parameters, name))
      faults.push({ path: name, expected: `one of ${Object.keys(parameters).join(", ") || "no parameters"}` });
  }
  const values = Object.entries(parameters).map(([name, reader]) => {
    const texts = given[name] ?? [];
    const read = typeof reader === "function" ? reader : reader.each;
    const results = texts.map((text) => {
      try {
        if (!isStorable(text)) throw new Error(STORABLE);
        return read(text);
      } catch (error) {
        faults.push({ path: name, expected: (error as Error).message });
        return undefined;
      }
    });
    if (typeof reader !== "function") return [name, results];
    if (results.length > 1) faults.push({ path: name, expected: "to be given once" });
    return [name, results[0]];
  });
  const [first] = faults;
  if (first) throw new HttpError(400, "query-invalid", `The query is not what is expected at ${first.path}: ${first.expected}.`, faults);
  return Object.fromEntries(values) as Values<P>;
}

export const oneOf =
  <T extends string>(...values: T[]): Reader<T> =>
  (text) => {
    const found = values.find((value) => value === text);
    if (found === undefined) throw new Error(`one of ${values.join(", ")}`);
    return found;
  };

export const wholeNumber =
  (least: number, most: number): Reader<number> =>
  (text) => {
    const value = Number(text);
    if (!/^\d{1,16}$/.test(text) || value < least || value > most) throw new Error(`a whole number from ${least} to ${most}`);
    return value;
  };

export const yesOrNo: Reader<boolean> = (text) => oneOf("true", "false")(text) === "true";

export const textUpTo =
  (most: number): Reader<string> =>
  (text) => {
    if (text.trim() === "" || text.length > most) throw new Error(`text of 1 to ${most} characters`);
    return text;
  };

/** A day of the calendar, "2026-12-01". */
export const localDate: Reader<string> = (text) => {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  if (!day || Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== text) throw new Error("a date such as 2026-12-01");
  return text;
};

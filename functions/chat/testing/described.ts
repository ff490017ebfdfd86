/** Whether an answer is one that the served description promises: every test of the API asks it. */

import { bundleOpenApi } from "@todo/shared/contracts/bundle-openapi.ts";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import formatsModule from "ajv-formats";

type Content = Record<string, { schema: object }>;
type Described = { $ref?: string; content?: Content; headers?: Record<string, unknown> };
type Operation = { responses: Record<string, Described> };
type Document = { paths: Record<string, Record<string, Operation>>; components: { responses: Record<string, Described> } };

const document = bundleOpenApi() as Document;
const ajv = new Ajv2020({ strict: false });
(formatsModule as unknown as (ajv: Ajv2020) => void)(ajv);
ajv.addSchema(document, "openapi.json");
const validators = new Map<string, ValidateFunction>();

const withoutQuery = (path: string): string => path.split("?", 1)[0]!;
const matches = (pattern: string, path: string): boolean => {
  const [wished, given] = [pattern.split("/"), path.split("/")];
  return wished.length === given.length && wished.every((part, index) => part.startsWith("{") || part === given[index]);
};

/** The path in the description that a request's path is an instance of; the literal one first. */
const patternOf = (path: string): string | undefined => {
  const found = Object.keys(document.paths).filter((pattern) => matches(pattern, withoutQuery(path)));
  return found.find((pattern) => !pattern.includes("{")) ?? found[0];
};

/** Every operation as "GET /api/v1/tasks/{id}". */
export const operations = (): string[] =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.keys(item)
      .filter((key) => key !== "parameters")
      .map((method) => `${method.toUpperCase()} ${path}`),
  );

/** Throws when the description says otherwise; says nothing of what it does not know (a path that is none). */
export function requireDescribed(method: string, path: string, status: number, headers: Headers, body: unknown): void {
  const pattern = patternOf(path);
  const operation = pattern && document.paths[pattern]?.[method.toLowerCase()];
  if (!operation) return;
  const said = operation.responses[status] ?? (status >= 400 ? operation.responses.default : undefined);
  if (!said) throw new Error(`${method} ${pattern} answered ${status}, which the description does not know.`);
  const response = said.$ref ? document.components.responses[said.$ref.split("/").at(-1)!]! : said;
  const [type = ""] = (headers.get("content-type") ?? "").split(";", 1);
  const schema = response.content?.[type]?.schema;
  if (body === null && !response.content) return;
  if (!schema) throw new Error(`${method} ${pattern} answered ${status} with ${type || "no body"}, which the description does not know.`);
  const key = JSON.stringify(schema).replaceAll("#/components", "openapi.json#/components");
  const validate = validators.get(key) ?? ajv.compile(JSON.parse(key) as object);
  validators.set(key, validate);
  if (!validate(body)) throw new Error(`${method} ${pattern} ${status}: ${ajv.errorsText(validate.errors)}`);
}

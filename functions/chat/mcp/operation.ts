/** An operation of the API, read from its own description, as a function with named arguments: parameters and fields of the body side by side. */

type Schema = { [keyword: string]: unknown };
type Parameter = { name: string; in: string; required?: boolean; description?: string; schema: Schema };
type Content = { content?: { "application/json"?: { schema: Schema } } };
type Described = {
  operationId?: string;
  summary?: string;
  description?: string;
  parameters?: Schema[];
  requestBody?: Content;
  responses?: Record<string, Schema>;
};
export type ApiDescription = { paths: Record<string, Record<string, unknown>> };

export type Arguments = Record<string, unknown>;

export type Operation = {
  method: string;
  path: string;
  summary: string;
  description: string;
  /** JSON Schemas of the arguments and of the answer, without references: not every client follows them. */
  input: ObjectSchema;
  output: ObjectSchema;
  /** Where these arguments go; the others are the body's. */
  parameters: Argument[];
};
export type Argument = { argument: string; place: string; name: string; required: boolean; schema: Schema };
export type ObjectSchema = Schema & { type: "object"; properties: Record<string, Schema>; required: string[] };

/** What stands for an entity tag: tasks say it as a number. */
const VERSION: Schema = {
  type: "integer",
  minimum: 1,
  description: "The task's version as it was read: refused as task-stale when the task has changed since.",
};

/** Throws when the description has no such operation. */
export function operationOf(document: ApiDescription, operationId: string): Operation {
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [method, described] of Object.entries(item as Record<string, Described>)) {
      if (described.operationId !== operationId) continue;
      const shared = (item.parameters ?? []) as Schema[];
      return operation(document, method.toUpperCase(), path, { ...described, parameters: [...shared, ...(described.parameters ?? [])] });
    }
  }
  throw new Error(`The description of the API has no operation ${operationId}.`);
}

function operation(document: ApiDescription, method: string, path: string, described: Described): Operation {
  const { parameters: given = [], requestBody, responses = {}, summary = "", description = "" } = described;
  const parameters = (inlined(document, given) as Parameter[]).flatMap((parameter) => argumentOf(parameter) ?? []);
  const body = schemaOf(document, requestBody);
  // As people read: what it is about, what is wished, and only then the fine print.
  const [about, fine] = [parameters.filter(({ place }) => place === "path"), parameters.filter(({ place }) => place !== "path")];
  const schemas = (some: Argument[]) => Object.fromEntries(some.map(({ argument, schema }) => [argument, schema]));
  const input: ObjectSchema = {
    type: "object",
    properties: { ...schemas(about), ...body?.properties, ...schemas(fine) },
    required: [...parameters.flatMap(({ argument, required }) => (required ? [argument] : [])), ...(body?.required ?? [])],
    additionalProperties: false,
  };
  const [answer] = Object.entries(responses).flatMap(([status, response]) => (status.startsWith("2") ? [response] : []));
  const output = schemaOf(document, inlined(document, answer) as Content);
  if (!output) throw new Error(`${method} ${path} has no answer to describe.`);
  return { method, path, summary, description, input, output, parameters };
}

/** Null for a header that says nothing about the command. */
function argumentOf({ name, in: place, required = false, description, schema }: Parameter): Argument | null {
  const common = { place, name, required };
  if (place !== "header") return { ...common, argument: name, schema: { ...schema, description } };
  if (name === "idempotency-key") return { ...common, argument: "idempotencyKey", schema: { ...schema, description } };
  return name === "if-match" ? { ...common, argument: "version", schema: VERSION } : null;
}

const schemaOf = (document: ApiDescription, described: Content | undefined): ObjectSchema | undefined =>
  inlined(document, described?.content?.["application/json"]?.schema) as ObjectSchema | undefined;

/** The value with what it refers to in the places of the references. */
function inlined(document: ApiDescription, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((inner) => inlined(document, inner));
  if (typeof value !== "object" || value === null) return value;
  if ("$ref" in value && typeof value.$ref === "string") return inlined(document, target(document, value.$ref));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inlined(document, inner)]));
}

function target(document: ApiDescription, reference: string): unknown {
  const steps = reference.replace(/^#\//, "").split("/");
  return steps.reduce<unknown>((at, step) => (at as Schema)[step], document);
}

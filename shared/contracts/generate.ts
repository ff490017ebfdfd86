/**
 * Contracts → code: `types.ts` and the precompiled validators, and the lock that keeps a published event type from changing its meaning.
 * `node shared/contracts/generate.ts` writes them; with `--check` it only compares and fails on a difference.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import standaloneModule from "ajv/dist/standalone/index.js";
import formatsModule from "ajv-formats";
import { build } from "esbuild";
import { compile } from "json-schema-to-typescript";
import { openApiModule } from "./bundle-openapi.ts";

type Json = { [key: string]: unknown };
type Standalone = (ajv: Ajv2020, refs: Record<string, string>) => string;

const root = join(import.meta.dirname, "../..");
const contracts = join(root, "specs/001-event-driven-todo/contracts");
const lockFile = join(contracts, "event-types.lock.json");
const TOPICS = ["task-event-schema.json", "reminder-event-schema.json"];

export type Schemas = ReadonlyMap<string, Json>;

/** The contracts' files by name. */
export const schemas: Schemas = new Map(
  readdirSync(contracts)
    .filter((name) => name.endsWith("-schema.json"))
    .sort()
    .map((name) => [name, JSON.parse(readFileSync(join(contracts, name), "utf8")) as Json]),
);

/** Every definition of every file in one schema with local references, so that one word yields one type. */
function oneSchema(): Json {
  const $defs: Json = {};
  const localise = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(localise);
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).map(([key, inner]) =>
      key === "$ref" && typeof inner === "string" ? [key, localReference(inner)] : [key, localise(inner)],
    );
    return Object.fromEntries(entries);
  };
  for (const schema of schemas.values()) {
    Object.assign($defs, localise(schema.$defs ?? {}));
    if (schema.oneOf || schema.properties) {
      const { $schema, $id, $defs: _, examples, ...rest } = schema;
      $defs[`${String(schema.title)}${schema.oneOf ? "Topic" : ""}`] = localise({ ...rest, title: undefined });
    }
  }
  return { $defs, title: "Contracts", type: "object" };
}

function localReference(ref: string): string {
  const [file = "", pointer] = ref.split("#/$defs/");
  return pointer ? `#/$defs/${pointer}` : `#/$defs/${String(schemas.get(file)?.title)}Topic`;
}

async function types(): Promise<string> {
  const banner = "/* Generated from specs/001-event-driven-todo/contracts by shared/contracts/generate.ts; never edited. */";
  const text = await compile(oneSchema() as Parameters<typeof compile>[0], "Contracts", {
    bannerComment: banner,
    unreachableDefinitions: true,
    unknownAny: true,
    ignoreMinAndMaxItems: true,
    additionalProperties: false,
    style: { printWidth: 140 },
  });
  // The remarks about unreachable definitions, counts and the empty root say nothing to a reader.
  return text
    .replace(/export interface Contracts \{\}\n/, "")
    .replace(/ *\* This interface was referenced by `Contracts`'s JSON-Schema\n *\* via the `definition` "[^"]+"\.\n/g, "")
    .replace(/ *\* @(min|max)Items \d+\n/g, "")
    .replace(/( *\*\n)+( *\*\/\n)/g, "$2")
    .replace(/ *\/\*\*?\s+\*\/\n/g, "");
}

/** Without `additionalProperties: false`, so that a newer producer's field passes: consumers deploy before producers, yet must not break. */
function opened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(opened);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => !(key === "additionalProperties" && inner === false))
      .map(([key, inner]) => [key, key === "$id" ? openId(String(inner)) : opened(inner)]),
  );
}

const openId = (id: string): string => id.replace(/([a-z-]+-schema\.json)/, "open/$1");

const CLOSED = {
  taskInput: "api-schema.json#/$defs/taskInput",
  taskPatch: "api-schema.json#/$defs/taskPatch",
  profilePatch: "api-schema.json#/$defs/profilePatch",
  batch: "api-schema.json#/$defs/batch",
  chatRequest: "chat-schema.json#/$defs/chatRequest",
  hello: "sync-schema.json#/$defs/hello",
  taskEventData: "task-event-schema.json#/$defs/taskEventData",
  seriesEventData: "task-event-schema.json#/$defs/seriesEventData",
  userEventData: "task-event-schema.json#/$defs/userEventData",
  userErasedData: "task-event-schema.json#/$defs/userErasedData",
  reminderData: "reminder-event-schema.json#/$defs/reminderData",
  reminderDueData: "reminder-event-schema.json#/$defs/reminderDueData",
  reminderDeliveryData: "reminder-event-schema.json#/$defs/reminderDeliveryData",
};
const OPEN = {
  receivedTaskEventData: "open/task-event-schema.json#/$defs/taskEventData",
  receivedSeriesEventData: "open/task-event-schema.json#/$defs/seriesEventData",
  receivedUserEventData: "open/task-event-schema.json#/$defs/userEventData",
  receivedUserErasedData: "open/task-event-schema.json#/$defs/userErasedData",
  receivedReminderData: "open/reminder-event-schema.json#/$defs/reminderData",
  receivedReminderDueData: "open/reminder-event-schema.json#/$defs/reminderDueData",
  receivedReminderDeliveryData: "open/reminder-event-schema.json#/$defs/reminderDeliveryData",
};

/** A validator compiler with every contract loaded, closed and open; strict about the schemas themselves. */
export function ajv(): Ajv2020 {
  const instance = new Ajv2020({ allErrors: false, strict: true, allowUnionTypes: true, code: { source: true, esm: true } });
  (formatsModule as unknown as (ajv: Ajv2020) => void)(instance);
  for (const schema of schemas.values()) {
    instance.addSchema(schema);
    instance.addSchema(opened({ ...schema, examples: [] }) as Json);
  }
  return instance;
}

async function validators(): Promise<{ js: string; dts: string }> {
  const prefix = "https://todo.example/contracts/";
  const names = { ...CLOSED, ...OPEN };
  const refs = Object.fromEntries(Object.entries(names).map(([name, ref]) => [name, prefix + ref]));
  const source = (standaloneModule as unknown as Standalone)(ajv(), refs);
  // ajv's ESM output still requires its run-time helpers: the bundle makes it one file that works in ESM and CommonJS.
  const bundle = await build({
    stdin: { contents: source, resolveDir: root, loader: "js" },
    bundle: true,
    format: "esm",
    write: false,
    minify: true,
    legalComments: "none",
  });
  const js = `// Generated by shared/contracts/generate.ts; never edited.\n${bundle.outputFiles[0]!.text}`;
  const typeOf = (name: string) => {
    const bare = name.replace(/^received/, "");
    return bare.charAt(0).toUpperCase() + bare.slice(1);
  };
  const used = [...new Set(Object.keys(names).map(typeOf))].sort();
  const dts = [
    "// Generated by shared/contracts/generate.ts; never edited.",
    'import type { ErrorObject } from "ajv";',
    `import type { ${used.join(", ")} } from "./types.ts";`,
    "type Validator<T> = { (value: unknown): value is T; errors?: ErrorObject[] | null };",
    ...Object.keys(names).map((name) => `export declare const ${name}: Validator<${typeOf(name)}>;`),
    "",
  ].join("\n");
  return { js, dts };
}

/** Path → hash of the constraint at that path, for each event type. */
export function shapes(of: Schemas = schemas): Record<string, Record<string, string>> {
  const result: Record<string, Record<string, string>> = {};
  for (const file of TOPICS) {
    for (const alternative of of.get(file)!.oneOf as Json[]) {
      const envelope = resolve(of, file, alternative);
      const type = (envelope.schema.properties as Json).type as { const?: string; enum?: string[] };
      for (const name of type.enum ?? [type.const!]) result[name] = paths(of, envelope.file, envelope.schema, "", {});
    }
  }
  return result;
}

function resolve(of: Schemas, file: string, schema: Json): { file: string; schema: Json } {
  if (typeof schema.$ref !== "string") return { file, schema };
  const [target = "", pointer = ""] = schema.$ref.split("#/$defs/");
  const next = target || file;
  return resolve(of, next, (of.get(next)!.$defs as Json)[pointer] as Json);
}

/** What holds at each path; `isRequired`: whether a consumer may rely on it being there. */
function paths(
  of: Schemas,
  file: string,
  given: Json,
  at: string,
  into: Record<string, string>,
  isRequired = true,
): Record<string, string> {
  const { file: home, schema } = resolve(of, file, given);
  const { properties, items, anyOf, required, description, additionalProperties, type, ...rest } = schema;
  const alternatives = (anyOf ?? []) as Json[];
  // The type's own name is the key of the whole shape: several types share one schema.
  const said = at === ".type" ? {} : { type, ...rest };
  const constraint = JSON.stringify({ ...said, isRequired, alternatives: alternatives.length });
  into[at || "."] = createHash("sha256").update(constraint).digest("hex").slice(0, 12);
  const always = (required ?? []) as string[];
  for (const [name, inner] of Object.entries((properties ?? {}) as Json)) {
    paths(of, home, inner as Json, `${at}.${name}`, into, always.includes(name));
  }
  if (items) paths(of, home, items as Json, `${at}[]`, into);
  for (const [index, inner] of alternatives.entries()) paths(of, home, inner, `${at}|${index}`, into);
  return into;
}

/** The published shapes with new fields added; throws when a published one was changed or taken away. */
export function lockedShapes(locked: Record<string, Record<string, string>>, now: Record<string, Record<string, string>>): string {
  for (const [type, shape] of Object.entries(locked)) {
    for (const [path, hash] of Object.entries(shape)) {
      if (now[type]?.[path] !== hash) {
        throw new Error(
          `${type} is published and ${path} has changed or is gone. Only new fields may be added: give the changed event a new version (…v2).`,
        );
      }
    }
  }
  return `${JSON.stringify(now, null, 1)}\n`;
}

/** Checks each example against its own schema: they are what people copy. */
function checkExamples(): void {
  const instance = ajv();
  for (const [name, schema] of schemas) {
    const validate = instance.getSchema(String(schema.$id)) as ValidateFunction;
    for (const [index, example] of ((schema.examples ?? []) as unknown[]).entries()) {
      if (!validate(example)) throw new Error(`${name}: example ${index} breaks its schema: ${instance.errorsText(validate.errors)}`);
    }
  }
}

async function main(check: boolean): Promise<void> {
  checkExamples();
  const locked = existsSync(lockFile) ? (JSON.parse(readFileSync(lockFile, "utf8")) as Record<string, Record<string, string>>) : {};
  const { js, dts } = await validators();
  const outputs: [string, string][] = [
    [join(import.meta.dirname, "types.ts"), await types()],
    [join(import.meta.dirname, "validators.generated.js"), js],
    [join(import.meta.dirname, "validators.generated.d.ts"), dts],
    [lockFile, lockedShapes(locked, shapes())],
    openApiModule(),
  ];
  for (const [file, text] of outputs) {
    if (!check) writeFileSync(file, text);
    else if (!existsSync(file) || readFileSync(file, "utf8") !== text) {
      throw new Error(`${file.slice(root.length + 1)} is not what the contracts say: run npm run generate and commit the result.`);
    }
  }
  console.log(check ? "Contracts, types, validators and lock agree." : `Wrote ${outputs.length} files.`);
}

if (import.meta.main) await main(process.argv.includes("--check"));

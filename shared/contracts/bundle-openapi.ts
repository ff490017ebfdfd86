/**
 * openapi.json and the schema files it refers to → one document that needs no other file, as the module that the chat function serves.
 * `node shared/contracts/bundle-openapi.ts` writes it; with `--check` it only compares and fails on a difference.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

type Json = { [key: string]: unknown };

const root = join(import.meta.dirname, "../..");
const contracts = join(root, "specs/001-event-driven-todo/contracts");
export const OPENAPI_MODULE = join(root, "functions/chat/openapi.generated.ts");

const read = (file: string): Json => JSON.parse(readFileSync(join(contracts, file), "utf8")) as Json;

/** The description with every schema that it needs under components. Throws when a reference leads nowhere or two schemas share a name. */
export function bundleOpenApi(): Json {
  const document = read("openapi.json");
  const components = document.components as Json;
  const schemas = { ...(components.schemas as Json) };
  const origins = new Map(Object.keys(schemas).map((name) => [name, "openapi.json"]));
  const files = new Map<string, Json>();

  const include = (file: string, name: string, schema: unknown): string => {
    const known = origins.get(name);
    if (known !== undefined && known !== file) throw new Error(`Both ${known} and ${file} have a schema ${name}: rename one.`);
    if (known === undefined) {
      origins.set(name, file);
      schemas[name] = localise(file, schema);
    }
    return `#/components/schemas/${name}`;
  };
  const resolve = (from: string, ref: string): string => {
    const [target = "", pointer = ""] = ref.split("#/$defs/");
    const file = target || from;
    if (file === "openapi.json") return ref;
    if (!files.has(file)) files.set(file, read(file));
    const { $schema, $id, $defs, examples, title, ...whole } = files.get(file)!;
    const schema = pointer ? ($defs as Json)[pointer] : whole;
    if (schema === undefined) throw new Error(`${from} refers to ${ref}, which is not there.`);
    return include(file, pointer || String(title).replace(/^./, (letter) => letter.toLowerCase()), schema);
  };
  const localise = (file: string, value: unknown): unknown => {
    if (Array.isArray(value)) return value.map((inner) => localise(file, inner));
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).map(([key, inner]) => {
      if (key !== "$ref" || typeof inner !== "string") return [key, localise(file, inner)];
      return [key, file === "openapi.json" && inner.startsWith("#/components/") ? inner : resolve(file, inner)];
    });
    return Object.fromEntries(entries);
  };

  const localised = localise("openapi.json", document) as Json;
  const own = (localised.components as Json).schemas as Json;
  const sorted = Object.entries({ ...schemas, ...own }).sort(([a], [b]) => (a < b ? -1 : 1));
  return { ...localised, components: { ...(localised.components as Json), schemas: Object.fromEntries(sorted) } };
}

/** The module's file and text: for whoever writes it, or checks that it is what the contracts say. */
export function openApiModule(): [file: string, text: string] {
  const text = `// Generated from specs/001-event-driven-todo/contracts/openapi.json by shared/contracts/bundle-openapi.ts; never edited.
export const OPENAPI: string = ${JSON.stringify(JSON.stringify(bundleOpenApi()))};
`;
  return [OPENAPI_MODULE, text];
}

function main(check: boolean): void {
  const [file, text] = openApiModule();
  if (!check) writeFileSync(file, text);
  else if (!existsSync(file) || readFileSync(file, "utf8") !== text) {
    throw new Error("functions/chat/openapi.generated.ts is not what openapi.json says: run npm run generate and commit the result.");
  }
}

if (import.meta.main) main(process.argv.includes("--check"));

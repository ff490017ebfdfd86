/** A Kubernetes object as YAML gave it: read with care, since nothing has validated it yet. */
import { parseAllDocuments } from "yaml";

export type Fields = Record<string, unknown>;
export type Manifest = Fields & { apiVersion: string; kind: string; metadata: Fields & { name: string } };

/** The objects of a stream of YAML documents. Throws on what is no object of Kubernetes. */
export function manifestsOf(text: string): Manifest[] {
  return parseAllDocuments(text).flatMap((document) => {
    if (document.errors[0]) throw document.errors[0];
    const value: unknown = document.toJS();
    if (value === null) return [];
    if (!isManifest(value))
      throw new Error(`Not an object with apiVersion, kind and metadata.name: ${JSON.stringify(value).slice(0, 200)}`);
    return [value];
  });
}

/** "Service chat", for messages. */
export const nameOf = ({ kind, metadata }: Manifest): string => `${kind} ${metadata.name}`;

/** Whether this is Knative's Service, not Kubernetes' own. */
export const isKnativeService = ({ apiVersion, kind }: Manifest): boolean =>
  kind === "Service" && apiVersion.startsWith("serving.knative.dev/");

/** The mapping at a path, an empty one where there is none. */
export function fieldsAt(value: unknown, ...path: string[]): Fields {
  const found = path.reduce<unknown>((at, key) => (isFields(at) ? at[key] : undefined), value);
  return isFields(found) ? found : {};
}

/** The mappings in the list at a path. */
export function listAt(value: unknown, ...path: string[]): Fields[] {
  const parent = fieldsAt(value, ...path.slice(0, -1));
  const found = parent[path.at(-1) ?? ""];
  return Array.isArray(found) ? found.filter(isFields) : [];
}

/** The containers of an object's pods; none for an object without pods. */
export const containersOf = (manifest: Manifest): Fields[] => listAt(manifest, "spec", "template", "spec", "containers");

/** All mappings inside a value, itself included. */
export function mappingsIn(value: unknown): Fields[] {
  if (Array.isArray(value)) return value.flatMap(mappingsIn);
  return isFields(value) ? [value, ...Object.values(value).flatMap(mappingsIn)] : [];
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isManifest(value: unknown): value is Manifest {
  return (
    isFields(value) &&
    typeof value.apiVersion === "string" &&
    typeof value.kind === "string" &&
    isFields(value.metadata) &&
    typeof value.metadata.name === "string"
  );
}

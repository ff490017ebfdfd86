/**
 * As much of kustomize as the overlays use: resources, namespace, images, and patches that merge mappings and replace lists. Refuses every
 * other field, so that what the tests see is what the cluster gets; where kubectl is installed a test compares the two.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { type Fields, fieldsAt, isFields, listAt, type Manifest, manifestsOf } from "../plan/manifest.ts";

const KNOWN = ["apiVersion", "kind", "namespace", "resources", "images", "patches"];
const CLUSTER_WIDE = ["Namespace", "ClusterRole", "ClusterRoleBinding", "CustomResourceDefinition"];

/** Renders the kustomization in `folder`. */
export function render(folder: string): Manifest[] {
  const kustomization: unknown = parse(readFileSync(join(folder, "kustomization.yaml"), "utf8"));
  if (!isFields(kustomization)) throw new Error(`${folder}: kustomization.yaml is no mapping.`);
  const unknown = Object.keys(kustomization).filter((key) => !KNOWN.includes(key));
  if (unknown.length > 0) throw new Error(`${folder}: this helper does not know ${unknown.join(", ")}.`);
  const resources = Array.isArray(kustomization.resources) ? kustomization.resources.map(String) : [];
  const loaded = resources.flatMap((resource) =>
    resource.endsWith(".yaml") ? manifestsOf(readFileSync(join(folder, resource), "utf8")) : render(join(folder, resource)),
  );
  const placed = loaded.map((manifest) => inNamespace(manifest, kustomization.namespace));
  const patched = listAt(kustomization, "patches").reduce((manifests, patch) => applied(manifests, patch, folder), placed);
  return patched.map((manifest) => withImages(manifest, listAt(kustomization, "images")));
}

function inNamespace(manifest: Manifest, namespace: unknown): Manifest {
  if (typeof namespace !== "string" || CLUSTER_WIDE.includes(manifest.kind)) return manifest;
  return { ...manifest, metadata: { ...manifest.metadata, namespace } };
}

function applied(manifests: readonly Manifest[], patch: Fields, folder: string): Manifest[] {
  const [change] = manifestsOf(readFileSync(join(folder, String(patch.path)), "utf8"));
  if (!change) throw new Error(`${folder}: ${patch.path} is empty.`);
  const target = fieldsAt(patch, "target");
  const isTarget = (manifest: Manifest) =>
    patch.target === undefined
      ? manifest.kind === change.kind && manifest.apiVersion === change.apiVersion && manifest.metadata.name === change.metadata.name
      : matches(target, manifest);
  if (!manifests.some(isTarget)) throw new Error(`${folder}: ${patch.path} meets no object.`);
  // A patch with a target has a name only because it must; everything else in it is meant.
  const content = patch.target === undefined ? change : { ...change, metadata: { ...change.metadata, name: undefined } };
  return manifests.map((manifest) => (isTarget(manifest) ? { ...manifest, ...merged(manifest, content) } : manifest));
}

function matches(target: Fields, { apiVersion, kind, metadata }: Manifest): boolean {
  return (
    (target.group === undefined || apiVersion.startsWith(`${target.group}/`)) &&
    (target.kind === undefined || target.kind === kind) &&
    (target.name === undefined || new RegExp(`^(${target.name})$`).test(metadata.name))
  );
}

function merged(into: Fields, from: Fields): Fields {
  const result: Fields = { ...into };
  for (const [key, value] of Object.entries(from)) {
    if (value === undefined) continue;
    const present = result[key];
    result[key] = isFields(value) && isFields(present) ? merged(present, value) : value;
  }
  return result;
}

/** kustomize looks for images wherever there are containers. */
function withImages(manifest: Manifest, images: readonly Fields[]): Manifest {
  const replaced = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(replaced);
    if (!isFields(value)) return value;
    const image = images.find(({ name }) => name === value.image);
    const fields = image ? { ...value, image: `${image.newName}@${image.digest}` } : value;
    return Object.fromEntries(Object.entries(fields).map(([key, inner]) => [key, replaced(inner)]));
  };
  return { ...manifest, ...fieldsAt(replaced(manifest)) };
}

/** The layer over an overlay that one deployment adds: the images it was built with, and settings that are not in git. */
import { stringify } from "yaml";

export type Pinned = { program: string; repository: string; digest: string };

/** Lines `<program>=<repository>@sha256:<64 hex>`, as build/images.sh writes them; empty lines and # are skipped. Throws on any other. */
export function pinnedImages(text: string): Pinned[] {
  return assignments(text).map(([program, image]) => {
    const [, repository, digest] = /^([^\s@]+?)(?::[\w][\w.-]*)?@(sha256:[0-9a-f]{64})$/.exec(image) ?? [];
    if (!repository || !digest) throw new Error(`The image of ${program} is not pinned by a digest: ${image}`);
    return { program, repository, digest };
  });
}

/** Lines `<setting>=<value>`, of the ConfigMap `settings`. */
export const settingsIn = (text: string): Record<string, string> => Object.fromEntries(assignments(text));

/** The files of a kustomization that stands on `overlay` (a relative path) and pins these images. */
export function layerFiles(overlay: string, images: readonly Pinned[], settings: Readonly<Record<string, string>>): Record<string, string> {
  const hasSettings = Object.keys(settings).length > 0;
  const kustomization = {
    apiVersion: "kustomize.config.k8s.io/v1beta1",
    kind: "Kustomization",
    resources: [overlay],
    images: images.map(({ program, repository, digest }) => ({ name: `todo/${program}`, newName: repository, digest })),
    ...(hasSettings ? { patches: [{ path: "settings.yaml" }] } : {}),
  };
  const patch = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "settings", namespace: "todo" }, data: settings };
  return { "kustomization.yaml": stringify(kustomization), ...(hasSettings ? { "settings.yaml": stringify(patch) } : {}) };
}

function assignments(text: string): [string, string][] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const at = line.indexOf("=");
      if (at < 1) throw new Error(`Expected <name>=<value>, not ${JSON.stringify(line)}.`);
      return [line.slice(0, at), line.slice(at + 1)];
    });
}

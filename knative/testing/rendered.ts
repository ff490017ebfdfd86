/** The overlays as the tests look at them: rendered, with an image of each program. */
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { programs } from "../../build/programs.ts";
import { layerFiles, type Pinned } from "../plan/layer.ts";
import { type Manifest, manifestsOf } from "../plan/manifest.ts";
import { render } from "./kustomize.ts";

const knative = join(import.meta.dirname, "..");

export const overlays = readdirSync(join(knative, "overlays")).sort();

/** An image of every program, by a digest that only looks like one. */
export const images: Pinned[] = Object.keys(programs).map((program) => ({
  program,
  repository: `registry.test/todo/${program}`,
  digest: `sha256:${createHash("sha256").update(program).digest("hex")}`,
}));

/** Settings of a cluster that exists. */
export const settings = { domain: "todo.apps.test", issuer: "https://issuer.test", "jwks-url": "https://issuer.test/keys" };

/** Does `work` with a folder that holds the layer of a deployment over this overlay. */
export function withLayer<T>(overlay: string, work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "todo-layer-"));
  const base = relative(folder, join(knative, "overlays", overlay));
  try {
    for (const [name, text] of Object.entries(layerFiles(base, images, settings))) writeFileSync(join(folder, name), text);
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const rendered = (overlay: string): Manifest[] => withLayer(overlay, render);

/** Dapr's components, which deploy.sh applies beside every overlay. */
export function daprComponents(): Manifest[] {
  const folder = join(knative, "../dapr/cluster");
  const files = readdirSync(folder).filter((file) => file.endsWith(".yaml"));
  return files.flatMap((file) => manifestsOf(readFileSync(join(folder, file), "utf8")));
}

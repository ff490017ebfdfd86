/**
 * `node knative/plan/main.ts OVERLAY FOLDER [--images FILE] [--settings FILE]`: renders the overlay with kubectl's kustomize and lays out
 * FOLDER for deploy.sh. Changes nothing in any cluster; ends with 1, naming every reason, when the result must not be deployed.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { stringify } from "yaml";
import { layerFiles, pinnedImages, settingsIn } from "./layer.ts";
import { type Manifest, manifestsOf } from "./manifest.ts";
import { type Plan, planOf } from "./plan.ts";

const overlays = join(import.meta.dirname, "../overlays");
/** Dapr's components belong to no overlay: they are the same everywhere. */
const dapr = join(import.meta.dirname, "../../dapr/cluster");

function main(): void {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { images: { type: "string" }, settings: { type: "string" }, kustomize: { type: "string", default: "kubectl kustomize" } },
  });
  const [overlay, folder] = positionals;
  if (!overlay || !folder) throw new Error("usage: node knative/plan/main.ts OVERLAY FOLDER [--images FILE] [--settings FILE]");
  const base = join(overlays, overlay);
  if (!existsSync(join(base, "kustomization.yaml"))) throw new Error(`There is no overlay ${overlay} in knative/overlays.`);
  const images = values.images ? pinnedImages(readFileSync(values.images, "utf8")) : [];
  const settings = values.settings ? settingsIn(readFileSync(values.settings, "utf8")) : {};

  rmSync(folder, { recursive: true, force: true });
  const layer = join(folder, "layer");
  mkdirSync(layer, { recursive: true });
  for (const [name, text] of Object.entries(layerFiles(relative(resolve(layer), base), images, settings)))
    writeFileSync(join(layer, name), text);
  const [program = "kubectl", ...args] = values.kustomize.split(" ");
  const rendered = execFileSync(program, [...args, layer], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const plan = planOf([...manifestsOf(rendered), ...componentsOfDapr()]);
  write(folder, plan);
  if (plan.refusals.length > 0) throw new Error(plan.refusals.join("\n"));
}

function componentsOfDapr(): Manifest[] {
  const files = readdirSync(dapr).filter((file) => file.endsWith(".yaml"));
  return files.sort().flatMap((file) => manifestsOf(readFileSync(join(dapr, file), "utf8")));
}

/** One file per step; the lists are for a shell to read. */
function write(folder: string, plan: Plan): void {
  const put = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const documents = (manifests: Manifest[]) => manifests.map((manifest) => stringify(manifest)).join("---\n");
  put("accounts.yaml", documents(plan.accounts));
  put("objects.yaml", documents(plan.objects));
  put("job.yaml", documents(plan.job));
  put("sources.yaml", documents(plan.sources));
  for (const { name, manifest } of plan.services) put(`service-${name}.yaml`, stringify(manifest));
  put("services.txt", lines(plan.services.map(({ name, revision, hasCanary }) => `${name} ${revision} ${hasCanary ? "canary" : "-"}`)));
  put("secrets.txt", lines(plan.secrets));
  put("rollouts.txt", lines(plan.rollouts));
  put("origins.txt", lines([plan.origins.chat, plan.origins.sync]));
}

const lines = (items: readonly string[]): string => items.map((item) => `${item}\n`).join("");

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

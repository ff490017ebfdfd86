/** What a bundle is made of, as CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/): the packages whose code is in it, no others. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

export type Component = {
  type: "library";
  name: string;
  version: string;
  purl: string;
  hashes: { alg: "SHA-512"; content: string }[];
  licenses: { expression: string }[];
};

export type Bill = {
  bomFormat: "CycloneDX";
  specVersion: "1.6";
  version: 1;
  metadata: { component: { type: "application"; name: string; version: string } };
  components: Component[];
};

type Locked = { version: string; integrity?: string; license?: string };

/** The bill of a program from the bundled files' paths, with versions and hashes as package-lock.json pins them. Without times: equal inputs give equal bills. */
export function componentsOf(program: string, inputs: readonly string[], root: string): Bill {
  const own: { version: string } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const lock: { packages: Record<string, Locked> } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const folders = [...new Set(inputs.flatMap((path) => packageFolderOf(path) ?? []))].sort();
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: { component: { type: "application", name: `todo-${program}`, version: own.version } },
    components: folders.map((folder) => componentOf(folder, lock.packages[folder])),
  };
}

/** "node_modules/a/node_modules/@b/c/lib/x.js" → "node_modules/a/node_modules/@b/c"; null for the product's own files. */
export function packageFolderOf(path: string): string | null {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0] ?? null;
}

function componentOf(folder: string, locked: Locked | undefined): Component {
  if (!locked) throw new Error(`${folder} is in the bundle but not in package-lock.json: run npm ci.`);
  const name = folder.slice(folder.lastIndexOf("node_modules/") + "node_modules/".length);
  const { version, integrity = "", license } = locked;
  const hash = /^sha512-(.+)$/.exec(integrity)?.[1];
  return {
    type: "library",
    name,
    version,
    purl: `pkg:npm/${name.replace("@", "%40")}@${version}`,
    hashes: hash ? [{ alg: "SHA-512", content: Buffer.from(hash, "base64").toString("hex") }] : [],
    licenses: license ? [{ expression: license }] : [],
  };
}

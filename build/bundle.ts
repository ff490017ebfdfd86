/**
 * `npm run bundle -- chat relay`: dist/<program>/main.cjs with its source map and its list of components; all programs without names.
 * One CommonJS file starts twice as fast as a tree of modules, and only CommonJS can use a compile cache from its first line on.
 */

import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type BuildFailure, build, type Message, type Metafile } from "esbuild";
import { componentsOf } from "./components.ts";
import { type ProgramName, programs, programsNamed } from "./programs.ts";

const root = join(import.meta.dirname, "..");

/** What a migration image needs beside its program: the program looks for them in its own folder. */
const MIGRATIONS = "shared/database/migrations";

/** Writes main.cjs, main.cjs.map and sbom.cdx.json into `folder`, which is emptied before. Throws on a warning as on an error. */
export async function bundle(program: ProgramName, folder: string): Promise<{ bytes: number }> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, "main.cjs");
  const { metafile, warnings } = await build({
    absWorkingDir: root,
    entryPoints: [programs[program]],
    outfile,
    bundle: true,
    platform: "node",
    target: "node24",
    format: "cjs",
    minify: true,
    // Names of classes are names of errors, and those are read in logs.
    keepNames: true,
    sourcemap: "linked",
    sourcesContent: false,
    legalComments: "none",
    metafile: true,
    logLevel: "silent",
    // CommonJS has no import.meta. esbuild says so of our own files; a package's file would only fail when it runs.
    logOverride: { "empty-import-meta": "error" },
    alias: { "node-cron": createRequire(import.meta.url).resolve("node-cron") },
    // pg asks for its native twin inside a try; it is not installed.
    external: ["pg-native"],
    ...(program === "migrate" ? { define: { "import.meta.dirname": "__dirname" } } : {}),
  }).catch((failure: BuildFailure) => {
    throw new Error(described(program, failure.errors), { cause: failure });
  });
  if (warnings.length > 0) throw new Error(described(program, warnings));
  if (program === "migrate") cpSync(join(root, MIGRATIONS), join(folder, "migrations"), { recursive: true });
  writeFileSync(join(folder, "sbom.cdx.json"), `${JSON.stringify(componentsOf(program, inputsOf(metafile), root), null, 2)}\n`);
  return { bytes: Object.values(metafile.outputs).find((output) => output.entryPoint !== undefined)?.bytes ?? 0 };
}

/** The files that have left something in the bundle. */
function inputsOf(metafile: Metafile): string[] {
  return Object.values(metafile.outputs).flatMap((output) =>
    Object.entries(output.inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );
}

function described(program: string, messages: readonly Message[]): string {
  const lines = messages.map(({ text, location }) => (location ? `${location.file}:${location.line}: ${text}` : text));
  return `${program} cannot be bundled: ${lines.join("; ")}`;
}

async function main(): Promise<void> {
  for (const program of programsNamed(process.argv.slice(2))) {
    const { bytes } = await bundle(program, join(root, "dist", program));
    console.log(`dist/${program}/main.cjs  ${(bytes / 1024).toFixed(0)} KiB`);
  }
}

if (import.meta.main) {
  main().catch((error: Error) => {
    console.error(error.message);
    process.exit(1);
  });
}

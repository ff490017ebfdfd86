/**
 * The page's sources → `page.generated.ts`: one script, one style sheet, the shell and the icon as strings, since a function's bundle has
 * no files beside it. `node functions/chat/page/build.ts` writes it; with `--check` it only compares and fails on a difference.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const here = import.meta.dirname;
const output = join(here, "page.generated.ts");
const TARGET = ["es2022", "chrome123", "firefox120", "safari17.5"]; // light-dark() in the style sheet

async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(here, entry)],
    bundle: true,
    minify: true,
    format: "esm",
    charset: "utf8",
    legalComments: "none",
    target: TARGET,
    write: false,
  });
  return outputFiles[0]!.text;
}

/** The generated module's text. */
export async function generatePage(): Promise<string> {
  const assets: Record<string, { type: string; body: string }> = {
    "/": { type: "text/html; charset=utf-8", body: readFileSync(join(here, "index.html"), "utf8") },
    "/page.js": { type: "text/javascript; charset=utf-8", body: await bundle("main.ts") },
    "/page.css": { type: "text/css; charset=utf-8", body: await bundle("page.css") },
    "/icon.svg": { type: "image/svg+xml", body: readFileSync(join(here, "icon.svg"), "utf8") },
  };
  const lines = Object.entries(assets).map(([path, { type, body }]) => {
    const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
    return `  ${JSON.stringify(path)}: ${JSON.stringify({ type, etag, body })},`;
  });
  const banner = "/* Generated from functions/chat/page by its build.ts; never edited. */";
  const type = "Record<string, { type: string; etag: string; body: string }>";
  return `${banner}\n\n/** What is served, by path. */\nexport const PAGE: ${type} = {\n${lines.join("\n")}\n};\n`;
}

async function main(check: boolean): Promise<void> {
  const text = await generatePage();
  if (!check) return writeFileSync(output, text);
  if (existsSync(output) && readFileSync(output, "utf8") === text) return console.log("The page is what its sources say.");
  throw new Error("functions/chat/page/page.generated.ts is not what the sources say: run npm run generate and commit the result.");
}

if (import.meta.main) await main(process.argv.includes("--check"));

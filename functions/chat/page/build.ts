/**
 * The page's sources → generated modules with its files as strings, since a function's bundle has no files beside it: `page.generated.ts`
 * and, apart because it follows the interpreter, `understand.generated.ts`. `node functions/chat/page/build.ts` writes them; with
 * `--check` it only compares and fails on a difference.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const here = import.meta.dirname;
const TARGET = ["es2022", "chrome123", "firefox120", "safari17.5"]; // light-dark() in the style sheet
const JAVASCRIPT = "text/javascript; charset=utf-8";

type File = { type: string; body: string };

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

const source = (name: string): string => readFileSync(join(here, name), "utf8");

/** The generated modules' texts, by their names. */
export async function generatePage(): Promise<Record<string, string>> {
  return {
    "page.generated.ts": moduleOf("PAGE", {
      "/": { type: "text/html; charset=utf-8", body: source("index.html") },
      "/page.js": { type: JAVASCRIPT, body: await bundle("main.ts") },
      "/page.css": { type: "text/css; charset=utf-8", body: await bundle("page.css") },
      "/icon.svg": { type: "image/svg+xml", body: source("icon.svg") },
    }),
    "understand.generated.ts": moduleOf("UNDERSTAND", { "/understand.js": { type: JAVASCRIPT, body: await bundle("understand.ts") } }),
  };
}

function moduleOf(name: string, files: Record<string, File>): string {
  const lines = Object.entries(files).map(([path, { type, body }]) => {
    const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
    return `  ${JSON.stringify(path)}: ${JSON.stringify({ type, etag, body })},`;
  });
  const banner = "/* Generated from functions/chat/page by its build.ts; never edited. */";
  const type = "Record<string, { type: string; etag: string; body: string }>";
  return `${banner}\n\n/** What is served, by path. */\nexport const ${name}: ${type} = {\n${lines.join("\n")}\n};\n`;
}

async function main(check: boolean): Promise<void> {
  for (const [name, text] of Object.entries(await generatePage())) {
    const file = join(here, name);
    if (!check) writeFileSync(file, text);
    else if (!existsSync(file) || source(name) !== text) {
      throw new Error(`functions/chat/page/${name} is not what the sources say: run npm run generate and commit the result.`);
    }
  }
  console.log(check ? "The page is what its sources say." : "Wrote the page.");
}

if (import.meta.main) await main(process.argv.includes("--check"));

import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const read = (file: string): string => readFileSync(join(ROOT, file), "utf8");
const SPECS = "specs/001-event-driven-todo";
const DOCUMENTS = ["README.md", "AGENTS.md", "skills.md", ...globSync(`${SPECS}/**/*.md`, { cwd: ROOT })];
const scripts = Object.keys((JSON.parse(read("package.json")) as { scripts: Record<string, string> }).scripts);

const FAMILIES = "DATA|REC|REM|EVT|AUD|SYN|UNDO|LANG|API|SC";
const ids = (text: string): string[] => text.match(new RegExp(`\\b(${FAMILIES})-\\d+\\b`, "g")) ?? [];
/** Rules begin a line of the list, criteria a row of the table. */
const rules = new Set(ids((read(`${SPECS}/spec.md`).match(/^(- |\| )[A-Z]+-\d+/gm) ?? []).join(" ")));
const tests = globSync(
  ["{functions,shared,local,kafka,knative,dapr,build,specs}/**/*.{test,spec}.ts", "**/{testing/*.contract,acceptance/stories}.ts"],
  {
    cwd: ROOT,
    exclude: ["**/node_modules/**", "**/documents.test.ts"],
  },
);
const held = new Set(tests.flatMap((file) => ids(read(file))));

describe("the rules", () => {
  it("are each held by a test that carries their id", () => {
    expect(rules.size).toBeGreaterThan(40);
    expect([...rules].filter((id) => !held.has(id))).toEqual([]);
  });

  it("are what tests refer to", () => {
    expect([...held].filter((id) => !rules.has(id))).toEqual([]);
  });
});

describe.each(DOCUMENTS)("%s", (file) => {
  const text = read(file);
  const named = [...text.matchAll(/`([^`\s]+)`/g)].map(([, name]) => name!);

  it("names files and folders that are there", () => {
    const paths = named.filter((name) =>
      /^(functions|shared|local|knative|kafka|dapr|clouds|specs|build|observability|\.github|\.ci)\//.test(name),
    );
    const absent = paths.filter((path) => !path.includes("<") && globSync(path.replace(/\/$/, ""), { cwd: ROOT }).length === 0);
    expect(absent).toEqual([]);
  });

  it("links to what is there", () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, link]) => link!);
    expect(links.filter((link) => !existsSync(join(ROOT, dirname(file), link)))).toEqual([]);
  });

  it("names commands that there are", () => {
    const commands = [...text.matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(([, name]) => name!);
    expect(commands.filter((name) => !scripts.includes(name))).toEqual([]);
  });
});

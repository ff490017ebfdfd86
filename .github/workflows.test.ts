import { existsSync, globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";

const root = fileURLToPath(new URL("..", import.meta.url));
const files = globSync(".github/workflows/*.yml", { cwd: root });

type Step = { uses?: string; run?: string; with?: Record<string, unknown> };
type Job = { permissions?: unknown; "timeout-minutes"?: number; environment?: unknown; steps: Step[] };

describe.each(files)("%s", (file) => {
  const text = readFileSync(`${root}/${file}`, "utf8");
  const workflow: { permissions: unknown; jobs: Record<string, Job> } = parse(text);
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

  test("pins every action by its whole commit and says which version that is", () => {
    for (const [line] of text.matchAll(/^.*\buses: .*$/gm)) expect(line).toMatch(/uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+/);
  });

  test("gives nothing by default and each job what it says, for a limited time", () => {
    expect(workflow.permissions).toEqual({});
    for (const job of Object.values(workflow.jobs)) {
      expect(job.permissions).toMatchObject({});
      expect(job["timeout-minutes"]).toBeGreaterThan(0);
    }
  });

  test("leaves no token in the checkout", () => {
    for (const step of steps)
      if (step.uses?.startsWith("actions/checkout@")) expect(step.with).toMatchObject({ "persist-credentials": false });
  });

  test("puts nothing from outside into a script", () => {
    for (const step of steps) expect(step.run ?? "").not.toMatch(/\$\{\{/);
  });

  test("runs scripts that exist", () => {
    const paths = steps.flatMap(({ run = "" }) =>
      [...run.matchAll(/(?:bash|node) ((?:\.?[\w-]+\/)+[\w.-]+)/g)].map((match) => match[1] ?? ""),
    );
    for (const path of paths) expect([path, existsSync(`${root}/${path}`)]).toEqual([path, true]);
  });
});

test("one action has one commit in all workflows", () => {
  const commits = new Map<string, Set<string>>();
  for (const [, name, commit] of files
    .map((file) => readFileSync(`${root}/${file}`, "utf8"))
    .join("\n")
    .matchAll(/uses: ([\w.-]+\/[\w.-]+)[\w./-]*@([0-9a-f]{40})/g)) {
    commits.set(name ?? "", (commits.get(name ?? "") ?? new Set()).add(commit ?? ""));
  }
  expect([...commits].filter(([, found]) => found.size > 1)).toEqual([]);
});

test("only a deployment names an environment, so only it is believed by a cloud", () => {
  const naming = files.filter((file) =>
    Object.values<Job>(parse(readFileSync(`${root}/${file}`, "utf8")).jobs).some((job) => job.environment),
  );
  expect(naming).toEqual([".github/workflows/deploy.yml"]);
});

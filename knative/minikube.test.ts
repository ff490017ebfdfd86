import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { planOf } from "./plan/plan.ts";
import { daprComponents, rendered } from "./testing/rendered.ts";

const root = join(import.meta.dirname, "..");
const page = readFileSync(join(import.meta.dirname, "minikube.md"), "utf8");
const blocks = [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? "");
const block = (title: string): string => /^```sh\n([\s\S]*?)^```$/m.exec(page.slice(page.indexOf(title)))?.[1] ?? "";
const folder = mkdtempSync(join(tmpdir(), "todo-page-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs commands of the page with a kubectl that notes what it is told; what Strimzi's operator would have made is there. */
function run(commands: string): { status: number | null; stderr: string; calls: string[][]; applied: string } {
  const bin = join(folder, "bin");
  mkdirSync(bin, { recursive: true });
  const [log, applied] = [join(folder, "calls"), join(folder, "applied")];
  const kubectl = `#!/bin/bash
printf '%s\\x1f' "$@" >>"${log}"; echo >>"${log}"
case " $* " in
  *" get secret "*) printf 'made by the operator' ;;
  *" apply "*" - ") cat >"${applied}" ;;
  *" exec "*) cat >/dev/null ;;
esac
`;
  writeFileSync(join(bin, "kubectl"), kubectl);
  chmodSync(join(bin, "kubectl"), 0o755);
  const { status, stderr } = spawnSync("bash", ["-euo", "pipefail", "-c", commands], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, PATH: `${bin}:${process.env.PATH}` },
  });
  const calls = readFileSync(log, "utf8").trim().split("\n");
  return {
    status,
    stderr,
    calls: calls.map((call) => call.split("\x1f").slice(0, -1)),
    applied: existsSync(applied) ? readFileSync(applied, "utf8") : "",
  };
}

describe("the Minikube page", () => {
  test("has commands that a shell can read, and names files that exist", () => {
    expect(blocks.length).toBeGreaterThan(5);
    for (const commands of blocks)
      expect(spawnSync("bash", ["-n"], { input: commands, encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
    const paths = [...blocks.join("\n").matchAll(/(?<![\w/])(?:knative|kafka|clouds|build|dapr)\/[\w./-]+/g)].map(([path]) => path);
    expect(paths.length).toBeGreaterThan(4);
    for (const path of paths) expect([path, existsSync(join(root, path))]).toEqual([path, true]);
  });

  test("makes every Secret that the deployment asks for, with its keys, and then the logins", () => {
    const { status, stderr, calls, applied } = run(`${block("## 4. Secrets")}\n${block("## 5. Database").replace(/^knative.*$/m, "")}`);
    expect([status, stderr]).toEqual([0, ""]);
    const made = calls
      .filter(([verb, kind]) => verb === "create" && kind === "secret")
      .flatMap(([, , , , , name, ...literals]) =>
        literals.map((literal) => `${name} ${literal.slice("--from-literal=".length).split("=")[0]}`),
      );
    const carried = JSON.parse(applied).items.flatMap(({ metadata, stringData }: { metadata: { name: string }; stringData: object }) =>
      Object.keys(stringData).map((key) => `${metadata.name} ${key}`),
    );
    const all: string[] = [...made, ...carried];
    const wanted = planOf([...rendered("minikube"), ...daprComponents()]).secrets;
    for (const secret of wanted) {
      const [name = "", key = ""] = secret.split(" ");
      const keys = all.filter((one) => one.startsWith(`${name} `)).map((one) => one.split(" ")[1]);
      if (key === "*") expect([name, keys.length]).toEqual([name, 1]);
      else expect([name, keys]).toEqual([name, expect.arrayContaining([key])]);
    }
    const psql = calls.find(([verb]) => verb === "exec") ?? [];
    const given = psql.flatMap((argument) => /^(\w+_password)=[0-9a-f]{48}$/.exec(argument)?.[1] ?? []);
    const asked = [...readFileSync(join(import.meta.dirname, "logins.sql"), "utf8").matchAll(/:'(\w+_password)'/g)].map(
      (match) => match[1],
    );
    expect(given.toSorted()).toEqual(asked.toSorted());
  });
});

/** The program behind the fake kubectl, kn and curl: `fake-client.ts FOLDER PROGRAM ARGUMENTS…` */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FakeState } from "./fake-cluster.ts";

const [folder = "", program = "", ...given] = process.argv.slice(2);
const stateFile = join(folder, "state.json");
const state: FakeState & { generation?: number } = JSON.parse(readFileSync(stateFile, "utf8"));
const args = given.filter(
  (arg, index) => !["--context", "--namespace", "-n"].includes(arg) && !["--context", "--namespace", "-n"].includes(given[index - 1] ?? ""),
);
const line = args.join(" ");
const save = () => writeFileSync(stateFile, JSON.stringify(state));
const fail = (message: string): never => {
  console.error(message);
  process.exit(1);
};
const after = (option: string): string => args[args.indexOf(option) + 1] ?? "";
const isKept = !/^(config|kustomize|get|wait|rollout|logs)/.test(line) || program !== "kubectl";
if (isKept) appendFileSync(join(folder, "calls.log"), `${program} ${line.replaceAll(/\S*dist\/deploy\/\w+\//g, "")}\n`);

if (program === "kn") knCall();
else if (program === "kubectl") process.stdout.write(kubectlAnswer());

function knCall(): void {
  const service = args[2] ?? "";
  if (line.startsWith("service apply")) {
    const revision = /^ {6}name: (.+)$/m.exec(readFileSync(after("-f"), "utf8"))?.[1] ?? "";
    state.revisions[service] = [...(state.revisions[service] ?? []), state.broken.includes(service) ? `!${revision}` : revision];
    if (!state.broken.includes(service)) state.serving[service] ??= revision;
    save();
    if (state.broken.includes(service)) fail("RevisionFailed");
  }
  if (line.startsWith("service update")) {
    const parts = args.flatMap((arg, index) => (arg === "--traffic" ? [(args[index + 1] ?? "").split("=")] : []));
    const [most] = parts.toSorted((a, b) => Number(b[1]) - Number(a[1]));
    if (most?.[0]) state.serving[service] = most[0];
    save();
  }
}

function kubectlAnswer(): string {
  if (line === "config current-context") return `${state.context}\n`;
  if (args[0] === "kustomize") return readFileSync(join(folder, "rendered.yaml"), "utf8");
  if (line.startsWith("get crd")) return state.crds.map((name) => `customresourcedefinition.apiextensions.k8s.io/${name}\n`).join("");
  if (line.startsWith("get secrets ")) return state.secrets.map((secret) => `${secret.replace("*", "value")}\n`).join("");
  if (line.includes("--dry-run=server") && !state.takes && existsSync(after("-f")))
    return fail('strict decoding error: unknown field "spec.tempalte"');
  if (line.startsWith("get revisions.serving.knative.dev -l")) {
    const service = /service=(\w+)/.exec(line)?.[1] ?? "";
    return (state.revisions[service] ?? [])
      .map((revision) => `${revision.replace("!", "")} ${revision.startsWith("!") ? "False" : "True"}\n`)
      .join("");
  }
  if (line.startsWith("get revisions.serving.knative.dev")) {
    const found = Object.values(state.revisions)
      .flat()
      .find((revision) => revision.replace("!", "") === args[2]);
    if (found === undefined) return "";
    return line.endsWith("-o name") ? `revision/${args[2]}` : found.startsWith("!") ? "False" : "True";
  }
  if (line.startsWith("get services.serving.knative.dev -l"))
    return line.endsWith("-o name")
      ? Object.keys(state.serving)
          .map((name) => `service/${name}\n`)
          .join("")
      : "";
  if (line.includes("{.status.observedGeneration}")) return "1 True";
  if (line.includes("{.metadata.generation}")) return "1";
  if (line.includes(".status.traffic[*]")) return state.serving[args[2] ?? ""] ? `100 ${state.serving[args[2] ?? ""]}\n` : "";
  return "";
}

/** kubectl and kn as programs that note how they are called and answer from a small state: what deploy.sh does, without a cluster. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type FakeState = {
  context: string;
  crds: string[];
  /** Keys of Secrets, as "secret key". */
  secrets: string[];
  /** Whether the server takes what it is asked to try. */
  takes: boolean;
  /** Revisions by service, oldest first. */
  revisions: Record<string, string[]>;
  serving: Record<string, string>;
  /** Services whose next revision does not become ready. */
  broken: string[];
};

export type FakeCluster = { path: string; set(state: Partial<FakeState>): void; calls(): string[]; state(): FakeState };

const INITIAL: FakeState = {
  context: "minikube",
  crds: ["services.serving", "revisions.serving", "kafkasources.sources", "kafkasinks.eventing"]
    .map((name) => `${name}.knative.dev`)
    .concat("components.dapr.io", "configurations.dapr.io"),
  secrets: [],
  takes: true,
  revisions: {},
  serving: {},
  broken: [],
};

/** Puts both programs into a new folder; put `path` first in PATH. `rendered` is what `kubectl kustomize` answers. */
export function fakeCluster(rendered: string): FakeCluster {
  const folder = mkdtempSync(join(tmpdir(), "todo-cluster-"));
  const path = join(folder, "bin");
  const stateFile = join(folder, "state.json");
  const log = join(folder, "calls.log");
  mkdirSync(path);
  writeFileSync(join(folder, "rendered.yaml"), rendered);
  for (const program of ["kubectl", "kn", "curl"]) {
    const script = `#!/bin/sh\nNODE_COMPILE_CACHE="${folder}/cache" exec "${process.execPath}" "${join(import.meta.dirname, "fake-client.ts")}" "${folder}" ${program} "$@"\n`;
    writeFileSync(join(path, program), script);
    chmodSync(join(path, program), 0o755);
  }
  const state = (): FakeState => (existsSync(stateFile) ? JSON.parse(readFileSync(stateFile, "utf8")) : INITIAL);
  return {
    path,
    state,
    set: (changes) => writeFileSync(stateFile, JSON.stringify({ ...state(), ...changes })),
    calls: () => (existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : []),
  };
}

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseAllDocuments } from "yaml";
import { lastLines } from "./commands.ts";
import { freePort } from "./free-port.ts";
import { repositoryRoot } from "./made-once.ts";

export type SidecarOptions = {
  /** The path of daprd, as `daprd()` finds it. */
  readonly executable: string;
  /** Who asks: what the components' scopes name, and the prefix of every key of state. */
  readonly appId: string;
  /** What the components read: STATE_DATABASE_URL and SECRETS_FILE for the ones in dapr/local. */
  readonly env: Readonly<Record<string, string>>;
  readonly httpPort?: number;
};

/** A daprd on loopback with the components of dapr/local and the app's rights from dapr/cluster. */
export type Sidecar = { readonly endpoint: string; readonly httpPort: number; readonly pid: number; stop(): Promise<void>; kill(): void };

const components = join(repositoryRoot, "dapr", "local");
const readyTimeoutMs = 30_000;

/** Starts daprd and waits until its components are loaded; the error of a failed start carries its last lines. */
export async function startSidecar(options: SidecarOptions): Promise<Sidecar> {
  const httpPort = options.httpPort ?? (await freePort());
  const rights = await rightsOf(options.appId);
  const child = spawn(options.executable, await flags(options.appId, httpPort, rights.file), {
    env: { ...process.env, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const printed: string[] = [];
  const keep = (chunk: Buffer): void => {
    printed.push(chunk.toString());
    if (printed.length > 200) printed.shift();
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  await once(child, "spawn");
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${options.executable} started without a process id.`);

  const ended = once(child, "exit");
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const kill = (): void => {
    if (!hasEnded()) child.kill("SIGKILL");
  };
  process.once("exit", kill);
  ended.finally(() => process.removeListener("exit", kill));

  const endpoint = `http://127.0.0.1:${httpPort}`;
  try {
    await untilReady(endpoint, hasEnded);
  } catch (error) {
    kill();
    throw new Error(`daprd did not get ready: ${lastLines(printed.join(""))}`, { cause: error });
  } finally {
    await rights.remove();
  }
  return {
    endpoint,
    httpPort,
    pid,
    kill,
    async stop() {
      if (!hasEnded()) child.kill("SIGTERM");
      await ended;
    },
  };
}

/** The Configuration of the app in a cluster, as a file of its own: daprd reads one document a file. It reads them when it starts. */
async function rightsOf(appId: string): Promise<{ file: string; remove(): Promise<void> }> {
  const text = await readFile(join(repositoryRoot, "dapr", "cluster", "configuration.yaml"), "utf8");
  const found = parseAllDocuments(text).find((document) => document.getIn(["metadata", "name"]) === appId);
  if (!found) throw new Error(`dapr/cluster/configuration.yaml says nothing of ${appId}.`);
  const folder = await mkdtemp(join(tmpdir(), "todo-daprd-"));
  const file = join(folder, "configuration.yaml");
  await writeFile(file, String(found));
  return { file, remove: () => rm(folder, { recursive: true }) };
}

async function flags(appId: string, httpPort: number, rights: string): Promise<string[]> {
  const [grpcPort, internalPort] = await Promise.all([freePort(), freePort()]);
  return [
    ...["--app-id", appId, "--resources-path", components, "--config", join(components, "configuration.yaml"), "--config", rights],
    ...["--dapr-http-port", String(httpPort), "--dapr-grpc-port", String(grpcPort), "--dapr-listen-addresses", "127.0.0.1"],
    ...["--dapr-internal-grpc-port", String(internalPort), "--dapr-internal-grpc-listen-address", "127.0.0.1"],
    ...["--enable-metrics=false", "--disable-init-endpoints", "config,subscribe", "--dapr-graceful-shutdown-seconds", "2"],
  ];
}

async function untilReady(endpoint: string, hasEnded: () => boolean): Promise<void> {
  const deadline = Date.now() + readyTimeoutMs;
  for (;;) {
    const answer = await fetch(`${endpoint}/v1.0/healthz/outbound`, { signal: AbortSignal.timeout(1_000) }).catch(() => null);
    if (answer?.ok) return;
    if (hasEnded()) throw new Error("it ended");
    if (Date.now() > deadline) throw new Error(`it was not ready after ${readyTimeoutMs} ms`);
    await sleep(50);
  }
}

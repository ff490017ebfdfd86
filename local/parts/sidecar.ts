import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
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

/** A daprd on loopback with the components of dapr/local. */
export type Sidecar = { readonly endpoint: string; readonly httpPort: number; readonly pid: number; stop(): Promise<void>; kill(): void };

const components = join(repositoryRoot, "dapr", "local");
const readyTimeoutMs = 30_000;

/** Starts daprd and waits until its components are loaded; the error of a failed start carries its last lines. */
export async function startSidecar(options: SidecarOptions): Promise<Sidecar> {
  const httpPort = options.httpPort ?? (await freePort());
  const child = spawn(options.executable, await flags(options.appId, httpPort), {
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

async function flags(appId: string, httpPort: number): Promise<string[]> {
  const [grpcPort, internalPort] = await Promise.all([freePort(), freePort()]);
  return [
    ...["--app-id", appId, "--resources-path", components, "--config", join(components, "configuration.yaml")],
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

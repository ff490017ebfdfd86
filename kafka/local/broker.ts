import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { run } from "../../local/parts/commands.ts";
import { freePort, isFree } from "../../local/parts/free-port.ts";
import { type ClientAccess, ensureTopics, type TopicSettings, topics } from "../topics.ts";
import { kafkaRuntime } from "./jars.ts";
import { endLeftover, javaArguments, launch, type RunningJava } from "./java-process.ts";
import { asProperties, brokerSettings } from "./properties.ts";

export type BrokerOptions = {
  /** Holds the log, the settings, and what the broker prints (broker.log). Made when absent, kept when the broker stops. */
  readonly dataDir: string;
  /** The port for clients; without it the one this folder had before when that is free, else another free one. */
  readonly port?: number;
  /** Created or checked before the broker counts as started; all of the product's by default. */
  readonly topics?: readonly TopicSettings[];
  /** Broker settings that win over ours: security, limits. The client listener is called CLIENT. */
  readonly extraProperties?: Readonly<Record<string, string>>;
  /** How the readiness check and the creation of topics sign in, when `extraProperties` demand it. */
  readonly access?: ClientAccess;
};

/** A broker of our own on loopback. `pid` and the state behind it change with `restart`; `brokers` does not. */
export type Broker = {
  readonly brokers: string;
  readonly pid: number;
  /** Shuts down in order; what is written stays in the data folder. */
  stop(): Promise<void>;
  /** SIGKILL: what a crash looks like from outside. */
  kill(): void;
  /** Starts again on the same folder and ports, stopping first when it still runs. */
  restart(): Promise<void>;
};

const readyTimeoutMs = 90_000;

/** Starts Apache Kafka as a single node without Docker and waits until a client can use it; PartMissing without Java or Maven. */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
  const runtime = await kafkaRuntime();
  const dataDir = resolve(options.dataDir);
  await mkdir(dataDir, { recursive: true });
  await endLeftover(dataDir);
  const ports = await choosePorts(dataDir, options.port);
  const settingsFile = join(dataDir, "server.properties");
  const place = { logDir: join(dataDir, "log"), port: ports.client, controllerPort: ports.controller };
  await writeFile(settingsFile, asProperties(brokerSettings(place, options.extraProperties)));
  await format(runtime, dataDir, settingsFile);

  const brokers = `127.0.0.1:${ports.client}`;
  const start = async (): Promise<RunningJava> => {
    const java = await launch(runtime, ["kafka.Kafka", settingsFile], dataDir);
    try {
      await untilReady(java, () => ensureTopics(brokers, options.topics ?? topics, { access: options.access ?? {} }));
      return java;
    } catch (error) {
      await java.stop();
      throw error;
    }
  };

  let current = await start();
  return {
    brokers,
    get pid() {
      return current.pid;
    },
    stop: () => current.stop(),
    kill: () => current.kill(),
    async restart() {
      await current.stop();
      current = await start();
    },
  };
}

type Ports = { readonly client: number; readonly controller: number };

/** The same ports again when they are free: the controller's address is also written in the metadata log. */
async function choosePorts(dataDir: string, wanted: number | undefined): Promise<Ports> {
  const before = portsOf(await readFile(join(dataDir, "server.properties"), "utf8").catch(() => ""));
  if (wanted !== undefined && !(await isFree(wanted))) throw new Error(`Port ${wanted} is taken: choose another one for Kafka or free it.`);
  const keep = async (port: number | undefined): Promise<number> => (port !== undefined && (await isFree(port)) ? port : freePort());
  return { client: wanted ?? (await keep(before?.client)), controller: await keep(before?.controller) };
}

function portsOf(properties: string): Ports | null {
  const found = /^listeners=CLIENT:\/\/127\.0\.0\.1:(\d+),CONTROLLER:\/\/127\.0\.0\.1:(\d+)$/m.exec(properties);
  return found === null ? null : { client: Number(found[1]), controller: Number(found[2]) };
}

/** Gives the log folder its cluster id, once. A folder whose formatting was interrupted is formatted anew: it holds no data yet. */
async function format(runtime: { java: string; jars: string }, dataDir: string, settingsFile: string): Promise<void> {
  const formatted = join(dataDir, "formatted");
  if (existsSync(formatted)) return;
  await rm(join(dataDir, "log"), { recursive: true, force: true });
  const args = javaArguments(runtime, ["kafka.tools.StorageTool", "format", "--standalone", "-t", clusterId(), "-c", settingsFile]);
  await run(runtime.java, args, { timeoutMs: 60_000 });
  await writeFile(formatted, "");
}

/** Kafka's ids are 16 bytes in base64url; one that began with a dash would be read as an option. */
function clusterId(): string {
  const bytes = randomBytes(16);
  bytes[0] = 0x4d;
  return bytes.toString("base64url");
}

/** Repeats `attempt` until it succeeds; gives up when the process ends or the time is over, with the broker's own last words. */
async function untilReady(java: RunningJava, attempt: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + readyTimeoutMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (java.hasEnded()) throw new Error(`Kafka ended while starting: ${await java.lastWords()}`);
      if (Date.now() > deadline)
        throw new Error(`Kafka was not ready after ${readyTimeoutMs} ms: ${await java.lastWords()}`, { cause: error });
    }
    await java.endedWithin(250);
  }
}

import { spawn } from "node:child_process";
import { once } from "node:events";
import { open, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { lastLines, run } from "../../local/parts/commands.ts";
import { isAlive } from "../../local/parts/is-alive.ts";

const logging = fileURLToPath(new URL("log4j2.properties", import.meta.url));
const stopTimeoutMs = 20_000;

/** A Java program as a child of this process. It never outlives an orderly exit of this process. */
export type RunningJava = {
  readonly pid: number;
  hasEnded(): boolean;
  /** Resolves when the program has ended or the time is over, whichever is first. */
  endedWithin(ms: number): Promise<void>;
  /** SIGTERM, and SIGKILL when that takes too long. */
  stop(): Promise<void>;
  kill(): void;
  /** The end of what it printed. */
  lastWords(): Promise<string>;
};

/** Java's arguments for one of Kafka's programs: a small heap, and the cheap compiler, which halves the time to start. */
export function javaArguments(runtime: { readonly jars: string }, program: readonly string[]): string[] {
  const options = ["-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", `-Dlog4j2.configurationFile=${logging}`];
  return [...options, "-cp", join(runtime.jars, "*"), ...program];
}

/** Starts a program; what it prints goes to broker.log in `dataDir`, its process id to broker.pid. */
export async function launch(runtime: { java: string; jars: string }, program: readonly string[], dataDir: string): Promise<RunningJava> {
  const outputPath = join(dataDir, "broker.log");
  const output = await open(outputPath, "w");
  const child = spawn(runtime.java, javaArguments(runtime, program), { cwd: dataDir, stdio: ["ignore", output.fd, output.fd] });
  await once(child, "spawn");
  await output.close();
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${runtime.java} started without a process id.`);
  await writeFile(join(dataDir, "broker.pid"), String(pid));

  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const ended = once(child, "exit");
  const kill = (): void => {
    if (!hasEnded()) child.kill("SIGKILL");
  };
  process.once("exit", kill);
  ended.finally(() => process.removeListener("exit", kill));

  const endedWithin = async (ms: number): Promise<void> => {
    const timer = new AbortController();
    await Promise.race([ended, sleep(ms, null, { signal: timer.signal }).catch(() => null)]);
    timer.abort();
  };
  return {
    pid,
    hasEnded,
    endedWithin,
    kill,
    async stop() {
      if (!hasEnded()) child.kill("SIGTERM");
      await endedWithin(stopTimeoutMs);
      kill();
      await ended;
      await rm(join(dataDir, "broker.pid"), { force: true });
    },
    lastWords: async () => lastLines(await readFile(outputPath, "utf8")),
  };
}

/** Ends the broker that a crashed parent left running on this folder: it holds the lock of the log. */
export async function endLeftover(dataDir: string): Promise<void> {
  const pid = Number(await readFile(join(dataDir, "broker.pid"), "utf8").catch(() => ""));
  if (!(pid > 0) || !isAlive(pid)) return;
  // The id may belong to somebody else by now: only a process that was started with our settings file is ours.
  const { stdout } = await run("ps", ["-ww", "-o", "command=", "-p", String(pid)]).catch(() => ({ stdout: "" }));
  if (!stdout.includes(join(dataDir, "server.properties"))) return;
  process.kill(pid, "SIGKILL");
  while (isAlive(pid)) await sleep(50);
}

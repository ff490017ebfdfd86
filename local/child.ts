/** A function as a child process: started on loopback, watched, started again when it dies, stopped with SIGTERM. */
import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, type WriteStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

export type ChildOptions = {
  name: string;
  /** The program, from the repository's root. */
  program: string;
  port: number;
  env: Record<string, string>;
  logDir: string;
  /** Told what a person should know. */
  say: (line: string) => void;
  /** Whether everything is being stopped: Ctrl-C reaches the children as well, and none of them is to be started again. */
  isEnding: () => boolean;
};

export type Child = {
  name: string;
  url: string;
  pid(): number | undefined;
  /** Resolves when the health check answers; throws with the child's last words when it ends before. */
  ready(): Promise<void>;
  /** SIGTERM, and SIGKILL after `withinMs`. */
  stop(withinMs?: number): Promise<void>;
  /** SIGKILL; the supervision starts it again. */
  kill(): void;
};

const ROOT = join(import.meta.dirname, "..");
const RESTART_MS = 250;
const RESTARTS_PER_MINUTE = 20;

/** Starts a function with this very Node; nothing of the surrounding environment but what is named reaches it. */
export function startChild({ name, program, port, env, logDir, say, isEnding }: ChildOptions): Child {
  const url = `http://127.0.0.1:${port}`;
  const log = createWriteStream(join(logDir, `${name}.log`), { flags: "a" });
  const { PATH = "", HOME = "", LANG = "", TZ = "" } = process.env;
  const lastWords: string[] = [];
  const deaths: number[] = [];
  let stopping = false;
  let current: ChildProcess;
  /** Not only has it ended: all that it said is in the log. */
  let closed: Promise<void>;

  const start = (): ChildProcess => {
    const child = spawn(process.execPath, [join(ROOT, program)], {
      cwd: ROOT,
      env: { PATH, HOME, LANG, ...(TZ ? { TZ } : {}), PORT: String(port), HOST: "127.0.0.1", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr]) keepLines(stream, log, lastWords);
    closed = new Promise((resolve) => child.once("close", () => resolve()));
    child.once("exit", (code, signal) => {
      if (stopping || isEnding()) return;
      const now = Date.now();
      deaths.push(now);
      const recent = deaths.filter((at) => at > now - 60_000).length;
      say(`${name} ended (${signal ?? `exit code ${code}`}): ${lastWords.at(-1) ?? "without a word"}; starting it again.`);
      if (recent > RESTARTS_PER_MINUTE) say(`${name} has ended ${recent} times within a minute. Its log: ${join(logDir, `${name}.log`)}`);
      else setTimeout(again, RESTART_MS * Math.min(recent, 8));
    });
    return child;
  };
  const again = () => {
    if (!stopping && !isEnding()) current = start();
  };
  current = start();

  return {
    name,
    url,
    pid: () => current.pid,
    async ready() {
      for (const deadline = Date.now() + 30_000; Date.now() < deadline; ) {
        const answer = await fetch(`${url}/health/readiness`).catch(() => null);
        if (answer?.ok) return;
        if (deaths.length >= 3) break;
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
      throw new Error(`${name} did not become ready: ${lastWords.slice(-3).join(" · ") || "it said nothing"}`);
    },
    async stop(withinMs = 10_000) {
      stopping = true;
      const force = setTimeout(() => current.kill("SIGKILL"), withinMs);
      current.kill("SIGTERM");
      await closed;
      clearTimeout(force);
      await new Promise<void>((resolve) => log.end(resolve));
    },
    kill: () => void current.kill("SIGKILL"),
  };
}

function keepLines(stream: NodeJS.ReadableStream, log: WriteStream, lastWords: string[]): void {
  createInterface({ input: stream }).on("line", (line) => {
    log.write(`${line}\n`);
    lastWords.push(line.slice(0, 300));
    if (lastWords.length > 10) lastWords.shift();
  });
}

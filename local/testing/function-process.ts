/** A function as a process of its own, for tests of its wiring. */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { onTestFinished } from "vitest";

export type FunctionProcess = {
  child: ChildProcess;
  url: string;
  port: number;
  /** What it has printed so far, on either stream. */
  output(): string;
  /** Its exit code, once it has ended; null when a signal ended it. */
  exit: Promise<number | null>;
};

const ROOT = join(import.meta.dirname, "../..");

/** Starts a program on a free loopback port with nothing but `env`; resolves when it listens, or has ended before. Killed after the test. */
export async function startFunction(program: string, env: Record<string, string>): Promise<FunctionProcess> {
  const child = spawn(process.execPath, [join(ROOT, program)], {
    env: { PATH: process.env.PATH, HOST: "127.0.0.1", PORT: "0", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  const exit = new Promise<number | null>((resolve) => child.once("close", resolve));
  child.stderr.on("data", (chunk) => (output += chunk));
  const port = await new Promise<number>((resolve) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      output += `${line}\n`;
      const { msg, port } = JSON.parse(line) as { msg: string; port: number };
      if (msg === "listening") resolve(port);
    });
    void exit.then(() => resolve(0));
  });
  return { child, port, url: `http://127.0.0.1:${port}`, output: () => output, exit };
}

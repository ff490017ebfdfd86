/** From the start of a process to its first answer: each function's bundle, as its image runs it, beside a bare node:http server. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import net from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { bundle } from "../../build/bundle.ts";
import { settingsOfNobody, warm } from "../../build/warm.ts";
import { freePort } from "../parts/free-port.ts";
import { FUNCTIONS } from "../product.ts";
import type { Benchmark, Row, Settings } from "./benchmark.ts";
import { inFolder } from "./stage.ts";
import { median } from "./statistics.ts";

const SAMPLES_A_ROUND = 7;
const AIM = { atMost: 2 };

/** The yardstick is CommonJS as the bundles are: importing node:http from a module makes Node 24 load fetch as well, which is shown beside. */
const BARE = `require("node:http").createServer((request, response) => response.end("alive")).listen(Number(process.env.PORT), "127.0.0.1");\n`;
const MODULE = BARE.replace('require("node:http")', "http").replace(/^/, 'import http from "node:http";\n');

/** `bytes` of what it loads: for a function its bundle, without the source map. */
type Program = { name: string; file: string; env: Record<string, string>; bytes: number };

export const coldStart: Benchmark = {
  name: "cold",
  question: "from process start to first answer, beside a bare node:http server, and the size of what is loaded",
  run: (settings) =>
    inFolder(async (folder) => {
      const bare: Program = { name: "bare", file: join(folder, "bare.cjs"), env: {}, bytes: BARE.length };
      const asModule: Program = { name: "bare module", file: join(folder, "bare.mjs"), env: {}, bytes: MODULE.length };
      writeFileSync(bare.file, BARE);
      writeFileSync(asModule.file, MODULE);
      const functions: Program[] = [];
      for (const name of FUNCTIONS) {
        const { bytes } = await bundle(name, join(folder, name));
        const file = join(folder, name, "main.cjs");
        const cache = join(folder, name, "compile-cache");
        await warm(file, cache);
        functions.push({ name, file, bytes, env: { ...settingsOfNobody, NODE_ENV: "production", NODE_COMPILE_CACHE: cache } });
      }
      return measured(bare, asModule, functions, settings);
    }),
};

async function measured(bare: Program, asModule: Program, functions: Program[], { rounds, say }: Settings): Promise<Row[]> {
  const programs = [bare, asModule, ...functions];
  const medians = new Map<string, number[]>(programs.map(({ name }) => [name, []]));
  for (let round = 1; round <= rounds; round++) {
    const samples = new Map<string, number[]>(programs.map(({ name }) => [name, []]));
    for (let sample = 0; sample < SAMPLES_A_ROUND; sample++) {
      for (const program of programs) samples.get(program.name)!.push(await msToFirstAnswer(program));
    }
    for (const [name, values] of samples) medians.get(name)!.push(median(values));
    say(`round ${round}: ${[...medians].map(([name, values]) => `${name} ${values.at(-1)!.toFixed(0)}`).join(", ")} ms`);
  }
  const yardstick = medians.get(bare.name)!;
  return [asModule, ...functions].map(({ name, bytes }): Row => {
    const ours = medians.get(name)!;
    return {
      what: `${name} / bare node:http`,
      values: ours.map((ms, round) => ms / yardstick[round]!),
      unit: "×",
      aim: name === asModule.name ? null : AIM,
      beside: `${median(ours).toFixed(0)} ms : ${median(yardstick).toFixed(0)} ms, ${(bytes / 1024).toFixed(0)} KiB`,
    };
  });
}

async function msToFirstAnswer({ name, file, env }: Program): Promise<number> {
  const port = await freePort();
  const began = performance.now();
  const child = spawn(process.execPath, [file], { env: { ...env, HOST: "127.0.0.1", PORT: String(port) }, stdio: "ignore" });
  const ended = once(child, "exit");
  try {
    for (const deadline = began + 30_000; performance.now() < deadline; await pause(1)) {
      if (child.exitCode !== null) throw new Error(`${name} ended with exit code ${child.exitCode} instead of listening.`);
      if (await answers(port)) return performance.now() - began;
    }
    throw new Error(`${name} did not answer within 30 s.`);
  } finally {
    child.kill("SIGKILL");
    await ended;
  }
}

/** Whether a request is answered with 200; false while nothing listens. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ host: "127.0.0.1", port, noDelay: true });
    socket.once("connect", () => socket.write("GET /health/liveness HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n"));
    socket.once("data", (chunk) => {
      resolve(chunk.toString("latin1").startsWith("HTTP/1.1 200"));
      socket.destroy();
    });
    socket.once("error", () => resolve(false));
    socket.once("close", () => resolve(false));
  });
}

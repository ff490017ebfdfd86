/**
 * `node build/warm.ts dist/chat/main.cjs`, run inside the image that will run the program: starts it once without any of its
 * dependencies, lets it answer, ends it, and so fills the compile cache at NODE_COMPILE_CACHE. Fails when the program does not start or
 * does not end, so that no such image is ever pushed.
 */
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";

const NOWHERE = "127.0.0.1:9";

/** Settings with which every program starts, and reaches nobody. */
export const settingsOfNobody = {
  HOST: "127.0.0.1",
  PORT: "0",
  LOG_LEVEL: "info",
  DATABASE_URL: `postgres://nobody@${NOWHERE}/none`,
  EVENT_LOG: "kafka",
  KAFKA_BROKERS: NOWHERE,
  OIDC_ISSUER: `http://${NOWHERE}`,
  OIDC_AUDIENCE: "none",
  OIDC_JWKS_URL: `http://${NOWHERE}/keys`,
  OIDC_CLIENT_ID: "none",
  AUDIT_URL: `http://${NOWHERE}`,
  SYNC_URL: `http://${NOWHERE}`,
  PUBLIC_ORIGIN: `http://${NOWHERE}`,
  ALLOWED_ORIGINS: `http://${NOWHERE}`,
  WEBHOOK_SIGNING_KEY: "a key that signs nothing, of 32 bytes or more",
} as const;

export type Warmed = { milliseconds: number; files: number };

/** Fills `cache`; resolves to the time until the program listened (or, for a job, ended) and the number of files in the cache. */
export async function warm(program: string, cache: string, as: { uid?: number; gid?: number } = {}): Promise<Warmed> {
  const began = performance.now();
  const child = spawn(process.execPath, [program], { env: { ...settingsOfNobody, NODE_COMPILE_CACHE: cache }, ...as });
  let said = "";
  let milliseconds = 0;
  const ended = new Promise<number | null>((resolve, reject) => child.once("close", resolve).once("error", reject));
  const listens = new Promise<number | null>((resolve) => {
    const hear = (chunk: Buffer) => {
      said += chunk;
      const port = /"port":(\d+)[^\n]*"listening"/.exec(said)?.[1];
      if (port) resolve(Number(port));
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    ended.then(() => resolve(null));
  });
  const force = setTimeout(() => child.kill("SIGKILL"), 120_000);
  const port = await listens;
  milliseconds = performance.now() - began;
  if (port !== null) {
    await exercise(`http://127.0.0.1:${port}`);
    child.kill("SIGTERM");
  }
  const code = await ended;
  clearTimeout(force);
  // A job has ended by itself: without a database, with 1 and one line that says so.
  if (port === null ? !/ECONNREFUSED/.test(said) : code !== 0) throw new Error(`${program} did not start and end as it should:\n${said}`);
  const files = readdirSync(cache, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;
  if (files === 0) throw new Error(`${program} left nothing in ${cache}.`);
  return { milliseconds, files };
}

/** What the first seconds of a pod's life ask for. */
async function exercise(url: string): Promise<void> {
  const unknown = { "ce-specversion": "1.0", "ce-id": "1", "ce-source": "/warm", "ce-type": "warm", "content-type": "application/json" };
  for (const path of ["/health/liveness", "/health/readiness", "/metrics", "/"]) await (await fetch(url + path)).arrayBuffer();
  await (await fetch(url, { method: "POST", headers: unknown, body: "{}" })).arrayBuffer();
}

async function main(): Promise<void> {
  const program = process.argv[2];
  const cache = process.env.NODE_COMPILE_CACHE;
  if (!program || !cache) throw new Error("usage: NODE_COMPILE_CACHE=<folder> node build/warm.ts <main.cjs>");
  const { milliseconds, files } = await warm(program, cache);
  console.log(`${program} started in ${milliseconds.toFixed(0)} ms; ${files} files in ${cache}`);
}

if (import.meta.main) {
  main().catch((error: Error) => {
    console.error(error.message);
    process.exit(1);
  });
}

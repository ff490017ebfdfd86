import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync } from "node:fs";
import { createConnection } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { freePort } from "./parts/free-port.ts";
import { isAlive } from "./parts/is-alive.ts";
import { findRunning } from "./running.ts";

const folder = () => {
  const path = mkdtempSync(join(tmpdir(), "todo-start-"));
  chmodSync(path, 0o755);
  return path;
};
const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill("SIGTERM");
});

/** `npm start`, as far as the pinned Node has it; resolves when it is ready, or has ended. */
async function start(dataDir: string, port: number) {
  const child = spawn(process.execPath, [join(import.meta.dirname, "main.ts")], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TODO_DATA: dataDir, PORT: String(port) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  let output = "";
  const exit = new Promise<number | null>((resolve) => child.once("exit", resolve));
  await new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        output += chunk;
        if (output.includes("Ctrl-C stops everything")) resolve();
      });
    }
    void exit.then(() => resolve());
  });
  return { child, exit, output: () => output.trim() };
}

const pidsOf = (dataDir: string): number[] => [
  ...readFileSync(join(dataDir, "children"), "utf8")
    .trim()
    .split("\n")
    .map((line) => Number(line.split(" ")[0])),
  Number(readFileSync(join(dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")[0]),
];

const lastLineOf = (output: string): string | undefined => output.trim().split("\n").at(-1)?.trim();

const answersAt = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ host, port, timeout: 2_000 }, () => resolve(true));
    for (const event of ["error", "timeout"] as const) socket.once(event, () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });

it("starts everything on loopback alone, refuses a second of itself in a sentence, and ends with all of it", async () => {
  const [dataDir, port] = [folder(), await freePort()];
  const first = await start(dataDir, port);
  expect(first.output()).toContain(`Open http://127.0.0.1:${port}`);
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);

  const { url, issuerUrl, syncUrls, databaseUrl } = findRunning(dataDir);
  const ports = [url, issuerUrl, ...syncUrls, databaseUrl].map((each) => Number(new URL(each).port));
  const others = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter(({ internal, family }) => !internal && family === "IPv4");
  for (const each of ports) {
    expect(await answersAt("127.0.0.1", each)).toBe(true);
    for (const { address } of others) expect(await answersAt(address, each), `${address}:${each}`).toBe(false);
  }

  const again = await start(dataDir, await freePort());
  expect(await again.exit).toBe(1);
  expect(lastLineOf(again.output())).toBe(
    `The product runs already (process ${first.child.pid}). Open http://127.0.0.1:${port}, stop it, or choose another folder with TODO_DATA.`,
  );
  const beside = await start(folder(), port);
  expect(await beside.exit).toBe(1);
  expect(lastLineOf(beside.output())).toBe(`Port ${port} is taken. Stop what listens there, or choose another: PORT=${port + 1} npm start`);

  const pids = pidsOf(dataDir);
  first.child.kill("SIGTERM");
  expect(await first.exit).toBe(0);
  expect(pids.filter(isAlive)).toEqual([]);
});

it("SC-005 starts again after kill -9 on the data as it was, without what the first had left running", async () => {
  const [dataDir, port] = [folder(), await freePort()];
  const killed = await start(dataDir, port);
  const left = pidsOf(dataDir);
  killed.child.kill("SIGKILL");
  await killed.exit;
  expect(left.filter(isAlive).length).toBeGreaterThan(0);
  const heir = await start(dataDir, port);
  expect(heir.output()).toContain("Ready after");
  expect(left.filter(isAlive)).toEqual([]);
  heir.child.kill("SIGTERM");
  expect(await heir.exit).toBe(0);
});

import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLogPublisher } from "@todo/relay/log-publisher.ts";
import { anEvent } from "@todo/relay/testing/publisher.contract.ts";
import { afterAll, expect, it, vi } from "vitest";
import { freePort } from "../parts/free-port.ts";
import { testDatabase } from "../testing/database.ts";
import { httpSink } from "./testing/http-sink.ts";
import { manifest } from "./testing/manifest.ts";

const db = await testDatabase();
const folder = await mkdtemp(join(tmpdir(), "todo-source-"));
await writeFile(join(folder, "sources.yaml"), manifest());
const publisher = openLogPublisher(db.as("todo_relay"));
const sink = await httpSink();
const children: ChildProcess[] = [];

afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await sink.close();
  await rm(folder, { recursive: true });
});

async function start(env: Record<string, string> = {}) {
  const port = await freePort();
  const child = spawn(process.execPath, [join(import.meta.dirname, "main.ts")], {
    env: {
      ...process.env,
      PORT: String(port),
      DATABASE_URL: db.url,
      EVENT_LOG: "postgres",
      SOURCE_MANIFESTS: folder,
      SINKS: JSON.stringify({ sink: sink.url }),
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => output.push(chunk.toString()));
  const exit = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const isReady = async () => expect((await fetch(`http://127.0.0.1:${port}/health/readiness`)).status).toBe(200);
  return { child, output, exit, untilReady: () => vi.waitFor(isReady, { timeout: 20_000, interval: 50 }) };
}

const publish = async (count: number) => {
  const events = Array.from({ length: count }, (_, n) => anEvent(randomUUID(), n + 1));
  await publisher.publish(events, { permit: async () => {}, advance: async () => {} });
  return events.map((event) => event.id);
};
const ids = () => sink.deliveries.map((delivery) => delivery.headers["ce-id"]);

it("delivers, lets what is under way end on SIGTERM, and repeats nothing afterwards", async () => {
  sink.answer((_, response) => void setTimeout(() => response.writeHead(204).end(), 100));
  const first = await start();
  await first.untilReady();
  const before = await publish(20);
  await sink.until(20);
  first.child.kill("SIGTERM");
  expect(await first.exit).toBe(0);
  const second = await start();
  const after = await publish(5);
  await sink.until(25);
  expect(ids().sort()).toEqual([...before, ...after].sort());
  second.child.kill("SIGTERM");
  expect(await second.exit).toBe(0);
});

it("repeats after kill -9 what was not committed, and loses nothing", async () => {
  const first = await start();
  await first.untilReady();
  const before = await publish(10);
  await vi.waitFor(() => expect(ids()).toEqual(expect.arrayContaining(before)));
  first.child.kill("SIGKILL");
  await first.exit;
  const missed = await publish(10);
  await start();
  await vi.waitFor(() => expect(ids()).toEqual(expect.arrayContaining([...before, ...missed])), { timeout: 20_000 });
});

it.each([
  [{ SINKS: '{"audit":"http://127.0.0.1:1"}' }, "SINKS names no URL for the service sink of KafkaSource test-source."],
  [{ SINKS: "[]" }, "Cannot start: SINKS is not a JSON object."],
])("refuses to start without knowing every sink: %j", async (env, line) => {
  const source = await start(env);
  expect(await source.exit).toBe(1);
  expect(source.output.join("").trim()).toBe(line);
});

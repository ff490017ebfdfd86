import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { freePort } from "../../local/parts/free-port.ts";
import { testDatabase } from "../../local/testing/database.ts";
import { append, appendMany } from "./testing/journal.ts";

const db = await testDatabase();
const writer = db.writer("todo_chat");
const children: ChildProcess[] = [];

type Process = { child: ChildProcess; url: string; output: string[]; exit: Promise<number | null> };

async function start(env: Record<string, string> = {}): Promise<Process> {
  const port = await freePort();
  const child = spawn(process.execPath, [join(import.meta.dirname, "main.ts")], {
    env: { ...process.env, HOST: "127.0.0.1", PORT: String(port), DATABASE_URL: db.url, EVENT_LOG: "postgres", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => output.push(chunk.toString()));
  const exit = new Promise<number | null>((resolve) => child.once("exit", resolve));
  return { child, url: `http://127.0.0.1:${port}`, output, exit };
}

const isReady = async ({ url }: Process) => expect((await fetch(`${url}/health/readiness`)).status).toBe(200);
const metric = async ({ url }: Process, name: string) =>
  Number(new RegExp(`^${name}(?:{.*})? (\\S+)$`, "m").exec(await (await fetch(`${url}/metrics`)).text())?.[1]);
const sequencesOf = async (user: string) =>
  (
    await db.admin.query(
      `select (headers->>'ce_sequence')::int as sequence from local.log where topic = 'task-events' and key = $1 order by "offset"`,
      [user],
    )
  ).rows.map((row) => row.sequence);
const oneTo = (count: number) => Array.from({ length: count }, (_, n) => n + 1);
const patient = { timeout: 45_000, interval: 100 };

afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

it("hands over from a killed relay to the one that waits: nothing lost, nothing twice, in order", async () => {
  const users = [randomUUID(), randomUUID(), randomUUID()];
  const first = await start();
  await vi.waitFor(() => isReady(first), patient);
  await vi.waitFor(async () => expect(await metric(first, "todo_relay_leader")).toBe(1), patient);
  const second = await start();
  await vi.waitFor(() => isReady(second), patient);
  const writing = appendMany([writer], users, 200, 8);
  await vi.waitFor(async () => expect((await sequencesOf(users[0]!)).length).toBeGreaterThan(20), patient);
  first.child.kill("SIGKILL");
  await writing;
  for (const user of users) await append(writer, user);
  expect(await metric(second, "todo_relay_leader")).toBe(0);
  for (const user of users) await vi.waitFor(async () => expect(await sequencesOf(user)).toEqual(oneTo(201)), patient);
  expect(await metric(second, "todo_relay_leader")).toBe(1);
});

it("on SIGTERM gives the lease back and ends with 0; the next one leads at once", async () => {
  const user = randomUUID();
  await db.admin.query("update events.cursor set lease_until = null");
  const first = await start();
  await vi.waitFor(async () => expect(await metric(first, "todo_relay_leader")).toBe(1), patient);
  first.child.kill("SIGTERM");
  expect(await first.exit).toBe(0);
  const second = await start();
  await append(writer, user);
  await vi.waitFor(async () => expect(await sequencesOf(user)).toEqual([1]), { timeout: 10_000, interval: 20 });
  expect(await metric(second, "todo_relay_published_total")).toBeGreaterThan(0);
});

it("is ready while no Kafka answers: it waits, and that is its work", async () => {
  await db.admin.query("update events.cursor set lease_until = null");
  const relay = await start({ EVENT_LOG: "kafka", KAFKA_BROKERS: "127.0.0.1:1" });
  await append(writer, randomUUID());
  await vi.waitFor(async () => expect(await metric(relay, "todo_relay_failures_total")).toBeGreaterThan(0), patient);
  await isReady(relay);
  await vi.waitFor(async () => expect(await metric(relay, "todo_relay_lag_events")).toBe(1), patient);
  expect(await metric(relay, "todo_journal_age_seconds")).toBeGreaterThan(0);
});

it("refuses to start with one line that names every fault of its environment", async () => {
  const relay = await start({ EVENT_LOG: "files", DATABASE_URL: "" });
  expect(await relay.exit).toBe(1);
  expect(relay.output.join("").trim()).toBe('Cannot start: DATABASE_URL is missing; EVENT_LOG is neither "kafka" nor "postgres".');
  const wrong = {
    EVENT_LOG: "kafka",
    DATABASE_URL: "",
    DATABASE_URL_SECRET: "database-relay",
    KAFKA_SASL_MECHANISM: "plain",
    KAFKA_USERNAME: "relay",
  };
  const onKafka = await start({ ...wrong, SECRETS_FILE: "/nonexistent" });
  expect(await onKafka.exit).toBe(1);
  expect(onKafka.output.join("").trim()).toBe(
    'Cannot start: DATABASE_URL cannot be read: The secret "database-relay" is missing or may not be read: write it into /nonexistent; KAFKA_BROKERS is missing; KAFKA_PASSWORD is missing.',
  );
});

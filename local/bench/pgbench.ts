/** PostgreSQL's own load generator (pgbench): the yardstick of everything that writes. */
import { globSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findOnPath, run } from "../parts/commands.ts";
import { PartMissing } from "../parts/part-missing.ts";

export type PgbenchRun = { transactionsPerSecond: number; meanMs: number };

export type Pgbench = {
  /** Runs a script on this many connections at once. Throws when a single transaction fails. */
  run(script: string, connections: number, seconds: number): Promise<PgbenchRun>;
};

export type PgbenchOptions = { databaseUrl: string; role: string; folder: string };

/** pgbench on PATH, or where Debian keeps it. Throws PartMissing. */
export function openPgbench({ databaseUrl, role, folder }: PgbenchOptions): Pgbench {
  const program = findOnPath(["pgbench"]) ?? globSync("/usr/lib/postgresql/*/bin/pgbench").sort().at(-1);
  if (!program) throw new PartMissing("pgbench is not on PATH: install postgresql-contrib (Debian) or postgresql (Homebrew).");
  const url = new URL(databaseUrl);
  const env = {
    PGHOST: url.hostname,
    PGPORT: url.port,
    PGUSER: decodeURIComponent(url.username),
    PGPASSWORD: decodeURIComponent(url.password),
    PGDATABASE: url.pathname.slice(1),
    PGOPTIONS: `-c role=${role} -c timezone=UTC`,
  };
  return {
    async run(script, connections, seconds) {
      const file = join(folder, "script.sql");
      writeFileSync(file, script);
      const args = ["--no-vacuum", "--protocol=prepared", `--client=${connections}`, `--time=${seconds}`, `--file=${file}`];
      const { stdout } = await run(program, args, { env, timeoutMs: (seconds + 60) * 1_000 });
      return resultOf(stdout);
    },
  };
}

/** What pgbench prints at its end. */
export function resultOf(said: string): PgbenchRun {
  const number = (pattern: RegExp): number => {
    const found = pattern.exec(said)?.[1];
    if (found === undefined) throw new Error(`pgbench said something else than expected:\n${said}`);
    return Number(found);
  };
  const failed = /number of failed transactions: (\d+)/.exec(said)?.[1] ?? "0";
  if (failed !== "0") throw new Error(`pgbench had ${failed} failed transactions:\n${said}`);
  return { transactionsPerSecond: number(/^tps = ([\d.]+)/m), meanMs: number(/^latency average = ([\d.]+) ms/m) };
}

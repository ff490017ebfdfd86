/** Forward-only migrations: numbered SQL files, each in a transaction of its own, applied once and in order. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import pg from "pg";

export type Migration = { name: string; sql: string };

/** The migrations in a folder, in the order of their numbers. */
export function migrationsIn(folder: string): Migration[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".sql"))
    .sort()
    .map((file) => ({ name: basename(file, ".sql"), sql: readFileSync(join(folder, file), "utf8") }));
}

/** The product's own migrations. */
export const migrations = (): Migration[] => migrationsIn(join(import.meta.dirname, "migrations"));

const hashOf = (sql: string): string => createHash("sha256").update(sql).digest("hex");

/**
 * Brings the database at `url` up to date under one lock, so that several may start at once; resolves to the names that were applied.
 * Throws, having changed nothing, when an applied migration differs from its file or is unknown here.
 */
export async function migrate(url: string, wanted: Migration[], ledger = "product"): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // Session lock: it outlives the transactions between which the ledger grows, and ends with the connection.
    await client.query("select pg_advisory_lock(hashtextextended('todo migrations', 0))");
    await client.query("create schema if not exists migrations");
    await client.query(
      "create table if not exists migrations.applied (ledger text, name text, hash text not null, at timestamptz not null default now(), primary key (ledger, name))",
    );
    const applied = await client.query<{ name: string; hash: string }>(
      "select name, hash from migrations.applied where ledger = $1 order by name",
      [ledger],
    );
    checkHistory(applied.rows, wanted);
    const done = new Set(applied.rows.map((row) => row.name));
    const fresh = wanted.filter((migration) => !done.has(migration.name));
    for (const { name, sql } of fresh) await apply(client, ledger, name, sql);
    return fresh.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

function checkHistory(applied: { name: string; hash: string }[], wanted: Migration[]): void {
  for (const { name, hash } of applied) {
    const file = wanted.find((migration) => migration.name === name);
    if (!file) {
      throw new Error(
        `The database knows migration ${name}, this version does not: it is older than the database. Start the newer version.`,
      );
    }
    if (hashOf(file.sql) !== hash) {
      throw new Error(`Migration ${name} was changed after it had been applied. Restore the file and put the change into a new migration.`);
    }
  }
}

async function apply(client: pg.Client, ledger: string, name: string, sql: string): Promise<void> {
  try {
    await client.query("begin");
    await client.query(sql);
    await client.query("insert into migrations.applied (ledger, name, hash) values ($1, $2, $3)", [ledger, name, hashOf(sql)]);
    await client.query("commit");
  } catch (cause) {
    await client.query("rollback");
    throw new Error(`Migration ${name} failed: ${(cause as Error).message}`, { cause });
  }
}

/** Vitest global set-up: one PostgreSQL for all database tests, with a migrated template that each test file clones. */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrate, migrations, migrationsIn } from "@todo/shared/database/migrate.ts";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { startPostgres } from "../postgres.ts";

declare module "vitest" {
  export interface ProvidedContext {
    postgresUrl: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), "todo-test-"));
  chmodSync(folder, 0o755); // as root the server runs as another user, who must be able to enter
  // Durability is not what these tests are about; the fault tests have servers of their own that keep it.
  const flags = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"].flatMap((flag) => ["-c", flag]);
  const postgres = await startPostgres({ dataDir: join(folder, "data"), flags });
  const end = async () => {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await createTemplate(postgres.url);
  } catch (error) {
    await end(); // nobody else would: a server left behind keeps the run from ending
    throw error;
  }
  project.provide("postgresUrl", postgres.url);
  return end;
}

async function createTemplate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("create database template_todo");
  await client.end();
  const template = new URL(url);
  template.pathname = "/template_todo";
  await migrate(template.href, migrations());
  await migrate(template.href, migrationsIn(join(import.meta.dirname, "../migrations")), "local");
}

/** A database of its own for a test file, cloned from the migrated template; it is left behind for a look when a test fails. */
import { type Database, openDatabase } from "@todo/shared/database/pool.ts";
import { openWriter, type Writer } from "@todo/shared/database/transact.ts";
import pg from "pg";
import { afterAll, inject } from "vitest";

export type TestDatabase = {
  url: string;
  /** As the superuser: for looking at what no role may see. */
  admin: pg.Pool;
  /** Connections in the role of a function. */
  as(role: string, max?: number): Database;
  /** The door to writing, in the role of a function. */
  writer(role: string): Writer;
};

/** Clones the template; everything is closed when the file's tests are over. */
export async function testDatabase(): Promise<TestDatabase> {
  const server = inject("postgresUrl");
  const name = `test_${process.pid}_${Math.random().toString(36).slice(2, 10)}`;
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  // Clones of one template exclude each other for a moment: wait for the turn instead of failing.
  await client.query("select pg_advisory_lock(1)");
  await client.query(`create database ${name} template template_todo`);
  await client.end();

  const url = new URL(server);
  url.pathname = `/${name}`;
  const open: Database[] = [];
  const admin = new pg.Pool({ connectionString: url.href, max: 3 });
  admin.on("error", () => {});
  const as = (role: string, max = 10) => {
    const database = openDatabase({ url: url.href, role, max });
    open.push(database);
    return database;
  };
  afterAll(async () => {
    await Promise.all([admin.end(), ...open.map((database) => database.close())]);
  });
  return { url: url.href, admin, as, writer: (role) => openWriter(as(role)) };
}

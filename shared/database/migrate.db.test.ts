import { randomUUID } from "node:crypto";
import pg from "pg";
import { describe, expect, inject, it } from "vitest";
import { testDatabase } from "../../local/testing/database.ts";
import { migrate, migrations } from "./migrate.ts";

const db = await testDatabase();

async function emptyDatabase(): Promise<string> {
  const client = new pg.Client({ connectionString: inject("postgresUrl") });
  await client.connect();
  const name = `empty_${randomUUID().slice(0, 8)}`;
  await client.query(`create database ${name}`);
  await client.end();
  const url = new URL(inject("postgresUrl"));
  url.pathname = `/${name}`;
  return url.href;
}

describe("migrate", () => {
  it("is safe under concurrent starts: each migration is applied once", async () => {
    const url = await emptyDatabase();
    const applied = await Promise.all([1, 2, 3].map(() => migrate(url, migrations())));
    expect(applied.flat().sort()).toEqual(migrations().map(({ name }) => name));
    expect(await migrate(url, migrations())).toEqual([]);
  });

  it("keeps what was applied when a later one fails, and names it", async () => {
    const url = await emptyDatabase();
    const good = { name: "0001-a", sql: "create table a ()" };
    await expect(migrate(url, [good, { name: "0002-b", sql: "create table b (); select nonsense" }])).rejects.toThrow(
      "Migration 0002-b failed",
    );
    expect(await migrate(url, [good, { name: "0002-b", sql: "create table b ()" }])).toEqual(["0002-b"]);
  });

  it("refuses a history that was changed, and a database newer than itself", async () => {
    const url = await emptyDatabase();
    await migrate(url, [{ name: "0001-a", sql: "create table a ()" }]);
    await expect(migrate(url, [{ name: "0001-a", sql: "create table c ()" }])).rejects.toThrow("was changed after it had been applied");
    await expect(migrate(url, [])).rejects.toThrow("older than the database");
  });
});

describe("the schema", () => {
  it("has row level security on every table of todo that holds users' rows", async () => {
    const { rows } = await db.admin.query(
      "select relname from pg_class where relnamespace = 'todo'::regnamespace and relkind = 'r' and not relrowsecurity",
    );
    expect(rows).toEqual([]);
  });

  it("lets no function's role own anything, log in, or bypass row security", async () => {
    const { rows } = await db.admin.query(
      `select r.rolname from pg_roles r where r.rolname like 'todo\\_%' and r.rolname <> 'todo_owner'
         and (r.rolcanlogin or r.rolsuper or r.rolbypassrls or exists (select from pg_class c where c.relowner = r.oid))`,
    );
    expect(rows).toEqual([]);
  });

  it("gives each role the rights below, on tables, columns and functions, and no other", async () => {
    const { rows } = await db.admin.query<{ right: string }>(
      `with schemas as (select oid, nspname from pg_namespace where nspname in ('todo', 'events', 'notification', 'audit')),
       granted as (
         select a.grantee, lower(a.privilege_type) as privilege, s.nspname || '.' || c.relname as what
         from pg_class as c join schemas as s on s.oid = c.relnamespace cross join aclexplode(c.relacl) as a
         union all
         select a.grantee, lower(a.privilege_type), s.nspname || '.' || c.relname || '.' || t.attname
         from pg_attribute as t join pg_class as c on c.oid = t.attrelid join schemas as s on s.oid = c.relnamespace cross join aclexplode(t.attacl) as a
         union all
         select a.grantee, lower(a.privilege_type), s.nspname || '.' || p.proname || '()'
         from pg_proc as p join schemas as s on s.oid = p.pronamespace
           cross join aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) as a
       )
       select distinct coalesce(r.rolname, 'public') || ' ' || privilege || ' ' || what as right
       from granted as g left join pg_roles as r on r.oid = g.grantee
       where r.rolname is null or r.rolname not like '%owner' order by 1`,
    );
    expect(rows.map((row) => row.right)).toMatchSnapshot();
  });
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterAll, describe, expect, test } from "vitest";
import { testDatabase } from "../local/testing/database.ts";

const db = await testDatabase();
const logins = ["chat", "relay", "recurrence", "notification", "audit", "sync", "dapr"];
const text = readFileSync(join(import.meta.dirname, "logins.sql"), "utf8");

/** As much of psql as the file uses: \set, :'variable' and \gexec, which runs what a query answers. */
async function runAsPsql(client: pg.Client): Promise<void> {
  const sql = text.replaceAll(/^(--|\\set).*$/gm, "").replaceAll(/:'(\w+)'/g, (_, name: string) => pg.escapeLiteral(`${name} of a test`));
  for (const [, query, end] of sql.matchAll(/([^;\\]+)(;|\\gexec)/g)) {
    const { rows } = await client.query<Record<string, string>>(query!);
    if (end === "\\gexec") for (const row of rows) await client.query(Object.values(row)[0]!);
  }
}

// Roles belong to the whole server: these are taken away again, so that other files find it as it was.
afterAll(async () => {
  const client = new pg.Client({ connectionString: db.url });
  await client.connect();
  for (const login of logins) await client.query(`drop role if exists ${login}`);
  await client.end();
});

describe("the logins of a cluster", () => {
  test("have, without any option of the client, the rights of one function and the settings of its pool", async () => {
    const admin = new pg.Client({ connectionString: db.url });
    await admin.connect();
    await runAsPsql(admin);
    await runAsPsql(admin); // again, for new passwords
    await admin.end();
    for (const login of logins) {
      const url = new URL(db.url);
      url.username = login;
      url.password = `${login}_password of a test`;
      const client = new pg.Client({ connectionString: url.href });
      await client.connect();
      const { rows } = await client.query(
        "select current_user, current_setting('timezone') zone, current_setting('statement_timeout') timeout",
      );
      expect(rows).toEqual([{ current_user: `todo_${login}`, zone: "UTC", timeout: "15s" }]);
      const memberships = await client.query(
        "select r.rolname from pg_auth_members m join pg_roles r on r.oid = m.roleid where m.member = session_user::regrole",
      );
      expect(memberships.rows).toEqual([{ rolname: `todo_${login}` }]);
      await client.end();
    }
  });

  test("are seven, and the file gives no password of its own", () => {
    expect(logins.every((login) => text.includes(`'${login}'`) && text.includes(`:'${login}_password'`))).toBe(true);
    expect(text).not.toMatch(/password '[^:]/);
  });
});

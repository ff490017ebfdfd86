import { expect, it } from "vitest";
import { checkDatabase } from "./given-database.ts";
import { testDatabase } from "./testing/database.ts";

const db = await testDatabase();

it("takes a PostgreSQL that answers", async () => {
  await checkDatabase(db.url);
});

it.each([
  ["nonsense", "DATABASE_URL is no address of a PostgreSQL"],
  ["mysql://me:hunter2@127.0.0.1/todo", "DATABASE_URL is no address of a PostgreSQL"],
  ["postgres://me:hunter2@127.0.0.1:1/todo", "The PostgreSQL at 127.0.0.1:1/todo (DATABASE_URL) cannot be used: connect ECONNREFUSED"],
])("says in one sentence what is wrong with %s, and not its password", async (url, sentence) => {
  const failure = await checkDatabase(url).catch((error: Error) => error.message);
  expect(failure).toContain(sentence);
  expect(failure).toMatch(/embedded one\.$/);
  expect(failure).not.toContain("hunter2");
});

it("says so when the password is wrong, or the database is not there", async () => {
  const [wrong, absent] = [new URL(db.url), new URL(db.url)];
  wrong.password = "hunter2";
  absent.pathname = "/nowhere";
  await expect(checkDatabase(wrong.href)).rejects.toThrow("password authentication failed");
  await expect(checkDatabase(absent.href)).rejects.toThrow('database "nowhere" does not exist');
});

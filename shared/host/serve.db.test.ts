import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { testDatabase } from "../../local/testing/database.ts";
import { ConfigError } from "../config.ts";
import { DatabaseRefuses, DatabaseUnavailable, openDatabase } from "../database/pool.ts";
import { problemOf } from "./problem.ts";
import { serve } from "./serve.ts";

const db = await testDatabase();
const log = pino({ level: "silent" });
const changed = (parts: Partial<Pick<URL, "pathname" | "username">>): string => Object.assign(new URL(db.url), parts).href;

async function start(url: string, role = "todo_chat") {
  const database = openDatabase({ url, role });
  const ready = { database: () => database.query("select 1") };
  try {
    const running = await serve({ log, port: 0, host: "127.0.0.1", ready });
    await running.stop();
  } finally {
    await database.close();
  }
}

describe("a function's start", () => {
  it.each([
    [
      "a role that no migration has made",
      db.url,
      "todo_nobody",
      /^Cannot start: database: PostgreSQL refuses: .*role "todo_nobody" does not exist/,
    ],
    ["a database that there is not", changed({ pathname: "/nowhere" }), "todo_chat", /database "nowhere" does not exist/],
    ["a login that there is not", changed({ username: "nobody" }), "todo_chat", /database: PostgreSQL refuses: /],
  ])("ends with one line when PostgreSQL refuses %s: no waiting would mend it", async (_, url, role, message) => {
    const failure = await start(url, role).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ConfigError);
    expect(failure).toMatchObject({ message: expect.stringMatching(message) });
  });

  it("names all faults that its checks find, the ones beside its readiness as well", async () => {
    const database = openDatabase({ url: db.url, role: "todo_nobody" });
    const options = { log, port: 0, host: "127.0.0.1", ready: { database: () => database.query("select 1") } };
    const checks = { kafka: () => Promise.reject(new ConfigError(["topic reminders is missing"])) };
    await expect(serve({ ...options, checks })).rejects.toThrow(/database: PostgreSQL refuses: .*; kafka: topic reminders is missing\.$/);
    await database.close();
  });

  it("goes on while the database is only away", async () => {
    await start("postgres://nobody@127.0.0.1:9/none");
  });

  it("goes on when all is well", async () => {
    await start(db.url);
  });
});

describe("a refusal later on", () => {
  it("is a dependency that is down, not a bug: the password is being rotated", async () => {
    const database = openDatabase({ url: db.url, role: "todo_nobody" });
    const failure = await database.query("select 1").catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DatabaseRefuses);
    expect(failure).toBeInstanceOf(DatabaseUnavailable);
    expect(problemOf(failure)).toMatchObject({
      status: 503,
      code: "database-unavailable",
      detail: expect.not.stringContaining("todo_nobody"),
    });
    await database.close();
  });

  it("is not what a statement that breaks a rule is", async () => {
    const database = openDatabase({ url: db.url, role: "todo_chat" });
    await expect(database.query("select * from audit.entries")).rejects.not.toBeInstanceOf(DatabaseUnavailable);
    await database.close();
  });
});

import { setTimeout as pause } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { testDatabase } from "../../local/testing/database.ts";
import { tcpProxy } from "../../local/testing/tcp-proxy.ts";
import { DatabaseUnavailable, isConnectionLoss, isPassing, isRetryable, openDatabase, rfc3339 } from "./pool.ts";

const db = await testDatabase();
const server = new URL(db.url);
const proxy = await tcpProxy(0, { host: server.hostname, port: Number(server.port) });
afterAll(() => proxy.close());
const throughProxy = new URL(db.url);
throughProxy.port = String(proxy.port);

const coded = (code: string, message = "") => Object.assign(new Error(message), { code });

describe("what an error of PostgreSQL means", () => {
  it.each([
    ["08006", true, true, false],
    ["57P01", true, true, false],
    ["57P05", true, true, false],
    ["25P04", true, true, false],
    ["53300", true, true, false],
    ["ECONNREFUSED", true, true, false],
    ["57014", false, true, false],
    ["53100", false, true, false],
    ["53200", false, true, false],
    ["55P03", false, true, false],
    ["58030", false, true, false],
    ["25006", false, true, false],
    ["40001", false, false, true],
    ["40P01", false, false, true],
    ["23505", false, false, false],
    ["42P01", false, false, false],
    ["TD003", false, false, false],
  ])("%s: connection lost %s, passing %s, to be run again %s", (code, lost, passing, retryable) => {
    const error = coded(code);
    expect([isConnectionLoss(error), isPassing(error), isRetryable(error)]).toEqual([lost, passing, retryable]);
  });

  it("is not read from the text of an error that has a code", () => {
    expect(isConnectionLoss(coded("23514", "ETIMEDOUT is no colour"))).toBe(false);
    expect(isConnectionLoss(new Error("Connection terminated unexpectedly"))).toBe(true);
    expect(isConnectionLoss("Connection terminated")).toBe(false);
  });
});

it("writes instants with three digits, whatever PostgreSQL says", () => {
  expect(rfc3339("2026-11-23 09:00:00.12+00")).toBe("2026-11-23T09:00:00.120Z");
  expect(rfc3339("2026-11-23 09:00:00.123456+00")).toBe("2026-11-23T09:00:00.123Z");
  expect(rfc3339("2026-11-23 09:00:00+00")).toBe("2026-11-23T09:00:00.000Z");
});

it("stops asking a database that is gone after five failures, and asks again a second later", async () => {
  const database = openDatabase({ url: throughProxy.href, role: "todo_chat", max: 2 });
  expect((await database.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
  const alive = { ...proxy.target };
  proxy.target = { host: "127.0.0.1", port: 1 };
  proxy.reset();
  const ask = () => database.query("select 1 as one");
  for (let n = 0; n < 5; n++) await expect(ask()).rejects.toBeInstanceOf(DatabaseUnavailable);
  const asked = proxy.accepted;
  for (let n = 0; n < 20; n++) await expect(ask()).rejects.toBeInstanceOf(DatabaseUnavailable);
  expect(proxy.accepted).toBe(asked);
  proxy.target = alive;
  await pause(1_100);
  expect((await ask()).rows).toEqual([{ one: 1 }]);
  await database.close();
});

it("says of a statement that ran out of time that it may be tried again, and goes on", async () => {
  const database = db.as("todo_chat", 1);
  await database.query("set statement_timeout = 50");
  await expect(database.query("select pg_sleep(5)")).rejects.toBeInstanceOf(DatabaseUnavailable);
  expect((await database.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
});

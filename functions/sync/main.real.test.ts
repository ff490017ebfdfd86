import { describe, expect, it } from "vitest";
import { testDatabase } from "../../local/testing/database.ts";
import { startFunction } from "../../local/testing/function-process.ts";
import { TestClient } from "./testing/client.ts";
import { deliver, ORIGIN, openStage, put, taskOf } from "./testing/stage.ts";

const db = await testDatabase();
const stage = await openStage(db);
const writer = db.writer("todo_chat");
const run = (env: Record<string, string>) => startFunction("functions/sync/main.ts", env);
const start = () => run({ DATABASE_URL: db.url, ALLOWED_ORIGINS: ORIGIN, ...stage.identity });

describe("processes of sync", () => {
  it("names everything that its environment lacks, and ends with 1", async () => {
    const { output, exit } = await run({ SOCKET_LIFETIME_SECONDS: "1" });
    expect(await exit).toBe(1);
    for (const name of ["ALLOWED_ORIGINS", "SOCKET_LIFETIME_SECONDS", "DATABASE_URL", "OIDC_ISSUER"]) expect(output()).toContain(name);
  });

  it("SYN-1 one is told to stop, another is killed, and a client that comes again with its cursor misses nothing", async () => {
    const [first, second, third] = [await start(), await start(), await start()];
    const anna = stage.person();
    const token = await stage.token(anna);
    const tasks = Array.from({ length: 3 }, (_, n) => taskOf(anna.userId, `task ${n}`));

    const before = new TestClient(first.port, token);
    await before.greeted();
    expect(await deliver(db, second.port, await put(writer, tasks[0]!, true))).toBe(204);
    await before.until(() => before.tasks.size === 1, 5_000);
    first.child.kill("SIGTERM");
    expect(await before.code()).toBe(1012);
    expect(await first.exit).toBe(0);

    await put(writer, tasks[1]!, true);
    const during = new TestClient(second.port, token, { cursor: before.cursor });
    await during.until(() => during.tasks.has(tasks[1]!.id));
    second.child.kill("SIGKILL");
    expect(await during.code()).toBe(1006);

    await put(writer, tasks[2]!, true);
    const after = new TestClient(third.port, token, { cursor: during.cursor });
    await after.until(() => after.tasks.has(tasks[2]!.id));
    expect([...after.tasks.keys()]).toEqual([tasks[2]!.id]);
    third.child.kill("SIGTERM");
    expect(await third.exit).toBe(0);
  });
});

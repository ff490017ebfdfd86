import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { headersOf } from "@todo/shared/events/envelope.ts";
import { expect, it } from "vitest";
import { testDatabase } from "../../local/testing/database.ts";
import { person } from "./testing/person.ts";

const db = await testDatabase();
const run = (env: Record<string, string>) =>
  spawn(process.execPath, [join(import.meta.dirname, "main.ts")], { env: { PATH: process.env.PATH, ...env } });

it("says in one line what it needs to start", async () => {
  const child = run({ PORT: "many" });
  let said = "";
  child.stderr.on("data", (data) => (said += data));
  expect((await once(child, "close"))[0]).toBe(1);
  expect(said.trim()).toBe("Cannot start: PORT is not a whole number from 0 to 65535; DATABASE_URL is missing.");
});

it("makes the next occurrence of what is delivered, once, and ends with 0", async () => {
  const ada = await person(db.admin, db.writer("todo_chat"));
  const task = await ada.create({ title: "water", due: { date: "2099-01-01" }, rule: { rrules: ["FREQ=DAILY"] } });
  await ada.run({ type: "complete-task", taskId: task.id });
  const completed = (await ada.events()).findLast(({ type }) => type === "todo.task.completed.v1")!;
  const child = run({ DATABASE_URL: db.url, PORT: "0", HOST: "127.0.0.1" });
  const closed = once(child, "close");
  for await (const line of createInterface({ input: child.stdout })) {
    const { msg, port } = JSON.parse(line) as { msg: string; port: number };
    if (msg !== "listening") continue;
    const url = `http://127.0.0.1:${port}`;
    expect((await fetch(`${url}/health/readiness`)).status).toBe(200);
    const deliver = () => fetch(url, { method: "POST", headers: headersOf(completed, "ce-"), body: completed.dataText });
    expect((await Promise.all([deliver(), deliver(), deliver()])).map(({ status }) => status)).toEqual([204, 204, 204]);
    child.kill("SIGTERM");
    break;
  }
  expect(await closed).toEqual([0, null]);
  const { rows } = await db.admin.query("select count(*)::int from todo.tasks where predecessor_id = $1", [task.id]);
  expect(rows).toEqual([{ count: 1 }]);
});

import { expect, it } from "vitest";
import { testDatabase } from "../../local/testing/database.ts";
import { startFunction } from "../../local/testing/function-process.ts";
import { deliveryOf } from "../../local/testing/published.ts";
import { person } from "./testing/person.ts";

const db = await testDatabase();
const start = (env: Record<string, string>) => startFunction("functions/recurrence/main.ts", env);

it("says in one line what it needs to start", async () => {
  const { output, exit } = await start({ PORT: "many" });
  expect(await exit).toBe(1);
  expect(output().trim()).toBe("Cannot start: PORT is not a whole number from 0 to 65535; DATABASE_URL is missing.");
});

it("makes the next occurrence of what is delivered, once, and ends with 0", async () => {
  const ada = await person(db.admin, db.writer("todo_chat"));
  const task = await ada.create({ title: "water", due: { date: "2099-01-01" }, rule: { rrules: ["FREQ=DAILY"] } });
  await ada.run({ type: "complete-task", taskId: task.id });
  const completed = (await ada.events()).findLast(({ type }) => type === "todo.task.completed.v1")!;
  const { child, url, exit } = await start({ DATABASE_URL: db.url });
  expect((await fetch(`${url}/health/readiness`)).status).toBe(200);
  const answers = await Promise.all([1, 2, 3].map(() => fetch(url, deliveryOf(completed))));
  expect(answers.map(({ status }) => status)).toEqual([204, 204, 204]);
  child.kill("SIGTERM");
  expect(await exit).toBe(0);
  const { rows } = await db.admin.query("select count(*)::int from todo.tasks where predecessor_id = $1", [task.id]);
  expect(rows).toEqual([{ count: 1 }]);
});

/** What is said of a task after it was made, on a real database. */
import { randomUUID } from "node:crypto";
import type { ChatReply, Series } from "@todo/shared/contracts/types.ts";
import { localState } from "@todo/shared/dapr/local-state.ts";
import { expect, it } from "vitest";
import { testDatabase } from "../../../local/testing/database.ts";
import { testApi } from "../testing/api.ts";
import { chatRoutes } from "./routes.ts";

const db = await testDatabase();
const store = localState(db.as("todo_chat").pool);
const { person } = testApi(db, {
  routes: [(app, { database, writer }) => chatRoutes({ reader: database, writer, store, history: async () => [] })(app)],
});

/** Somebody new in a conversation of their own. */
function talker() {
  const someone = person();
  const conversationId = randomUUID();
  const say = async (text: string) => (await someone.call<ChatReply>("POST", "/api/v1/chat", { text, conversationId })).body;
  const ruleOf = async (taskId: string) => (await someone.call<Series>("GET", `/api/v1/tasks/${taskId}/series`)).body.rule;
  return { say, ruleOf };
}

it("LANG-10 leaves days out of a rule that was said before, one wish after the other", async () => {
  const { say, ruleOf } = talker();
  const { tasks } = await say("water the ferns every day at 23:00");
  const changed = await say("not on mondays");
  expect(changed).toMatchObject({
    outcome: "done",
    text: expect.stringMatching(/^Changed “water the ferns” .*every day except on Monday/),
  });
  await say("and not in august");
  expect(await ruleOf(tasks[0]!.id)).toMatchObject({
    rrules: ["FREQ=DAILY"],
    exrules: ["FREQ=WEEKLY;BYDAY=MO", "FREQ=DAILY;BYMONTH=8"],
  });
  await say("call Ann every friday");
  expect(await say("not on fridays")).toMatchObject({ outcome: "refused", text: expect.stringContaining("never occurs") });
});

it("LANG-10 leaves nothing out of what does not repeat, and says so", async () => {
  const { say } = talker();
  await say("buy rye bread");
  expect(await say("except fridays")).toMatchObject({ outcome: "nothing", text: expect.stringContaining("does not repeat") });
});

it("LANG-10 takes the time away and keeps the day", async () => {
  const { say } = talker();
  await say("eye test on 4 may 2031 at 3pm, remind me an hour before");
  expect((await say("remove the time")).tasks).toMatchObject([{ title: "eye test", due: { date: "2031-05-04", time: null } }]);
  expect(await say("make it all day")).toMatchObject({ outcome: "nothing" });
  await say("make it 5pm");
  expect((await say("all day please")).tasks).toMatchObject([{ due: { date: "2031-05-04", time: null } }]);
  await say("buy rye bread");
  expect(await say("without a time")).toMatchObject({ outcome: "nothing", text: expect.stringContaining("has no date") });
});

it("LANG-10 puts a word of the title right: of the task just made, else of the one that has it", async () => {
  const { say } = talker();
  const title = async (text: string) => (await say(text)).tasks.map((task) => task.title);
  await say("add sell oven");
  await say("add clean oven");
  expect(await title("change oven to fridge")).toEqual(["clean fridge"]);
  expect(await title("change oven to stove")).toEqual(["sell stove"]);
  expect(await title("change bulb to led")).toEqual(["change bulb to led"]);
  await say("add buy ladder");
  expect(await title("i meant lantern")).toEqual(["buy lantern"]);
  expect(await say("i meant ladder")).toMatchObject({ outcome: "nothing", text: expect.stringContaining("Which words of “buy lantern”") });
});

it("LANG-10 means by both the two that were just made, else those of a list of two", async () => {
  const { say } = talker();
  await say("add pay rent");
  expect(await say("both urgent")).toMatchObject({ outcome: "refused" });
  await say("add pay the plumber");
  const both = [{ title: "pay rent" }, { title: "pay the plumber" }];
  expect((await say("both urgent")).tasks).toMatchObject(both.map((task) => ({ ...task, priority: "urgent" })));
  expect((await say("pay them both on 5 may 2031")).tasks).toMatchObject(both.map((task) => ({ ...task, due: { date: "2031-05-05" } })));
  await say("list");
  expect((await say("mark both done")).tasks).toMatchObject(both.map((task) => ({ ...task, status: "completed" })));
  for (const letter of ["a", "b", "c"]) await say(`add buy ${letter}${letter}`);
  await say("list");
  expect(await say("delete both")).toMatchObject({ outcome: "refused", text: expect.stringContaining("Which two") });
});

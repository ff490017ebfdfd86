import { randomUUID } from "node:crypto";
import type { ChatReply, Series, TaskPage } from "@todo/shared/contracts/types.ts";
import { localState } from "@todo/shared/dapr/local-state.ts";
import type { StateStore } from "@todo/shared/dapr/state-store.ts";
import { HttpError } from "@todo/shared/host/problem.ts";
import { describe, expect, it } from "vitest";
import { testDatabase } from "../../../local/testing/database.ts";
import { type Person, testApi } from "../testing/api.ts";
import { type HistoryOf, openHistoryOf } from "./history.ts";
import { forget } from "./memory.ts";
import { chatRoutes } from "./routes.ts";

const db = await testDatabase();
const real = localState(db.as("todo_chat").pool);
const down: StateStore = {
  get: () => Promise.reject(new Error("down")),
  save: () => Promise.reject(new Error("down")),
  delete: () => Promise.reject(new Error("down")),
};

const apiWith = (store: StateStore, history: HistoryOf = async () => []) =>
  testApi(db, {
    forgetConversations: (ids, userId) => forget(store, ids, userId),
    routes: [(app, { database, writer }) => chatRoutes({ reader: database, writer, store, history })(app)],
  });
const { person } = apiWith(real);

/** A person in one conversation. */
function talking(who: Person = person(), conversationId: string = randomUUID()) {
  const say = async (text: string, extra: object = {}, headers: Record<string, string> = {}) =>
    (await who.call<ChatReply>("POST", "/api/v1/chat", { text, conversationId, ...extra }, headers)).body;
  const titles = async (query = "sort=title") =>
    (await who.call<TaskPage>("GET", `/api/v1/tasks?${query}`)).body.tasks.map(({ title }) => title);
  return { who, conversationId, say, titles };
}

describe("a message", () => {
  it("LANG-2 that makes a task is answered with what was understood", async () => {
    const { say } = talking();
    const reply = await say("pay rent every month on the 1st at 9am, remind me a day before #home !high");
    expect(reply).toMatchObject({ outcome: "done", tasks: [{ title: "pay rent", tags: ["home"], priority: "high" }] });
    for (const said of ["“pay rent”", "09:00", "every month on the 1st", "reminder 1 day before", "#home", "high"])
      expect(reply.text).toContain(said);
    expect(reply.spans.length).toBeGreaterThan(3);
  });

  it("LANG-4 is answered with the rule in words that make the same rule", async () => {
    const { who, say } = talking();
    const ruleOf = async (text: string) => {
      const { tasks, text: said } = await say(text);
      const { body } = await who.call<Series>("GET", `/api/v1/tasks/${tasks[0]!.id}/series`);
      return { rule: body.rule, phrase: said.split(" · ").find((part) => part.startsWith("every"))! };
    };
    for (const when of [
      "every 2 weeks on monday and friday at 9am",
      "every last day of the month",
      "every weekday at 8 until 24 dec 2099",
    ]) {
      const { rule, phrase } = await ruleOf(`add water the plants ${when}`);
      expect((await ruleOf(`add water the plants ${phrase}`)).rule.rrules, phrase).toEqual(rule.rrules);
    }
  });

  it("DATA-3 of several wishes is one command: what is refused is named, the others happen", async () => {
    const { who, say, titles } = talking();
    for (const title of ["buy milk", "call mum"]) await say(`add ${title}`);
    const reply = await say(`complete buy milk; rename call mum to ${"x".repeat(501)}`);
    expect(reply.outcome).toBe("partly");
    expect(reply.text).toMatch(/Completed “buy milk”[\s\S]*Not done: A title has at most 500 characters/);
    expect(await titles()).toEqual(["call mum"]);
    const { rows } = await db.admin.query("select type, user_id from events.journal where correlation_id = $1", [reply.commandId]);
    expect(rows).toEqual([{ type: "todo.task.completed.v1", user_id: who.id }]);
  });

  it("API-1 with a tag that is too long is refused in a sentence", async () => {
    const text = `buy milk #${"t".repeat(65)}`;
    const { say, titles } = talking();
    const reply = await say(text);
    expect(reply).toMatchObject({ outcome: "refused", commandId: null });
    expect(reply.text).toMatch(/at most \d+/);
    expect(await titles()).toEqual([]);
  });

  it("that is too long for a title is a title and a note", async () => {
    const text = "word ".repeat(101).trim();
    expect((await talking().say(text)).tasks).toMatchObject([{ title: `${text.slice(0, 99)}…`, description: text }]);
  });

  it("with a tag said twice has it once", async () => {
    expect((await talking().say("buy milk #home #home")).tasks).toMatchObject([{ tags: ["home"] }]);
  });

  it("DATA-4 repeated with its key gets the same answer, and nothing happens twice", async () => {
    const { say, titles } = talking();
    const key = { "idempotency-key": "k1" };
    expect(await say("buy milk", {}, key)).toEqual(await say("buy milk", {}, key));
    expect(await titles()).toEqual(["buy milk"]);
  });

  it("that puts something off for no time at all changes nothing", async () => {
    const { say } = talking();
    await say("add dentist tomorrow at 5pm");
    expect(await say("snooze dentist for 0 minutes")).toMatchObject({ outcome: "nothing", commandId: null });
  });

  it("LANG-5 that is about something else does nothing", async () => {
    const { say, titles } = talking();
    expect(await say("hello")).toMatchObject({ outcome: "nothing", commandId: null });
    expect(await titles()).toEqual([]);
  });

  it("about the history while audit is down says so, and everything else goes on", async () => {
    const unavailable = openHistoryOf(() => Promise.reject(new HttpError(503, "history-unavailable", "The history does not answer.")));
    const { say, titles } = talking(apiWith(real, unavailable).person());
    await say("buy milk");
    expect(await say("history of milk")).toMatchObject({ outcome: "refused", text: expect.stringContaining("cannot be read just now") });
    expect(await titles()).toEqual(["buy milk"]);
  });
});

describe("what a conversation remembers", () => {
  it("are the numbers of the last list, as long as it is the one that is shown", async () => {
    const { say, titles } = talking();
    for (const title of ["a b", "c d", "e f"]) await say(`add ${title}`);
    const { listNonce, text } = await say("list");
    expect(text).toMatch(/1\. .*\n2\. .*\n3\. /);
    expect((await say("done 2", { listNonce: randomUUID() })).outcome).toBe("refused"); // a window that shows another list
    expect((await say("done 2", { listNonce })).outcome).toBe("done");
    expect(await titles()).toHaveLength(2);
  });

  it("LANG-3 is what was asked, with the tasks and versions that were shown: neither a changed nor a new one is touched by a yes", async () => {
    const { who, say, titles } = talking();
    for (const title of ["one", "two", "three"]) await say(`add ${title} #old`);
    const asked = await say("delete everything tagged #old");
    expect(asked).toMatchObject({ outcome: "asked", suggestions: ["yes", "no"] });
    const { body } = await who.call<TaskPage>("GET", "/api/v1/tasks?q=two");
    await who.call("PATCH", `/api/v1/tasks/${body.tasks[0]!.id}`, { title: "two and a half" });
    await who.call("POST", "/api/v1/tasks", { title: "four", tags: ["old"] });
    const reply = await say("yes");
    expect(reply).toMatchObject({ outcome: "partly", text: expect.stringContaining("Not done: Expected version 1") });
    expect(await titles()).toEqual(["four", "two and a half"]);
  });

  it("DATA-6 is nobody else's, whatever conversation they name", async () => {
    const ada = talking();
    await ada.say("add secret plan");
    await ada.say("list");
    const eve = talking(person(), ada.conversationId);
    const reply = await eve.say("done 1");
    expect(reply.outcome).toBe("refused");
    expect(JSON.stringify(reply)).not.toContain("secret");
    await eve.say("add something");
    expect((await ada.say("done 1")).outcome).toBe("done");
  });

  it("of two windows at once is what the first of them wrote: the other shows no numbers", async () => {
    let reading = 0;
    const bothHaveRead = Promise.withResolvers<void>();
    const together: StateStore = {
      ...real,
      async get(key, parse) {
        const stored = await real.get(key, parse);
        if (++reading === 2) bothHaveRead.resolve();
        await bothHaveRead.promise;
        return stored;
      },
    };
    const who = person();
    await talking(who).say("add a b");
    const { say } = talking(apiWith(together).person(who.name));
    const both = await Promise.all([say("list"), say("list")]);
    const [numbered, ...more] = both.filter(({ listNonce }) => listNonce !== null);
    expect(more).toEqual([]);
    expect(both.find((reply) => reply !== numbered)!.text).toContain("· “a b”");
    expect((await say("done 1", { listNonce: numbered!.listNonce })).outcome).toBe("done");
  });

  it("is nothing when there is no store: everything else goes on, no number is shown, no question pretends that it can be answered", async () => {
    const { say, titles } = talking(apiWith(down).person());
    for (const title of ["one", "two", "three"]) expect((await say(`add ${title} #old`)).outcome).toBe("done");
    const list = await say("list");
    expect([list.listNonce, list.text]).toEqual([null, expect.not.stringMatching(/^1\. /m)]);
    const asked = await say("delete everything tagged #old");
    expect(asked).toMatchObject({ outcome: "asked", suggestions: [], text: expect.stringContaining("cannot remember a question") });
    expect((await say("yes")).outcome).toBe("nothing");
    expect(await titles()).toHaveLength(3);
  });

  it("AUD-3 goes with its user", async () => {
    const ada = talking();
    await ada.say("add hidden treasure");
    await ada.say("list");
    expect((await ada.who.call("DELETE", "/api/v1/me")).status).toBe(204);
    expect((await db.admin.query("select from local.state where value::text like '%treasure%'")).rowCount).toBe(0);
    const reply = await ada.say("done 1");
    expect(reply.outcome).toBe("refused");
    expect(JSON.stringify(reply)).not.toContain("treasure");
  });
});

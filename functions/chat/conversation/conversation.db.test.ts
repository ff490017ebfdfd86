/** Whole conversations on a real database: what is answered, and whether the tasks agree. */
import { randomUUID } from "node:crypto";
import type { ChatReply, TaskPage } from "@todo/shared/contracts/types.ts";
import type { StateStore } from "@todo/shared/dapr/state-store.ts";
import { describe, expect, it } from "vitest";
import { testDatabase } from "../../../local/testing/database.ts";
import { testApi } from "../testing/api.ts";
import { openHistoryOf } from "./history.ts";
import { chatRoutes } from "./routes.ts";

const db = await testDatabase();

/** Remembers in this process alone. */
function inMemory(): StateStore {
  const values = new Map<string, unknown>();
  return {
    get: async (key, read) => (values.has(key) ? { value: read(values.get(key)), etag: "1" } : null),
    save: async (key, value) => void values.set(key, structuredClone(value)),
    delete: async (key) => void values.delete(key),
  };
}

const isDown = () => Promise.reject(new Error("The store of state is down."));
const forgetful: StateStore = { get: isDown, save: isDown, delete: isDown };

/** Somebody new, who talks in one conversation and echoes the last list as the page does. */
function talker(store: StateStore = inMemory()) {
  const { person } = testApi(db, {
    routes: [
      (app, { database, writer, audit }) => chatRoutes({ reader: database, writer, store, history: openHistoryOf(audit.history) })(app),
    ],
  });
  const someone = person();
  const conversationId = randomUUID();
  let listNonce: string | null = null;
  return {
    async say(text: string): Promise<ChatReply> {
      const body = { text, conversationId, ...(listNonce ? { listNonce } : {}) };
      const { body: reply } = await someone.call<ChatReply>("POST", "/api/v1/chat", body, { "idempotency-key": randomUUID() });
      listNonce = reply.listNonce ?? (reply.outcome === "asked" ? null : listNonce);
      return reply;
    },
    titles: async (status = "open"): Promise<string[]> =>
      (await someone.call<TaskPage>("GET", `/api/v1/tasks?status=${status}&sort=title`)).body.tasks.map(({ title }) => title),
  };
}

describe("a conversation", () => {
  it("LANG-3 deletes everything that was confirmed, so that nothing of it comes back by repeating", async () => {
    const { say, titles } = talker();
    for (const text of ["buy milk", "call Ann", "water the plants every 3 days"]) await say(text);
    const asked = await say("delete everything");
    expect(asked.text).toContain("1 of them repeats, and would stop for good.");
    expect(asked.suggestions).toEqual(["yes", "only this time", "no"]);
    expect((await say("yes")).text).not.toContain("this time");
    expect(await titles()).toEqual([]);
    await say("undo");
    expect(await titles()).toEqual(["buy milk", "call Ann", "water the plants"]);
  });

  it("LANG-3 shows what tells the choices apart, and takes a number, a word or all of them", async () => {
    const { say, titles } = talker();
    await say("call Ann tomorrow");
    await say("call Ann");
    const asked = await say("delete call Ann");
    expect(asked).toMatchObject({ outcome: "asked", tasks: [{ title: "call Ann" }, { title: "call Ann" }], listNonce: expect.any(String) });
    expect(asked.text).toContain("“call Ann” · due tomorrow");
    expect((await say("all")).text).toContain("Shall I delete 2 tasks");
    await say("yes");
    expect(await titles()).toEqual([]);
  });

  it("shows what is called so, and makes a task of the same words where nothing is", async () => {
    const { say, titles } = talker();
    await say("book flights to Lisbon");
    expect((await say("show flights")).tasks).toMatchObject([{ title: "book flights to Lisbon" }]);
    expect((await say("when are my flights to Lisbon?")).text).not.toContain("not about tasks");
    expect(await titles()).toEqual(["book flights to Lisbon"]);
    await say("show slides");
    expect(await titles()).toEqual(["book flights to Lisbon", "show slides"]);
  });

  it("LANG-7 makes the task first and then asks when to be reminded of it", async () => {
    const { say, titles } = talker();
    const asked = await say("remind me to call the bank");
    expect(asked).toMatchObject({ outcome: "asked", text: expect.stringContaining("When shall I remind you?") });
    expect(await titles()).toEqual(["call the bank"]);
    const [task] = (await say("tomorrow at 5pm")).tasks;
    expect(task).toMatchObject({ title: "call the bank", due: { time: "17:00:00" }, reminders: [{ offset: "PT0S" }] });
    expect((await say("remind me 30 minutes before my flight")).outcome).toBe("asked");
    await say("never mind");
    await say("remind me to call Ann");
    await say("buy milk");
    expect(await titles()).toEqual(["buy milk", "call Ann", "call the bank", "my flight"]);
  });

  it("completes “call Ann” when calling Ann is finished", async () => {
    const { say, titles } = talker();
    for (const text of ["call Ann", "buy milk"]) await say(text);
    expect((await say("I finished calling Ann")).text).toContain("Completed “call Ann”");
    expect(await titles()).toEqual(["buy milk"]);
  });

  it("takes what is no answer to the question for the wish that it is", async () => {
    const { say, titles } = talker();
    await say("call Ann");
    await say("call Bob");
    expect((await say("complete call")).outcome).toBe("asked");
    expect(await say("buy bread tomorrow #home")).toMatchObject({ outcome: "done", tasks: [{ title: "buy bread" }] });
    expect(await titles()).toEqual(["buy bread", "call Ann", "call Bob"]);
  });

  it("does not take the choices of an old question for the list that is meant", async () => {
    const { say } = talker();
    await say("call Ann");
    await say("call Bob");
    await say("complete call");
    await say("no");
    expect((await say("done 2")).outcome).toBe("refused");
  });

  it("says when the next occurrence is due, and when there is none", async () => {
    const { say } = talker();
    await say("stretch every day at 23:59 for 2 times");
    expect((await say("complete stretch")).text).toBe("Completed “stretch”. Next: tomorrow 23:59.");
    await say("undo");
    await say("stop repeating stretch");
    expect((await say("complete stretch")).text).toBe("Completed “stretch”.");
  });

  it("says that a rule has ended although the task itself has not changed", async () => {
    const { say } = talker();
    await say("water the plants every 3 days");
    expect((await say("stop repeating the plants")).text).toBe("“water the plants” has stopped repeating.");
    expect((await say("delete plants")).outcome).toBe("done"); // it repeats no more: nothing to ask
  });

  it("makes the beginning of a long text the title, and all of it the note", async () => {
    const { say } = talker();
    const { tasks, outcome } = await say("read this ".repeat(100));
    expect(outcome).toBe("done");
    expect(tasks[0]!.title).toMatch(/^read this .{80,90}…$/);
    expect(tasks[0]!.description).toHaveLength(999);
  });

  it("answers what no task can hold, and does nothing", async () => {
    const { say, titles } = talker();
    await say("buy milk");
    const { outcome, text } = await say(`rename milk to ${"oat milk ".repeat(60)}`);
    expect({ outcome, text }).toEqual({ outcome: "refused", text: expect.stringContaining("at most 500 characters") });
    expect(await titles()).toEqual(["buy milk"]);
  });

  it("keeps a question about an impossible date open until it is answered", async () => {
    const { say } = talker();
    expect((await say("dentist 31 feb")).outcome).toBe("asked");
    expect((await say("1 march 2031")).text).toBe("Added “dentist” · due Sat 1 Mar 2031");
  });

  it("tells of a search that missed what is closed already", async () => {
    const { say } = talker();
    await say("buy milk");
    await say("done milk");
    expect((await say("complete milk")).text).toBe("I found no open task like “milk”; “buy milk” is completed.");
  });

  it("does not put off what is done", async () => {
    const { say } = talker();
    await say("buy milk tomorrow");
    await say("done milk");
    expect(await say("snooze it for 2 hours")).toMatchObject({ outcome: "refused", text: "“buy milk” is completed. Reopen it first." });
  });

  it("says many deeds in one line", async () => {
    const { say } = talker();
    const added = await say(["a", "b", "c", "d", "e"].map((letter) => `buy ${letter}${letter}${letter}`).join("\n"));
    expect(added.text).toBe("Added 5 tasks: “buy aaa”, “buy bbb”, “buy ccc” and 2 more.");
    await say("list");
    expect((await say("done 1, 2, 3, 4 and 5")).text).toMatch(/^Completed 5 tasks: “buy aaa”, .* and 2 more\.$/);
  });

  it("shows no numbers and asks for whole sentences while it can remember nothing", async () => {
    const { say } = talker(forgetful);
    await say("call Ann");
    await say("call Bob");
    expect(await say("list")).toMatchObject({ listNonce: null, text: expect.not.stringContaining("1.") });
    const asked = await say("complete call");
    expect(asked).toMatchObject({ listNonce: null, suggestions: [], text: expect.stringContaining("in one message") });
  });
});

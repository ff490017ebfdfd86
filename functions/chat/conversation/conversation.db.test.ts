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

  it("takes a list that is asked for instead for no choice of those it asked about", async () => {
    const { say, titles } = talker();
    for (const text of ["take pills every day at 8am", "take pills every day at 8pm"]) await say(text);
    expect((await say("took the pills")).outcome).toBe("asked");
    expect((await say("list pills")).outcome).toBe("shown");
    expect(await titles("completed")).toEqual([]);
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

  it("LANG-8 takes reminders away and leaves the task, and says so where there is none", async () => {
    const { say, titles } = talker();
    await say("vet on 3 may 2031 at 3pm, remind me a day before and an hour before");
    expect((await say("remove the 1 hour reminder")).tasks).toMatchObject([{ reminders: [{ offset: "-P1D" }] }]);
    expect(await say("cancel the reminder for the vet")).toMatchObject({ outcome: "done", tasks: [{ title: "vet", reminders: [] }] });
    expect(await say("no reminder for the vet")).toMatchObject({ outcome: "nothing", text: expect.stringContaining("has no reminder") });
    expect(await titles()).toEqual(["vet"]);
    expect((await say("remind me the day before at 6pm")).tasks).toMatchObject([{ reminders: [{ at: "2031-05-02T18:00:00" }] }]);
    expect((await say("change the reminder to 2 hours before")).tasks).toMatchObject([{ reminders: [{ offset: "-PT2H" }] }]);
  });

  it("deletes a task that is called a reminder", async () => {
    const { say, titles } = talker();
    await say('"tax reminder"');
    await say("delete the tax reminder");
    expect(await titles()).toEqual([]);
  });

  it("LANG-8 brings back what was deleted: by its name, as “it”, by its number, all of it", async () => {
    const { say, titles } = talker();
    for (const text of ["check the boiler", "paint the fence", "delete the boiler", "delete the fence"]) await say(text);
    expect((await say("bring back the boiler")).text).toBe("Restored “check the boiler”.");
    expect((await say("delete boiler")).outcome).toBe("done");
    await say("bring it back");
    expect(await titles()).toEqual(["check the boiler"]);
    await say("undelete fence");
    await say("delete the fence and the boiler");
    await say("bring them back");
    expect(await titles()).toEqual(["check the boiler", "paint the fence"]);
    await say("list");
    await say("delete 1");
    expect((await say("restore 1")).outcome).toBe("done");
    expect(await titles()).toHaveLength(2);
  });

  it("brings back the latest of the same name, done or deleted", async () => {
    const { say, titles } = talker();
    for (const text of ["buy milk", "delete milk", "buy milk", "delete milk", "buy milk", "done milk"]) await say(text);
    expect((await say("reopen milk")).text).toBe("Reopened “buy milk”.");
    expect(await titles()).toEqual(["buy milk"]);
  });

  it("says that what comes back of a deleted series repeats no more", async () => {
    const { say } = talker();
    await say("water the plants every 3 days");
    await say("delete plants");
    await say("all of them");
    expect((await say("bring back the plants")).text).toMatch(/^Restored “water the plants” .* It has stopped repeating\.$/);
  });

  it("LANG-7 asks once for the moments of several wishes, and takes one for all or for each", async () => {
    const { say } = talker();
    const asked = await say("remind me to ring Ada and remind me to post the letter");
    expect(asked).toMatchObject({ outcome: "asked", tasks: [{ title: "ring Ada" }, { title: "post the letter" }] });
    expect(asked.text.match(/When shall I remind you/g)).toHaveLength(1);
    const both = { due: { time: "09:00:00" }, reminders: [{ offset: "PT0S" }] };
    expect((await say("tomorrow at 9am")).tasks).toMatchObject([both, both]);
    await say("remind me to feed the cat and remind me to walk the dog");
    const one = await say("2 at 5pm");
    expect(one.tasks).toMatchObject([{ title: "walk the dog", due: { time: "17:00:00" }, reminders: [{ offset: "PT0S" }] }]);
  });

  it("does what it asked whether it was meant, on a yes alone", async () => {
    const { say, titles } = talker();
    await say("paint the fence");
    expect(await say("delte it")).toMatchObject({ outcome: "asked", suggestions: ["yes", "no"] });
    await say("no");
    expect(await titles()).toEqual(["paint the fence"]);
    await say("delte it");
    await say("yes");
    expect(await titles()).toEqual([]);
  });

  it("LANG-9 sees in a later part of a message what the parts before it did", async () => {
    const { say, titles } = talker();
    const reply = await say("add paint the fence; rename paint the fence to paint the gate; tag the gate #home");
    expect(reply.outcome).toBe("done");
    expect(await titles()).toEqual(["paint the gate"]);
    expect((await say("move the gate to 3 may 2031; make the gate urgent; list")).tasks).toMatchObject([
      { due: { date: "2031-05-03" }, priority: "urgent", tags: ["home"] },
    ]);
  });

  it.each(["ok", "great", "cool", "thanks", "perfect"])("acknowledges “%s” when nothing is waiting", async (text) => {
    const { outcome, text: said } = await talker().say(text);
    expect([outcome, said]).toEqual(["nothing", expect.not.stringMatching(/waiting|undo|not about tasks/)]);
  });

  it("shows the next few to whoever asks what is next", async () => {
    const { say } = talker();
    for (const day of [4, 2, 1, 3]) await say(`errand number ${day} on ${day} may 2031`);
    expect((await say("what's next")).tasks.map(({ due }) => due!.date)).toEqual(["2031-05-01", "2031-05-02", "2031-05-03"]);
  });
});

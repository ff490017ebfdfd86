import { randomUUID } from "node:crypto";
import type { ChatReply, HistoryPage, Task, TaskPage } from "@todo/shared/contracts/types.ts";
import { openState } from "@todo/shared/dapr/open.ts";
import { HttpError } from "@todo/shared/host/problem.ts";
import { describe, expect, it } from "vitest";
import { testDatabase } from "../../../local/testing/database.ts";
import { openHistoryOf } from "../conversation/history.ts";
import { chatRoutes } from "../conversation/routes.ts";
import { testApi } from "../testing/api.ts";
import { type Assistant, assistantOf } from "../testing/assistant.ts";
import { requireDescribed } from "../testing/described.ts";

const db = await testDatabase();
const asked: string[] = [];
const audit = {
  history: async ({ token }: { token: string }, { subject }: { subject: string | null }): Promise<HistoryPage> => {
    asked.push(`${token} ${subject}`);
    if (token === "unlucky") throw new HttpError(503, "history-unavailable", "The history does not answer.");
    return { entries: [], next: null };
  },
  verification: async () => ({ userId: "", intact: true, entries: 0, head: 0, faults: [] }),
};
const { app, person } = testApi(db, {
  assistants: { publicOrigin: "https://todo.example", issuer: "https://issuer.example" },
  audit,
  routes: [
    (app, { database, writer }) => {
      const store = openState({ dapr: null, database: database.pool });
      chatRoutes({ reader: database, writer, store, history: openHistoryOf(audit.history) })(app);
    },
  ],
});
const somebody = (name: string = randomUUID()): Assistant => assistantOf(app, name);
const titles = async ({ use }: Assistant, given = {}): Promise<string[]> =>
  (await use<TaskPage>("list_tasks", given)).tasks.map(({ title }) => title);

type Listed = {
  name: string;
  inputSchema: { additionalProperties: boolean; required: string[] };
  outputSchema: object;
  annotations: object;
};

describe("API-3 the tools", () => {
  it("say what they take, what they give and what they may do", async () => {
    const { result } = await somebody().ask<{ tools: Listed[] }>("tools/list");
    expect(result!.tools.map(({ name }) => name)).toEqual(
      "say list_tasks create_task update_task complete_task reopen_task skip_task delete_task undo task_history".split(" "),
    );
    for (const { inputSchema, outputSchema } of result!.tools) {
      expect(inputSchema).toMatchObject({ type: "object", additionalProperties: false });
      expect(outputSchema).toMatchObject({ type: "object" });
    }
    expect(JSON.stringify(result)).not.toContain("$ref");
    const byName = new Map(result!.tools.map((tool) => [tool.name, tool]));
    expect(byName.get("list_tasks")!.annotations).toMatchObject({ readOnlyHint: true, destructiveHint: false });
    expect(byName.get("delete_task")!.annotations).toMatchObject({ readOnlyHint: false, destructiveHint: true, idempotentHint: true });
    expect(byName.get("update_task")!.inputSchema.required).toEqual(["id"]);
    expect(byName.get("create_task")!.inputSchema.required).toEqual(["title"]);
  });

  it("say: understands a sentence and remembers the conversation", async () => {
    const { use } = somebody();
    const made = await use<ChatReply>("say", { text: "pay rent every month on the 1st at 9am #home !high" });
    expect(made).toMatchObject({ outcome: "done", tasks: [{ title: "pay rent", priority: "high", tags: ["home"] }] });
    const { conversationId } = made;
    const listed = await use<ChatReply>("say", { text: "list", conversationId });
    const done = await use<ChatReply>("say", { text: "skip 1", conversationId, listNonce: listed.listNonce });
    expect(done).toMatchObject({ outcome: "done", tasks: [{ id: made.tasks[0]!.id, status: "skipped" }] });
  });

  it("say: shows a person's sentence, the others the whole answer", async () => {
    const { ask } = somebody();
    const say = await ask("tools/call", { name: "say", arguments: { text: "buy milk" } });
    expect(say.result!.content).toEqual([{ type: "text", text: (say.result!.structuredContent as ChatReply).text }]);
    const list = await ask("tools/call", { name: "list_tasks" });
    expect(list.result!.content).toEqual([{ type: "text", text: JSON.stringify(list.result!.structuredContent) }]);
  });

  it("list_tasks: filters, sorts and goes on as GET /api/v1/tasks does", async () => {
    const ada = somebody("ada");
    for (const [title, priority, tags] of [
      ["one", "high", ["x", "y"]],
      ["two", "urgent", ["x"]],
      ["three", "low", ["y"]],
    ] as const)
      await ada.use("create_task", { title, priority, tags });
    expect(await titles(ada, { priority: ["high", "urgent"], sort: "title" })).toEqual(["one", "two"]);
    expect(await titles(ada, { tag: ["x", "y"], no_due: true })).toEqual(["one"]);
    expect(await titles(ada, { q: "thr" })).toEqual(["three"]);
    const first = await ada.use<TaskPage>("list_tasks", { sort: "title", limit: 2 });
    expect(await titles(ada, { sort: "title", limit: 2, cursor: first.next })).toEqual(["two"]);
    expect((await person("ada").call<TaskPage>("GET", "/api/v1/tasks?sort=title&limit=2")).body).toEqual(first);
    expect(await ada.refusedBy("list_tasks", { overdue: true, no_due: true })).toMatch(/^query-invalid: .*contradicts/);
  });

  it("create, update, complete, reopen, delete and undo: each leaves the task as the API says it is", async () => {
    const { use } = somebody("bob");
    const { call } = person("bob");
    const made = await use<Task>("create_task", { title: "dentist", due: { date: "2099-05-04", time: "15:00:00" } });
    const now = async (): Promise<Task> => (await call("GET", `/api/v1/tasks/${made.id}`)).body;
    expect(await now()).toEqual(made);
    const moved = await use<Task>("update_task", { id: made.id, version: made.version, due: null, priority: "urgent" });
    expect(moved).toMatchObject({ title: "dentist", due: null, priority: "urgent", version: made.version + 1 });
    expect((await use<Task>("complete_task", { id: made.id })).status).toBe("completed");
    expect((await use<Task>("reopen_task", { id: made.id })).status).toBe("open");
    expect((await use<Task>("delete_task", { id: made.id })).deletedBy).toBe("user");
    await use("undo");
    expect(await now()).toMatchObject({ title: "dentist", status: "open", deletedAt: null });
    await use("undo", { count: 3 });
    expect(await now()).toMatchObject({ priority: "none", due: { date: "2099-05-04" } });
  });

  it("skip_task and delete_task: one occurrence, or the whole series", async () => {
    const { use } = somebody("eve");
    const rule = { rrules: ["FREQ=WEEKLY"] };
    const made = await use<Task>("create_task", { title: "water", due: { date: "2099-05-04" }, rule });
    expect(await use<Task>("skip_task", { id: made.id })).toMatchObject({ status: "skipped", seriesId: made.seriesId });
    await use("reopen_task", { id: made.id });
    await use("delete_task", { id: made.id, scope: "series" });
    const { body } = await person("eve").call<{ endedAt: string | null }>("GET", `/api/v1/tasks/${made.id}/series`);
    expect(body.endedAt).not.toBeNull();
  });

  it("task_history: is asked for with the person's own token, and may be away", async () => {
    const ida = somebody("ida");
    const { id } = await ida.use<Task>("create_task", { title: "a" });
    expect(await ida.use("task_history", { id, limit: 5 })).toEqual({ entries: [], next: null });
    expect(asked).toContain(`ida ${id}`);
    const unlucky = somebody("unlucky");
    const { id: other } = await unlucky.use<Task>("create_task", { title: "a" });
    expect(await unlucky.refusedBy("task_history", { id: other })).toBe("history-unavailable: The history does not answer.");
  });

  it("DATA-4 repeated with their key, do nothing twice and tell the same", async () => {
    const zoe = somebody("zoe");
    const given = { title: "once", idempotencyKey: "k-1" };
    const made = await zoe.use<Task>("create_task", given);
    expect(await zoe.use<Task>("create_task", given)).toEqual(made);
    expect(await titles(zoe)).toEqual(["once"]);
    expect(await zoe.refusedBy("create_task", { ...given, title: "twice" })).toMatch(/^key-reused: /);
  });

  it("DATA-5 refuse a stale version, and change nothing", async () => {
    const { use, refusedBy } = somebody();
    const { id, version } = await use<Task>("create_task", { title: "a" });
    await use("update_task", { id, title: "b" });
    for (const tool of ["complete_task", "delete_task"]) expect(await refusedBy(tool, { id, version })).toMatch(/^task-stale: /);
    expect(await refusedBy("update_task", { id, version, title: "c" })).toMatch(/^task-stale: /);
    expect((await use<TaskPage>("list_tasks")).tasks).toMatchObject([{ id, title: "b", status: "open" }]);
  });

  it("DATA-6 know nothing of another person's tasks", async () => {
    const { id } = await somebody("owner").use<Task>("create_task", { title: "mine" });
    const stranger = somebody();
    await stranger.use("create_task", { title: "own" });
    for (const tool of ["update_task", "complete_task", "reopen_task", "skip_task", "delete_task", "task_history"]) {
      const given = tool === "update_task" ? { id, title: "taken" } : { id };
      expect(await stranger.refusedBy(tool, given)).toMatch(/^task-not-found: /);
    }
    expect(await stranger.refusedBy("create_task", { id, title: "taken" })).toMatch(/^task-exists: /);
    expect(await titles(stranger, { q: "mine" })).toEqual([]);
    expect(await titles(somebody("owner"))).toEqual(["mine"]);
  });

  it.each<[string, string, object, string]>([
    ["a field that is missing", "create_task", {}, "/title: expected to be given"],
    ["a field that is none", "create_task", { title: "a", colour: "red" }, "/colour: expected no such field"],
    ["a type that is wrong", "create_task", { title: 7 }, "/title: expected to be string"],
    ["an id that is none", "complete_task", { id: "7" }, '/id: expected to match format "uuid"'],
    ["a version that is none", "complete_task", { id: randomUUID(), version: "three" }, "/version: expected to be integer"],
    ["a scope that is none", "delete_task", { id: randomUUID(), scope: "all" }, "/scope: expected one of occurrence, series"],
    ["a key that no header could carry", "undo", { idempotencyKey: "a\r\nb: c" }, "/idempotencyKey: expected to match pattern"],
    ["nothing to change", "update_task", { id: randomUUID() }, "body-invalid: "],
    ["a rule that is none", "create_task", { title: "a", rule: { rrules: ["FREQ=SOMETIMES"] } }, "rule-invalid: "],
    ["an order of nothing", "list_tasks", { sort: "relevance" }, "query-invalid: "],
  ])("refuse %s in words", async (_, tool, given, said) => {
    expect(await somebody().refusedBy(tool, given)).toContain(said);
  });

  it("answer as the description of the API says", async () => {
    const { use } = somebody();
    const task = await use<Task>("create_task", { title: "a" });
    const json = new Headers({ "content-type": "application/json" });
    requireDescribed("GET", `/api/v1/tasks/${task.id}`, 200, json, task);
    requireDescribed("POST", "/api/v1/undo", 200, json, await use("undo"));
  });
});

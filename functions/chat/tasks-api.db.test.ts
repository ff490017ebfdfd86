import { randomUUID } from "node:crypto";
import type { TaskPage } from "@todo/shared/contracts/types.ts";
import { registry } from "@todo/shared/host/metrics.ts";
import { describe, expect, it } from "vitest";
import { testDatabase } from "../../local/testing/database.ts";
import { metricOf } from "../../local/testing/metric.ts";
import { testApi } from "./testing/api.ts";

const db = await testDatabase();
const { person } = testApi(db);

describe("tasks over HTTP", () => {
  it("creates, reads, changes, completes, reopens, deletes and restores a task, each version with its tag", async () => {
    const { id: userId, call } = person();
    const created = await call("POST", "/api/v1/tasks", {
      title: "pay rent",
      tags: ["home"],
      due: { date: "2099-12-01", time: "09:00:00" },
    });
    expect(created).toMatchObject({
      status: 201,
      body: { title: "pay rent", userId, version: 1, due: { at: "2099-12-01T08:00:00.000Z" } },
    });
    const path = `/api/v1/tasks/${created.body.id}`;
    expect(created.headers.get("location")).toBe(path);
    expect(created.headers.get("etag")).toBe('"1"');
    const read = await call("GET", path);
    expect(read).toMatchObject({ status: 200, body: created.body });
    const steps: [string, string, unknown, object][] = [
      ["PATCH", path, { title: "pay the rent", priority: "high" }, { title: "pay the rent", priority: "high", version: 2 }],
      ["POST", `${path}/complete`, undefined, { status: "completed", version: 3 }],
      ["POST", `${path}/reopen`, undefined, { status: "open", version: 4 }],
      ["DELETE", path, undefined, { deletedBy: "user", version: 5 }],
      ["POST", `${path}/restore`, undefined, { deletedAt: null, version: 6 }],
    ];
    for (const [method, where, body, expected] of steps) {
      const answer = await call(method, where, body, { "if-match": `"${(expected as { version: number }).version - 1}"` });
      expect(answer).toMatchObject({ status: 200, body: expected });
      expect(answer.headers.get("etag")).toBe(`"${(expected as { version: number }).version}"`);
    }
    const page = await call<TaskPage>("GET", "/api/v1/tasks");
    expect(page.body).toMatchObject({ tasks: [{ id: created.body.id, version: 6 }], next: null });
  });

  it("is counted by route and status, never by id, and not when it is no route", async () => {
    const { call } = person();
    const { body } = await call("POST", "/api/v1/tasks", { title: "call mum" });
    const of = (method: string, route: string, status: string) => metricOf("todo_requests_total", { method, route, status });
    const before = await of("GET", "/api/v1/tasks/:id", "200");
    await call("GET", `/api/v1/tasks/${body.id}`);
    await call("GET", `/api/v1/tasks/${randomUUID()}`);
    await call("GET", `/nothing/${randomUUID()}`);
    expect(await of("GET", "/api/v1/tasks/:id", "200")).toBe(before + 1);
    expect(await of("GET", "/api/v1/tasks/:id", "404")).toBeGreaterThan(0);
    expect(await of("GET", "none", "404")).toBeGreaterThan(0);
    const { values } = (await registry.getSingleMetric("todo_requests_total")?.get()) ?? { values: [] };
    expect(values.filter(({ labels }) => /[0-9a-f]{8}-/.test(String(Object.values(labels))))).toEqual([]);
  });

  it("DATA-5 a stale tag changes nothing", async () => {
    const { call } = person();
    const { body } = await call("POST", "/api/v1/tasks", { title: "call mum" });
    await call("PATCH", `/api/v1/tasks/${body.id}`, { title: "call dad" });
    for (const tag of ['"1"', 'W/"1"']) {
      const stale = await call("PATCH", `/api/v1/tasks/${body.id}`, { title: "call nobody" }, { "if-match": tag });
      expect(stale).toMatchObject({ status: 412, body: { code: "task-stale" } });
    }
    expect((await call("GET", `/api/v1/tasks/${body.id}`)).body).toMatchObject({ title: "call dad", version: 2 });
  });

  it("a task under an id of the client's own is made once", async () => {
    const { call } = person();
    const id = randomUUID();
    expect((await call("POST", "/api/v1/tasks", { id: id.toUpperCase(), title: "a" })).body.id).toBe(id);
    expect(await call("POST", "/api/v1/tasks", { id, title: "b" })).toMatchObject({ status: 409, body: { code: "task-exists" } });
  });
});

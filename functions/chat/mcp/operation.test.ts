import { bundleOpenApi } from "@todo/shared/contracts/bundle-openapi.ts";
import { describe, expect, it } from "vitest";
import { requestOf } from "./call.ts";
import { type ApiDescription, type Arguments, operationOf } from "./operation.ts";

const document = bundleOpenApi() as ApiDescription;
const ID = "019aab3c-5f10-7c3e-8a4b-0d9e3f2a1b4c";

describe("an operation", () => {
  it("has its parameters and the fields of its body as arguments, the key and the version among them", () => {
    const { input } = operationOf(document, "updateTask");
    const [first, ...others] = Object.keys(input.properties);
    expect([first, others.slice(-2)]).toEqual(["id", ["version", "idempotencyKey"]]);
    expect(others).toContain("title");
    expect(others).not.toContain("traceparent");
    expect(input.properties.id).toMatchObject({ type: "string", format: "uuid" });
  });

  it("that the API does not have is an error", () => {
    expect(() => operationOf(document, "burnTask")).toThrow("no operation burnTask");
  });

  const rows: [string, Arguments, string, Record<string, string>, string][] = [
    [
      "listTasks",
      { q: "a&b", priority: ["low", "high"], overdue: true },
      "GET /api/v1/tasks?q=a%26b&priority=low&priority=high&overdue=true",
      {},
      "",
    ],
    [
      "createTask",
      { title: "a", due: null, idempotencyKey: "k" },
      "POST /api/v1/tasks",
      { "idempotency-key": "k" },
      '{"title":"a","due":null}',
    ],
    ["updateTask", { id: ID, version: 3, title: "b" }, `PATCH /api/v1/tasks/${ID}`, { "if-match": '"3"' }, '{"title":"b"}'],
    ["completeTask", { id: "../me" }, "POST /api/v1/tasks/..%2Fme/complete", {}, "{}"],
    ["deleteTask", { id: ID, scope: "series" }, `DELETE /api/v1/tasks/${ID}?scope=series`, {}, ""],
  ];
  it.each(rows)("%s with %o is a request", async (operationId, given, line, headers, body) => {
    const caller = new Headers({ authorization: "Bearer t" });
    const request = requestOf(operationOf(document, operationId), given, "http://chat", caller);
    const { pathname, search } = new URL(request.url);
    expect(`${request.method} ${pathname}${search}`).toBe(line);
    expect(Object.fromEntries(request.headers)).toMatchObject({ authorization: "Bearer t", ...headers });
    expect(await request.text()).toBe(body);
  });
});

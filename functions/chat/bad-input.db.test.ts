import { randomUUID } from "node:crypto";
import type { Problem, TaskPage, User } from "@todo/shared/contracts/types.ts";
import { describe, expect, it } from "vitest";
import { testDatabase } from "../../local/testing/database.ts";
import { openRateLimit } from "./api/rate-limit.ts";
import { testApi } from "./testing/api.ts";

const db = await testDatabase();
const { person } = testApi(db, { rateLimit: openRateLimit({ perSecond: 1e6, burst: 1e6 }) });
const somebody = person();
const { body: task } = await somebody.call("POST", "/api/v1/tasks", { title: "there" });
const [tasks, one] = ["/api/v1/tasks", `/api/v1/tasks/${task.id}`];

type Row = [why: string, status: number, code: string, method: string, path: string, body?: unknown, headers?: Record<string, string>];
const JSON_TYPE = { "content-type": "application/json" };

const table: Row[] = [
  ["no token", 401, "token-missing", "GET", tasks, undefined, { authorization: "" }],
  ["another scheme", 401, "token-missing", "GET", tasks, undefined, { authorization: "Basic YTpi" }],
  ["a bad token", 401, "token-invalid", "GET", tasks, undefined, { authorization: "Bearer bad" }],
  ["an unknown path", 404, "no-such-route", "GET", "/api/v1/nothing"],
  ["a path too long", 404, "no-such-route", "GET", `${one}/complete/more`],
  ["another method", 405, "method-not-allowed", "PUT", tasks, {}],
  ["another method on one", 405, "method-not-allowed", "POST", one, {}],
  ["GET on a verb", 405, "method-not-allowed", "GET", `${one}/complete`],
  ["no JSON", 400, "json-malformed", "POST", tasks, '{"title":'],
  ["an empty body", 400, "json-malformed", "POST", tasks, "", JSON_TYPE],
  ["two values", 400, "json-malformed", "POST", tasks, "{}{}"],
  ["another content type", 415, "not-json", "POST", tasks, '{"title":"a"}', { "content-type": "text/plain" }],
  ["a form", 415, "not-json", "POST", tasks, "title=a", { "content-type": "application/x-www-form-urlencoded" }],
  ["a type that begins alike", 415, "not-json", "POST", tasks, '{"title":"a"}', { "content-type": "application/jsonp" }],
  ["too much", 413, "body-too-large", "POST", tasks, { title: "a", description: "x".repeat(70_000) }],
  ["an array", 400, "body-invalid", "POST", tasks, []],
  ["null", 400, "body-invalid", "POST", tasks, "null"],
  ["no title", 400, "body-invalid", "POST", tasks, {}],
  ["an empty title", 400, "body-invalid", "POST", tasks, { title: "" }],
  ["a title too long", 400, "body-invalid", "POST", tasks, { title: "x".repeat(501) }],
  ["a title that is none", 400, "body-invalid", "POST", tasks, { title: 7 }],
  ["an unknown field", 400, "body-invalid", "POST", tasks, { title: "a", colour: "red" }],
  ["a prototype", 400, "body-invalid", "POST", tasks, '{"title":"a","__proto__":{"x":1}}'],
  ["U+0000", 400, "body-invalid", "POST", tasks, '{"title":"a\\u0000b"}'],
  ["half a character", 400, "body-invalid", "POST", tasks, '{"title":"a\\ud800"}'],
  ["half a character in a tag", 400, "body-invalid", "POST", tasks, '{"title":"a","tags":["\\udc00"]}'],
  ["a priority that is none", 400, "body-invalid", "POST", tasks, { title: "a", priority: "top" }],
  ["a tag with a blank", 400, "body-invalid", "POST", tasks, { title: "a", tags: ["a b"] }],
  ["a tag twice", 400, "body-invalid", "POST", tasks, { title: "a", tags: ["a", "a"] }],
  ["an id that is none", 400, "body-invalid", "POST", tasks, { title: "a", id: "7" }],
  ["an id in another form", 400, "body-invalid", "POST", tasks, { title: "a", id: `urn:uuid:${randomUUID()}` }],
  ["a day that is none", 400, "body-invalid", "POST", tasks, { title: "a", due: { date: "2099-02-30" } }],
  ["a time that is none", 400, "body-invalid", "POST", tasks, { title: "a", due: { date: "2099-02-01", time: "25:00:00" } }],
  [
    "an unknown zone",
    422,
    "time-zone-unknown",
    "POST",
    tasks,
    { title: "a", due: { date: "2099-02-01", time: "09:00:00", timeZone: "Mars/Base" } },
  ],
  ["a day long ago", 422, "due-invalid", "POST", tasks, { title: "a", due: { date: "1815-02-01" } }],
  ["a rule that is none", 422, "rule-invalid", "POST", tasks, { title: "a", rule: { rrules: ["FREQ=SOMETIMES"] } }],
  [
    "a rule that never occurs",
    422,
    "rule-invalid",
    "POST",
    tasks,
    { title: "a", rule: { rrules: ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"] } },
  ],
  ["a reminder before nothing", 422, "due-required", "POST", tasks, { title: "a", reminders: [{ offset: "-P1D" }] }],
  ["a reminder that is none", 400, "body-invalid", "POST", tasks, { title: "a", reminders: [{ offset: "soon" }] }],
  ["a reminder of no calendar", 422, "due-invalid", "POST", tasks, { title: "a", reminders: [{ at: "2099-13-41" }] }],
  [
    "a reminder after the end of time",
    422,
    "due-invalid",
    "POST",
    tasks,
    { title: "a", due: { date: "9999-12-31" }, reminders: [{ offset: "P99999D" }] },
  ],
  ["an empty patch", 400, "body-invalid", "PATCH", one, {}],
  ["a status in a patch", 400, "body-invalid", "PATCH", one, { status: "completed" }],
  ["a body where none belongs", 400, "body-invalid", "POST", `${one}/complete`, { why: "so" }],
  ["an id that is none", 400, "id-malformed", "GET", `${tasks}/7`],
  ["an id of nothing", 404, "task-not-found", "GET", `${tasks}/${randomUUID()}`],
  ["no tag", 400, "if-match-malformed", "PATCH", one, { title: "b" }, { "if-match": "1" }],
  ["many tags", 400, "if-match-malformed", "PATCH", one, { title: "b" }, { "if-match": '"1", "2"' }],
  ["a key too long", 400, "key-malformed", "POST", tasks, { title: "a" }, { "idempotency-key": "x".repeat(201) }],
  ["a key with a blank", 400, "key-malformed", "POST", tasks, { title: "a" }, { "idempotency-key": "a b" }],
  ["a scope that is none", 400, "query-invalid", "DELETE", `${one}?scope=all`],
  ["an unknown parameter", 400, "query-invalid", "GET", `${tasks}?colour=red`],
  ["an inherited parameter", 400, "query-invalid", "GET", `${tasks}?constructor=red`],
  ["a parameter twice", 400, "query-invalid", "GET", `${tasks}?limit=1&limit=2`],
  ["an unknown status", 400, "query-invalid", "GET", `${tasks}?status=done`],
  ["no limit", 400, "query-invalid", "GET", `${tasks}?limit=0`],
  ["a limit too high", 400, "query-invalid", "GET", `${tasks}?limit=201`],
  ["a limit that is none", 400, "query-invalid", "GET", `${tasks}?limit=1e2`],
  ["a day that is none", 400, "query-invalid", "GET", `${tasks}?due_from=2099-02-30`],
  ["two kinds of due", 400, "query-invalid", "GET", `${tasks}?overdue=true&no_due=true`],
  ["relevance of nothing", 400, "query-invalid", "GET", `${tasks}?sort=relevance`],
  ["U+0000 in words", 400, "query-invalid", "GET", `${tasks}?q=a%00b`],
  ["empty words", 400, "query-invalid", "GET", `${tasks}?q=`],
  ["a cursor that is none", 400, "cursor-invalid", "GET", `${tasks}?cursor=abc`],
  ["a cursor of nonsense", 400, "cursor-invalid", "GET", `${tasks}?cursor=${Buffer.from('["x",{},1,2]').toString("base64url")}`],
  ["an empty batch", 400, "body-invalid", "POST", `${tasks}/batch`, { operations: [] }],
  ["a batch too large", 400, "body-invalid", "POST", `${tasks}/batch`, { operations: Array(101).fill({ op: "complete", id: task.id }) }],
  ["an operation that is none", 400, "body-invalid", "POST", `${tasks}/batch`, { operations: [{ op: "burn", id: task.id }] }],
  ["a count that is none", 400, "body-invalid", "POST", "/api/v1/undo", { count: 0 }],
  ["a sequence that is none", 400, "body-invalid", "POST", `${one}/restore-version`, { sequence: "1" }],
  ["skipping what does not repeat", 409, "task-not-repeating", "POST", `${one}/skip`],
  ["restoring what is there", 409, "task-not-deleted", "POST", `${one}/restore`],
  ["reopening what is open", 409, "task-open", "POST", `${one}/reopen`],
  ["a series that is none", 404, "series-not-found", "GET", `${one}/series`],
  ["a profile field that is none", 400, "body-invalid", "PATCH", "/api/v1/me", { email: "a@b.example" }],
  ["a zone that is none", 422, "time-zone-unknown", "PATCH", "/api/v1/me", { timeZone: "Moon" }],
  ["a stale profile", 412, "profile-stale", "PATCH", "/api/v1/me", { locale: "de" }, { "if-match": '"9"' }],
  ["e-mail where none is sent", 422, "no-email", "PATCH", "/api/v1/me", { emailReminders: true }],
  ["a webhook secret where there are none", 404, "no-webhook-secret", "GET", "/api/v1/me/webhook-secret"],
];

describe("bad input", () => {
  it.each(table)("API-1 %s → %i %s", async (_, status, code, method, path, body, headers) => {
    const answer = await somebody.call<Problem>(method, path, body, headers);
    expect(answer.body).toMatchObject({ status, code });
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(answer.body.detail.length).toBeGreaterThan(10);
    if (code === "body-invalid" || code === "query-invalid") expect(answer.body.errors!.length).toBeGreaterThan(0);
  });

  it("changes nothing", async () => {
    const { body } = await somebody.call<TaskPage>("GET", `${tasks}?status=any`);
    expect(body.tasks).toEqual([task]);
  });

  it("a refused operation of a batch is named, and none has happened", async () => {
    const operations = [
      { op: "create", task: { title: "x" } },
      { op: "reopen", id: task.id },
    ];
    const answer = await somebody.call<Problem>("POST", `${tasks}/batch`, { operations });
    expect(answer).toMatchObject({ status: 409, body: { code: "task-open", errors: [{ path: "/operations/1" }] } });
    expect((await somebody.call<TaskPage>("GET", tasks)).body.tasks).toHaveLength(1);
  });

  it("a body that streams without an announced length is cut off", async () => {
    const { app } = testApi(db);
    let sent = 0;
    const endless = new ReadableStream({
      pull(controller) {
        sent += 10_000;
        controller.enqueue(new Uint8Array(10_000).fill(32));
      },
    });
    const init = { method: "POST", body: endless, duplex: "half", headers: { authorization: "Bearer x", ...JSON_TYPE } };
    const response = await app.request(tasks, init);
    expect(response.status).toBe(413);
    expect(sent).toBeLessThan(200_000);
  });

  it("a header with an unknown zone is refused when somebody comes for the first time", async () => {
    const answer = await person().call<Problem>("POST", tasks, { title: "a" }, { "time-zone": "Mars/Base" });
    expect(answer).toMatchObject({ status: 422, body: { code: "time-zone-unknown" } });
  });

  it("too many requests of one user are told to wait, another's are not", async () => {
    const limited = testApi(db, { rateLimit: openRateLimit({ perSecond: 1, burst: 2 }) });
    const [busy, calm] = [limited.person(), limited.person()];
    const answers = await Promise.all([1, 2, 3].map(() => busy.call<Problem>("GET", tasks)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 429]);
    expect(answers.find(({ status }) => status === 429)!.headers.get("retry-after")).toBe("1");
    expect((await calm.call("GET", tasks)).status).toBe(200);
  });
});

describe("another user's task", () => {
  const stranger = person();
  const wished: [string, string, unknown?][] = [
    ["GET", one],
    ["GET", `${one}/series`],
    ["GET", `${one}/history`],
    ["PATCH", one, { title: "mine" }],
    ["DELETE", one],
    ["DELETE", `${one}?scope=series`],
    ...["complete", "reopen", "skip", "restore"].map((verb): [string, string] => ["POST", `${one}/${verb}`]),
    ["POST", `${one}/restore-version`, { sequence: task.sequence }],
    ["POST", `${tasks}/batch`, { operations: [{ op: "complete", id: task.id }] }],
  ];
  it.each(wished)("DATA-6 %s %s → 404, as if it were not there", async (method, path, body) => {
    const answer = await stranger.call<Problem>(method, path, body);
    expect(answer).toMatchObject({ status: 404, body: { code: "task-not-found" } });
  });

  it("its id cannot be taken, and the answer tells nothing of it", async () => {
    const answer = await stranger.call<Problem>("POST", tasks, { id: task.id, title: "mine" });
    expect(answer).toMatchObject({ status: 409, body: { code: "task-exists" } });
    expect(JSON.stringify(answer.body)).not.toContain("there");
    expect((await somebody.call("GET", one)).body).toEqual(task);
  });

  it("no list and no undo reaches it", async () => {
    expect((await stranger.call<TaskPage>("GET", `${tasks}?status=any&q=there`)).body.tasks).toEqual([]);
    expect((await stranger.call("POST", "/api/v1/undo")).status).toBe(409);
    const { body: me } = await stranger.call<User>("GET", "/api/v1/me");
    expect(me.id).toBe(stranger.id);
  });
});

import { pino } from "pino";
import { beforeEach, describe, expect, it } from "vitest";
import { DatabaseUnavailable } from "../database/pool.ts";
import { readBody } from "./read-body.ts";
import { json, plain, type Routes, routing } from "./routes.ts";
import { requesting } from "./testing/requesting.ts";

let lines: Record<string, unknown>[] = [];
beforeEach(() => {
  lines = [];
});
const log = pino({ level: "info" }, { write: (line: string) => void lines.push(JSON.parse(line)) });
const served = (routes: Routes) => requesting(routing(routes, log));

describe("routes", () => {
  const request = served({
    "GET /fruit": async (_, query) => json({ wished: query.get("name") }, { "cache-control": "no-store" }),
    "POST /fruit": async (asked) => plain(201, await readBody(asked, 20)),
  });

  it("are chosen by method and path; the query is read apart", async () => {
    const read = await request("/fruit?name=a%3Fb&name=c");
    expect([read.status, read.headers.get("cache-control"), await read.json()]).toEqual([200, "no-store", { wished: "a?b" }]);
    const written = await request("/fruit", { method: "POST", body: "grün" });
    expect([written.status, await written.text()]).toEqual([201, "grün"]);
    const head = await request("/fruit", { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
  });

  it("API-1 that there are not are said in a problem", async () => {
    for (const path of ["/", "/fruits", "/fruit/", "//", "/%"]) {
      const answer = await request(path);
      expect([answer.status, (await answer.json()).code]).toEqual([404, "no-such-route"]);
    }
    const answer = await request("/fruit", { method: "DELETE" });
    expect([answer.status, answer.headers.get("allow"), (await answer.json()).code]).toEqual([405, "GET, POST", "method-not-allowed"]);
  });

  it("API-1 refuse a body that is too large, announced or not, and one that is no text", async () => {
    const inChunks = { body: new Blob(["x".repeat(21)]).stream(), duplex: "half" };
    for (const body of [{ body: "x".repeat(21) }, inChunks]) {
      expect((await request("/fruit", { method: "POST", ...body })).status).toBe(413);
    }
    expect((await request("/fruit", { method: "POST", body: new Uint8Array([0xff]) })).status).toBe(400);
    expect(lines).toEqual([]);
  });
});

it("a body that breaks off is no fault of ours", async () => {
  const arrived = Promise.withResolvers<void>();
  const failed = Promise.withResolvers<unknown>();
  const tell = (error: unknown): never => {
    failed.resolve(error);
    throw error;
  };
  const request = served({
    async "POST /"(asked) {
      arrived.resolve();
      return plain(200, await readBody(asked, 100).catch(tell));
    },
  });
  const abort = new AbortController();
  const body = new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array([32])) });
  const asked = request("/", { method: "POST", body, duplex: "half", signal: abort.signal } as RequestInit).catch(() => "aborted");
  await arrived.promise;
  abort.abort();
  expect([await asked, await failed.promise]).toEqual(["aborted", expect.objectContaining({ status: 400 })]);
  expect(lines).toEqual([]);
});

describe("a fault", () => {
  it("API-1 of ours is said in a problem that tells nothing of its inside, and in the log", async () => {
    const request = served({ "GET /": () => Promise.reject(new Error("the password is hunter2")) });
    const answer = await request("/");
    expect([answer.status, answer.headers.get("content-type")]).toEqual([500, "application/problem+json"]);
    const text = await answer.text();
    expect(JSON.parse(text)).toMatchObject({ status: 500, code: "internal" });
    expect(text).not.toContain("hunter2");
    expect(lines).toMatchObject([{ msg: "request failed", status: 500 }]);
  });

  it("API-1 that passes says when to come again", async () => {
    const request = served({ "GET /": () => Promise.reject(new DatabaseUnavailable("down")) });
    const answer = await request("/");
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "1"]);
  });

  it("in the middle of an answer breaks the connection off: half of it is not taken for the whole", async () => {
    async function* half() {
      yield "one line\n";
      throw new Error("the database is gone");
    }
    const request = served({ "GET /": async () => ({ status: 200, body: half() }) });
    await expect(request("/").then((answer) => answer.text())).rejects.toThrow();
    expect(lines).toMatchObject([{ msg: "an answer broke off" }]);
  });
});

it("a long answer is made as fast as it is taken, and no further when nobody reads on", async () => {
  let made = 0;
  const ended = Promise.withResolvers<void>();
  async function* endless() {
    try {
      for (; ; made++) yield "x".repeat(100_000);
    } finally {
      ended.resolve();
    }
  }
  const request = served({ "GET /": async () => ({ status: 200, body: endless() }) });
  const reader = (await request("/")).body!.getReader();
  await reader.read();
  await reader.cancel();
  await ended.promise;
  expect(made).toBeLessThan(1_000);
  expect(lines).toEqual([]);
});

import { getRequestListener } from "@hono/node-server";
import { type Running, serve } from "@todo/shared/host/serve.ts";
import { Hono } from "hono";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MOST_BYTES, readJson, readNothing } from "./body.ts";
import { problemResponse } from "./problem-response.ts";

const anything = (value: unknown): value is unknown => value !== undefined;
let running: Running;
let url: string;

beforeAll(async () => {
  const app = new Hono();
  app.onError(problemResponse);
  app.post("/json", async (c) => c.json({ text: (await readJson(c, anything)).text }));
  app.post("/nothing", async (c) => c.json({ text: (await readNothing(c)).text }));
  running = await serve({ app: getRequestListener(app.fetch), log: pino({ level: "silent" }), port: 0, host: "127.0.0.1" });
  url = `http://127.0.0.1:${running.port}`;
});
afterAll(() => running.stop());

/** With a length when the body is a text, in chunks when it is a stream. */
async function post(path: string, body: string | Uint8Array<ArrayBuffer> | null, inChunks = false): Promise<[number, string]> {
  const headers = { "content-type": "application/json" };
  const streamed = inChunks ? { body: new Blob([body ?? ""]).stream(), duplex: "half" } : { body };
  const response = await fetch(url + path, { method: "POST", headers, ...streamed });
  const { text, code } = (await response.json()) as { text?: string; code?: string };
  return [response.status, text ?? code ?? ""];
}

describe("bodies over a real connection", () => {
  for (const inChunks of [false, true]) {
    const how = inChunks ? "in chunks" : "with a length";
    it(`are read as they came, ${how}`, async () => {
      expect(await post("/json", '{ "title": "Größe 🎉" }', inChunks)).toEqual([200, '{ "title": "Größe 🎉" }']);
    });

    it(`may be as large as allowed and no larger, ${how}`, async () => {
      const padded = (bytes: number) => `"${"x".repeat(bytes - 2)}"`;
      expect((await post("/json", padded(MOST_BYTES), inChunks))[0]).toBe(200);
      expect(await post("/json", padded(MOST_BYTES + 1), inChunks)).toEqual([413, "body-too-large"]);
    });

    it(`are UTF-8, ${how}`, async () => {
      expect(await post("/json", new Uint8Array([0x22, 0xff, 0x22]), inChunks)).toEqual([400, "json-malformed"]);
    });
  }

  it("may be left out where nothing is needed", async () => {
    expect(await post("/nothing", null)).toEqual([200, ""]);
    expect((await post("/nothing", "{}"))[0]).toBe(200);
    expect(await post("/nothing", '{"a":1}')).toEqual([400, "body-invalid"]);
  });
});

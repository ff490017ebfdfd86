import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { openAudit } from "./audit.ts";

const servers: Server[] = [];

/** An audit that answers as told; returns its address and the requests it has seen. */
async function audit(answer: RequestListener): Promise<{ url: string; seen: string[] }> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.url} ${request.headers.authorization} ${request.headers.traceparent}`);
    answer(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const READER = { token: "token", traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" };
const QUERY = { subject: "t", cursor: "7", limit: 20 };
const unavailable = { status: 503, code: "history-unavailable" };

describe("the history", () => {
  it("is asked for with the user's own token, within the trace of who asks", async () => {
    const page = { entries: [], next: null };
    const { url, seen } = await audit((_, response) => response.end(JSON.stringify(page)));
    expect(await openAudit(url).history(READER, QUERY)).toEqual(page);
    expect(seen).toEqual(["/history?subject=t&before=7&limit=20 Bearer token 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"]);
  });

  it.each([
    ["nobody listens", () => Promise.resolve({ url: "http://127.0.0.1:9" })],
    ["it answers 500", () => audit((_, response) => response.writeHead(500).end())],
    ["it never answers", () => audit(() => {})],
    ["it sends somebody elsewhere", () => audit((_, response) => response.writeHead(302, { location: "/other" }).end())],
    ["it answers nonsense", () => audit((_, response) => response.end("<html>"))],
  ])("is said to be unavailable when %s", async (_, open) => {
    const { url } = await open();
    await expect(openAudit(url, 100).history(READER, QUERY)).rejects.toMatchObject(unavailable);
  });

  it("is not asked for a while after five failures in a row, and then works again", async () => {
    let isDown = true;
    const { url, seen } = await audit((_, response) =>
      isDown ? response.writeHead(500).end() : response.end('{"entries":[],"next":null}'),
    );
    const { history } = openAudit(url);
    for (let n = 0; n < 8; n++) await expect(history(READER, QUERY)).rejects.toMatchObject(unavailable);
    expect(seen).toHaveLength(5);
    isDown = false;
    await expect
      .poll(() => history(READER, QUERY).catch(() => null), { timeout: 5_000, interval: 200 })
      .toEqual({ entries: [], next: null });
  });

  it("a refused request is the caller's fault, and no outage", async () => {
    const { url, seen } = await audit((_, response) => response.writeHead(400).end());
    const { history } = openAudit(url);
    for (let n = 0; n < 8; n++) await expect(history(READER, QUERY)).rejects.toMatchObject({ status: 400, code: "query-invalid" });
    expect(seen).toHaveLength(8);
  });
});

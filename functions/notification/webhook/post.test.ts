import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Address, type PostOptions, post } from "./post.ts";

type Seen = { method: string | undefined; path: string | undefined; headers: http.IncomingHttpHeaders; body: string };
let seen: Seen[] = [];
let origin = "";
const sockets = { opened: 0 };

const server = http.createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request) body += chunk;
  seen.push({ method: request.method, path: request.url, headers: request.headers, body });
  if (request.url === "/slow") return;
  if (request.url === "/redirect") return response.writeHead(307, { location: `${origin}/elsewhere` }).end();
  if (request.url === "/busy") return response.writeHead(429, { "retry-after": "120" }).end("later");
  if (request.url === "/endless") {
    response.writeHead(200);
    const more = () => {
      if (!response.destroyed) response.write("x".repeat(16_384), more);
    };
    return more();
  }
  response.writeHead(202).end("thanks");
});
server.on("connection", () => {
  sockets.opened++;
});
beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const send = (url: string, options: Partial<PostOptions> = {}) => {
  seen = [];
  sockets.opened = 0;
  return post(url, { "webhook-id": "n1" }, '{"a":"ä"}', { allowLoopback: true, timeoutMs: 2_000, ...options });
};
const at = (...addresses: string[]): Address[] => addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));

describe("a POST to a receiver", () => {
  it("sends the body and the headers, and tells the status", async () => {
    expect(await send(`${origin}/hook?x=1`)).toEqual({ kind: "answered", status: 202, retryAfterMs: null });
    expect(seen).toMatchObject([
      {
        method: "POST",
        path: "/hook?x=1",
        body: '{"a":"ä"}',
        headers: { "webhook-id": "n1", "content-type": "application/json", "content-length": "10" },
      },
    ]);
  });

  it("follows no redirect", async () => {
    expect(await send(`${origin}/redirect`)).toMatchObject({ kind: "answered", status: 307 });
    expect(seen.map(({ path }) => path)).toEqual(["/redirect"]);
  });

  it("tells how long the receiver wants to be left alone", async () => {
    expect(await send(`${origin}/busy`)).toEqual({ kind: "answered", status: 429, retryAfterMs: 120_000 });
  });

  it("gives up when there is no answer in time", async () => {
    expect(await send(`${origin}/slow`, { timeoutMs: 100 })).toEqual({
      kind: "unreachable",
      detail: "The receiver did not answer in time.",
    });
  });

  it("reads no more than it must of an endless answer", async () => {
    expect(await send(`${origin}/endless`)).toMatchObject({ kind: "answered", status: 200 });
  });

  it("tells when nobody listens", async () => {
    expect(await send("http://127.0.0.1:9/")).toEqual({ kind: "unreachable", detail: "The receiver could not be reached (ECONNREFUSED)." });
  });

  it("tells when the name has no address", async () => {
    const resolve = async () => [];
    expect(await send("https://nowhere.example/", { resolve })).toMatchObject({ kind: "unreachable" });
  });
});

describe("addresses that are never spoken to", () => {
  const port = () => new URL(origin).port;

  it.each([
    ["plain http to the internet", "http://example.com/", "https"],
    ["another protocol", "ftp://example.com/", "https"],
    ["a file", "file:///etc/passwd", "https"],
    ["no URL at all", "not a url", "cannot be read"],
    ["credentials", "https://user:secret@example.com/", "password"],
    ["the port of another service", "https://example.com:25/", "Port 25"],
    ["loopback", "https://127.0.0.1/", "public internet"],
    ["loopback, shortened", "https://127.1/", "public internet"],
    ["loopback as one number", "https://2130706433/", "public internet"],
    ["loopback in hexadecimal", "https://0x7f.0.0.1/", "public internet"],
    ["loopback in octal", "https://0177.0.0.1/", "public internet"],
    ["loopback, IPv6", "https://[::1]/", "public internet"],
    ["loopback, mapped", "https://[::ffff:127.0.0.1]/", "public internet"],
    ["private", "https://10.1.2.3/", "public internet"],
    ["metadata", "https://169.254.169.254/latest/meta-data", "public internet"],
    ["unspecified", "https://0.0.0.0/", "public internet"],
  ])("%s is refused for good", async (_, url, words) => {
    const resolve = async () => at("93.184.216.34");
    const attempt = await send(url, { allowLoopback: false, resolve });
    expect(attempt).toMatchObject({ kind: "forbidden", detail: expect.stringContaining(words) });
    expect(JSON.stringify(attempt)).not.toContain("secret");
  });

  it.each([
    ["loopback", at("127.0.0.1")],
    ["private, beside a public one", at("93.184.216.34", "10.0.0.8")],
    ["IPv6 loopback, beside a public one", at("2606:4700::1111", "::1")],
    ["mapped", at("::ffff:127.0.0.1")],
    ["link-local", at("169.254.169.254")],
  ])("a name that stands for something not public is refused: %s", async (_, addresses) => {
    const attempt = await send(`https://innocent.example:${port()}/`, { allowLoopback: false, resolve: async () => addresses });
    expect(attempt).toMatchObject({ kind: "forbidden" });
    expect(sockets.opened).toBe(0);
  });

  it("a name that changes its address gains nothing: every attempt judges what it connects to", async () => {
    let asked = 0;
    const resolve = async () => (++asked === 1 ? at("127.0.0.1") : at("10.0.0.1"));
    const first = await send(`http://rebinding.example:${port()}/`, { resolve });
    const second = await send(`http://rebinding.example:${port()}/`, { resolve });
    expect([first.kind, second.kind, asked]).toEqual(["answered", "forbidden", 2]);
    expect(sockets.opened).toBe(0);
  });

  it("connects to the address that was judged, without asking for the name again", async () => {
    let asked = 0;
    const resolve = async () => {
      asked++;
      return at("127.0.0.1");
    };
    expect(await send(`http://receiver.example:${port()}/hook`, { resolve })).toMatchObject({ kind: "answered", status: 202 });
    expect(asked).toBe(1);
    expect(seen[0]?.headers.host).toBe(`receiver.example:${port()}`);
  });

  it("this machine is allowed only where the laptop says so, and then nothing else that is not public", async () => {
    expect(await send(`${origin}/`, { allowLoopback: false })).toMatchObject({ kind: "forbidden" });
    expect(await send(`${origin}/`)).toMatchObject({ kind: "answered" });
    expect(await send("http://10.0.0.1/")).toMatchObject({ kind: "forbidden" });
    expect(await send("https://10.0.0.1/")).toMatchObject({ kind: "forbidden" });
    expect(await send("http://93.184.216.34/")).toMatchObject({ kind: "forbidden" });
  });
});

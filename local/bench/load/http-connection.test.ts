import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openConnection, requestBytes, statusOf } from "./http-connection.ts";

const complete = (text: string) => statusOf(Buffer.from(text));

describe("the frame of an answer", () => {
  it("is complete with as many bytes as its length says", () => {
    expect(complete("HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}")).toBe(201);
    expect(complete("HTTP/1.1 201 Created\r\nContent-Length: 3\r\n\r\n{}")).toBeNull();
    expect(complete("HTTP/1.1 201 Created\r\nContent-Length: 2\r\n")).toBeNull();
  });

  it("is complete with the last chunk", () => {
    expect(complete("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n")).toBeNull();
    expect(complete("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n")).toBe(200);
  });

  it("is refused when it has neither", () => {
    expect(() => complete("HTTP/1.1 200 OK\r\n\r\n")).toThrow("without a length");
  });
});

describe("a connection", () => {
  let server: Server;
  let url: URL;
  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk) => {
        body += chunk;
      });
      request.on("end", () => {
        response.statusCode = request.headers.authorization === "Bearer t" && body === "{}" ? 200 : 400;
        for (let part = 0; part < 20; part++) response.write("x".repeat(5_000));
        response.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  afterAll(() => server.close());

  it("carries one request after the other", async () => {
    const connection = await openConnection(url);
    const good = requestBytes(url, "POST", "/", { authorization: "Bearer t" }, "{}");
    const bad = requestBytes(url, "POST", "/", {}, "{}");
    expect([await connection.send(good), await connection.send(bad), await connection.send(good)]).toEqual([200, 400, 200]);
    connection.close();
  });

  it("says when the server has gone", async () => {
    const connection = await openConnection(url);
    server.closeAllConnections();
    await expect(connection.send(requestBytes(url, "GET", "/", {}, null))).rejects.toThrow();
  });
});

/** A tiny HTTP sink for tests: remembers what it got and answers as it is told. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Delivery = { at: number; method: string; headers: IncomingHttpHeaders; body: string };

export type HttpSink = {
  url: string;
  deliveries: Delivery[];
  /** Answers from now on; without it 204. */
  answer(how: (delivery: Delivery, response: ServerResponse, request: IncomingMessage) => void): void;
  /** Resolves when `count` deliveries have arrived; rejects after `withinMs`. */
  until(count: number, withinMs?: number): Promise<Delivery[]>;
  close(): Promise<void>;
};

/** Listens on a free loopback port. */
export async function httpSink(): Promise<HttpSink> {
  const deliveries: Delivery[] = [];
  const waiting = new Set<() => void>();
  let answer = (_: Delivery, response: ServerResponse, _request: IncomingMessage) => {
    response.writeHead(204).end();
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const delivery = {
        at: performance.now(),
        method: request.method ?? "",
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      };
      deliveries.push(delivery);
      answer(delivery, response, request);
      for (const check of waiting) check();
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // What a server that listens on TCP has.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    deliveries,
    answer(how) {
      answer = how;
    },
    until: (count, withinMs = 20_000) =>
      new Promise((resolve, reject) => {
        const check = () => {
          if (deliveries.length < count) return;
          clearTimeout(timer);
          waiting.delete(check);
          resolve(deliveries);
        };
        const timer = setTimeout(() => {
          waiting.delete(check);
          reject(new Error(`${deliveries.length} of ${count} deliveries after ${withinMs} ms`));
        }, withinMs);
        waiting.add(check);
        check();
      }),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

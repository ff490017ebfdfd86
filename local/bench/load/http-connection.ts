/**
 * One keep-alive connection that sends ready-made requests, one at a time. By hand, because node:http's client needs as much of the
 * processor for a request as the server that is measured.
 */
import net from "node:net";

export type HttpConnection = {
  /** Resolves to the status once the whole answer is there. Rejects when the connection ends before. */
  send(request: Buffer): Promise<number>;
  close(): void;
};

const END_OF_HEAD = Buffer.from("\r\n\r\n");
const END_OF_CHUNKS = Buffer.from("0\r\n\r\n");

type Waiting = { resolve(status: number): void; reject(error: Error): void };

/** Connects. Answers are framed by content-length or by chunks (RFC 9112 6.3); others are refused. */
export async function openConnection(url: URL): Promise<HttpConnection> {
  const socket = net.connect({ host: url.hostname, port: Number(url.port), noDelay: true });
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("error", reject);
  });
  let waiting: Waiting | null = null;
  let received: Buffer = Buffer.alloc(0);

  const fail = (error: Error) => {
    waiting?.reject(error);
    waiting = null;
  };
  socket.on("error", fail);
  socket.on("close", () => fail(new Error("The server closed the connection.")));
  socket.on("data", (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    try {
      const status = statusOf(received);
      if (status === null) return;
      received = Buffer.alloc(0);
      waiting?.resolve(status);
      waiting = null;
    } catch (error) {
      socket.destroy(error as Error);
    }
  });
  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        if (waiting) throw new Error("A connection carries one request at a time.");
        waiting = { resolve, reject };
        socket.write(request);
      }),
    close: () => socket.destroy(),
  };
}

/** The status of an answer that is complete, null of one that is not. */
export function statusOf(received: Buffer): number | null {
  const head = received.indexOf(END_OF_HEAD);
  if (head < 0) return null;
  const text = received.toString("latin1", 0, head);
  const status = Number(text.slice(9, 12));
  if (status === 204 || status === 304) return status;
  const length = /\r\ncontent-length: *(\d+)/i.exec(text)?.[1];
  if (length !== undefined) return received.length >= head + 4 + Number(length) ? status : null;
  if (!/\r\ntransfer-encoding: *chunked/i.test(text)) throw new Error(`An answer without a length: ${text.slice(0, 100)}`);
  return received.subarray(-END_OF_CHUNKS.length).equals(END_OF_CHUNKS) ? status : null;
}

/** A request's bytes. */
export function requestBytes(url: URL, method: string, path: string, headers: Record<string, string>, body: string | null): Buffer {
  const lines = Object.entries({ host: url.host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  const length = body === null ? "" : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`;
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join("")}${length}\r\n${body ?? ""}`);
}

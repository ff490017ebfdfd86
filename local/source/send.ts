/** One attempt: POST an event to a sink over a kept connection, as Knative's dispatcher sends it. */
import http from "node:http";
import type { EventRequest } from "./cloud-event-request.ts";

/** What came back: a status with the first bytes of the body, or why there was none. */
export type Answer =
  | { kind: "status"; status: number; headers: Record<string, string>; body: Buffer }
  | { kind: "no-answer"; reason: string }
  | { kind: "unsendable"; reason: string };

export type Send = (url: string, event: EventRequest, timeoutMs: number) => Promise<Answer>;

export type Sender = { send: Send; close(): void };

/** How much of a refusal's body a dead letter carries. */
const BODY_BYTES = 1024;

/** Opens a sender for one source; `namespace` is the source's. */
export function openSender(namespace: string): Sender {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 200, scheduling: "fifo" });
  const send: Send = async (url, event, timeoutMs) => {
    const headers = headersOf(event, namespace);
    if (headers === null) return { kind: "unsendable", reason: "a control character in an attribute" };
    const answer = await request("POST", url, headers, event.body, timeoutMs);
    const location = answer.kind === "status" && answer.status === 303 ? answer.headers.location : undefined;
    return location === undefined ? answer : request("GET", new URL(location, url).href, {}, null, timeoutMs);
  };

  function request(method: string, url: string, headers: Record<string, string>, body: Buffer | null, timeoutMs: number): Promise<Answer> {
    return new Promise((resolve) => {
      const outgoing = http.request(url, { method, agent, headers });
      // Only the head of the response is timed: one that begins and never ends holds its place for as long as the connection lives.
      const timer = setTimeout(() => outgoing.destroy(new Error(`no response within ${timeoutMs} ms`)), timeoutMs);
      outgoing.on("error", (error) => {
        clearTimeout(timer);
        resolve({ kind: "no-answer", reason: error.message });
      });
      outgoing.on("response", (response) => {
        clearTimeout(timer);
        collect(response, resolve);
      });
      outgoing.end(body ?? undefined);
    });
  }
  return { send, close: () => agent.destroy() };
}

function collect(response: http.IncomingMessage, resolve: (answer: Answer) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  response.on("data", (chunk: Buffer) => {
    if (size < BODY_BYTES) chunks.push(chunk);
    size += chunk.length;
  });
  response.on("error", () => {});
  response.on("close", () => {
    if (!response.complete) return resolve({ kind: "no-answer", reason: "the response broke off" });
    const headers = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)]));
    resolve({ kind: "status", status: response.statusCode ?? 0, headers, body: Buffer.concat(chunks).subarray(0, BODY_BYTES) });
  });
}

function headersOf({ attributes, contentType, body }: EventRequest, namespace: string): Record<string, string> | null {
  const headers: Record<string, string> = { "user-agent": "todo-source", prefer: "reply", "kn-namespace": namespace };
  for (const [name, value] of Object.entries(attributes)) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    if (/[\x00-\x1f\x7f]/.test(value)) return null;
    headers[`ce-${name}`] = value.replace(/[^\x20-\xff]/g, "?");
  }
  if (contentType !== null) headers["content-type"] = contentType;
  if (body !== null) headers["content-length"] = String(body.length);
  return headers;
}

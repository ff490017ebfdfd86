import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { pino } from "pino";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { EventRequest } from "./cloud-event-request.ts";
import { type DeliverOptions, deliver } from "./deliver.ts";
import type { SourceRecord } from "./log-record.ts";
import { sourcesOf } from "./manifests.ts";
import { openSender } from "./send.ts";
import { httpSink } from "./testing/http-sink.ts";
import { manifest } from "./testing/manifest.ts";

const sink = await httpSink();
const sender = openSender("default");
const source = sourcesOf([manifest({ delivery: { retry: 3, backoffPolicy: "exponential", backoffDelay: "PT0.2S", timeout: "PT5S" } })])[0]!;
let pauses: number[] = [];
let letters: { topic: string; letter: EventRequest }[] = [];
let lines: string[] = [];

const headers = { ce_specversion: "1.0", ce_id: "1", ce_type: "todo.task.created.v1", ce_source: "/s", "content-type": "application/json" };
const record = (overrides: Record<string, string> = {}): SourceRecord => ({
  topic: "task-events",
  partition: 0,
  offset: 7,
  key: "user",
  headers: { ...headers, ...overrides },
  value: Buffer.from("{}"),
});
const options = (overrides: Partial<DeliverOptions> = {}): DeliverOptions => ({
  source,
  sink: sink.url,
  send: sender.send,
  writeDeadLetter: async (topic, letter) => void letters.push({ topic, letter }),
  pause: async (ms) => void pauses.push(ms),
  log: pino({ level: "warn" }, { write: (line: string) => void lines.push(line) }),
  ...overrides,
});

beforeEach(() => {
  pauses = [];
  letters = [];
  lines = [];
  sink.deliveries.length = 0;
  sink.answer((_, response) => void response.writeHead(204).end());
});
afterAll(async () => {
  sender.close();
  await sink.close();
});

describe("a delivery", () => {
  it("is one POST in binary mode with the headers of Knative's dispatcher", async () => {
    expect(await deliver(record({ ce_subject: "x" }), options())).toBe("accepted");
    expect(sink.deliveries).toMatchObject([
      {
        method: "POST",
        body: "{}",
        headers: {
          "content-type": "application/json",
          prefer: "reply",
          "kn-namespace": "default",
          "ce-id": "1",
          "ce-subject": "x",
          "ce-knativekafkapartition": "0",
          "ce-knativekafkaoffset": "7",
        },
      },
    ]);
    expect(sink.deliveries[0]!.headers).not.toHaveProperty("ce-key");
  });

  it.each([200, 202, 204, 299])("answered with %i is done", async (status) => {
    sink.answer((_, response) => void response.writeHead(status).end(status === 204 ? undefined : "{}"));
    expect(await deliver(record(), options())).toBe("accepted");
    expect([sink.deliveries.length, letters.length]).toEqual([1, 0]);
  });

  it.each([404, 408, 409, 429, 500, 502, 503, 504])(
    "answered with %i is tried four times, ever later, then it is a dead letter",
    async (status) => {
      sink.answer((_, response) => void response.writeHead(status, { "retry-after": "100" }).end());
      expect(await deliver(record(), options())).toBe("dead-letter");
      expect(sink.deliveries.length).toBe(4);
      expect(pauses).toEqual([400, 800, 1600]);
    },
  );

  it.each([400, 401, 403, 405, 410, 413, 422, 425, 301, 302, 307, 308])("answered with %i is a dead letter at once", async (status) => {
    sink.answer((_, response) => void response.writeHead(status, { location: "/elsewhere" }).end());
    expect(await deliver(record(), options())).toBe("dead-letter");
    expect([sink.deliveries.length, pauses.length]).toEqual([1, 0]);
  });

  it("answered with 303 follows it as GET", async () => {
    sink.answer(({ method }, response) => void response.writeHead(method === "POST" ? 303 : 200, { location: "/there" }).end());
    expect(await deliver(record(), options())).toBe("accepted");
    expect(sink.deliveries.map((each) => each.method)).toEqual(["POST", "GET"]);
  });

  it("without the head of an answer in time is tried again, while its late handler still runs", async () => {
    let handled = 0;
    sink.answer((_, response) => {
      setTimeout(() => {
        handled += 1;
        response.writeHead(204).end();
      }, 400);
    });
    expect(await deliver(record(), options({ source: { ...source, delivery: { ...source.delivery, timeoutMs: 100 } } }))).toBe(
      "dead-letter",
    );
    expect(sink.deliveries.length).toBe(4);
    await vi.waitFor(() => expect(handled).toBe(4), { timeout: 5_000 });
  });

  it("whose answer begins in time may take long to end", async () => {
    sink.answer((_, response) => {
      response.writeHead(200);
      response.write("a");
      setTimeout(() => response.end(), 1_500);
    });
    expect(await deliver(record(), options({ source: { ...source, delivery: { ...source.delivery, timeoutMs: 1_000 } } }))).toBe(
      "accepted",
    );
    expect(sink.deliveries.length).toBe(1);
  });

  it.each([
    ["resets", (socket: import("node:net").Socket) => socket.resetAndDestroy()],
    ["does not speak HTTP", (socket: import("node:net").Socket) => socket.end("hello\r\n")],
  ])("to a server that %s is tried four times", async (_, behave) => {
    let connections = 0;
    const server = createServer((socket) => {
      connections += 1;
      socket.on("error", () => {});
      socket.once("data", () => behave(socket));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo; // what a TCP server has
    expect(await deliver(record(), options({ sink: `http://127.0.0.1:${port}` }))).toBe("dead-letter");
    expect(connections).toBe(4);
    server.close();
  });

  it("to nobody is tried four times", async () => {
    expect(await deliver(record(), options({ sink: "http://127.0.0.1:1" }))).toBe("dead-letter");
    expect(pauses.length).toBe(3);
  });

  it("waits one, two, three times the delay when the policy is linear", async () => {
    sink.answer((_, response) => void response.writeHead(500).end());
    await deliver(record(), options({ source: { ...source, delivery: { ...source.delivery, backoffPolicy: "linear", retry: 4 } } }));
    expect(pauses).toEqual([200, 400, 600, 800]);
  });

  it("sends what no header can hold as question marks, Latin letters in one byte each", async () => {
    await deliver(record({ ce_subject: "häß→😀" }), options());
    expect(sink.deliveries[0]!.headers["ce-subject"]).toBe("häß???");
  });
});

describe("a dead letter", () => {
  it("is the event with what went wrong, and what the function said in Kne- headers", async () => {
    const body = "x".repeat(2_000);
    sink.answer((_, response) => void response.writeHead(422, { "kne-reason": "contract" }).end(body));
    await deliver(record(), options());
    expect(letters).toMatchObject([
      {
        topic: "dead-letters",
        letter: {
          contentType: "application/json",
          attributes: {
            id: "1",
            type: "todo.task.created.v1",
            knativekafkaoffset: "7",
            reason: "contract",
            knativeerrordest: sink.url,
            knativeerrorcode: "422",
            knativeerrordata: Buffer.from("x".repeat(1024)).toString("base64"),
          },
        },
      },
    ]);
  });

  it("is tried as often as the event", async () => {
    sink.answer((_, response) => void response.writeHead(400).end());
    let tries = 0;
    const writeDeadLetter = async () => {
      tries += 1;
      if (tries < 4) throw new Error("no broker");
    };
    expect(await deliver(record(), options({ writeDeadLetter }))).toBe("dead-letter");
    expect(tries).toBe(4);
  });

  it("that cannot be written loses the event, and says so loudly", async () => {
    sink.answer((_, response) => void response.writeHead(400).end());
    const writeDeadLetter = () => Promise.reject(new Error("no broker"));
    expect(await deliver(record(), options({ writeDeadLetter }))).toBe("lost");
    expect(lines.join()).toContain("EVENT LOST");
  });

  it("without a sink for it is a lost event too", async () => {
    sink.answer((_, response) => void response.writeHead(400).end());
    expect(await deliver(record(), options({ source: { ...source, delivery: { ...source.delivery, deadLetterTopic: null } } }))).toBe(
      "lost",
    );
  });

  it("is not even made of an event with a control character: it is lost", async () => {
    expect(await deliver(record({ ce_subject: "a\nb" }), options())).toBe("lost");
    expect([sink.deliveries.length, letters.length]).toEqual([0, 0]);
    expect(lines.join()).toContain("EVENT LOST");
  });

  it("never comes when a Kne- header has a name that no extension may have: the delivery hangs", async () => {
    sink.answer((_, response) => void response.writeHead(400, { "kne-other-thing": "x" }).end());
    const outcome = deliver(record(), options());
    expect(await Promise.race([outcome, sleep(300, "still open")])).toBe("still open");
    expect(letters).toEqual([]);
  });
});

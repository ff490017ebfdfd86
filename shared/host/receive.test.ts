import { pino } from "pino";
import { beforeEach, describe, expect, it } from "vitest";
import { CommitUnknown, DatabaseUnavailable } from "../database/pool.ts";
import { UserBusy } from "../database/user-queue.ts";
import { ContractError } from "../events/contract-error.ts";
import { headersOf } from "../events/envelope.ts";
import { type EventHandler, receive } from "./receive.ts";
import { routing } from "./routes.ts";
import { requesting } from "./testing/requesting.ts";

const USER = "6f1b1c1e-8d0c-5b7c-9f43-2b8e0a4b6a11";
const data = { taskId: "019aab3c-5f10-7c3e-8a4b-0d9e3f2a1b4c", userId: USER, title: "a-secret", due: null, at: "2026-11-23T09:00:00.000Z" };
const reminder = { id: "019aab3c-5f10-7c3e-8a4b-0d9e3f2a1b4d", offset: "-P1D", at: null, instant: "2026-11-30T08:00:00.000Z" };
const event = {
  id: "019aab3c-5f10-7c3e-8a4b-0d9e3f2a1b4e",
  type: "todo.reminder.scheduled.v1",
  source: "/todo/chat",
  subject: data.taskId,
  time: "2026-11-23T09:00:00.120Z",
  partitionkey: USER,
  sequence: 4,
  generation: 1,
  link: "ab".repeat(32),
  correlationid: "019aab3c-5f10-7c3e-8a4b-0d9e3f2a1b4f",
  causationid: null,
  traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
  dataText: JSON.stringify({ ...data, reminder, salt: "0".repeat(32) }),
};

let handled: string[] = [];
let refused: [string, string][] = [];
let lines: Record<string, unknown>[] = [];
let isRefusalWritten = true;
beforeEach(() => {
  handled = [];
  refused = [];
  lines = [];
  isRefusalWritten = true;
});

/** A consumer whose handler does as told; `deliver` sends it the event, changed as wished. */
function consumer(does: EventHandler = async () => {}) {
  const handle: EventHandler = async (each) => {
    handled.push(each.id);
    await does(each);
  };
  const refuse = async (eventId: string, reason: string) => {
    if (!isRefusalWritten) throw new DatabaseUnavailable("down");
    refused.push([eventId, reason]);
  };
  const log = pino({ level: "info" }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  const request = requesting(routing({ "POST /": receive({ handle, log, refuse }) }, log));
  return async (changed: Record<string, string> = {}, body: BodyInit = event.dataText) => {
    const response = await request("/", { method: "POST", headers: { ...headersOf(event, "ce-"), ...changed }, body });
    return { status: response.status, headers: response.headers, body: await response.text() };
  };
}

describe("a delivery", () => {
  it("EVT-3 is answered 204 when it is done, however often it comes", async () => {
    const deliver = consumer();
    for (let n = 0; n < 2; n++) expect(await deliver()).toMatchObject({ status: 204, body: "" });
    expect(handled).toEqual([event.id, event.id]);
  });

  it("EVT-3 in structured mode is the same event", async () => {
    const { dataText, ...attributes } = event;
    const structured = JSON.stringify({ ...attributes, specversion: "1.0", causationid: undefined, data: JSON.parse(dataText) });
    expect(await consumer()({ "content-type": "application/cloudevents+json" }, structured)).toMatchObject({ status: 204 });
    expect(handled).toEqual([event.id]);
  });

  it("EVT-5 of a type that this version does not know is accepted and not handled", async () => {
    expect(await consumer()({ "ce-type": "todo.mood.changed.v1" })).toMatchObject({ status: 204 });
    expect(handled).toEqual([]);
    expect(lines).toMatchObject([{ outcome: "newer", type: "todo.mood.changed.v1" }]);
  });

  it.each<[string, Record<string, string>, BodyInit?]>([
    ["is of a foreign type", { "ce-type": "dev.knative.kafka.event" }],
    ["is no CloudEvent", { "ce-id": "" }],
    ["is no JSON", {}, "{"],
    ["is no UTF-8", {}, new Uint8Array([0x22, 0xff, 0x22])],
    ["is larger than a record can be", {}, "x".repeat(1_048_577)],
  ])("EVT-3 that %s is answered 400, and nobody remembers it", async (_, changed, body) => {
    expect(await consumer()(changed, body)).toMatchObject({ status: 400 });
    expect([handled, refused]).toEqual([[], []]);
  });

  it("EVT-3 that streams without an announced length is cut off", async () => {
    let sent = 0;
    const endless = new ReadableStream({
      pull(controller) {
        sent += 100_000;
        controller.enqueue(new Uint8Array(100_000).fill(32));
      },
    });
    const log = pino({ level: "silent" });
    const request = requesting(routing({ "POST /": receive({ handle: async () => {}, log, refuse: async () => {} }) }, log));
    const init = { method: "POST", headers: headersOf(event, "ce-"), body: endless, duplex: "half" };
    expect((await request("/", init)).status).toBe(400);
    expect(sent).toBeLessThan(50_000_000); // what the connection's buffers took meanwhile
  });

  it("EVT-3 whose data breaks its contract is answered 422 and remembered as refused", async () => {
    expect(await consumer()({}, '{"title":"a-secret"}')).toMatchObject({ status: 422 });
    expect(refused).toEqual([[event.id, expect.stringContaining("todo.reminder.scheduled.v1: data")]]);
    const structured = JSON.stringify({ ...event, specversion: "1.0", causationid: undefined, data: {} });
    expect(await consumer()({ "content-type": "application/cloudevents+json" }, structured)).toMatchObject({ status: 422 });
    expect(refused.map(([id]) => id)).toEqual([event.id, event.id]);
  });

  it("EVT-3 that its handler finds impossible is answered 422 and remembered as refused", async () => {
    const deliver = consumer(async () => {
      throw new ContractError(422, "Two users in one event.");
    });
    expect(await deliver()).toMatchObject({ status: 422 });
    expect(refused).toEqual([[event.id, "Two users in one event."]]);
  });

  it("EVT-3 that cannot be remembered as refused comes again", async () => {
    isRefusalWritten = false;
    expect(await consumer()({}, "{}")).toMatchObject({ status: 503 });
  });

  it.each([new DatabaseUnavailable("down"), new CommitUnknown("unknown"), new UserBusy("busy")])(
    "EVT-3 is answered 503 while a dependency is down, however often: $name",
    async (fault) => {
      const deliver = consumer(async () => {
        throw fault;
      });
      for (let n = 0; n < 5; n++) expect(await deliver()).toMatchObject({ status: 503 });
      expect(refused).toEqual([]);
    },
  );
});

describe("a bug in a handler", () => {
  const bug = new TypeError("undefined is not a function");

  it("EVT-3 is answered 500 twice, then 422; nothing is marked, so that the event comes again when the bug is mended", async () => {
    const deliver = consumer(async () => {
      throw bug;
    });
    const answers = [await deliver(), await deliver(), await deliver()];
    expect(answers.map(({ status }) => status)).toEqual([500, 500, 422]);
    expect(refused).toEqual([]);
  });

  it("is counted only while the dependencies are up, and no longer once it has gone well", async () => {
    const faults: (Error | null)[] = [bug, new DatabaseUnavailable("down"), new DatabaseUnavailable("down"), bug, null, bug, bug, bug];
    const deliver = consumer(async () => {
      const fault = faults.shift();
      if (fault) throw fault;
    });
    const statuses: number[] = [];
    for (let n = 0; n < 8; n++) statuses.push((await deliver()).status);
    expect(statuses).toEqual([500, 503, 503, 500, 204, 500, 500, 422]);
  });

  it("is counted for each event by itself", async () => {
    const deliver = consumer(async () => {
      throw bug;
    });
    for (let n = 0; n < 6; n++)
      expect(await deliver({ "ce-id": `019aab3c-5f10-7c3e-8a4b-0d9e3f2a1b${n}0` })).toMatchObject({ status: 500 });
  });
});

describe("what a delivery leaves", () => {
  it("is an answer whose Kne- header is one that an extension may have: another would hang its partition", async () => {
    const { headers } = await consumer()({}, "{}");
    const extensions = [...headers].filter(([name]) => name.startsWith("kne-"));
    expect(extensions).toEqual([["kne-reason", "contract"]]);
    for (const [name, value] of extensions) expect([name.slice(4), value].join("")).toMatch(/^[a-z0-9]+$/);
  });

  it("is one line that leads to the event's cause and trace, without a word of its text", async () => {
    const deliver = consumer();
    await deliver();
    await deliver({}, '{"title":"a-secret"');
    expect(lines).toMatchObject([
      {
        msg: "handled",
        eventId: event.id,
        type: event.type,
        taskId: event.subject,
        user: USER,
        correlationId: event.correlationid,
        traceparent: event.traceparent,
        outcome: "done",
        status: 204,
      },
      { msg: "not handled", eventId: event.id, outcome: "refused", status: 400 },
    ]);
    expect(JSON.stringify(lines)).not.toContain("a-secret");
  });
});

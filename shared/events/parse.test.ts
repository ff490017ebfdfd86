import { readFileSync } from "node:fs";
import { join } from "node:path";
import { HTTP, CloudEvent as SdkEvent } from "cloudevents";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CloudEvent, headersOf } from "./envelope.ts";
import { type OurEvent, parseEvent } from "./parse.ts";

const contracts = join(import.meta.dirname, "../../specs/001-event-driven-todo/contracts");
type Example = Record<string, unknown> & { type: string; data: object };
const examples = ["task-event-schema.json", "reminder-event-schema.json"].flatMap(
  (file) => (JSON.parse(readFileSync(join(contracts, file), "utf8")) as { examples: Example[] }).examples,
);
const [example] = examples as [Example];
const headersOfExample = (changed: Record<string, string> = {}): Record<string, string> => {
  const { data: _, datacontenttype: __, ...attributes } = example;
  const named = Object.entries(attributes).map(([name, value]) => [`ce-${name}`, String(value)]);
  return { ...Object.fromEntries(named), "content-type": "application/json", ...changed };
};
const body = JSON.stringify(example.data);

/** The attributes of an event by the names of the specification, whoever has read it. */
const readBySdk = (headers: Record<string, string>, text: string): Record<string, unknown> => {
  const event = HTTP.toEvent({ headers, body: text });
  if (Array.isArray(event)) throw new Error("One event was sent.");
  return { ...(event as SdkEvent<unknown>).toJSON() };
};

const uuid = fc.uuid();
const anEvent: fc.Arbitrary<CloudEvent> = fc.record({
  id: uuid,
  type: fc.constant(example.type),
  source: fc.constantFrom("/todo/chat", "/todo/recurrence"),
  subject: fc.stringMatching(/^[!-~]([ -~]{0,30}[!-~])?$/).filter((text) => !text.includes("%") && !text.includes('"')),
  time: fc.date({ min: new Date(0), max: new Date("9999-12-31"), noInvalidDate: true }).map((date) => date.toISOString()),
  partitionkey: uuid,
  sequence: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  generation: fc.integer({ min: 1, max: 2_000_000_000 }),
  link: fc.stringMatching(/^[0-9a-f]{64}$/),
  correlationid: uuid,
  causationid: fc.option(uuid),
  traceparent: fc.option(fc.constant("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")),
  dataText: fc.constant(body),
});

describe("an event over HTTP", () => {
  it("is read as the CloudEvents SDK reads it, in binary and in structured mode", () => {
    fc.assert(
      fc.property(anEvent, (event) => {
        const headers = headersOf(event, "ce-");
        const parsed = parseEvent(headers, event.dataText);
        expect(parsed).toEqual({ ...event, data: example.data });

        const told = readBySdk(headers, event.dataText);
        expect(told).toMatchObject({
          ...{ id: parsed.id, type: parsed.type, source: parsed.source, subject: parsed.subject },
          ...{ partitionkey: parsed.partitionkey, link: parsed.link, correlationid: parsed.correlationid, data: example.data },
        });
        expect([Number(told.sequence), Number(told.generation), Date.parse(String(told.time))]).toEqual([
          parsed.sequence,
          parsed.generation,
          Date.parse(parsed.time),
        ]);

        const structured = HTTP.structured(new SdkEvent(told));
        const again = parseEvent(structured.headers as Record<string, string>, String(structured.body));
        expect({ ...again, time: Date.parse(again.time) }).toEqual({ ...parsed, time: Date.parse(parsed.time) });
      }),
    );
  });

  it("of every type is read from its example in the contracts, and keeps its bytes", () => {
    expect(new Set(examples.map(({ type }) => type)).size).toBeGreaterThan(5);
    for (const { data, datacontenttype: _, ...attributes } of examples) {
      const named = Object.entries(attributes).map(([name, value]) => [`ce-${name}`, String(value)]);
      const text = JSON.stringify(data, null, 1);
      const event = parseEvent({ ...Object.fromEntries(named), "content-type": "application/json; charset=utf-8" }, text);
      expect(event).toMatchObject({ type: attributes.type, data, dataText: text });
    }
  });

  it("EVT-4 may carry more than is known here: fields of a newer producer, and extensions of the platform", () => {
    const richer = JSON.stringify({ ...example.data, mood: "fine" });
    const event = parseEvent(headersOfExample({ "ce-knativekafkaoffset": "7" }), richer) as OurEvent;
    expect(event.data).toMatchObject({ mood: "fine" });
  });

  it("EVT-5 of an unknown todo type is accepted without a look at its data", () => {
    expect(parseEvent(headersOfExample({ "ce-type": "todo.mood.changed.v3" }), '{"mood":"fine"}')).toMatchObject({ data: null });
  });

  it.each<[string, Record<string, string>, string?]>([
    ["another type", { "ce-type": "dev.knative.kafka.event" }],
    ["no type", { "ce-type": "" }],
    ["another version of CloudEvents", { "ce-specversion": "0.3" }],
    ["no id", { "ce-id": "" }],
    ["an id that is none", { "ce-id": "partition:1/offset:2" }],
    ["two ids", { "ce-id": `${example.id}, ${example.id}` }],
    ["no user", { "ce-partitionkey": "" }],
    ["a number that is none", { "ce-sequence": "-1" }],
    ["a link that is none", { "ce-link": "abc" }],
    ["a time that is none", { "ce-time": "yesterday" }],
    ["another content type", { "content-type": "text/plain" }],
    ["a batch", { "content-type": "application/cloudevents-batch+json" }, "[]"],
    ["no object", { "content-type": "application/cloudevents+json" }, "[]"],
    ["no JSON", {}, '{"title":"a secret'],
    ["no JSON in structured mode", { "content-type": "application/cloudevents+json" }, '{"title":"a secret'],
  ])("EVT-3 with %s is not ours, and what is said of it repeats none of its text", (_, changed, text = body) => {
    const reading = () => parseEvent(headersOfExample(changed), text);
    expect(reading).toThrow(expect.objectContaining({ name: "ContractError", status: 400 }));
    expect(reading).not.toThrow("secret");
  });

  it.each([
    ["binary", headersOfExample(), '{"title":"a secret"}'],
    ["structured", { "content-type": "application/cloudevents+json" }, JSON.stringify({ ...example, data: { title: "a secret" } })],
  ])("EVT-3 whose data breaks its contract is ours and impossible, in %s mode: the fault names the event", (_, headers, text) => {
    const reading = () => parseEvent(headers, text);
    expect(reading).toThrow(expect.objectContaining({ name: "ContractError", status: 422, eventId: example.id }));
    expect(reading).not.toThrow("secret");
  });
});

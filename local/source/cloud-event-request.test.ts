import { describe, expect, it } from "vitest";
import { eventRequestOf } from "./cloud-event-request.ts";
import type { SourceRecord } from "./log-record.ts";

const source = { name: "audit-task-events", namespace: "default" };
const event = {
  ce_specversion: "1.0",
  ce_id: "1",
  ce_type: "todo.task.created.v1",
  ce_source: "/todo/chat",
  "content-type": "application/json",
};
const record = (headers: Record<string, string>, value: string | null = '{"n":1.10}'): SourceRecord => ({
  topic: "task-events",
  partition: 3,
  offset: 42,
  key: "user",
  headers,
  value: value === null ? null : Buffer.from(value),
});
const place = { knativekafkapartition: "3", knativekafkaoffset: "42" };

describe("a record on its way to a function", () => {
  it("is a CloudEvent with its bytes as they are, without headers that are no attributes, and with its place", () => {
    const request = eventRequestOf(record({ ...event, ce_partitionkey: "user", other: "x" }), source);
    expect(request.attributes).toEqual({
      specversion: "1.0",
      id: "1",
      type: "todo.task.created.v1",
      source: "/todo/chat",
      partitionkey: "user",
      ...place,
    });
    expect(request.contentType).toBe("application/json");
    expect(request.body?.toString()).toBe('{"n":1.10}');
  });

  it.each([
    ["2026-11-23T09:00:00.000Z", "2026-11-23T09:00:00Z"],
    ["2026-11-23T09:00:00.120Z", "2026-11-23T09:00:00.12Z"],
    ["2026-11-23T09:00:10Z", "2026-11-23T09:00:10Z"],
    ["2026-11-23T09:00:00.500+02:00", "2026-11-23T09:00:00.5+02:00"],
  ])("has the time %s as %s, as Java writes it", (given, written) => {
    expect(eventRequestOf(record({ ...event, ce_time: given }), source).attributes.time).toBe(written);
  });

  it("stays in its trace under a new span", () => {
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    const sent = eventRequestOf(record({ ...event, ce_traceparent: traceparent }), source).attributes.traceparent;
    expect(sent).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-01$/);
    expect(sent).not.toBe(traceparent);
  });

  it("that was structured is binary afterwards, its data written anew", () => {
    const structured = { specversion: "1.0", id: "1", type: "t", source: "/s", sequence: 5, data: { n: 1.1 } };
    const given = record(
      { "content-type": "application/cloudevents+json; charset=utf-8" },
      JSON.stringify(structured).replace("1.1}", "1.10}"),
    );
    const request = eventRequestOf(given, source);
    expect(request.attributes).toEqual({ specversion: "1.0", id: "1", type: "t", source: "/s", sequence: "5", ...place });
    expect(request.body?.toString()).toBe('{"n":1.1}');
    expect(request.contentType).toBe("application/json");
  });

  it("may be a tombstone", () => expect(eventRequestOf(record(event, null), source).body).toBeNull());

  it.each([
    ["has no id", { ...event, ce_id: "" }],
    ["has its id in capitals", { ce_specversion: "1.0", CE_ID: "1", ce_type: "t", ce_source: "/s" }],
    ["has an extension with an underscore", { ...event, ce_task_id: "x" }],
    ["has a time that is none", { ...event, ce_time: "yesterday" }],
    ["is of another version", { ...event, ce_specversion: "0.3" }],
    ["is structured and broken", { "content-type": "application/cloudevents+json" }],
  ])("that %s goes out as something else", (_, headers) => {
    const { attributes } = eventRequestOf(record(headers, "{"), source);
    expect(attributes).toMatchObject({
      type: "dev.knative.kafka.event",
      id: "partition:3/offset:42",
      source: "/apis/v1/namespaces/default/kafkasources/audit-task-events#task-events",
      subject: "partition:3#42",
      partitionkey: "user",
      key: "user",
    });
  });
});

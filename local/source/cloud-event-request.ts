/** A record → the CloudEvent that Knative's dispatcher makes of it: attributes and body in binary mode, whatever came. */
import { randomBytes } from "node:crypto";
import type { SourceRecord } from "./log-record.ts";
import type { SourceSpec } from "./manifests.ts";

export type EventRequest = {
  /** Without prefix: specversion, id, type, source and all others. */
  attributes: Record<string, string>;
  contentType: string | null;
  body: Buffer | null;
};

const EXTENSION_NAME = /^[a-z0-9]+$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;
const REQUIRED = ["specversion", "id", "type", "source"];
const STRUCTURED = "application/cloudevents+json";

/** What is delivered for a record. What is no valid CloudEvent goes out as `dev.knative.kafka.event`. */
export function eventRequestOf(record: SourceRecord, source: Pick<SourceSpec, "name" | "namespace">): EventRequest {
  const event = structured(record) ?? binary(record) ?? wrapped(record, source);
  const { time, traceparent } = event.attributes;
  if (time !== undefined) event.attributes.time = shortest(time);
  if (traceparent !== undefined) event.attributes.traceparent = nextSpan(traceparent);
  event.attributes.knativekafkapartition = String(record.partition);
  event.attributes.knativekafkaoffset = String(record.offset);
  return event;
}

function binary(record: SourceRecord): EventRequest | null {
  const attributes: Record<string, string> = {};
  for (const [name, value] of Object.entries(record.headers)) {
    if (name.startsWith("ce_")) attributes[name.slice(3)] = value;
  }
  if (!isCloudEvent(attributes)) return null;
  return { attributes, contentType: record.headers["content-type"] ?? null, body: record.value };
}

function structured(record: SourceRecord): EventRequest | null {
  if (!record.headers["content-type"]?.startsWith(STRUCTURED) || !record.value) return null;
  let event: unknown;
  try {
    event = JSON.parse(record.value.toString());
  } catch {
    return null;
  }
  if (typeof event !== "object" || event === null) return null;
  const { data, datacontenttype, ...rest } = Object.fromEntries(Object.entries(event));
  const attributes = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)]));
  if (!isCloudEvent(attributes)) return null;
  const contentType = typeof datacontenttype === "string" ? datacontenttype : "application/json";
  return { attributes, contentType, body: data === undefined ? null : Buffer.from(JSON.stringify(data)) };
}

function isCloudEvent(attributes: Record<string, string>): boolean {
  const isComplete = REQUIRED.every((name) => attributes[name] !== undefined && attributes[name] !== "");
  const isNamed = Object.keys(attributes).every((name) => EXTENSION_NAME.test(name));
  return isComplete && isNamed && attributes.specversion === "1.0" && (attributes.time === undefined || INSTANT.test(attributes.time));
}

function wrapped(record: SourceRecord, { name, namespace }: Pick<SourceSpec, "name" | "namespace">): EventRequest {
  const { "content-type": contentType = null, ...others } = record.headers;
  const attributes: Record<string, string> = {
    specversion: "1.0",
    id: `partition:${record.partition}/offset:${record.offset}`,
    type: "dev.knative.kafka.event",
    source: `/apis/v1/namespaces/${namespace}/kafkasources/${name}#${record.topic}`,
    subject: `partition:${record.partition}#${record.offset}`,
  };
  if (record.key !== null) Object.assign(attributes, { partitionkey: record.key, key: record.key });
  for (const [header, value] of Object.entries(others)) {
    attributes[`kafkaheader${header.toLowerCase().replace(/[^a-z0-9]/g, "")}`] = value;
  }
  return { attributes, contentType, body: record.value };
}

/** Java writes an instant with as few digits of the second's fraction as it takes. */
const shortest = (time: string): string => time.replace(/(\.\d*?)0+(Z|[+-])/, "$1$2").replace(/\.(Z|[+-])/, "$1");

/** The dispatcher is a span of the trace itself. */
const nextSpan = (traceparent: string): string =>
  traceparent.replace(
    /^([0-9a-f]{2}-[0-9a-f]{32}-)[0-9a-f]{16}(-[0-9a-f]{2})$/,
    (_, trace, flags) => `${trace}${randomBytes(8).toString("hex")}${flags}`,
  );

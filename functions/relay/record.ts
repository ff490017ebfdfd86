/** An event as the records of a log: one for each topic it belongs to. */
import { type CloudEvent, headersOf } from "@todo/shared/events/envelope.ts";
import { type Topic, topicsOf } from "@todo/shared/events/topics.ts";

export type LogRecord = {
  topic: Topic;
  /** The user: what keeps a user's events in one partition, and so in order. */
  key: string;
  headers: Record<string, string>;
  /** The data's exact bytes. */
  value: string;
};

/** The records of one event (CloudEvents Kafka binding, binary mode). Throws for a type that belongs to no topic. */
export function recordsOf(event: CloudEvent): LogRecord[] {
  const headers = headersOf(event, "ce_");
  return topicsOf(event.type).map((topic) => ({ topic, key: event.partitionkey, headers, value: event.dataText }));
}

/** About what a record takes in a batch: the data and its headers. */
export const bytesOf = (event: CloudEvent): number => Buffer.byteLength(event.dataText) + 1_000;

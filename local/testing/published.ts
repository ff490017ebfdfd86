/** Events as they are in the journal, in the form in which the relay publishes them. */
import { type CloudEvent, headersOf } from "@todo/shared/events/envelope.ts";
import type pg from "pg";

type Row = Record<"event_id" | "type" | "source" | "subject" | "user_id" | "sequence" | "correlation_id" | "data", string> & {
  time: Date;
  generation: number;
  link: Buffer;
  causation_id: string | null;
  traceparent: string | null;
};

/** The events that fit a condition on events.journal, each user's in their order. */
export async function publishedEvents(admin: pg.Pool, condition: string, values: unknown[]): Promise<CloudEvent[]> {
  const { rows } = await admin.query<Row>(`select * from events.journal where ${condition} order by user_id, sequence`, values);
  return rows.map((row) => ({
    id: row.event_id,
    type: row.type,
    source: row.source,
    subject: row.subject,
    time: row.time.toISOString(),
    partitionkey: row.user_id,
    sequence: Number(row.sequence),
    generation: row.generation,
    link: row.link.toString("hex"),
    correlationid: row.correlation_id,
    causationid: row.causation_id,
    traceparent: row.traceparent,
    dataText: row.data,
  }));
}

/** A delivery of an event over HTTP, as the source makes it. */
export const deliveryOf = (event: CloudEvent): RequestInit => ({ method: "POST", headers: headersOf(event, "ce-"), body: event.dataText });

/** A CloudEvent of this product, and its form as Kafka and HTTP headers (CloudEvents 1.0, binary mode). */

/** The attributes and the data's exact bytes as text; `data` is what they parse to. */
export type CloudEvent = {
  id: string;
  type: string;
  source: string;
  subject: string;
  /** RFC 3339. */
  time: string;
  /** The user. */
  partitionkey: string;
  sequence: number;
  generation: number;
  /** SHA-256 in hexadecimal. */
  link: string;
  correlationid: string;
  causationid: string | null;
  traceparent: string | null;
  dataText: string;
};

/** The attributes as text under their names in the specification; absent ones are left out. */
export function attributesOf(event: CloudEvent): Record<string, string> {
  const attributes: Record<string, string> = {
    specversion: "1.0",
    id: event.id,
    type: event.type,
    source: event.source,
    subject: event.subject,
    time: event.time,
    partitionkey: event.partitionkey,
    sequence: String(event.sequence).padStart(20, "0"),
    generation: String(event.generation),
    link: event.link,
    correlationid: event.correlationid,
  };
  if (event.causationid) attributes.causationid = event.causationid;
  if (event.traceparent) attributes.traceparent = event.traceparent;
  return attributes;
}

/** Headers with a prefix: "ce_" in Kafka, "ce-" over HTTP. The content type has none in either. */
export function headersOf(event: CloudEvent, prefix: "ce_" | "ce-"): Record<string, string> {
  const headers = Object.entries(attributesOf(event)).map(([name, value]) => [prefix + name, value]);
  return { ...Object.fromEntries(headers), "content-type": "application/json" };
}

/** A dead letter as KafkaSink writes it: binary mode, the user as the key. */
import type { EventRequest } from "./cloud-event-request.ts";

export type DeadLetterRecord = { key: string | null; headers: Record<string, string>; body: Buffer | null };

/** The record of a dead letter. */
export function deadLetterRecord({ attributes, contentType, body }: EventRequest): DeadLetterRecord {
  const headers = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce_${name}`, value]));
  if (contentType !== null) headers["content-type"] = contentType;
  return { key: attributes.partitionkey ?? null, headers, body };
}

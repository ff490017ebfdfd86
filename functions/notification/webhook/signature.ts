/** Signatures of webhooks: Standard Webhooks 1.0, symmetric. */
import { createHmac } from "node:crypto";

const PREFIX = "whsec_";

export type SignedHeaders = { "webhook-id": string; "webhook-timestamp": string; "webhook-signature": string };

/** The three headers for a body, signed at `timestamp` (whole seconds since 1970) with a secret in the form "whsec_…". */
export function signedHeaders(secret: string, id: string, timestamp: number, body: string): SignedHeaders {
  if (!secret.startsWith(PREFIX)) throw new Error(`A webhook secret begins with ${PREFIX}.`);
  const key = Buffer.from(secret.slice(PREFIX.length), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return { "webhook-id": id, "webhook-timestamp": String(timestamp), "webhook-signature": `v1,${signature}` };
}

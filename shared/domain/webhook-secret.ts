/** The secret with which a user's webhooks are signed: derived, so that it can be shown and used without being stored. */

const SHORTEST_KEY_BYTES = 32;

/** The setting with the key that all users' secrets are derived from. Its value is refused when it is too short to keep a secret. */
export const webhookSigningKey = {
  name: "WEBHOOK_SIGNING_KEY",
  read(key: string): string {
    const { length } = new TextEncoder().encode(key);
    if (length < SHORTEST_KEY_BYTES) throw new Error(`has ${length} bytes where at least ${SHORTEST_KEY_BYTES} are expected`);
    return key;
  },
};

/** A user's signing secret as Standard Webhooks writes it: "whsec_" and the base64 of HMAC-SHA256(key, user id). (WebCrypto, because rules import nothing.) */
export async function webhookSecretOf(signingKey: string, userId: string): Promise<string> {
  const encoder = new TextEncoder();
  const key = await crypto.subtle.importKey("raw", encoder.encode(signingKey), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const derived = new Uint8Array(await crypto.subtle.sign("HMAC", key, encoder.encode(userId)));
  return `whsec_${btoa(String.fromCharCode(...derived))}`;
}

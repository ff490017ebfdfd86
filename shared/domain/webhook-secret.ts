/** The secret with which a user's webhooks are signed: derived, so that it can be shown and used without being stored. */

/** Under this name the secret store keeps the key that all users' secrets are derived from. */
export const WEBHOOK_SIGNING_KEY = "webhook-signing-key";

const SHORTEST_KEY_BYTES = 32;

/**
 * A user's signing secret as Standard Webhooks writes it: "whsec_" and the base64 of HMAC-SHA256(key, user id).
 * Throws when the key is shorter than 32 bytes. (WebCrypto, because rules import nothing.)
 */
export async function webhookSecretOf(signingKey: string, userId: string): Promise<string> {
  const encoder = new TextEncoder();
  const keyBytes = encoder.encode(signingKey);
  if (keyBytes.length < SHORTEST_KEY_BYTES) {
    throw new Error(`The secret ${WEBHOOK_SIGNING_KEY} has ${keyBytes.length} bytes: expected at least ${SHORTEST_KEY_BYTES}.`);
  }
  const key = await crypto.subtle.importKey("raw", keyBytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const derived = new Uint8Array(await crypto.subtle.sign("HMAC", key, encoder.encode(userId)));
  return `whsec_${btoa(String.fromCharCode(...derived))}`;
}

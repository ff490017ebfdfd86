/** A secret that is used often and may be rotated at any time. */
import type { SecretStore } from "@todo/shared/dapr/secret-store.ts";

const KEPT_MS = 60_000;

/** Reads the secret again once a minute, so that a new one comes into use; a failure is not remembered. */
export function freshSecret(secrets: SecretStore, name: string): () => Promise<string> {
  let secret: Promise<string> | null = null;
  let readAt = 0;
  return () => {
    if (secret === null || performance.now() - readAt > KEPT_MS) {
      readAt = performance.now();
      secret = secrets.get(name);
      secret.catch(() => {
        secret = null;
      });
    }
    return secret;
  };
}

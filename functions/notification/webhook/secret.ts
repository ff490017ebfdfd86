/** The secrets with which webhooks are signed, from the secret store. */
import type { SecretStore } from "@todo/shared/dapr/secret-store.ts";
import { WEBHOOK_SIGNING_KEY, webhookSecretOf } from "@todo/shared/domain/webhook-secret.ts";

const KEPT_MS = 60_000;

/** Gives a user's secret ("whsec_…"). The key behind it is read again once a minute, so that a new one comes into use. */
export function openWebhookSecrets(secrets: SecretStore): (userId: string) => Promise<string> {
  let key: Promise<string> | null = null;
  let readAt = 0;
  return async (userId) => {
    if (key === null || performance.now() - readAt > KEPT_MS) {
      readAt = performance.now();
      key = secrets.get(WEBHOOK_SIGNING_KEY);
      key.catch(() => {
        key = null; // a failure is not remembered
      });
    }
    return webhookSecretOf(await key, userId);
  };
}

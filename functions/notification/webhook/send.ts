/** A reminder as a signed webhook. */
import type { Database } from "@todo/shared/database/pool.ts";
import { webhookSecretOf } from "@todo/shared/domain/webhook-secret.ts";
import { addressesOf, type Send } from "../channels.ts";
import { type PostOptions, post } from "./post.ts";
import { reminderMessage } from "./reminder-message.ts";
import { signedHeaders } from "./signature.ts";

/** Opens the sender. Every user's secret follows from the signing key; it throws only when that cannot be had. */
export function openWebhooks(database: Database, signingKey: () => Promise<string>, options: PostOptions): Send {
  return async (delivery) => {
    const user = await addressesOf(database, delivery.userId);
    if (!user?.webhookUrl) return null;
    const secret = await webhookSecretOf(await signingKey(), delivery.userId);
    const body = reminderMessage(delivery);
    const seconds = Math.floor(Date.parse(delivery.now) / 1000);
    return post(user.webhookUrl, signedHeaders(secret, delivery.noticeId, seconds, body), body, options);
  };
}

/** A reminder as a signed webhook. */
import type { Attempt } from "../decide.ts";
import { type PostOptions, post } from "./post.ts";
import { type RungReminder, reminderMessage } from "./reminder-message.ts";
import { signedHeaders } from "./signature.ts";

/** What is sent, to whom, and the moment of this attempt (RFC 3339). */
export type WebhookReminder = RungReminder & { userId: string; now: string };

/** Opens the sender: it throws only when the secret cannot be had, and then nothing was sent. */
export function openWebhooks(secretOf: (userId: string) => Promise<string>, options: PostOptions) {
  return async (url: string, reminder: WebhookReminder): Promise<Attempt> => {
    const secret = await secretOf(reminder.userId);
    const body = reminderMessage(reminder);
    const seconds = Math.floor(Date.parse(reminder.now) / 1000);
    return post(url, signedHeaders(secret, reminder.noticeId, seconds, body), body, options);
  };
}

/** What a user prefers. */
import type { Preferences, ProfilePatch, User } from "../contracts/types.ts";
import { requireTimeZone } from "./due.ts";
import { Refused } from "./refused.ts";
import type { Given } from "./state.ts";
import { type Step, sameValue } from "./step.ts";

const PREFERENCES: Preferences = {
  weekStart: "MO",
  dateOrder: "dmy",
  allDayReminderTime: "09:00:00",
  webhookUrl: null,
};

/** A person seen for the first time. */
export function newUser(id: string, email: string | null, timeZone: string, locale: string, now: string): Step[] {
  requireTimeZone(timeZone);
  const after: User = { id, email, timeZone, locale, preferences: PREFERENCES, version: 1, sequence: 1, createdAt: now, updatedAt: now };
  return [{ of: "user", before: null, after }];
}

/** Changes only what the patch names. Refused: an unknown time zone; e-mail for somebody without an address. */
export function updateUser(before: User, patch: ProfilePatch, { now }: Given): Step[] {
  const { timeZone = before.timeZone, locale = before.locale, ...preferences } = patch;
  requireTimeZone(timeZone);
  if (patch.emailReminders && before.email === null)
    throw new Refused(
      "no-email-address",
      "Your identity provider tells no verified e-mail address of yours, so nothing can be sent there.",
    );
  const after: User = { ...before, timeZone, locale, preferences: { ...before.preferences, ...preferences } };
  if (sameValue(before, after)) return [];
  return [{ of: "user", before, after: { ...after, version: before.version + 1, updatedAt: now } }];
}

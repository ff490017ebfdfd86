/** The fields of the settings: what they show of a user, and what changed in them. */
import type { ProfilePatch, User } from "@todo/shared/contracts/types.ts";

/** Values as form controls hold them; a checkbox is "on" or absent. */
export type ProfileForm = Record<string, string | undefined>;

export function formOf({ timeZone, preferences }: User): ProfileForm {
  const { weekStart, dateOrder, allDayReminderTime, webhookUrl, emailReminders } = preferences;
  return {
    timeZone,
    weekStart,
    dateOrder,
    allDayReminderTime: allDayReminderTime.slice(0, 5),
    webhookUrl: webhookUrl ?? "",
    emailReminders: emailReminders ? "on" : undefined,
  };
}

/** What to ask of the server; null when nothing is different. A control that is not there changes nothing. */
export function patchOf(user: User, form: ProfileForm): ProfilePatch | null {
  const before = formOf(user);
  const changed = (name: string) => form[name] !== before[name];
  const { timeZone = "", allDayReminderTime = "", webhookUrl = "" } = form;
  const patch: ProfilePatch = {
    ...(changed("timeZone") && { timeZone: timeZone.trim() }),
    ...(changed("weekStart") && { weekStart: form.weekStart as User["preferences"]["weekStart"] }),
    ...(changed("dateOrder") && { dateOrder: form.dateOrder as User["preferences"]["dateOrder"] }),
    ...(changed("allDayReminderTime") && { allDayReminderTime: `${allDayReminderTime}:00` }),
    ...(changed("webhookUrl") && { webhookUrl: webhookUrl.trim() || null }),
    ...(changed("emailReminders") && { emailReminders: form.emailReminders === "on" }),
  };
  return Object.keys(patch).length > 0 ? patch : null;
}

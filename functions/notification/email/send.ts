/** A reminder as an e-mail to the address that the user's identity provider vouches for. */
import { url } from "@todo/shared/config.ts";
import type { Database } from "@todo/shared/database/pool.ts";
import { addressesOf, type Send } from "../channels.ts";
import { reminderMail } from "./reminder-mail.ts";
import { sendMail } from "./smtp.ts";

/** The setting with the mail server's URL, with user name and password where it wants them. */
export const smtpUrlSetting = url("SMTP_URL", ["smtp", "smtps"]);

/** Opens the sender. `from` is a bare address. */
export function openEmails(database: Database, smtpUrl: () => Promise<string>, from: string): Send {
  const domain = from.slice(from.lastIndexOf("@") + 1);
  return async (delivery) => {
    const user = await addressesOf(database, delivery.userId);
    if (!user?.email) return null;
    return sendMail(await smtpUrl(), from, user.email, reminderMail(delivery, user.timeZone, domain));
  };
}

/** One mail over SMTP; the only code that knows nodemailer. */
import type { Attempt } from "../decide.ts";
import type { Mail } from "./reminder-mail.ts";

/** An error as nodemailer throws it: `responseCode` when the server has answered. */
type SmtpError = Error & { code?: string; command?: string; responseCode?: number };

const WAIT_MS = { connectionTimeout: 5_000, greetingTimeout: 5_000, socketTimeout: 10_000, dnsTimeout: 5_000 };

/**
 * Sends a mail through the server at this URL (smtp://, or smtps:// for TLS from the start; RFC 8314 prefers it) and tells how that ended.
 * Throws when the server does not take us, which is no fault of the receiver: wrong credentials, an unknown sender, TLS.
 */
export async function sendMail(url: string, from: string, to: string, mail: Mail): Promise<Attempt> {
  const { createTransport } = await import("nodemailer"); // loaded where mail is sent, and then
  const transport = createTransport({ url, ...WAIT_MS, disableFileAccess: true, disableUrlAccess: true });
  try {
    // An address object is taken as it is; a text would be parsed, and could name several.
    await transport.sendMail({ ...mail, from, to: { name: "", address: to } });
    return { kind: "answered", status: 250, retryAfterMs: null };
  } catch (error) {
    return attemptOf(error as SmtpError);
  } finally {
    transport.close();
  }
}

/** RFC 5321 4.2.1: 4yz may succeed later, 5yz never will. */
function attemptOf(error: SmtpError): Attempt {
  const { code, command, responseCode = 0 } = error;
  if (code === "EAUTH" || code === "ENOAUTH" || code === "ETLS" || command === "MAIL FROM") throw error;
  if (responseCode >= 500) return { kind: "forbidden", detail: `The mail server refused the mail (${responseCode}).` };
  if (responseCode >= 400) return { kind: "unreachable", detail: `The mail server asked to try later (${responseCode}).` };
  if (code === "EENVELOPE") return { kind: "forbidden", detail: "The e-mail address cannot be written to." };
  return { kind: "unreachable", detail: `The mail server could not be reached${code ? ` (${code})` : ""}.` };
}

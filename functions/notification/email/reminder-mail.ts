/** The mail that tells of a reminder. */
import type { Due } from "@todo/shared/contracts/types.ts";

export type RungMail = { noticeId: string; title: string; due: Due | null; rangAt: string; lateMs: number };

export type Mail = { subject: string; text: string; messageId: string; date: Date; headers: Record<string, string> };

const LATE_MS = 60_000;

/** The same bytes in every attempt, under one Message-ID: a mailbox that gets it twice shows it once. `domain` is that of the sender. */
export function reminderMail({ noticeId, title, due, rangAt, lateMs }: RungMail, timeZone: string, domain: string): Mail {
  const late = lateMs >= LATE_MS ? `This comes ${Math.round(lateMs / 60_000)} min late; we are sorry.` : null;
  const lines = [title, due && `Due ${dueText(due, timeZone)}`, late].filter((line) => line !== null);
  return {
    subject: `Reminder: ${title}`,
    text: `${lines.join("\n")}\n`,
    messageId: `<${noticeId}@${domain}>`,
    date: new Date(rangAt),
    // RFC 3834 5: no vacation notice answers it.
    headers: { "Auto-Submitted": "auto-generated" },
  };
}

/** "Tuesday, 1 December 2026 at 09:00", with the zone when it is not the reader's. */
function dueText({ date, time, timeZone }: Due, readersZone: string): string {
  const moment = new Date(`${date}T${time ?? "00:00:00"}Z`);
  const style = time ? { dateStyle: "full", timeStyle: "short" } : { dateStyle: "full" };
  const text = moment.toLocaleString("en-GB", { timeZone: "UTC", ...style } as Intl.DateTimeFormatOptions);
  return time && timeZone !== readersZone ? `${text} (${timeZone})` : text;
}

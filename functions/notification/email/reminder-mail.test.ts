import { describe, expect, it } from "vitest";
import { reminderMail } from "./reminder-mail.ts";

const rung = { noticeId: "n1", title: "pay rent", due: null, rangAt: "2026-12-01T08:00:00.123Z", lateMs: 40 };
const due = { date: "2026-12-01", time: "09:00:00", timeZone: "Europe/Berlin", floating: true, at: "2026-12-01T08:00:00Z" };

describe("the mail of a reminder", () => {
  it.each([
    ["without a due date", {}, "pay rent\n"],
    ["with one", { due }, "pay rent\nDue Tuesday, 1 December 2026 at 09:00\n"],
    ["all day", { due: { ...due, time: null } }, "pay rent\nDue Tuesday, 1 December 2026\n"],
    ["in another zone", { due: { ...due, timeZone: "Asia/Tokyo" } }, "pay rent\nDue Tuesday, 1 December 2026 at 09:00 (Asia/Tokyo)\n"],
    ["that comes late", { lateMs: 125_000 }, "pay rent\nThis comes 2 min late; we are sorry.\n"],
  ])("%s", (_, fields, text) => {
    expect(reminderMail({ ...rung, ...fields }, "Europe/Berlin", "todo.example").text).toBe(text);
  });

  it("has one Message-ID for one notice, and asks for no automatic answer", () => {
    expect(reminderMail(rung, "UTC", "todo.example")).toMatchObject({
      subject: "Reminder: pay rent",
      messageId: "<n1@todo.example>",
      date: new Date("2026-12-01T08:00:00.123Z"),
      headers: { "Auto-Submitted": "auto-generated" },
    });
  });
});

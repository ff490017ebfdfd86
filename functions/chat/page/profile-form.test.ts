import type { User } from "@todo/shared/contracts/types.ts";
import { describe, expect, it } from "vitest";
import { formOf, patchOf } from "./profile-form.ts";

const user: User = {
  id: "u1",
  email: "ada@example.org",
  timeZone: "Europe/Berlin",
  locale: "en",
  preferences: { weekStart: "MO", dateOrder: "dmy", allDayReminderTime: "09:00:00", webhookUrl: null },
  version: 1,
  sequence: 1,
  createdAt: "2026-11-30T08:00:00Z",
  updatedAt: "2026-11-30T08:00:00Z",
};

describe("the settings", () => {
  it("ask for nothing when nothing was changed", () => expect(patchOf(user, formOf(user))).toBe(null));

  it.each([
    ["a zone", { timeZone: " Asia/Tokyo " }, { timeZone: "Asia/Tokyo" }],
    ["an hour", { allDayReminderTime: "07:30" }, { allDayReminderTime: "07:30:00" }],
    ["a webhook", { webhookUrl: "https://a.example/hook " }, { webhookUrl: "https://a.example/hook" }],
    ["e-mail", { emailReminders: "on" }, { emailReminders: true }],
    ["two things", { weekStart: "SU", dateOrder: "mdy" }, { weekStart: "SU", dateOrder: "mdy" }],
  ])("ask for %s alone", (_, change, patch) => expect(patchOf(user, { ...formOf(user), ...change })).toEqual(patch));

  it("take webhook and e-mail away again", () => {
    const told = { ...user, preferences: { ...user.preferences, webhookUrl: "https://a.example/", emailReminders: true } };
    expect(patchOf(told, { ...formOf(told), webhookUrl: "", emailReminders: undefined })).toEqual({
      webhookUrl: null,
      emailReminders: false,
    });
  });
});

import type { Reminder } from "@todo/shared/contracts/types.ts";
import { describe, expect, it } from "vitest";
import { dueDetail, dueText, type View } from "./due-text.ts";
import { momentText } from "./history-text.ts";
import { reminderText } from "./reminder-text.ts";

const VIEW: View = { now: Date.parse("2026-11-23T10:00:00Z"), timeZone: "Europe/Berlin", locale: "en-GB" };
const timed = (at: string) => ({ date: at.slice(0, 10), time: "09:00:00", timeZone: "Europe/Berlin", floating: true, at });
const allDay = (date: string) => ({ date, time: null, timeZone: "Europe/Berlin", floating: true, at: `${date}T00:00:00.000Z` });

describe("due moments in words", () => {
  it.each([
    [timed("2026-11-23T14:00:00.000Z"), "Today 15:00"],
    [timed("2026-11-23T23:30:00.000Z"), "Tomorrow 00:30"],
    [allDay("2026-11-22"), "Yesterday"],
    [allDay("2026-11-27"), "Friday"],
    [allDay("2026-11-30"), "Mon 30 Nov"],
    [allDay("2027-02-21"), "Sun, 21 Feb 2027"],
  ])("%#: %s", (due, text) => {
    expect(dueText(due, VIEW)).toBe(text);
  });

  it("names the zone of a moment that is pinned to another one, and shows when that is here", () => {
    const due = { date: "2026-11-23", time: "09:00:00", timeZone: "America/New_York", floating: false, at: "2026-11-23T14:00:00.000Z" };
    expect(dueText(due, VIEW)).toBe("Today 15:00");
    expect(dueDetail(due, VIEW)).toContain("(America/New_York)");
  });
});

describe("reminders in words", () => {
  const reminder = (said: Partial<Reminder>): Reminder => ({
    id: "r",
    offset: null,
    at: null,
    instant: "2026-11-23T14:00:00.000Z",
    ...said,
  });
  it.each([
    ["-P1D", "1 day before"],
    ["-PT90M", "90 minutes before"],
    ["-P1DT2H", "1 day 2 hours before"],
    ["-P2W", "2 weeks before"],
    ["PT5M", "5 minutes after"],
    ["PT0M", "at the time"],
  ])("%s: %s", (offset, text) => {
    expect(reminderText(reminder({ offset }), VIEW)).toBe(text);
  });

  it("says a moment of its own as the moment", () => {
    expect(reminderText(reminder({ at: "2026-11-23T15:00:00" }), VIEW)).toBe("Today 15:00");
  });
});

it("says to the second when something happened", () => {
  expect(momentText("2026-11-23T09:30:07.000Z", VIEW)).toBe("Today 10:30:07");
});

import type { HistoryEntry, Verification } from "@todo/shared/contracts/types.ts";
import { describe, expect, it } from "vitest";
import type { View } from "./due-text.ts";
import { historyLine, proofText } from "./history-text.ts";

const VIEW: View = { now: Date.parse("2026-11-23T10:00:00Z"), timeZone: "Europe/Berlin", locale: "en-GB" };
const entry = (type: string, data: unknown): HistoryEntry => ({
  eventId: "e",
  sequence: 1,
  type,
  time: "2026-11-23T09:00:00.000Z",
  subject: "t",
  causationId: null,
  correlationId: null,
  data,
});

describe("history in sentences", () => {
  it("names what was changed, from what to what, and leaves out what only programs care for", () => {
    const changes = [
      { field: "title", from: "Rent", to: "Pay rent" },
      { field: "tags", from: [], to: ["home", "money"] },
      { field: "version", from: 1, to: 2 },
      {
        field: "reminders",
        from: [{ id: "r", offset: "-P1D", at: null, instant: "2026-11-23T14:00:00.000Z" }],
        to: [{ id: "r", offset: "-P1D", at: null, instant: "2026-11-24T14:00:00.000Z" }],
      },
    ];
    expect(historyLine(entry("todo.task.updated.v1", { changes, reason: "command" }), VIEW)).toEqual({
      headline: "Changed",
      by: "",
      changes: [
        { field: "title", from: "Rent", to: "Pay rent" },
        { field: "tags", from: "none", to: "#home #money" },
      ],
    });
  });

  it("says who did it when it was not the user", () => {
    expect(historyLine(entry("todo.task.created.v1", { changes: [], reason: "recurrence" }), VIEW).by).toBe("by repetition");
  });

  it("says for when a reminder was set", () => {
    const reminder = { id: "r", offset: "-P1D", at: null, instant: "2026-11-23T14:00:00.000Z" };
    expect(historyLine(entry("todo.reminder.scheduled.v1", { reminder }), VIEW)).toMatchObject({
      headline: "Reminder set",
      by: "for Today 15:00",
    });
  });

  it.each([null, "text", { changes: "none" }, { changes: [null, 1] }])("shows an event it does not know the inside of: %j", (data) => {
    expect(historyLine(entry("todo.task.frobbed.v9", data), VIEW)).toEqual({ headline: "todo.task.frobbed.v9", by: "", changes: [] });
  });

  it("says what the proof found", () => {
    const whole: Verification = { userId: "u", intact: true, entries: 7, head: 7, faults: [] };
    expect(proofText(whole)).toMatch(/^Nothing: all 7 events/);
    const faults = [{ sequence: 3, kind: "missing" as const, detail: "" }];
    expect(proofText({ ...whole, intact: false, faults })).toBe("Yes: 1 fault among 7 events of your account, the first at #3: missing.");
  });
});

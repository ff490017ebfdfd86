import { expect, test } from "vitest";
import { read } from "./test-when.ts";

test.each([
  ["pay rent friday remind me a day before", ["-P1D"]],
  ["pay rent friday, remind me 1 hour before", ["-PT1H"]],
  ["pay rent friday with a reminder 30 minutes early", ["-PT30M"]],
  ["pay rent friday and alert me 10 min in advance", ["-PT10M"]],
  ["pay rent friday remind me 10 minutes and 1 day before", ["-PT10M", "-P1D"]],
  ["pay rent friday remind me the week before", ["-P1W"]],
  ["pay rent friday remind me when it's due", ["PT0S"]],
  ["pay rent friday, remind me at the time", ["PT0S"]],
  ["pay rent friday, remind me then", ["PT0S"]],
  ["pay rent friday and remind me at that time", ["PT0S"]],
  ["pay rent friday, notify me when it is due", ["PT0S"]],
  ["pay rent friday remind me", ["PT0S"]],
  ["pay rent friday, ping me", ["PT0S"]],
  ["pay rent friday, set a reminder", ["PT0S"]],
  ["pay rent friday with a reminder", ["PT0S"]],
  ["pay rent friday with alarm", ["PT0S"]],
  ["pay rent friday, reminder 1 hour before", ["-PT1H"]],
  ["pay rent friday and alarm 10 min before", ["-PT10M"]],
  ["pay rent friday, let me know then", ["PT0S"]],
  ["pay rent friday, remind me 10 minutes before and at the time", ["-PT10M", "PT0S"]],
  ["pay rent friday, remind me 3 days before, 1 day before and an hour before", ["-P3D", "-P1D", "-PT1H"]],
])("%s", (text, offsets) => {
  const when = read(text);
  expect(when.reminders).toEqual(offsets.map((offset) => ({ offset })));
  expect(when).toMatchObject({ due: "2026-03-06", title: "pay rent" });
});

test.each([
  ["pay rent every friday remind me the night before", { offset: "-P1D", time: "20:00:00" }],
  ["pay rent every friday, remind me the day before at 6pm", { offset: "-P1D", time: "18:00:00" }],
  ["pay rent every friday, remind me on the day at 8", { offset: "PT0S", time: "08:00:00" }],
])("%s keeps the hour of a day that each occurrence has of its own", (text, wish) => {
  expect(read(text).reminders).toEqual([wish]);
});

test.each([
  ["pay rent friday, remind me at 9am", "2026-03-06", "09:00:00"],
  ["pay rent friday, remind me tomorrow at 9am", "2026-03-03", "09:00:00"],
  ["pay rent friday, remind me the day before at 6pm", "2026-03-05", "18:00:00"],
  ["pay rent friday, remind me the night before", "2026-03-05", "20:00:00"],
])("%s", (text, date, time) => {
  expect(read(text)).toMatchObject({ due: "2026-03-06", reminders: [{ at: { date, time, timeZone: null } }] });
});

test("a lead and the day itself are two reminders, each at its hour", () => {
  expect(read("pay rent friday, remind me 3 days before and on the day at 8")).toMatchObject({
    due: "2026-03-06",
    title: "pay rent",
    reminders: [{ offset: "-P3D" }, { at: { date: "2026-03-06", time: "08:00:00" } }],
  });
});

test.each([
  "tell Bob to remind me",
  "ask Ann to remind me friday",
  "ask Ann to let me know friday",
  "let me know friday",
  "dentist reminder friday",
  "buy pen, reminder, notebook friday",
  "have Bob remind me",
  "read a book with a reminder",
  "meeting with a reminder app vendor friday",
  "submit the report with an alert email friday",
  "call mum at the time of the match",
  "remind me then to call Ann",
])("%s asks for no reminder of its own", (text) => {
  expect(read(text).reminders).toEqual([]);
});

test("being reminded to do something is no reminder beside it", () => {
  expect(read("buy milk and remind me to call mum at 6pm").reminders).toEqual([]);
});

test.each([
  ["by 2 hours", "PT2H", "update"],
  ["push back 2 days", "P2D", "update"],
  ["an hour earlier", "-PT1H", "update"],
  ["bring it forward by a week", "-P1W", "update"],
  ["for 10 minutes", "PT10M", "snooze"],
  ["20 more minutes", "PT20M", "snooze"],
  ["another hour", "PT1H", "snooze"],
] as const)("%s shifts by %s", (text, shift, use) => {
  expect(read(text, { use })).toMatchObject({ shift, due: null });
});

test("a snooze until a moment is that moment", () => {
  expect(read("until tomorrow at 9", { use: "snooze" })).toMatchObject({ shift: null, due: "2026-03-03T09:00" });
  expect(read("in 2 hours", { use: "snooze" })).toMatchObject({ shift: null, due: "2026-03-02T12:00" });
});

test("a change from one day to another means the other", () => {
  expect(read("from monday to tuesday at 9am", { use: "update" }).due).toBe("2026-03-03T09:00");
});

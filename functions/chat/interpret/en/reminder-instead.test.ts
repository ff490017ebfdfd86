import { expect, test } from "vitest";
import { interpret } from "../interpret.ts";
import { contextWith, IN_CONVERSATION } from "../test-context.ts";

const read = (text: string) => interpret(text, contextWith(IN_CONVERSATION));

test.each([
  ["change the reminder to 3 hours before", [{ offset: "-PT3H" }]],
  ["make my alarm half an hour before", [{ offset: "-PT30M" }]],
  ["remind me 2 days before instead", [{ offset: "-P2D" }]],
  ["move the reminder to the day before at 6pm", [{ offset: "-P1D", time: "18:00:00" }]],
])("%s", (text, reminders) => {
  expect(read(text)).toMatchObject([{ intent: "remind", onlyReminders: true, reminders, target: { by: "last" } }]);
});

test("names the task that is meant", () => {
  expect(read("set the reminder for the choir to 1 day before")).toMatchObject([
    { intent: "remind", onlyReminders: true, target: { by: "words", words: "choir" } },
  ]);
});

test.each(["remind me 10 minutes before", "remind me again 10 minutes before", "add a reminder 1 day before"])(
  "%s leaves the others as they are",
  (text) => {
    expect(read(text)).toMatchObject([{ intent: "remind", onlyReminders: false }]);
  },
);

test("a reminder on another day instead puts the task off", () => {
  expect(read("remind me tomorrow instead")).toMatchObject([{ intent: "snooze" }]);
});

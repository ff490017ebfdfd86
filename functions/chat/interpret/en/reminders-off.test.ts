import { expect, test } from "vitest";
import { interpret } from "../interpret.ts";
import { contextWith, IN_CONVERSATION } from "../test-context.ts";

const read = (text: string) => interpret(text, contextWith(IN_CONVERSATION))[0];

test.each([
  ["remove the reminder", { by: "last" }],
  ["turn off the alarm", { by: "last" }],
  ["get rid of the vet reminder", { by: "words", words: "vet" }],
  ["remove the reminders from the vet", { by: "words", words: "vet" }],
  ["take the reminder off the vet", { by: "words", words: "vet" }],
  ["no more alerts for the vet", { by: "words", words: "vet" }],
  ["stop reminding me about the vet", { by: "words", words: "vet" }],
  ["I don't need the vet reminder anymore", { by: "words", words: "vet" }],
  ["clear all reminders", { by: "filter" }],
])("%s means the reminder, not the task", (text, target) => {
  expect(read(text)).toMatchObject({ intent: "delete", onlyReminders: true, reminders: [], target });
});

test.each([
  ["remove the 2 hour reminder for the vet", "-PT2H", { by: "words", words: "vet" }],
  ["delete the day before reminder", "-P1D", { by: "last" }],
  ["cancel the reminder an hour before", "-PT1H", { by: "last" }],
])("%s names one of several", (text, offset, target) => {
  expect(read(text)).toMatchObject({ onlyReminders: true, reminders: [{ offset }], target });
});

test.each(["delete 2", "delete it", "delete the reminder task", "remove the alarm clock from my list", "delete the note about the alarm"])(
  "%s means the task",
  (text) => {
    expect(read(text)).toMatchObject({ intent: "delete", onlyReminders: false });
  },
);

test("reminders that are to be moved are not taken away", () => {
  expect(read("take the reminders from friday and move them to monday")).toMatchObject({ intent: "update", onlyReminders: false });
});

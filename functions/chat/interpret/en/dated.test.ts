import { describe, expect, test } from "vitest";
import { interpret } from "../interpret.ts";
import type { Reading } from "../interpretation.ts";
import { contextWith, IN_CONVERSATION } from "../test-context.ts";

const context = contextWith(IN_CONVERSATION);
const day = (date: string, time: string | null = null) => ({ date, time, timeZone: null });

const CASES: [string, Partial<Reading>][] = [
  ["move the dentist to friday 3pm and make it urgent", { intent: "update", due: day("2026-03-06", "15:00:00"), priority: "urgent" }],
  ["move 1 and 3 to next monday", { intent: "update", target: { by: "number", numbers: [1, 3] }, due: day("2026-03-09") }],
  ["change the dentist reminder from 3 pm tomorrow to 5 pm tomorrow", { intent: "update", due: day("2026-03-03", "17:00:00") }],
  ["2 is due friday", { intent: "update", target: { by: "number", numbers: [2] }, due: day("2026-03-06") }],
  ["set due date of 3 to none", { intent: "update", due: "none" }],
  ["postpone the gala 1 week", { intent: "update", shift: "P1W", target: { by: "words", words: "gala", spoken: "gala", due: null } }],
  ["postpone it by 2 days", { intent: "update", target: { by: "last" }, shift: "P2D" }],
  ["bring the meeting forward by 1 hour", { intent: "update", shift: "-PT1H" }],
  [
    "repeat 2 every friday",
    { intent: "update", rule: { rrules: ["FREQ=WEEKLY;BYDAY=FR"], exrules: [], exdates: [], start: "2026-03-06", anchor: "due" } },
  ],
  ["snooze for 10 minutes", { intent: "snooze", target: { by: "last" }, shift: "PT10M" }],
  ["snooze until 3", { intent: "snooze", target: { by: "last" }, due: day("2026-03-02", "15:00:00") }],
  ["call Ed at 14:30 GMT+2", { intent: "create", due: { date: "2026-03-02", time: "14:30:00", timeZone: "Etc/GMT-2" } }],
  ["snooze it until tomorrow 9am", { intent: "snooze", due: day("2026-03-03", "09:00:00") }],
  ["remind me 1 hour before", { intent: "remind", target: { by: "last" }, reminders: [{ offset: "-PT1H" }] }],
  [
    "remind me about 2 tomorrow at 9",
    { intent: "remind", target: { by: "number", numbers: [2] }, reminders: [{ at: day("2026-03-03", "09:00:00") }] },
  ],
  [
    "remind me to call mum at 6pm",
    { intent: "create", title: "call mum", due: day("2026-03-02", "18:00:00"), reminders: [{ offset: "PT0S" }] },
  ],
  ["remind me 30 minutes before my flight", { intent: "create", title: "my flight", reminders: [{ offset: "-PT30M" }] }],
  [
    "remind me 15 minutes before my 4pm call with legal",
    { intent: "create", title: "call with legal", due: day("2026-03-02", "16:00:00"), reminders: [{ offset: "-PT15M" }] },
  ],
  ["remind me about my 3 kids", { intent: "create", title: "my 3 kids", due: null }],
  ["set a daily reminder to take my meds at 8am", { intent: "create", title: "take my meds", reminders: [{ offset: "PT0S" }] }],
  ["I must call Bob tomorrow; can you remind me at 5pm?", { intent: "create", title: "call Bob", due: day("2026-03-03") }],
  ["I have a dentist appointment on friday at 3pm", { intent: "create", title: "dentist appointment", due: day("2026-03-06", "15:00:00") }],
  ["actually make it 4pm", { intent: "update", target: { by: "last" }, due: day("2026-03-02", "16:00:00") }],
  ["push the meeting reminder back an hour", { intent: "update", shift: "PT1H" }],
  ["bring the review forward two days", { intent: "update", shift: "-P2D" }],
  ["make the report urgent and due tomorrow", { intent: "update", priority: "urgent", due: day("2026-03-03") }],
  ["make everything due this week urgent", { intent: "update", priority: "urgent", due: null }],
  ["postpone all #work tasks by a week", { intent: "update", shift: "P1W", target: { by: "filter" } as Reading["target"] }],
  ["remind me a day before 2", { intent: "remind", target: { by: "number", numbers: [2] }, reminders: [{ offset: "-P1D" }] }],
  ["add a reminder to 2 for 8am tomorrow", { intent: "remind", reminders: [{ at: day("2026-03-03", "08:00:00") }] }],
  ["remind me the night before to pack for the trip on the 14th", { intent: "create", reminders: [{ at: day("2026-03-13", "20:00:00") }] }],
  [
    "exam on 20 march at 9am with reminders 1 week and 1 day before",
    { intent: "create", reminders: [{ offset: "-P1W" }, { offset: "-P1D" }] },
  ],
  ["call the school at 9 tomorrow", { intent: "create", title: "call the school", due: day("2026-03-03", "09:00:00") }],
  ["finish the report by friday", { intent: "create", title: "finish the report" }],
  ["the party is on saturday, remind me to buy balloons", { intent: "create", title: "buy balloons" }],
  ["rename the dentist to see Dr. Monday on friday", { intent: "update", title: "see Dr. Monday on friday", due: null }],
  [
    "delete my reminder to pick up halloween decorations",
    {
      intent: "delete",
      target: { by: "words", words: "pick up halloween decorations", spoken: "pick up halloween decorations", due: null },
    },
  ],
];

test.each(CASES)("%s", (phrase, said) => {
  expect(interpret(phrase, context)).toMatchObject([said]);
});

describe("days in filters", () => {
  test.each([
    ["show tasks due this week", { from: "2026-03-02", to: "2026-03-09" }],
    ["everything due before friday", { from: null, to: "2026-03-06" }],
    ["what's due in the next 3 days", { from: "2026-03-02", to: "2026-03-05" }],
    ["show tasks due in march", { from: "2026-03-01", to: "2026-04-01" }],
    ["show tasks from last week", { from: "2026-02-23", to: "2026-03-02" }],
    ["show tasks between 1 and 5 march", { from: "2026-03-01", to: "2026-03-06" }],
    ["what are my reminders for the rest of the month?", { from: "2026-03-02", to: "2026-04-01" }],
    ["show me today's tasks", { from: "2026-03-02", to: "2026-03-03" }],
    ["tomorrow", { from: "2026-03-03", to: "2026-03-04" }],
    ["what do I need to get done before friday", { from: null, to: "2026-03-06" }],
  ])("%s", (phrase, due) => {
    expect(interpret(phrase, context)).toMatchObject([{ intent: "list", filter: { due, words: null } }]);
  });

  test("reminders for a week are all of that week, not those with a word", () => {
    expect(interpret("delete all of my reminders for this week", context)).toMatchObject([
      { intent: "delete", target: { by: "filter", filter: { words: null, due: { from: "2026-03-02", to: "2026-03-09" } } } },
    ]);
  });

  test("several tags mean all of them; any of them is asked about", () => {
    expect(interpret("show tasks tagged work or home", context)).toMatchObject([
      { intent: "list", question: expect.stringContaining("#work or #home") },
    ]);
    expect(interpret("show tasks tagged work and home", context)).toMatchObject([{ question: null }]);
  });

  test("what happened on some days", () => {
    expect(interpret("tasks I completed last week", context)).toMatchObject([
      { intent: "list", filter: { due: null, status: "completed", happened: { what: "completed", from: "2026-02-23", to: "2026-03-02" } } },
    ]);
    expect(interpret("what changed today", context)).toMatchObject([
      { intent: "history", target: null, filter: { happened: { what: "any", from: "2026-03-02", to: "2026-03-03" } } },
    ]);
    expect(interpret("history of rent", context)).toMatchObject([{ intent: "history", target: { by: "words", words: "rent" } }]);
  });
});

test.each([
  ["remind me yesterday to call", "call"],
  ["remind me to call mum yesterday at 5", "call mum"],
  ["remind me last friday to call bob", "call bob"],
  ["remind me on 3 march 2020 to buy milk", "buy milk"],
])("LANG-7 %s: nobody is reminded in the past, so when is asked", (phrase, title) => {
  expect(interpret(phrase, context)).toMatchObject([{ intent: "create", title, due: null, question: expect.stringContaining("past") }]);
});

test("what only speaks of the past is a title", () => {
  expect(interpret("remind me about yesterday's meeting", context)).toMatchObject([{ title: "yesterday's meeting", question: null }]);
});

test("a slot asked for takes a bare date", () => {
  const asked = contextWith({ pending: { intent: "update", slot: "due" }, listed: 0, touched: true });
  expect(interpret("friday at 3pm", asked)).toMatchObject([{ intent: "update", due: day("2026-03-06", "15:00:00") }]);
  expect(interpret("buy milk tomorrow", asked)).toMatchObject([{ intent: "create", title: "buy milk" }]);
});

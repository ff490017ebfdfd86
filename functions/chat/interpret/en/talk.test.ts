/** Short remarks in the middle of a conversation, and what they must not be taken for. */
import { describe, expect, test } from "vitest";
import { interpret } from "../interpret.ts";
import { contextWith, IN_CONVERSATION } from "../test-context.ts";

const context = contextWith(IN_CONVERSATION);
const read = (text: string) => interpret(text, context);

describe("a remark", () => {
  test.each([
    ["its urgent", { intent: "update", priority: "urgent", target: { by: "last" } }],
    ["its at 3pm", { intent: "update", due: { time: "15:00:00" }, target: { by: "last" } }],
    ["its not done", { intent: "reopen", target: { by: "last" } }],
    ["stop it repeating", { intent: "stop-repeating", target: { by: "last" } }],
    ["ugh undo", { intent: "undo" }],
    ["no more alarms", { intent: "delete", onlyReminders: true, target: { by: "last" } }],
    ["when is it", { intent: "list", target: { by: "last" } }],
    ["what's the note?", { intent: "list", target: { by: "last" } }],
    ["read it back", { intent: "list", target: { by: "last" } }],
    ["remind me on the day at 8am as well", { intent: "remind", target: { by: "last" } }],
    ["the concert got called off", { intent: "delete", target: { by: "words", words: "concert" } }],
    ["got the stamps", { intent: "complete", target: { by: "words", words: "stamps" } }],
    ["what did I just add?", { intent: "list", filter: { sort: { by: "created", descending: true }, limit: 1 } }],
    ["which ones are done", { intent: "list", filter: { status: "completed" } }],
    ["what else", { intent: "list" }],
    ["perfect thanks", { intent: "smalltalk" }],
    ["no, not repeating", { intent: "stop-repeating", target: { by: "last" } }],
    ["mark as urgent", { intent: "update", priority: "urgent", target: { by: "last" } }],
    ["add note gate code 1234", { intent: "update", description: "gate code 1234", target: { by: "last" } }],
    ["actually the ferry is on friday", { intent: "update", target: { by: "words", words: "ferry" }, otherwise: { title: "the ferry" } }],
  ])("%s", (text, expected) => {
    expect(read(text)).toMatchObject([expected]);
  });

  test.each(["both", "the other one", "same time"])("“%s” about nothing is no task", (text) => {
    expect(read(text)).toMatchObject([{ intent: "none" }]);
  });

  test.each(["when is choir", "how often is choir?", "what time is choir"])("“%s” is looked up", (text) => {
    expect(read(text)).toMatchObject([{ intent: "none", otherwise: { intent: "list", filter: { words: "choir" } } }]);
  });

  test("an hour alone is one of the day that the task has", () => {
    expect(read("change it to 3")).toMatchObject([
      { intent: "update", spans: expect.arrayContaining([expect.objectContaining({ kind: "time" })]) },
    ]);
  });

  test("an alarm for a bare number has an hour, and no title yet", () => {
    expect(read("set an alarm for 7")).toMatchObject([
      { intent: "create", title: null, due: { time: expect.stringMatching(/^(?:07|19):/) } },
    ]);
  });

  test("a number is one of a list even where none was shown", () => {
    expect(interpret("3", contextWith({ pending: null, listed: 0, touched: false }))).toMatchObject([
      { intent: "list", target: { by: "number", numbers: [3] } },
    ]);
  });
});

describe("several wishes", () => {
  test.each([
    ["buy soap; buy rice; ring Jo tomorrow", ["buy soap", "buy rice", "ring Jo"]],
    ["add card for Jo by 20 december and card for Al by 22 december", ["card for Jo", "card for Al"]],
    ["buy soap and call Jo", ["buy soap and call Jo"]],
    ["book hotel and remind me to pack", ["book hotel", "pack"]],
  ])("%s", (text, titles) => {
    expect(read(text).map(({ title }) => title)).toEqual(titles);
  });

  test("may be joined by a sign", () => {
    expect(read("move 2 to friday & make it urgent")).toMatchObject([
      { intent: "update", due: { date: "2026-03-06" }, priority: "urgent" },
    ]);
    expect(read("buy salt & pepper")).toMatchObject([{ title: "buy salt & pepper" }]);
  });

  test("of numbers have a value each", () => {
    expect(read("1 at 5pm, 2 and 3 tomorrow")).toMatchObject([
      { intent: "update", target: { numbers: [1] } },
      { intent: "update", target: { numbers: [2, 3] } },
    ]);
  });

  test("the list may be the last of them", () => {
    expect(read("done 2; list").map(({ intent }) => intent)).toEqual(["complete", "list"]);
    expect(read("done 2; what's next").map(({ intent }) => intent)).toEqual(["complete", "list"]);
  });
});

describe("a move from a day", () => {
  test.each([
    ["move everything on tuesday to thursday", { by: "filter", filter: { due: { from: "2026-03-03", to: "2026-03-04" } } }],
    ["move the ferry on tuesday to thursday", { by: "words", words: "ferry" }],
  ])("%s", (text, target) => {
    expect(read(text)).toMatchObject([{ intent: "update", target, due: { date: "2026-03-05" } }]);
  });
});

test("no reminders on some days change no day", () => {
  expect(read("no reminders on weekends")[0]).not.toMatchObject({ intent: "update" });
});

test("a task goes with its reminder", () => {
  expect(read("delete the ferry and the reminder")).toMatchObject([{ intent: "delete", onlyReminders: false, target: { words: "ferry" } }]);
});

describe("what is asked for", () => {
  const asking = (slot: "target" | "dues") =>
    contextWith({ pending: { intent: slot === "dues" ? "update" : "complete", slot }, listed: 3, touched: true });

  test("is no list that is asked for instead", () => {
    expect(interpret("list pills", asking("target"))).toMatchObject([{ intent: "list" }]);
  });

  test("for several tasks is a moment for all, or one for each", () => {
    expect(interpret("tomorrow at 9am", asking("dues"))).toMatchObject([{ intent: "update", target: null, due: { time: "09:00:00" } }]);
    expect(interpret("1 at 5pm", asking("dues"))).toMatchObject([{ intent: "update", target: { by: "number", numbers: [1] } }]);
  });
});

test.each([
  ["renew the lease high prio", "renew the lease", "high"],
  ["low prio: sweep the yard", "sweep the yard", "low"],
  ["stamps urgent!!", "stamps", "urgent"],
])("%s says how urgent it is", (text, title, priority) => {
  expect(read(text)).toMatchObject([{ intent: "create", title, priority }]);
});

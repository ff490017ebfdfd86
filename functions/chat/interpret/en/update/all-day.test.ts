import { describe, expect, test } from "vitest";
import { interpret } from "../../interpret.ts";
import { contextWith, IN_CONVERSATION } from "../../test-context.ts";

const said = (text: string) => interpret(text, contextWith(IN_CONVERSATION));

describe("the time of a task taken away", () => {
  test.each([
    "remove the time",
    "drop the time please",
    "without a time",
    "no time",
    "no specific time",
    "make it all day",
    "make it an all-day thing",
    "set it to all day",
    "all day please",
    "actually, all day",
    "make it without a time",
    "just the day",
    "it's all day",
  ])("%s is of the task last touched", (text) => {
    expect(said(text)).toMatchObject([{ intent: "update", target: { by: "last" }, allDay: true, due: null, question: null }]);
  });

  test.each(["remove the time from the eye test", "make the eye test all day", "take the time off the eye test"])("%s names it", (text) => {
    expect(said(text)).toMatchObject([{ intent: "update", target: { by: "words", words: "eye test" }, allDay: true, question: null }]);
  });

  test.each(["move it to friday, all day", "make it friday without a time", "friday all day"])("%s is on another day", (text) => {
    expect(said(text)).toMatchObject([{ intent: "update", target: { by: "last" }, allDay: true, due: { date: "2026-03-06", time: null } }]);
  });

  test.each(["remove the date", "make it 5pm", "make it friday", "what's due all day tomorrow"])("%s takes no time away", (text) => {
    expect(said(text)).toMatchObject([{ allDay: false }]);
  });

  test("is no wish before a task was spoken of", () => {
    expect(interpret("bake bread all day", contextWith())).toMatchObject([{ intent: "create", title: "bake bread all day" }]);
  });
});

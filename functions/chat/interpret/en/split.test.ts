import { expect, test } from "vitest";
import { interpret } from "../interpret.ts";
import { contextWith } from "../test-context.ts";

const moments = (text: string) => interpret(text, contextWith()).map(({ intent, title, due }) => [intent, title, due]);
const at = (date: string, time: string | null) => ({ date, time, timeZone: null });

test.each([
  ["remind me in 10 minutes to turn the roast and in 20 to switch off the oven", "10:10:00", "10:20:00"],
  ["remind me in 10 minutes to turn the roast, and then in 20 to switch off the oven", "10:10:00", "10:20:00"],
  ["remind me in an hour to turn the roast and in three to switch off the oven", "11:00:00", "13:00:00"],
  ["remind me in 10 minutes to turn the roast and in 2 hours to switch off the oven", "10:10:00", "12:00:00"],
])("LANG-6 %s is two tasks", (text, first, second) => {
  expect(moments(text)).toEqual([
    ["create", "turn the roast", at("2026-03-02", first)],
    ["create", "switch off the oven", at("2026-03-02", second)],
  ]);
});

test("LANG-6 what is counted holds for a third as well", () => {
  expect(moments("remind me in 1 day to call Jan, in 2 to call Kai and in 3 to call Lea")).toEqual([
    ["create", "call Jan", at("2026-03-03", null)],
    ["create", "call Kai", at("2026-03-04", null)],
    ["create", "call Lea", at("2026-03-05", null)],
  ]);
});

test.each(["remind me in 10 minutes to call Jan and put 20 to one side", "walk in 10 minutes to the shop and in 20 to the park"])(
  "%s is one task",
  (text) => {
    expect(interpret(text, contextWith())).toHaveLength(1);
  },
);

import { describe, expect, test } from "vitest";
import { interpret } from "../../interpret.ts";
import { contextWith, IN_CONVERSATION } from "../../test-context.ts";

const said = (text: string) => interpret(text, contextWith(IN_CONVERSATION));

describe("words of a title put right", () => {
  test.each([
    ["change oven to fridge", "oven", "fridge"],
    ["change the oven to a fridge", "oven", "fridge"],
    ["replace oven with fridge freezer", "oven", "fridge freezer"],
    ["i mean the fridge, not the oven", "oven", "fridge"],
    ["I meant Fridge instead of oven", "oven", "Fridge"],
    ["not the oven, the fridge", "oven", "fridge"],
    ["i meant fridge", null, "fridge"],
    ["sorry, I meant the blue bin", null, "blue bin"],
    ["that should be fridge", null, "fridge"],
  ])("%s", (text, words, by) => {
    expect(said(text)).toMatchObject([{ intent: "update", title: null, swap: { words, by } }]);
  });

  test("are a task of their own if no title has them", () => {
    expect(said("change bulb to led")).toMatchObject([{ otherwise: { intent: "create", title: "change bulb to led" } }]);
  });

  test.each([
    "change it to friday",
    "change 2 to friday",
    "i meant friday",
    "i mean delete it",
    "i meant to call Bob",
    "not friday, saturday",
    "rename oven to fridge",
    "change the report to high priority",
    "that should be 6 not 5",
    "i meant the other one",
    "update resume to include job",
  ])("%s exchanges no words", (text) => {
    expect(said(text)).toMatchObject([{ swap: null }]);
  });
});

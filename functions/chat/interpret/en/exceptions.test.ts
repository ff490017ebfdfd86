import { describe, expect, test } from "vitest";
import { interpret } from "../interpret.ts";
import { contextWith, IN_CONVERSATION } from "../test-context.ts";

const said = (text: string, context = contextWith(IN_CONVERSATION)) => interpret(text, context);
const EVERY = (days: string) => ({ exrules: [`FREQ=WEEKLY;BYDAY=${days}`], exdates: [] });

describe("what a repeating task leaves out, said afterwards", () => {
  test.each([
    ["not on mondays", EVERY("MO")],
    ["but not on weekends", EVERY("SA,SU")],
    ["except fridays", EVERY("FR")],
    ["Oh, but not on Tuesdays please", EVERY("TU")],
    ["never on sundays", EVERY("SU")],
    ["excluding saturday and sunday", EVERY("SA,SU")],
    ["no mondays", EVERY("MO")],
    ["skip weekends", EVERY("SA,SU")],
    ["don't repeat it on thursdays", EVERY("TH")],
    ["don't do it on wednesdays", EVERY("WE")],
    ["except on the 1st", { exrules: ["FREQ=MONTHLY;BYMONTHDAY=1"], exdates: [] }],
    ["not in august", { exrules: ["FREQ=DAILY;BYMONTH=8"], exdates: [] }],
    ["except next friday", { exrules: [], exdates: ["2026-03-13"] }],
  ])("%s", (text, except) => {
    expect(said(text)).toMatchObject([{ intent: "update", target: { by: "last" }, rule: null, due: null, except }]);
  });

  test("stays what it is without a task just spoken of: which one is asked for", () => {
    expect(said("not on mondays", contextWith())).toMatchObject([{ intent: "update", except: EVERY("MO") }]);
  });

  test.each(["make it every day but not on weekends", "make it every day, not on weekends"])("%s says both at once", (text) => {
    expect(said(text)).toMatchObject([
      { intent: "update", target: { by: "last" }, rule: { rrules: ["FREQ=DAILY"], exrules: ["FREQ=WEEKLY;BYDAY=SA,SU"] } },
    ]);
  });

  test("in a line of its own is of the task in the line before", () => {
    expect(said("water the ferns every day\nnot on mondays")).toMatchObject([
      { intent: "create", title: "water the ferns", rule: { exrules: [] } },
      { intent: "update", target: { by: "last" }, except: EVERY("MO") },
    ]);
  });

  test.each(["not on monday at 5pm", "not friday at noon", "but not", "not on public holidays", "except for the lazy days"])(
    "%s makes no task",
    (text) => {
      expect(said(text).map(({ intent }) => intent)).not.toContain("create");
    },
  );

  test.each(["skip the gym", "skip it", "no reminders on weekends", "not done yet", "not now", "without sugar", "except"])(
    "%s leaves nothing out",
    (text) => {
      expect(said(text)).toMatchObject([{ except: null }]);
    },
  );
});

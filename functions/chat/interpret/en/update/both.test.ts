import { expect, test } from "vitest";
import { interpret } from "../../interpret.ts";
import { contextWith, IN_CONVERSATION } from "../../test-context.ts";

const said = (text: string, context = contextWith(IN_CONVERSATION)) => interpret(text, context);

test.each([
  ["both urgent", { priority: "urgent" }],
  ["both are urgent", { priority: "urgent" }],
  ["make both urgent", { priority: "urgent" }],
  ["both of them on friday", { due: { date: "2026-03-06" } }],
  ["pay them both tomorrow", { due: { date: "2026-03-03" } }],
  ["call both tomorrow at 5pm", { due: { date: "2026-03-03", time: "17:00:00" } }],
  ["move both to friday", { due: { date: "2026-03-06" } }],
])("%s changes the two", (text, change) => {
  expect(said(text)).toMatchObject([{ intent: "update", target: { by: "both" }, ...change }]);
});

test.each([
  ["mark both done", "complete"],
  ["both done", "complete"],
  ["delete them both", "delete"],
  ["delete both of them", "delete"],
])("%s means the two", (text, intent) => {
  expect(said(text)).toMatchObject([{ intent, target: { by: "both" } }]);
});

test("“pay them both tomorrow” is a task where nothing was spoken of, and where no two are", () => {
  expect(said("pay them both tomorrow", contextWith())).toMatchObject([{ intent: "create" }]);
  expect(said("pay them both tomorrow")).toMatchObject([{ otherwise: { intent: "create" } }]);
});

test.each(["call both parents tomorrow", "polish both boots", "delete all of them"])("%s does not mean two tasks", (text) => {
  expect(said(text)[0]?.target?.by).not.toBe("both");
});

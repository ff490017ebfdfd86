import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { TaskInput, User } from "../contracts/types.ts";
import { decide } from "./decide.ts";
import { LIMITS } from "./limits.ts";
import { newUser } from "./update-user.ts";

type Schema = { maxLength?: number; maxItems?: number; items?: Schema; properties: Record<string, Schema> };
const { $defs } = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../specs/001-event-driven-todo/contracts/common-schema.json"), "utf8"),
) as { $defs: Record<string, Schema> };

const now = "2026-11-23T09:00:00.000Z";
const user = newUser("6f1b1c1e-8d0c-5b7c-9f43-2b8e0a4b6a11", null, "Europe/Berlin", "en", now)[0]!.after as User;
const create = (input: TaskInput) => {
  let ids = 0;
  const newId = () => `id ${ids++}`;
  return decide(
    { user, task: null, series: null, last: null, successor: null },
    { type: "create-task", taskId: "t", input },
    { now, newId },
  );
};

describe("what one task may hold", () => {
  it("is what the contracts say", () => {
    const task = $defs.task!.properties;
    const rule = $defs.rule!.properties;
    expect(LIMITS).toEqual({
      title: $defs.title!.maxLength,
      description: task.description!.maxLength,
      tags: $defs.tags!.maxItems,
      tag: $defs.tags!.items!.maxLength,
      reminders: task.reminders!.maxItems,
      rules: rule.rrules!.maxItems,
      rule: rule.rrules!.items!.maxLength,
      exceptions: rule.exdates!.maxItems,
    });
  });

  it.each<[string, TaskInput]>([
    ["a title has at most 500 characters, this one would have 501", { title: "x".repeat(501) }],
    ["a tag has at most 64", { title: "a", tags: ["t".repeat(65)] }],
    ["at most 50 tags", { title: "a", tags: Array.from({ length: 51 }, (_, n) => `t${n}`) }],
    ["at most 20 reminders", { title: "a", reminders: Array.from({ length: 21 }, () => ({ at: "2099-01-01T09:00:00" })) }],
    ["at most 8 rules", { title: "a", rule: { rrules: Array.from({ length: 9 }, () => "FREQ=DAILY") } }],
    ["at most 366 exceptions", { title: "a", rule: { rrules: ["FREQ=DAILY"], exdates: Array.from({ length: 367 }, () => "2099-01-01") } }],
  ])("is refused beyond: %s", (sentence, input) => {
    expect(() => create(input)).toThrow(
      expect.objectContaining({ code: "limit-reached", message: expect.stringMatching(new RegExp(sentence, "i")) }),
    );
  });

  it("is counted in characters, and a tag that is said twice is one tag", () => {
    const [step] = create({ title: "🎉".repeat(500), tags: ["home", "home", "work"] });
    expect(step).toMatchObject({ after: { tags: ["home", "work"] } });
  });
});

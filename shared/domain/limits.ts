/** How much one task may hold: the bounds of the contracts, said to a person before anything is written. */
import type { Series, Task } from "../contracts/types.ts";
import { Refused } from "./refused.ts";
import type { Step } from "./step.ts";

/** The same numbers as in the contracts: a test compares them. Lengths are in characters, not in UTF-16 units. */
export const LIMITS = { title: 500, description: 10_000, tags: 50, tag: 64, reminders: 20, rules: 8, rule: 500, exceptions: 366 };

/** The steps, unless one leads to more than an event may carry. Successors are not asked: what they repeat was within the limits once. */
export function withinLimits(steps: Step[]): Step[] {
  for (const step of steps) {
    if (step.of === "task") requireFittingTask(step.after);
    if (step.of === "series") requireFittingRule(step.after);
  }
  return steps;
}

function requireFittingTask({ title, description, tags, reminders }: Task): void {
  atMost("title", "characters", characters(title), LIMITS.title);
  atMost("description", "characters", characters(description), LIMITS.description);
  atMost("task", "tags", tags.length, LIMITS.tags);
  for (const tag of tags) atMost("tag", "characters", characters(tag), LIMITS.tag);
  atMost("task", "reminders", reminders.length, LIMITS.reminders);
}

function requireFittingRule({ rule: { rrules, exrules, exdates } }: Series): void {
  atMost("repetition", "rules", Math.max(rrules.length, exrules.length), LIMITS.rules);
  for (const rule of [...rrules, ...exrules]) atMost("rule", "characters", characters(rule), LIMITS.rule);
  atMost("repetition", "exceptions", exdates.length, LIMITS.exceptions);
}

const characters = (text: string): number => [...text].length;

function atMost(whole: string, parts: string, count: number, most: number): void {
  if (count > most) throw new Refused("limit-reached", `A ${whole} has at most ${most} ${parts}, this one would have ${count}.`);
}

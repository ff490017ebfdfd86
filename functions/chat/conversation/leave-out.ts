/** More days left out of the rule that a task has. Pure. */
import type { Rule, Series, Task, TaskPatch } from "@todo/shared/contracts/types.ts";
import { occurrences } from "@todo/shared/domain/recurrence/occurrences.ts";
import type { Exceptions } from "../interpret/interpretation.ts";
import { ruleInput } from "./inputs.ts";

/** The rule counts on from the occurrence that is open, or from the next if that is left out, so that every other week stays every other week. */
export function leavingOut(more: Exceptions, task: Task, { rule, floating, timeZone }: Series): TaskPatch {
  const exrules = [...new Set([...rule.exrules, ...more.exrules])];
  const exdates = [...new Set([...rule.exdates, ...more.exdates])];
  const open = task.occurrence ?? rule.start;
  const start = rule.anchor === "completion" ? open : firstFrom(open, { ...rule, exrules, exdates });
  const [date = "", time] = start.split("T");
  return {
    due: { date, time: time ?? null, timeZone: floating ? null : timeZone },
    rule: { ...ruleInput(rule), rrules: rule.rrules.map((text) => leftOf(text, rule, start)), exrules, exdates },
  };
}

/** The same moment when nothing is left, which is refused as a rule that never occurs. */
function firstFrom(open: string, rule: Rule): string {
  for (const first of occurrences(rule, { from: open })) return first;
  return open;
}

const COUNT = /(?<=COUNT=)\d+/;

/** What is to happen ten times does not begin to count again. Counted from completion, the task knows how many there were. */
function leftOf(text: string, { start, anchor }: Rule, next: string): string {
  const count = COUNT.exec(text)?.[0];
  if (count === undefined || anchor === "completion") return text;
  let before = 0;
  for (const at of occurrences({ rrules: [text], exrules: [], exdates: [], start })) {
    if (at >= next) break;
    before += 1;
  }
  return text.replace(COUNT, String(Math.max(1, Number(count) - before)));
}

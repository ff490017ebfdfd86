/** How a task repeats, for people who see its due moment beside it. */
import type { Due, Rule } from "@todo/shared/contracts/types.ts";
import { rulePhrase } from "../../interpret/en/phrase.ts";

/** The rule in words, without the time of day where the due moment says the same. */
export function sayRepetition(rule: Rule, due: Pick<Due, "time"> | null): string {
  const [date = "", time] = rule.start.split("T");
  const short = time && due?.time === time ? rulePhrase({ ...rule, start: date }) : "RRULE";
  return short.startsWith("RRULE") ? rulePhrase(rule) : short;
}

/** A rule in two or three words, as a label beside the date; the history and the chat say it in full. */
import type { Rule } from "@todo/shared/contracts/types.ts";

const UNITS: Record<string, string> = { HOURLY: "hour", DAILY: "day", WEEKLY: "week", MONTHLY: "month", YEARLY: "year" };
const WEEKDAYS = "MO,TU,WE,TH,FR";

export function rulePhrase(rule: Rule): string {
  const [first = ""] = rule.rrules;
  const parts = new Map(first.split(";").map((part) => [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)]));
  const unit = UNITS[parts.get("FREQ") ?? ""];
  if (!unit || rule.rrules.length > 1) return "repeats";
  const interval = Number(parts.get("INTERVAL") ?? 1);
  const every = rule.anchor === "completion" ? "every!" : "every";
  if (parts.get("BYDAY") === WEEKDAYS && interval === 1) return `${every} weekday`;
  return interval === 1 ? `${every} ${unit}` : `${every} ${interval} ${unit}s`;
}

/** Says a stored recurrence in English, such that the same words are read as the same rule again. */
import type { Rule } from "@todo/shared/contracts/types.ts";
import type { Context } from "../interpretation.ts";
import { parseRuleText, type RuleFields } from "../when/rule-text.ts";
import { daysPhrase, exceptionPhrase, listed, momentName, timeName } from "./phrase-words.ts";
import { readWhen } from "./when/when.ts";

/** The whole phrase of a rule, which is read back as the same rule: "every 2 weeks on Monday at 09:00 starting 2 March 2026". */
export function phrase(rule: Rule): string {
  return exactPhrase(rule, true);
}

/** The phrase of a rule without its beginning, for people who see the next date beside it. */
export function rulePhrase(rule: Rule): string {
  return exactPhrase(rule, false);
}

/** What plain words cannot say exactly is said as RFC 5545 does; so no rule is ever misrepresented. */
function exactPhrase(rule: Rule, withStart: boolean): string {
  for (const completion of rule.anchor === "completion" ? (["words", "sign"] as const) : (["sign"] as const)) {
    const whole = plainPhrase(rule, true, completion);
    if (whole !== null && isSame(rule, whole)) return plainPhrase(rule, withStart, completion) ?? whole;
  }
  return writtenPhrase(rule, withStart);
}

/** Whether a phrase is read as this rule, whenever it is read. */
function isSame(rule: Rule, text: string): boolean {
  const context: Context = { now: "2000-01-01T00:00:00Z", timeZone: "Etc/UTC", weekStart: "MO", dateOrder: "dmy", dialogue: null };
  const read = readWhen(text, context, { use: "bare" });
  const same = (a: readonly string[], b: readonly string[]) => JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());
  return (
    read.rule !== null &&
    read.question === null &&
    same(read.rule.rrules, rule.rrules) &&
    same(read.rule.exrules, rule.exrules) &&
    same(read.rule.exdates, rule.exdates) &&
    read.rule.start === rule.start &&
    read.rule.anchor === rule.anchor
  );
}

/** Counted from completion is said in words, "every 3 days after it is done", or by the sign where words would be read otherwise. */
function plainPhrase(rule: Rule, withStart: boolean, completion: "words" | "sign"): string | null {
  const fields = rule.rrules.map(parseRuleText);
  const exceptions = rule.exrules.map((text) => {
    const read = parseRuleText(text);
    return read && exceptionPhrase(read.parts, read.until);
  });
  const said = fields.map((read) => read && ruleWords(read));
  const [first] = fields;
  if (!first || said.includes(null) || exceptions.includes(null)) return null;
  const days = rule.exdates.length > 0 ? [`on ${listed(rule.exdates.map(momentName))}`] : [];
  const left = exceptions.length + days.length > 0 ? ` except ${[...exceptions, ...days].join(" and ")}` : "";
  const counted = rule.anchor === "completion" ? completion : null;
  const every =
    said.join(" and ").replace(/^every/, counted === "sign" ? "every!" : "every") + (counted === "words" ? " after it is done" : "");
  const shared = fields.every((read) => read?.times.length === 0) && rule.start.includes("T") ? ` at ${startTime(rule)}` : "";
  const fine = first.parts.frequency === "HOURLY" || first.parts.frequency === "MINUTELY";
  const several = fields.some((read) => read && read.times.length > 0);
  const start = ` starting ${momentName(rule.start)}${several ? ` at ${startTime(rule)}` : fine ? shared : ""}`;
  return `${every}${fine ? "" : shared}${endWords(first)}${left}${withStart ? start : ""}`;
}

function ruleWords({ parts, times }: RuleFields): string | null {
  const days = daysPhrase(parts);
  return days && (times.length > 0 ? `${days} at ${listed(times.map(timeName))}` : days);
}

function endWords({ until, count }: RuleFields): string {
  if (count !== null) return ` for ${count} times`;
  return until === null ? "" : ` until ${momentName(`${until.slice(0, 4)}-${until.slice(4, 6)}-${until.slice(6, 8)}`)}`;
}

function startTime(rule: Rule): string {
  return rule.start.slice(11).replace(/:00$/, "");
}

/** The rule in the words of RFC 5545, which the reader understands as well. */
function writtenPhrase(rule: Rule, withStart: boolean): string {
  const dates = rule.exdates.map((moment) => `EXDATE:${moment.replaceAll(/[-:]/g, "")}`);
  const exceptions = [...rule.exrules.map((text) => `RRULE:${text}`), ...dates];
  const start = `starting ${momentName(rule.start)}${rule.start.includes("T") ? ` at ${startTime(rule)}` : ""}`;
  return [
    rule.rrules.map((text) => `RRULE:${text}`).join(" and "),
    ...(rule.anchor === "completion" ? ["after completion"] : []),
    ...(exceptions.length > 0 ? [`except ${exceptions.join(" and ")}`] : []),
    ...(withStart ? [start] : []),
  ].join(" ");
}

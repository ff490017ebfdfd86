import { formatLocalMoment } from "./local-moment.ts";
import type { RecurrenceRule, Until } from "./recurrence-rule.ts";

/** Prints a rule as the one RRULE value that all equal rules share; parseRule reads the same rule back. */
export function formatRule(rule: RecurrenceRule): string {
  const parts = [
    `FREQ=${rule.freq}`,
    rule.interval === 1 ? "" : `INTERVAL=${rule.interval}`,
    rule.count === null ? "" : `COUNT=${rule.count}`,
    rule.until ? `UNTIL=${formatUntil(rule.until)}` : "",
    formatList("BYMONTH", rule.byMonth),
    formatList("BYWEEKNO", rule.byWeekNo),
    formatList("BYYEARDAY", rule.byYearDay),
    formatList("BYMONTHDAY", rule.byMonthDay),
    formatList(
      "BYDAY",
      rule.byDay.map(({ n, weekday }) => `${n === 0 ? "" : n}${weekday}`),
    ),
    formatList("BYHOUR", rule.byHour),
    formatList("BYMINUTE", rule.byMinute),
    formatList("BYSECOND", rule.bySecond),
    formatList("BYSETPOS", rule.bySetPos),
    rule.weekStart === "MO" ? "" : `WKST=${rule.weekStart}`,
  ];
  return parts.filter(Boolean).join(";");
}

function formatList(name: string, values: readonly (number | string)[]): string {
  return values.length === 0 ? "" : `${name}=${values.join(",")}`;
}

function formatUntil(until: Until): string {
  const text = formatLocalMoment(until.at, until.form !== "date").replace(/[-:]/g, "");
  return until.form === "utc" ? `${text}Z` : text;
}

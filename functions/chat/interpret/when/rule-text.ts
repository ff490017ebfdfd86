/** Reads the text of an RRULE back into its fields. */
import type { Weekday } from "./calendar.ts";
import { type ByDay, type Frequency, type Parts, partsOf } from "./recurrence-parts.ts";

/** A rule's days, its clock times in seconds (empty: that of the start), and its end. */
export type RuleFields = { parts: Parts; times: number[]; until: string | null; count: number | null };

const FREQUENCIES: ReadonlyMap<string, Frequency> = new Map(
  (["MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"] as const).map((frequency) => [frequency, frequency]),
);
const WEEKDAYS: ReadonlyMap<string, Weekday> = new Map([
  ["MO", 0],
  ["TU", 1],
  ["WE", 2],
  ["TH", 3],
  ["FR", 4],
  ["SA", 5],
  ["SU", 6],
]);
const KNOWN = new Set("FREQ INTERVAL BYMONTH BYWEEKNO BYMONTHDAY BYDAY BYSETPOS BYHOUR BYMINUTE BYSECOND UNTIL COUNT WKST".split(" "));

/** The fields of an RRULE value; null when it has some that no phrase of days and times can say. */
export function parseRuleText(text: string): RuleFields | null {
  const fields = new Map(
    text.split(";").map((field): [string, string] => [field.slice(0, field.indexOf("=")), field.slice(field.indexOf("=") + 1)]),
  );
  const frequency = FREQUENCIES.get(fields.get("FREQ") ?? "");
  if (!frequency || [...fields.keys()].some((name) => !KNOWN.has(name))) return null;
  const numbers = (name: string) => (fields.get(name) ?? "").split(",").filter(Boolean).map(Number);
  const days = parseDays(fields.get("BYDAY"));
  const positions = numbers("BYSETPOS");
  if (!days || positions.length > 1) return null;
  const [minute = 0, second = 0] = [numbers("BYMINUTE")[0], numbers("BYSECOND")[0]];
  return {
    parts: partsOf(frequency, numbers("INTERVAL")[0] ?? 1, {
      months: numbers("BYMONTH"),
      weeks: numbers("BYWEEKNO"),
      monthDays: numbers("BYMONTHDAY"),
      days,
      position: positions[0] ?? 0,
    }),
    times: numbers("BYHOUR").map((hour) => hour * 3600 + minute * 60 + second),
    until: fields.get("UNTIL") ?? null,
    count: numbers("COUNT")[0] ?? null,
  };
}

function parseDays(text: string | undefined): ByDay[] | null {
  const days = (text ?? "").split(",").filter(Boolean);
  const read = days.flatMap((day): ByDay[] => {
    const weekday = WEEKDAYS.get(day.slice(-2));
    const n = Number(day.slice(0, -2));
    return weekday !== undefined && Number.isInteger(n) ? [{ n, weekday }] : [];
  });
  return read.length === days.length ? read : null;
}

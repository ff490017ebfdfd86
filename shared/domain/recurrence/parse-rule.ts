import { readUntil } from "./parse-until.ts";
import type { Frequency, RecurrenceRule, WeekdayCode, WeekdayEntry } from "./recurrence-rule.ts";
import { FREQUENCIES, InvalidRule, WEEKDAYS, weekdayNumber } from "./recurrence-rule.ts";

/** Reads an RRULE value (RFC 5545 3.3.10), in any case of letters, without the "RRULE:" prefix; throws InvalidRule. */
export function parseRule(text: string): RecurrenceRule {
  const parts = readParts(text);
  const freq = readFrequency(parts.get("FREQ"));
  const rule: RecurrenceRule = {
    freq,
    interval: readPositive("INTERVAL", parts.get("INTERVAL")) ?? 1,
    count: readPositive("COUNT", parts.get("COUNT")),
    until: readUntil(parts.get("UNTIL")),
    bySecond: readNumbers("BYSECOND", parts, 0, 60),
    byMinute: readNumbers("BYMINUTE", parts, 0, 59),
    byHour: readNumbers("BYHOUR", parts, 0, 23),
    byDay: readWeekdays(parts.get("BYDAY")),
    byMonthDay: readNumbers("BYMONTHDAY", parts, -31, 31),
    byYearDay: readNumbers("BYYEARDAY", parts, -366, 366),
    byWeekNo: readNumbers("BYWEEKNO", parts, -53, 53),
    byMonth: readNumbers("BYMONTH", parts, 1, 12),
    bySetPos: readNumbers("BYSETPOS", parts, -366, 366),
    weekStart: readWeekday("WKST", parts.get("WKST") ?? "MO"),
  };
  refuseContradictions(rule, parts);
  return rule;
}

const KNOWN_PARTS = new Set(
  "FREQ INTERVAL COUNT UNTIL BYSECOND BYMINUTE BYHOUR BYDAY BYMONTHDAY BYYEARDAY BYWEEKNO BYMONTH BYSETPOS WKST".split(" "),
);

function readParts(text: string): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  for (const part of text.trim().toUpperCase().split(";")) {
    const equals = part.indexOf("=");
    const name = part.slice(0, Math.max(equals, 0));
    if (equals < 1)
      throw new InvalidRule(
        `Expected NAME=VALUE between the semicolons of a rule, got "${shorten(part)}"; write a rule as FREQ=DAILY;INTERVAL=2.`,
      );
    if (!KNOWN_PARTS.has(name)) throw new InvalidRule(`Expected a rule part of RFC 5545, got ${shorten(name)}; remove it.`);
    if (parts.has(name)) throw new InvalidRule(`Expected ${name} once, got it again with "${shorten(part)}"; keep one of them.`);
    parts.set(name, part.slice(equals + 1));
  }
  return parts;
}

function readFrequency(value: string | undefined): Frequency {
  const freq = FREQUENCIES.find((known) => known === value);
  if (!freq)
    throw new InvalidRule(
      `Expected FREQ to be one of ${FREQUENCIES.join(", ")}, got ${value === undefined ? "no FREQ" : `"${shorten(value)}"`}; name one.`,
    );
  return freq;
}

function readPositive(name: string, value: string | undefined): number | null {
  if (value === undefined) return null;
  const number = /^\d+$/.test(value) ? Number(value) : 0;
  if (number < 1 || !Number.isSafeInteger(number))
    throw new InvalidRule(`Expected ${name} to be a whole number from 1 on, got "${shorten(value)}"; write such a number or leave it out.`);
  return number;
}

/** Lists that may be negative count from the end and have no 0. */
function readNumbers(name: string, parts: ReadonlyMap<string, string>, min: number, max: number): readonly number[] {
  const value = parts.get(name);
  if (value === undefined) return [];
  const numbers = value.split(",").map((item) => {
    const number = /^[+-]?\d{1,3}$/.test(item) && (min < 0 || /^\d/.test(item)) ? Number(item) : Number.NaN;
    if (!(number >= min && number <= max) || (number === 0 && min !== 0)) {
      const range = min < 0 ? `1 to ${max}, or -${max} to -1 from the end` : `${min} to ${max}`;
      throw new InvalidRule(`Expected ${name} to list whole numbers from ${range}, got "${shorten(item)}"; correct or remove it.`);
    }
    return number;
  });
  return [...new Set(numbers)].sort((a, b) => a - b);
}

function readWeekday(name: string, value: string): WeekdayCode {
  const weekday = WEEKDAYS.find((known) => known === value);
  if (!weekday)
    throw new InvalidRule(`Expected ${name} to name a weekday as ${WEEKDAYS.join(", ")}, got "${shorten(value)}"; correct or remove it.`);
  return weekday;
}

function readWeekdays(value: string | undefined): readonly WeekdayEntry[] {
  if (value === undefined) return [];
  const entries = new Map<string, WeekdayEntry>();
  for (const item of value.split(",")) {
    const weekday = readWeekday("BYDAY", item.slice(-2));
    const number = item.slice(0, -2);
    const n = /^[+-]?\d{1,2}$/.test(number) ? Number(number) : Number.NaN;
    if (number !== "" && !(n !== 0 && Math.abs(n) <= 53)) {
      throw new InvalidRule(
        `Expected a weekday in BYDAY to carry no number or one from 1 to 53 or -53 to -1, got "${shorten(item)}"; write it as 2MO or -1FR.`,
      );
    }
    const entry = { n: number === "" ? 0 : n, weekday };
    entries.set(`${entry.n}${weekday}`, entry);
  }
  return [...entries.values()].sort((a, b) => a.n - b.n || weekdayNumber(a.weekday) - weekdayNumber(b.weekday));
}

/**
 * The MUST NOTs of RFC 5545 that leave a rule without one meaning. BYMONTHDAY, BYYEARDAY and BYWEEKNO beside a frequency for which the RFC does
 * not foresee them are read as limits, as calendars in the field write and read them; BYWEEKNO alone would leave open which days of the week.
 */
function refuseContradictions(rule: RecurrenceRule, parts: ReadonlyMap<string, string>): void {
  if (rule.count !== null && rule.until) throw new InvalidRule("Expected COUNT or UNTIL, got both; keep the one that should end the rule.");
  const numbered = rule.byDay.some((entry) => entry.n !== 0);
  if (numbered && rule.freq !== "MONTHLY" && rule.freq !== "YEARLY") {
    throw new InvalidRule(
      `Expected numbered weekdays in BYDAY only with FREQ=MONTHLY or YEARLY, got FREQ=${rule.freq}; remove the number or change FREQ.`,
    );
  }
  if (numbered && rule.byWeekNo.length > 0) {
    throw new InvalidRule(
      "Expected BYDAY without numbers beside BYWEEKNO, got numbered weekdays; a week has each weekday once, so remove the number.",
    );
  }
  if (rule.byWeekNo.length > 0 && rule.freq !== "YEARLY" && rule.byDay.length === 0) {
    throw new InvalidRule(
      `Expected BYWEEKNO with FREQ=YEARLY, got FREQ=${rule.freq}; use FREQ=YEARLY, or name the days of the week by BYDAY.`,
    );
  }
  if (rule.bySetPos.length > 0 && ![...parts.keys()].some((name) => name.startsWith("BY") && name !== "BYSETPOS")) {
    throw new InvalidRule(
      "Expected BYSETPOS to choose from what another BY part lists, got it alone; add such a part, or remove BYSETPOS.",
    );
  }
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

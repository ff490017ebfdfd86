import { clockSeconds, midnightOf, readDigits } from "./local-moment.ts";
import type { Until } from "./recurrence-rule.ts";
import { InvalidRule } from "./recurrence-rule.ts";

/** Reads the value of UNTIL: a DATE, a local DATE-TIME or one in UTC (RFC 5545 3.3.4 and 3.3.5); throws InvalidRule. */
export function readUntil(value: string | undefined): Until | null {
  if (value === undefined) return null;
  const form = value.length === 8 ? "date" : value.length === 16 && value[15] === "Z" ? "utc" : "local";
  const midnight = midnightOf(readDigits(value, 0, 4), readDigits(value, 4, 6), readDigits(value, 6, 8));
  const at = form === "date" ? midnight : midnight + readClock(value);
  if (Number.isNaN(at)) {
    throw new InvalidRule(
      `Expected UNTIL as 20261231, 20261231T090000 or 20261231T090000Z, got "${value.slice(0, 40)}"; write an existing date so.`,
    );
  }
  return { form, at };
}

function readClock(value: string): number {
  const shaped = value[8] === "T" && (value.length === 15 || (value.length === 16 && value[15] === "Z"));
  if (!shaped) return Number.NaN;
  const second = readDigits(value, 13, 15);
  // A leap second is read as the second before it, which RFC 5545 3.3.12 advises where there are none.
  return clockSeconds(readDigits(value, 9, 11), readDigits(value, 11, 13), second === 60 ? 59 : second);
}

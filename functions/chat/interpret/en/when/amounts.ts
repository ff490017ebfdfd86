/** Amounts of time: "3 days", "half an hour", "an hour and a half", "2h30m", "a couple of weeks". */
import type { Amount, Unit } from "../../when/term.ts";
import { cardinal, type Read } from "./numbers.ts";
import { digits, isAttached, type Scan, sequence, skip, word } from "./scan.ts";
import { UNIT_LETTERS, UNITS } from "./words.ts";

/** A unit of time, also in two words ("working days", "business day") and as "fortnight"; `factor` is 2 for that. */
export function unit(scan: Scan, i: number): (Read<Unit> & { factor: number }) | null {
  const first = word(scan, i).replace(/'s$/, "");
  const plain = UNITS.get(first);
  if (plain) return { value: plain, next: i + 1, factor: 1 };
  if (first === "fortnight" || first === "fortnights") return { value: "week", next: i + 1, factor: 2 };
  const second = word(scan, i + 1);
  if (["working", "business", "work", "school"].includes(first) && (second === "day" || second === "days")) {
    return { value: "workday", next: i + 2, factor: 1 };
  }
  return null;
}

/** How many: digits, a decimal, a fraction, words, "a", "a few" (three), "a couple of" (two), "half a". */
function quantity(scan: Scan, i: number): Read<number> | null {
  const first = word(scan, i);
  if (first === "half") return { value: 0.5, next: skip(scan, i + 1, "a", "an") };
  const bare = skip(scan, i, "a", "an", "the");
  const next = word(scan, bare);
  if (next === "few" || next === "couple") return { value: next === "few" ? 3 : 2, next: skip(scan, bare + 1, "of") };
  if (first === "another") return { value: 1, next: i + 1 };
  if ((next === "quarter" || next === "quarters") && word(scan, bare + 1) === "of") {
    return { value: 0.25, next: skip(scan, bare + 2, "an", "a") };
  }
  if (next === "half" && bare > i) return { value: 0.5, next: bare + 1 };
  const count = cardinal(scan, i);
  if (!count) return bare > i && first !== "the" ? { value: 1, next: bare } : null;
  const fraction = fractionAfter(scan, count);
  if (fraction) return fraction;
  const more = skip(scan, count.next, "more");
  const half = sequence(scan, more, "and", "a", "half");
  return half !== null ? { value: count.value + 0.5, next: half } : { value: count.value, next: more };
}

/** "1.5", "1/4", "three-quarters of an": what makes a count of a whole number less than whole. */
function fractionAfter(scan: Scan, count: Read<number>): Read<number> | null {
  const mark = word(scan, count.next);
  const behind = count.next + 1;
  const other = digits(scan, behind);
  if (mark === "." && isAttached(scan, count.next) && isAttached(scan, behind) && other !== null) {
    return { value: Number(`${count.value}.${word(scan, behind)}`), next: behind + 1 };
  }
  if (mark === "/" && isAttached(scan, count.next) && (other === 2 || other === 4)) {
    return { value: count.value / other, next: skip(scan, skip(scan, behind + 1, "of"), "an", "a") };
  }
  const quarters = skip(scan, count.next, "-");
  if (word(scan, quarters) === "quarters" && word(scan, quarters + 1) === "of") {
    return { value: count.value / 4, next: skip(scan, quarters + 2, "an", "a") };
  }
  return null;
}

/** As `amount`, but "1 week and 1 day" is two of them. */
export function amountOfOne(scan: Scan, i: number): Read<Amount> | null {
  const first = single(scan, i);
  return first?.value.unit === "week" ? first : amount(scan, i);
}

/** One amount with its unit. Parts of an hour become minutes; hours and minutes said together become one amount. */
export function amount(scan: Scan, i: number): Read<Amount> | null {
  const first = single(scan, i);
  if (!first) return null;
  const { unit: of } = first.value;
  const half = sequence(scan, first.next, "and", "a", "half");
  if (half !== null) return { value: wholeUnit(first.value.n + 0.5, of), next: half };
  if (of === "week") return withDays(scan, first);
  if (of !== "hour") return first;
  const second = single(scan, skip(scan, first.next, "and", ","));
  if (second?.value.unit === "minute") {
    return { value: { n: toMinutes(first.value) + second.value.n, unit: "minute" }, next: second.next };
  }
  return first;
}

/** "2 weeks and 3 days". */
function withDays(scan: Scan, weeks: Read<Amount>): Read<Amount> {
  const days = word(scan, weeks.next) === "and" ? single(scan, weeks.next + 1) : null;
  return days?.value.unit === "day" ? { value: { n: weeks.value.n * 7 + days.value.n, unit: "day" }, next: days.next } : weeks;
}

/** "9000 years" is no time that anybody plans in, and would leave the calendar of four digits. */
const MOST_YEARS = 500;

function single(scan: Scan, i: number): Read<Amount> | null {
  // The minutes of "10:30" count no weeks.
  if (isAttached(scan, i) && [":", "/", "."].includes(word(scan, i - 1))) return null;
  const count = quantity(scan, i);
  if (!count || count.value > 9999) return null;
  const hyphen = word(scan, count.next) === "-" && isAttached(scan, count.next) ? count.next + 1 : count.next;
  const named = unit(scan, hyphen);
  if (named?.value === "year" && count.value * named.factor > MOST_YEARS) return null;
  if (named) return { value: wholeUnit(count.value * named.factor, named.value), next: skip(scan, named.next, "'") };
  const letter = isAttached(scan, count.next) ? UNIT_LETTERS.get(word(scan, count.next)) : undefined;
  return letter && digits(scan, i) !== null ? { value: wholeUnit(count.value, letter), next: count.next + 1 } : null;
}

function toMinutes({ n, unit: of }: Amount): number {
  return of === "hour" ? n * 60 : n;
}

/** Half an hour is thirty minutes and half a day twelve hours, so that amounts stay whole. */
function wholeUnit(n: number, of: Unit): Amount {
  if (Number.isInteger(n)) return { n, unit: of };
  if (of === "hour") return { n: Math.round(n * 60), unit: "minute" };
  if (of === "day") return { n: Math.round(n * 24), unit: "hour" };
  if (of === "week") return { n: Math.floor(n * 7), unit: "day" };
  if (of === "year") return { n: Math.round(n * 12), unit: "month" };
  if (of === "month") return { n: Math.round(n * 30), unit: "day" };
  return { n: Math.round(n), unit: of };
}

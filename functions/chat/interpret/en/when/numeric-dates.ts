/** Dates in figures: "2026-03-02", "3/2", "23.04.2022", "8/1/2100", "20260302". */
import { type Day, fromDay, isDate, toDay, type Weekday, weekdayOf } from "../../when/calendar.ts";
import type { MonthDay, Term } from "../../when/term.ts";
import { digits, type Found, found, isAttached, type Recogniser, type Scan, word } from "./scan.ts";
import { isNumbered } from "./task-words.ts";
import { MONTHS } from "./words.ts";

/** Stands for an unsaid year, so that 29 February is a date. */
const LEAP_YEAR = 2024;

const MARKS = new Set(["/", "-", "."]);

/** One date in figures, or the first of a range of them. */
export const numericDate: Recogniser = (scan, i, lead, before) => {
  if (digits(scan, i) === null || isGlued(scan, i)) return null;
  const date = compact(scan, i) ?? yearFirst(scan, i) ?? threeFigures(scan, i, lead) ?? twoFigures(scan, i, lead, before);
  if (!date) return null;
  return endsClean(scan, date.next) ? date : rangeFrom(scan, date, lead);
};

/** A figure inside a longer code ("ABC-12345", "v1.2") is no date. */
function isGlued(scan: Scan, i: number): boolean {
  const before = scan.tokens[i - 1];
  return (
    before !== undefined &&
    isAttached(scan, i) &&
    !(before.kind === "punct" && "([{\"'-–@".includes(before.text) && scan.tokens[i - 1]?.spaced)
  );
}

function endsClean(scan: Scan, next: number): boolean {
  if (next >= scan.to || !isAttached(scan, next)) return true;
  const mark = word(scan, next);
  const more = isAttached(scan, next + 1);
  return !more && !["%", "°", "x"].includes(mark) && scan.tokens[next]?.kind === "punct";
}

/** "2/29-3/1", "5/1-5/7/2020": the range's end may give its year to the start. */
function rangeFrom(scan: Scan, first: Found, lead: string): Found | null {
  const mark = word(scan, first.next);
  if (mark !== "-" && mark !== "–") return null;
  const second = threeFigures(scan, first.next + 1, lead) ?? twoFigures(scan, first.next + 1, "on", []);
  if (!second || !endsClean(scan, second.next)) return null;
  const from = first.terms[0];
  const to = second.terms[0];
  const year = to?.kind === "dates" ? to.year : null;
  return from?.kind === "dates" && from.year === null
    ? found([{ ...from, year }], second.next, first.weight)
    : { ...first, next: second.next };
}

/** "20260302", of a plausible century. */
function compact(scan: Scan, i: number): Found | null {
  const text = word(scan, i);
  if (!/^(?:19|20|21)[0-9]{6}$/.test(text)) return null;
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6))];
  if (!isDate(year, month, day) || isNumbered(scan, i)) return null;
  const date = toDay(year, month, day);
  // Eight figures that are past are a number of something.
  return date >= scan.now.day || scan.use === "range" ? found([{ kind: "day", day: date }], i + 1, "edge") : null;
}

/** "2026-03-02", "2026/3/2", "2014/10"; a clock time may follow ISO's T. */
function yearFirst(scan: Scan, i: number): Found | null {
  const year = digits(scan, i);
  if (year === null || word(scan, i).length !== 4 || year < 1900 || year > 2199) return null;
  const mark = figureMark(scan, i + 1);
  const month = mark === null ? null : digits(scan, i + 2);
  if (mark === null || month === null || month < 1 || month > 12 || word(scan, i + 2).length > 2) return null;
  const day = figureMark(scan, i + 3) === mark ? digits(scan, i + 4) : null;
  if (day === null) return mark === "/" ? found([{ kind: "months", months: [month], year }], i + 3, "edge") : null;
  if (!isDate(year, month, day)) return null;
  const date: Term = { kind: "day", day: toDay(year, month, day) };
  const time = word(scan, i + 5) === "t" && isAttached(scan, i + 5) ? isoTime(scan, i + 6) : null;
  return time === null ? found([date], i + 5) : found([date, time.term], time.next);
}

function isoTime(scan: Scan, i: number): { term: Term; next: number } | null {
  const hours = digits(scan, i);
  const minutes = word(scan, i + 1) === ":" ? digits(scan, i + 2) : null;
  if (hours === null || minutes === null || hours > 23 || minutes > 59) return null;
  const seconds = word(scan, i + 3) === ":" ? digits(scan, i + 4) : null;
  const at = [{ seconds: hours * 3600 + minutes * 60 + (seconds ?? 0), either: false }];
  return { term: { kind: "times", at }, next: seconds === null ? i + 3 : i + 5 };
}

/** A mark that stands between figures without blanks. */
function figureMark(scan: Scan, i: number): string | null {
  const mark = word(scan, i);
  return MARKS.has(mark) && isAttached(scan, i) && isAttached(scan, i + 1) ? mark : null;
}

/** "8/1/2100", "3-7-2017", "23.04.2022", "5/3/18". Only the slash is common enough for a year of two figures. */
function threeFigures(scan: Scan, i: number, lead: string): Found | null {
  const mark = figureMark(scan, i + 1);
  if (mark === null || figureMark(scan, i + 3) !== mark) return null;
  const [a, b, c] = [digits(scan, i), digits(scan, i + 2), digits(scan, i + 4)];
  if (a === null || b === null || c === null || word(scan, i).length > 2 || word(scan, i + 2).length > 2) return null;
  const length = word(scan, i + 4).length;
  if (length !== 4 && !(length === 2 && (mark === "/" || (lead !== "" && mark === ".")))) return null;
  const year = length === 4 ? c : 2000 + c;
  const item = monthAndDay(a, b, scan.now.dateOrder === "dmy" || mark === ".", year);
  return item && found([{ kind: "dates", items: [item], year }], i + 5, length === 4 ? "certain" : "edge");
}

/** "2/15", "on 5.12", "2-15", "8 / 27". A pair that could be a score, a range or a decimal needs a preposition or a weekday before it. */
function twoFigures(scan: Scan, i: number, lead: string, before: readonly Term[]): Found | null {
  const led = lead === "on" || lead === "by" || lead === "due" || before.at(-1)?.kind === "weekdays";
  const loose = led && word(scan, i + 1) === "/" && !isAttached(scan, i + 1) ? "/" : null;
  const mark = figureMark(scan, i + 1) ?? loose;
  const [a, b] = [digits(scan, i), digits(scan, i + 2)];
  if (mark === null || a === null || b === null || word(scan, i).length > 2 || word(scan, i + 2).length > 2) return null;
  // "12.5. 18:00": with a second full stop the day comes first.
  const stopped = mark === "." && word(scan, i + 3) === "." && isAttached(scan, i + 3) && !isAttached(scan, i + 4);
  const item = monthAndDay(a, b, scan.now.dateOrder === "dmy" || stopped, LEAP_YEAR);
  if (item && stopped && (led || digits(scan, i + 4) !== null)) return found([{ kind: "dates", items: [item], year: null }], i + 4, "edge");
  if (!item) return null;
  if ((mark === "." && !led) || (mark === "-" && lead === "from")) return null;
  const named = before.at(-1);
  // "Friday 12.30" is an hour.
  if (mark === "." && named?.kind === "weekdays" && a < 24 && b % 5 === 0 && word(scan, i + 2).length === 2) return null;
  // "1-14 August" are days.
  // Music is "in 4/4".
  if (mark === "/" && scan.tokens[i - 1]?.lower === "in") return null;
  if (mark === "-" && MONTHS.has(word(scan, i + 3))) return null;
  if (mark === "-" && named?.kind === "weekdays" && a <= 12 && b <= 12 && !fallsOn(item, named.days, scan.now.day)) return null;
  const plain = mark === "/" || led || (mark === "-" && b > 12 && a <= 12 && scan.now.dateOrder === "mdy");
  return plain ? found([{ kind: "dates", items: [item], year: null }], i + 3, "edge") : null;
}

/** Whether a date is on one of these weekdays this year or next; else "Saturday 9-3" are hours. */
function fallsOn({ month, day }: MonthDay, weekdays: readonly Weekday[], today: Day): boolean {
  const { year } = fromDay(today);
  return [year, year + 1].some((of) => weekdays.includes(weekdayOf(toDay(of, month, day))));
}

/** Which figure is the month: as the user writes dates (day first, too, with full stops and a year), else as it fits. */
function monthAndDay(a: number, b: number, dayFirst: boolean, year: number): MonthDay | null {
  const [month, day] = dayFirst ? [b, a] : [a, b];
  if (isDate(year, month, day)) return { month, day };
  return isDate(year, day, month) ? { month: day, day: month } : null;
}

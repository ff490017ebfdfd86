/** Stretches of the calendar by name: "next week", "this weekend", "the end of the month", "mid January", "the next 3 days". */
import type { Term, Unit } from "../../when/term.ts";
import { amount, unit } from "./amounts.ts";
import { year } from "./numbers.ts";
import { digits, type Found, found, isAttached, isFree, type Recogniser, type Scan, sequence, skip, word } from "./scan.ts";
import { MONTHS } from "./words.ts";

const OFFSETS: ReadonlyMap<string, number> = new Map([
  ["this", 0],
  ["current", 0],
  ["next", 1],
  ["coming", 1],
  ["upcoming", 1],
  ["following", 1],
  ["last", -1],
  ["past", -1],
  ["previous", -1],
]);

const PERIODS: ReadonlySet<Unit> = new Set(["week", "month", "quarter", "year"]);

/** "This week", "the following month", "next working day", "the weekend"; of the past only where the past is asked for. */
export const namedPeriod: Recogniser = (scan, i, lead) => {
  const rest = sequence(scan, i, "the", "rest", "of") ?? sequence(scan, i, "rest", "of");
  const whole = rest === null ? null : unit(scan, skip(scan, rest, "the", "this"));
  if (whole && PERIODS.has(whole.value)) return found([{ kind: "period", unit: whole.value, offset: 0 }], whole.next);
  const the = skip(scan, i, "the");
  const weekend =
    word(scan, the) === "weekend" && (the > i || lead === "on" || lead === "at" || lead === "by" || lead === "for" || scan.use === "range");
  if (weekend) return found([{ kind: "period", unit: "weekend", offset: 0 }], the + 1, "edge");
  const bare = word(scan, the);
  if (the > i && (lead === "of" || lead === "in") && (bare === "week" || bare === "month" || bare === "year" || bare === "quarter")) {
    return found([{ kind: "period", unit: bare, offset: 0 }], the + 1, "weak");
  }
  const offset = OFFSETS.get(bare);
  if (offset === undefined || (offset < 0 && scan.use !== "range")) return null;
  const second = bare === "this" ? skip(scan, the + 1, "coming", "current", "upcoming") : the + 1;
  const of = unit(scan, second);
  if (!of) return stretch(scan, second, offset);
  const plural = /s$/.test(word(scan, second)) && of.value !== "workday" && scan.use !== "range";
  if (plural || of.factor > 1 || ["minute", "hour", "day"].includes(of.value)) return null;
  const later = bare === "this" && word(scan, the + 1) === "coming" && of.value === "week" ? 1 : offset;
  return found([{ kind: "period", unit: of.value, offset: of.value === "weekend" && later === 1 && bare !== "next" ? 0 : later }], of.next);
};

/** "The next 3 days", "the last two weeks": asked for, never a due date. */
function stretch(scan: Scan, i: number, offset: number): Found | null {
  if (scan.use !== "range" || offset === 0) return null;
  const many = amount(scan, i);
  if (!many || many.value.unit === "hour" || many.value.unit === "minute") return null;
  return found([{ kind: "stretch", n: offset * many.value.n, unit: many.value.unit }], many.next);
}

const EDGES: ReadonlyMap<string, "start" | "middle" | "late" | "end"> = new Map([
  ["beginning", "start"],
  ["begin", "start"],
  ["start", "start"],
  ["early", "start"],
  ["late", "late"],
  ["mid", "middle"],
  ["middle", "middle"],
  ["end", "end"],
]);

/** The edge of a period: "end of next month", "mid-March", "beginning of each month"; beside a recurrence also alone ("every month at the start"). */
export const edgeOfPeriod: Recogniser = (scan, i, lead, before) => {
  const the = skip(scan, i, "the");
  const edge = EDGES.get(word(scan, the));
  if (!edge) return monthEnd(scan, the, lead);
  const of = skip(scan, skip(scan, the + 1, "-"), "of");
  const term: Term = { kind: "edge", edge };
  const article = skip(scan, of, "the", "a");
  const named = unit(scan, article);
  if (named && PERIODS.has(named.value) && of > the + 1) {
    const last = before.at(-1);
    if (last?.kind === "repeat" && last.unit === null) return found([term, { ...last, unit: named.value }], named.next);
    return found([term, { kind: "period", unit: named.value, offset: 0 }], named.next, isFree(scan, named.next) ? "certain" : "edge");
  }
  const ofYear = of > the + 1 && word(scan, article).length === 4 && (digits(scan, article) ?? 0) >= 2000;
  const month =
    MONTHS.has(word(scan, article)) &&
    (of > the + 1 || edge !== "start" || word(scan, the) === "early") &&
    (edge !== "late" || of === the + 1);
  const period = OFFSETS.has(word(scan, article)) && unit(scan, article + 1) !== null;
  const quarter = word(scan, article) === "q" && digits(scan, article + 1) !== null;
  const repeated = of > the + 1 && (word(scan, article) === "each" || word(scan, article) === "every") && unit(scan, article + 1) !== null;
  if (month || period || repeated || ofYear || quarter) return found([term], of, "edge");
  const repeating = before.some((one) => one.kind === "repeat" && one.unit !== null && PERIODS.has(one.unit));
  return repeating && (lead === "at" || lead === "on") && isFree(scan, the + 1) ? found([term], the + 1, "edge") : null;
};

/** "Q2", "Q2 2027": its first months, or its last when the end is meant. */
export const quarterOfYear: Recogniser = (scan, i, lead, before) => {
  const n = word(scan, i) === "q" && isAttached(scan, i + 1) && !isAttached(scan, i + 2) ? digits(scan, i + 1) : null;
  const ends = before.some((term) => term.kind === "edge" && term.edge === "end");
  if (n === null || n < 1 || n > 4 || !(QUARTER_LEADS.has(lead) || before.some((term) => term.kind === "edge"))) return null;
  const named = year(scan, i + 2);
  return found([{ kind: "months", months: [ends ? 3 * n : 3 * n - 2], year: named?.value ?? null }], named?.next ?? i + 2, "edge");
};

const QUARTER_LEADS = new Set(["in", "by", "during", "before", "until", "starting"]);

/** "Month end", "year-end" behind a preposition, "end of play" left alone. */
function monthEnd(scan: Scan, i: number, lead: string): Found | null {
  const of = unit(scan, i);
  if (!of || (of.value !== "month" && of.value !== "quarter")) return null;
  const end = sequence(scan, skip(scan, of.next, "-"), "end");
  if (end === null || !isFree(scan, end)) return null;
  return found(
    [
      { kind: "edge", edge: "end" },
      { kind: "period", unit: of.value, offset: 0 },
    ],
    end,
    lead === "" ? "weak" : "edge",
  );
}

/** A year by itself, behind "in" or beside other words of date. */
export const bareYear: Recogniser = (scan, i, lead, before) => {
  const value = digits(scan, i);
  if (value === null || word(scan, i).length !== 4 || value < 2000 || value > 2199) return null;
  const dated = before.some((term) => ["months", "holiday", "nths", "week-number", "edge"].includes(term.kind));
  return dated
    ? found([{ kind: "year", year: value }], i + 1, "edge")
    : (lead === "in" || (lead === "for" && scan.use === "range")) && isFree(scan, i + 1)
      ? found([{ kind: "year", year: value }], i + 1, "edge")
      : null;
};

/** "Week 12", an ISO 8601 week. */
export const weekNumber: Recogniser = (scan, i, lead, before) => {
  if (word(scan, i) !== "week") return null;
  const value = digits(scan, skip(scan, i + 1, "no", "number", "#"));
  if (value === null || value < 1 || value > 53) return null;
  return lead === "in" || before.length > 0
    ? found(
        [{ kind: "week-number", week: value }],
        skip(scan, i + 1, "no", "number", "#") + 1,
        scan.use === "range" || lead === "in" ? "edge" : "weak",
      )
    : null;
};

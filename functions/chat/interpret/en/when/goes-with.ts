/** Which words of time that follow each other belong to the same date or recurrence, and what may stand between them. */
import { isRepeating, type Kind, type Term } from "../../when/term.ts";
import { isPreposition } from "./prepositions.ts";
import { type Found, type Scan, word } from "./scan.ts";

/** What leads from one term to the next. */
export type Glue = { at: number; lead: string; and: boolean };

const AND = new Set(["and", "&", "or", "plus"]);

/** The little words between two terms, at most three; "and" only between times and where several things repeat. */
export function glueAt(scan: Scan, i: number, several: boolean, times: boolean): Glue | null {
  let at = i;
  let lead = "";
  let and = false;
  for (let guard = 0; guard < 3; guard++) {
    const here = word(scan, at);
    if (here === ",") and ||= several || (times && listsTimes(scan, at));
    else if (AND.has(here) && (several || times)) and = true;
    else if (isPreposition(here)) lead = here;
    else break;
    at++;
  }
  return at < scan.to ? { at, lead, and } : null;
}

/** Whether numbers go on from a comma to an "and": "at 7, 12 and 18". */
function listsTimes(scan: Scan, i: number): boolean {
  for (let at = i + 1; at < i + 10; at++) {
    const here = word(scan, at);
    if (here === "and" || here === "&") return scan.tokens[at + 1]?.kind === "number" || word(scan, at + 1) === "noon";
    if (scan.tokens[at]?.kind !== "number" && ![",", ":", "am", "pm", "noon"].includes(here)) return false;
  }
  return false;
}

const SINGLE_DAYS: ReadonlySet<Kind> = new Set(["day", "dates", "holiday", "shifted", "moment", "stretch"]);
const MONTH_PARTS: ReadonlySet<Kind> = new Set(["month-days", "nths", "months", "period", "edge", "week-number"]);
const LISTABLE: ReadonlySet<Kind> = new Set([
  "weekdays",
  "month-days",
  "nths",
  "dates",
  "months",
  "times",
  "part",
  "holiday",
  "repeat",
  "rrule",
  "exdate",
  "start",
  "until",
  "except",
  "count",
  "length",
]);

/** Whether what was read next can belong to the same date or recurrence. */
export function goesWith(terms: readonly Term[], one: Found, { lead, and }: Glue, listed: boolean): boolean {
  const last = terms.at(-1);
  if (last?.kind === "repeat" && last.unit === null && !last.completion)
    return one.terms.every((term) => term.kind !== "times" || one.weight === "certain");
  if (listed) return true;
  // "Lunch with June on Friday": June is somebody.
  if (last?.kind === "months" && lead === "on" && one.terms[0]?.kind === "weekdays" && !isRepeating(terms)) return false;
  const repeating = isRepeating(terms) || isRepeating(one.terms);
  if (and && isRepeating(terms)) return one.terms.some((term) => LISTABLE.has(term.kind));
  if (and) return one.terms.every((term) => term.kind === "times");
  return one.terms.every((term) => isCompatible(terms, term, repeating));
}

function isCompatible(terms: readonly Term[], term: Term, repeating: boolean): boolean {
  const same = terms.some((other) => other.kind === term.kind);
  if (repeating) return !(same && SINGLE_DAYS.has(term.kind) && term.kind !== "dates") || term.kind === "repeat";
  if (same && term.kind === "period") return !terms.some((other) => other.kind === "period" && other.unit === term.unit);
  // "First thing Monday morning".
  if (same && term.kind === "part") return terms.some((other) => other.kind === "part" && other.part === term.part);
  if (same) return false;
  const single = terms.some((other) => SINGLE_DAYS.has(other.kind));
  // "Today in one hour": the moment says it more exactly.
  if (term.kind === "moment" && terms.every((other) => other.kind === "day")) return true;
  if (SINGLE_DAYS.has(term.kind)) return !single && !(term.kind !== "dates" && terms.some((other) => MONTH_PARTS.has(other.kind)));
  return !(single && MONTH_PARTS.has(term.kind) && !(term.kind === "period" && term.unit === "year"));
}

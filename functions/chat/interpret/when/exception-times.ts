/** A time said with what is left out: "every day except Sunday at 7", "every weekday at 8 except Friday at 6". */
import type { Weekday } from "./calendar.ts";
import { WEEKEND, WORKDAYS } from "./recurrence-parts.ts";
import { type Term, termOf } from "./term.ts";

/**
 * The terms with such a time where it belongs: it is everything's if nothing else has one, else what those weekdays have instead. Null when
 * the days cannot be told apart, so that nobody knows whether they are left out or moved.
 */
export function placeTimes(terms: readonly Term[]): Term[] | null {
  const excepted = terms.find((term) => term.kind === "except" && term.of.some(isTimely));
  if (excepted?.kind !== "except") return [...terms];
  const times = excepted.of.filter(isTimely);
  const days: Term = { kind: "except", of: excepted.of.filter((term) => !isTimely(term)) };
  const rest = terms.filter((term) => term !== excepted);
  if (!rest.some(isTimely)) return [...rest, ...times, days];
  const others = termOf(days.of, "weekdays");
  const all = weekdaysOf(rest);
  if (!others || !all || days.of.length > 1) return null;
  const usual = all.filter((day) => !others.days.includes(day));
  const kept = rest.filter((term) => term.kind !== "repeat" && term.kind !== "weekdays");
  return [
    { kind: "repeat", n: 1, unit: null, completion: termOf(rest, "repeat")?.completion ?? false },
    weekly(usual),
    ...kept,
    weekly(others.days),
    ...times,
  ];
}

function isTimely(term: Term): boolean {
  return term.kind === "times" || term.kind === "part";
}

function weekly(days: Weekday[]): Term {
  return { kind: "weekdays", days, relation: null, plural: true };
}

/** The weekdays of what repeats every week or day; null for anything else. */
function weekdaysOf(terms: readonly Term[]): Weekday[] | null {
  const repeat = termOf(terms, "repeat");
  const named = termOf(terms, "weekdays")?.days;
  if (repeat && repeat.n !== 1) return null;
  if (repeat?.unit === "workday") return WORKDAYS.map((day) => day.weekday);
  if (repeat?.unit === "weekend") return WEEKEND.map((day) => day.weekday);
  if (repeat?.unit === "day") return [...WORKDAYS, ...WEEKEND].map((day) => day.weekday);
  return repeat?.unit === null || !repeat || repeat.unit === "week" ? (named ?? null) : null;
}

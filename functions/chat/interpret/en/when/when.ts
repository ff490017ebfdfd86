/** Reads the words of an English message that say when: date, time, recurrence, reminders. */
import type { Rule } from "@todo/shared/contracts/types.ts";
import type { Context, ReminderWish, Span, When } from "../../interpretation.ts";
import { parseDay } from "../../when/calendar.ts";
import { momentOf } from "../../when/moment.ts";
import { type Now, nowOf } from "../../when/now.ts";
import { shiftDay } from "../../when/periods.ts";
import { ruleOf } from "../../when/rule.ts";
import { isRepeating, type Term, termOf } from "../../when/term.ts";
import { type Cluster, readCluster } from "./cluster.ts";
import { merge } from "./merge.ts";
import { contradiction, leftOutOrMoved, movesAround, neverHappens, noSuchDate, whichOf, whichTimes } from "./questions.ts";
import { findReminders, isoDuration, type ReminderRead, spanOfTokens } from "./reminders.ts";
import { isMeant, namesOfWorks } from "./safety.ts";
import { type Scan, type Stretch, scanOf, type Use, word } from "./scan.ts";
import { findShift } from "./shifts.ts";
import { suggestedPart } from "./task-words.ts";

export { readRange } from "./range.ts";

export type WhenReading = {
  due: When | null;
  rule: Rule | null;
  reminders: ReminderWish[];
  /** How far to move, an ISO 8601 duration with sign ("by 2 hours"; in a snooze also "for 10 minutes"). */
  shift: string | null;
  question: string | null;
  /** Of the words that state date, time, recurrence or reminder, their prepositions included. */
  spans: Span[];
};

export type WhenOptions = Stretch & {
  /** "bare" is an answer to the question when; then every word of time is believed. */
  use: Exclude<Use, "range">;
};

/** Everything a stretch of a message says about when. `due` of a repeating task is its first occurrence; times are "HH:MM:SS". */
export function readWhen(text: string, context: Context, options: WhenOptions): WhenReading {
  const scan = scanOf(text, nowOf(context), options);
  const asked = findReminders(scan);
  const moved = findShift(scan);
  // What says how long before to be reminded moves nothing.
  const shift = moved && asked.some(({ from, to }) => moved.from < to && from < moved.to) ? null : moved;
  const taken = [...asked, ...(shift ? [shift] : [])].sort((one, other) => one.from - other.from);
  const found = findClusters(scan, taken);
  if (found.length + taken.length === 0) return { due: null, rule: null, reminders: [], shift: null, question: null, spans: [] };
  const { clusters, terms, alternative } = merge(scan, found);
  // "…, remind me" is about a moment that was said; "have Bob remind me" and "a book with a reminder" are titles.
  const reminders = asked.filter(
    (one) => !one.bare || (clusters.length > 0 && (one.joined || clusters.some(({ next }) => next === one.from))),
  );
  const composed = compose(withSuggestion(scan, destination(terms, options.use)), scan.now);
  const read = alternative
    ? { ...composed, question: composed.question ?? whichOf(composed.due, momentOf(alternative, scan.now)?.when ?? null) }
    : composed;
  const spans = [
    ...clusters.map((cluster) => spanOfTokens(scan, cluster.from, cluster.next, kindOf(cluster, read.rule !== null))),
    ...copulaSpans(scan, clusters.at(-1)),
    ...reminders.map(({ from, to, bare }) => spanOfTokens(scan, from, to, bare ? "verb" : "reminder")),
    ...(shift ? [spanOfTokens(scan, shift.from, shift.to, "date")] : []),
  ];
  return {
    ...read,
    reminders: reminders.flatMap((clause) => wishesOf(clause, read, scan.now)),
    shift: shift && isoDuration(shift.by, 1),
    spans: read.due || read.question || reminders.length > 0 || shift ? spans.sort((a, b) => a.start - b.start) : [],
  };
}

/** The clusters that are meant as time, outside the stretches already taken. */
function findClusters(scan: Scan, taken: readonly { from: number; to: number }[]): Cluster[] {
  const runs = namesOfWorks(scan);
  const clusters: Cluster[] = [];
  for (let i = scan.first; i < scan.to; ) {
    const stretch = taken.find((one) => i >= one.from && i < one.to);
    if (stretch) {
      i = stretch.to;
      continue;
    }
    const next = taken.find((one) => one.from > i)?.from;
    const cluster = readCluster(
      next === undefined ? scan : { ...scan, to: next },
      i,
      EXCEPTING.has(word(scan, i)) ? repeatingOf(clusters) : [],
    );
    if (!cluster) i++;
    else if (isMeant(scan, cluster, runs)) {
      clusters.push(cluster);
      i = cluster.next;
    } else i = Math.max(i + 1, cluster.founds > 1 ? cluster.firstNext : cluster.next);
  }
  return clusters;
}

const EXCEPTING = new Set(["except", "excluding", "but", "apart", "not"]);

/** What repeats so far, to which an exception further on in the sentence belongs. */
function repeatingOf(clusters: readonly Cluster[]): readonly Term[] {
  return clusters.find((cluster) => isRepeating(cluster.terms))?.terms ?? [];
}

/** "Move it from Monday to Tuesday": of a change, the end is what is wished. */
function destination(terms: Term[], use: Use): Term[] {
  const until = termOf(terms, "until");
  return use === "update" && until && termOf(terms, "start") && !isRepeating(terms) ? until.of : terms;
}

/** "The wedding is two weeks from now": the verb before a closing date goes with it, as a span of its own. */
function copulaSpans(scan: Scan, cluster: Cluster | undefined): Span[] {
  if (!cluster || cluster.next !== scan.to) return [];
  const copula = cluster.from - 1;
  if (copula <= scan.first || !["is", "are"].includes(word(scan, copula))) return [];
  const relative = copula - 1 > scan.first && ["that", "which"].includes(word(scan, copula - 1)) ? copula - 1 : copula;
  return [spanOfTokens(scan, relative, cluster.from, "verb")];
}

/** Adds the half of the day that the task suggests to an hour that says none. */
function withSuggestion(scan: Scan, terms: Term[]): Term[] {
  const open = terms.some((term) => term.kind === "times" && term.at.some((clock) => clock.either)) && !termOf(terms, "part");
  const part = open ? suggestedPart(scan) : null;
  return part ? [...terms, { kind: "part", part }] : terms;
}

type Composed = { due: When | null; rule: Rule | null; question: string | null };

/** What the terms come to: a rule with its first occurrence, or a single moment, or a question. */
function compose(terms: readonly Term[], now: Now): Composed {
  if (terms.length === 0) return { due: null, rule: null, question: null };
  if (isRepeating(terms)) {
    const rule = ruleOf(terms, now);
    if (rule === "never") return { due: null, rule: null, question: neverHappens() };
    if (rule === "irregular") return { due: momentOf(terms, now)?.when ?? null, rule: null, question: movesAround() };
    if (rule === "mixed") return { due: null, rule: null, question: leftOutOrMoved() };
    if (rule === "vague") return { due: null, rule: null, question: whichTimes(termOf(terms, "rate")?.unit ?? "day") };
    if (rule !== "not-a-rule") return { due: whenOf(rule.start), rule, question: null };
  }
  const moment = momentOf(terms, now);
  if (!moment) return { due: null, rule: null, question: noSuchDate(terms) };
  const others = withoutFirst(terms);
  const other = others.length > 0 ? (momentOf(others, now)?.when ?? null) : null;
  return { due: moment.when, rule: null, question: moment.mismatch ? contradiction(moment.mismatch) : whichOf(moment.when, other) };
}

/** The terms without the first of several days or times that are said; none when there is only one. */
function withoutFirst(terms: readonly Term[]): Term[] {
  const times = terms.filter((term) => term.kind === "times");
  if (times.length > 1) return terms.filter((term) => term !== times[0]);
  const listed = terms.find((term) => (term.kind === "weekdays" || term.kind === "month-days" ? term.days : []).length > 1);
  return listed ? terms.map((term) => (term === listed ? second(term) : term)) : [];
}

function second(term: Term): Term {
  if (term.kind === "weekdays") return { ...term, days: term.days.slice(1) };
  return term.kind === "month-days" ? { ...term, days: term.days.slice(1) } : term;
}

function whenOf(start: string): When {
  return { date: start.slice(0, 10), time: start.length > 10 ? start.slice(11) : null, timeZone: null };
}

function kindOf(cluster: Cluster, repeating: boolean): Span["kind"] {
  if (repeating) return "recurrence";
  return cluster.terms.every((term) => term.kind === "times" || term.kind === "part" || term.kind === "zone") ? "time" : "date";
}

/** A reminder's own moment is on the day of the task unless it names another. */
function wishesOf(clause: ReminderRead, { due, rule }: Composed, now: Now): ReminderWish[] {
  return clause.wishes.flatMap((wish): ReminderWish[] => {
    // Of what repeats, only a lead holds for every occurrence.
    if (!("at" in wish)) return [{ offset: isoDuration(wish.before, -1) }];
    if ("before" in wish && (!due || rule)) {
      // The hour of a day to come, whatever the hour is now.
      const time = momentOf([{ kind: "day", day: now.day + 1 }, ...wish.at], now)?.when.time;
      return [{ offset: isoDuration(wish.before, -1), ...(time ? { time } : {}) }];
    }
    const ownDay = wish.at.some((term) => term.kind !== "times" && term.kind !== "part" && term.kind !== "zone");
    const dueDay = due && !ownDay ? parseDay(due.date) : null;
    const day = dueDay !== null && "before" in wish ? shiftDay(dueDay, { ...wish.before, n: -wish.before.n }) : dueDay;
    // The hour is one of that day, whatever the hour is now.
    const moment = momentOf(day === null ? wish.at : [{ kind: "day", day }, ...wish.at], now);
    return moment ? [{ at: moment.when }] : [];
  });
}

/** What every kind of change has in common: the values wished, and the tasks that get them. */
import type { Context, Reading, Span } from "../../interpretation.ts";
import { before, isEmpty, type Piece, part, peel, spanOf } from "../../piece.ts";
import { reading } from "../../reading.ts";
import { readBare } from "../create.ts";
import { type Details, readDetails, saysSomething } from "../details.ts";
import { tail } from "../lexicon.ts";
import { LEVEL_ALONE, priorityOf } from "../priorities.ts";
import { readTarget } from "../targets.ts";
import { titleOf } from "../titles.ts";
import { readWhen } from "../when/when.ts";

/** New values of fields; everything else stays as it is. */
export type Change = Partial<Omit<Reading, "intent" | "target">>;

/** An update of the tasks that `targetPiece` names; an empty one means the last touched. */
export function update(whole: Piece, targetPiece: Piece | null, change: Change, context: Context, weak = false): Reading {
  const named = targetPiece && !isEmpty(targetPiece) ? readTarget(targetPiece, context) : null;
  const target = named?.target ?? (named ? null : { by: "last" as const });
  const verb: Span[] =
    targetPiece && targetPiece.start > whole.start ? [spanOf(part(whole, 0, targetPiece.start - whole.start), "verb")] : [];
  const otherwise = weak && target?.by === "words" && !named?.sure ? readBare(whole, context) : null;
  const spans = [...verb, ...(named?.spans ?? []), ...(change.spans ?? [])].sort((a, b) => a.start - b.start);
  return reading("update", { ...change, target, otherwise, spans });
}

const LEVEL_END = new RegExp(`^(?:(?:be|a|of|an|very|more|to)\\s+)*!?(${LEVEL_ALONE})(?:[ -]priority)?$`);

const INSTEAD = /\s+instead(?:\s+of\s+[^,;]{1,40})?$|(?:\s*,\s*|\s+)(?:and\s+)?not\s+[^,;]{1,30}$/;
/** "Every day, not on weekends" takes nothing back. */
const LEAVING_OUT = /\b(?:every|each|daily|weekdays)\b.*\bnot\s+(?:on|in|during)\s/;
const SAME_TIME = /[\s,]+(?:but\s+)?(?:at\s+)?(?:the\s+)?same\s+time$/;
const SMALL = "(?:(?:and|to|be|it|make it|with|a|an|repeat|due|,|only|just|tasks?|reminders?|one|thing)\\s*)*";
const ALSO = new RegExp(`^${SMALL}(?:\\b(urgent|high|medium|low|important|critical)(?: priority)?\\b\\s*)?${SMALL}$`);

/** "Friday without a time", "all day": what takes the hour away. */
const TIMELESS = tail(
  "(?:^|[ ,]+)(?:but |and )?(?:(?:(?:for |to )?(?:an? )?(?:all|whole)[- ]day(?: (?:task|thing|event))?)|" +
    "(?:without|with no|at no|no) (?:(?:an?|the|any|its|particular|specific|fixed|set) )*(?:times?|hour)(?: of (?:the )?day)?(?: needed)?|" +
    "(?:at )?any time (?:of|on) (?:that|the) day|just the (?:day|date)|(?:the )?(?:day|date) only)",
);

/** A piece that says nothing but new values ("Friday 3pm and urgent"); null when anything else stands in it. */
export function change(value: Piece, context: Context): Change | null {
  const whole = peel(value, null, /[.!? ]+$/);
  const piece = LEAVING_OUT.test(whole.lower) ? whole : peel(peel(whole, null, INSTEAD), null, SAME_TIME);
  const level = LEVEL_END.exec(piece.lower);
  const priority = level && priorityOf(level[1] ?? "");
  if (priority) return { priority, spans: [spanOf(piece, "priority")] };
  const timed = before(piece, TIMELESS);
  if (timed) {
    const day = isEmpty(timed) ? {} : change(timed, context);
    const span = spanOf(part(piece, timed.end - piece.start), "time");
    return day && { ...day, allDay: true, spans: [...(day.spans ?? []), span] };
  }
  if (/^(?:none|nothing|never|no (?:due )?date)$/.test(piece.lower)) return { due: "none", spans: [spanOf(piece, "date")] };
  const details = readDetails(piece, context, "update");
  if (!saysSomething(details)) return null;
  const left = titleOf(piece, details.spans, false);
  const also = left === null ? null : ALSO.exec(left.toLowerCase());
  if (left !== null && !also) return null;
  return { ...valuesOf(details), ...(also?.[1] ? { priority: priorityOf(also[1]) } : {}) };
}

const HOUR = /^(?:(?:for|to|at)\s+)?(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)[.! ]*$/;

/** "4" as what a task is moved to. */
export function hour(value: Piece, context: Context): Change | null {
  const plain = peel(value, null, INSTEAD);
  if (!HOUR.test(plain.lower)) return null;
  const number = peel(plain, /^(?:for|to|at)\s+/);
  const { due } = readWhen(number.source, context, { from: number.start, to: number.end, use: "bare" });
  return due && { due, spans: [spanOf(value, "time")] };
}

function valuesOf(details: Details): Change {
  const { question, ...said } = details;
  return question === null ? said : { ...said, question };
}

/** Reads which tasks a command is about: words, numbers of the last list, attributes, "it". */
import type { Context, Days, Span, Target } from "../interpretation.ts";
import { protectedStretches } from "../marks.ts";
import { gaps, isEmpty, type Piece, part, peel, spanOf, textOf, trim } from "../piece.ts";
import { filterOf, restricts } from "../reading.ts";
import { dayOf, readFilter, withoutPointers } from "./filters.ts";
import { head, NOUN, NOUNS, tail } from "./lexicon.ts";
import { readNumbers } from "./list-numbers.ts";
import { isAtEdge, readPeriod } from "./period.ts";
import { readRange } from "./when/range.ts";
import { readWhen } from "./when/when.ts";

/** `sure`: the words can only mean an existing task (a number, "it", a noun such as "the dentist reminder"), so they are no new title. */
export type TargetReading = { target: Target | null; spans: Span[]; sure: boolean };

const LAST = head(
  "(?:it|that|this|that one|this one|the (?:last|latest|previous|current) (?:one|thing)|(?:this|that|the|" +
    "said) (?:tasks?|to-? ?do|reminder|item|alarm|alert|one|chore|occurrence)|same)$",
);
const LISTED = head(
  "(?:(?:all|each|every one) of (?:them|these|those)|them(?: all)?|these(?: ones)?|those(?: ones)?|" +
    "(?:these|those) (?:tasks|reminders|items|to-? ?dos)|all)$",
);
const BOTH = head("(?:both(?: of (?:them|these|those)| (?:tasks|reminders))?|(?:them|these|those) both|the two(?: of them)?)$");
const ALL = head(
  `(?:(?:all|all of|every(?:thing)?|my|the|our|entire|whole|single) )*(?:everything|(?:${NOUNS}|lists?|` +
    "things)(?: of (?:mine|things to do|chores|tasks))?)(?: on it)?(?: (?:(?:on|from|off|in) (?:of )?)?(?:my|the|" +
    "this) (?:phone|(?:to-? ?do |task |chore |reminder )?list|to-? ?dos?|device|account))?(?: (?:i have|that i have|" +
    "set|i have set|there (?:are|is)))?$",
);
const REASON = new RegExp(
  String.raw`(?:,? (?:because|since|as|so) (?:i|we|it|he|she|they|there|that|the)\b|[,.;!] ?(?:i|we|it|he|she|they|it's|i'm|` +
    String.raw`i've|i'll|she's|he's|that's|there's|can you do that|we're|they're)\b)`,
);
const TRAILERS = tail(
  "(?:(?:[ ,]+(?:(?:from|off|on|in|of)(?: of)? (?:my|the|our|this) (?:(?:[\\w-]+ ){0,3}(?:list|to-? ?dos?|agenda|" +
    "phone|calendar)|tasks|reminders)(?: of (?:chores|things to do|tasks|things))?|any ?more|any longer|now|already|" +
    "yet|at once|immediately|instead|i (?:have |had )?(?:set|made|created|added)(?: up)?|(?:that|which) (?:i |is |" +
    "are |was |were )?(?:have |has |been )*(?:set|scheduled|created|made)(?: up)?|please))+|[ .!?,;]+)",
);
const SET_UP = tail(
  " ?(?:(?:that|which) )?(?:(?:i|is|are|was|were|have|has|been) )*(?:set|scheduled|due|created|made)(?: up)?(?: for| on| to)?",
);
const CALLED = head(
  "(?:ones?|things?|stuff) (?:to|for|about|regarding|concerning|called|named|titled|that says|saying|with) |(?:(?:new|old|recurring|repeating|re-?occurring|upcoming|current|existing|daily|weekly|" +
    `monthly) )?${NOUN}(?: (?:i )?(?:have )?(?:set|created|scheduled|made)(?: up)?)?(?: (?:to|for|about|of|on|` +
    `regarding|concerning|called|named|titled|that says|saying|with the title|with|in|from)(?: |$)|: ?| (?="))`,
);
const EVERY_NOUN = new RegExp(`\\b(?:${NOUN}|alarm)(?![a-z'])`, "g");
const NOUN_END = tail(`(?:^| )(?:${NOUN}|alarm|one|ones)`);
const ADJECTIVE = /^(?:recurring|repeating|re-?occurring|upcoming)\s+(?=\S)/;
const SMALL = /^(?:for|on|at|to|of|the|my|from|about|in|until|that|is|'s|which|set)$/;

/** Reads a whole piece as a target; null target when it says nothing. */
export function readTarget(whole: Piece, context: Context): TargetReading {
  const piece = peel(clean(whole), ONLY);
  if (isEmpty(piece)) return { target: null, spans: [], sure: false };
  const span = spanOf(piece, "target");
  const numbers = readNumbers(piece.lower, context);
  if (numbers) return { target: { by: "number", numbers }, spans: [span], sure: true };
  if (LAST.test(piece.lower)) return { target: { by: "last" }, spans: [span], sure: true };
  if (BOTH.test(piece.lower)) return { target: { by: "both" }, spans: [span], sure: true };
  if (LISTED.test(piece.lower) && (context.dialogue?.listed || /them|these|those/.test(piece.lower)))
    return { target: { by: "all-listed" }, spans: [span], sure: true };
  if (LISTED.test(piece.lower) || ALL.test(piece.lower)) {
    const filter = readFilter(part(piece, 0, 0), context).filter;
    return { target: { by: "filter", filter }, spans: [span], sure: true };
  }
  return readBulk(piece, context) ?? readOne(piece, context);
}

function clean(piece: Piece): Piece {
  let rest = trim(piece);
  const reason = REASON.exec(rest.lower);
  if (reason && reason.index > 0) rest = trim(part(rest, 0, reason.index));
  for (let i = 0; i < 3; i++) rest = peel(rest, null, TRAILERS);
  return rest;
}

const ONLY = /^(?:only|just)\s+(?=\S)/;
const BULK = head(`(?:all|every|everything|each|any|both|anything)\\b`);
const PLURAL = head(`(?:(?:my|the|our|those|these) )?(?:[\\p{L}'-]+ ){0,4}?(?:${NOUNS}|ones|things|stuff)\\b`.replace("\\p{L}", "a-z"));
const COUNTED = head(
  "(?:(?:my|the|our) )?(?:(?:last|next|first|latest|newest|oldest|most recent|top)(?: (?:\\d+|two|three|four|five|" +
    "few|couple of))?|(?:\\d+|two|three|four|five) (?:most recent|latest|newest|last|oldest|next)) " +
    NOUN,
);

const NAMING = new RegExp(
  `\\b${NOUNS}(?:\\s+(?:i\\s+)?(?:created|made|set(?:\\s+up)?))?\\s+(?:to|about|regarding|concerning|called|named|for)\\s`,
);

/** "all overdue tasks tagged #work", "my reminders for tomorrow", "the last 3 reminders": every task that fits. */
function readBulk(piece: Piece, context: Context): TargetReading | null {
  if (!BULK.test(piece.lower) && !COUNTED.test(piece.lower) && !PLURAL.test(piece.lower)) return null;
  if (
    /^(?:all|any|every) (?!of|my|the|our)/.test(piece.lower) &&
    !/\b(?:tasks?|to-? ?dos?|reminders?|items?|chores?|alerts?|errands?|alarms?|overdue|priority|tagged|due)\b|[#!]/.test(piece.lower)
  )
    return null;
  // "all the reminders to get the project done": what follows is words, whatever it reads like.
  const named = NAMING.test(piece.lower) && !/[#!]|\b(?:tagged|priority|overdue)\b/.test(piece.lower) ? unname(piece) : null;
  const period = named?.sure ? readPeriod(named.piece, context) : null;
  // "All reminders for this week" names no words.
  const onlyDays = named && period && isEmpty(named.piece) === false && covers(named.piece, period.span);
  if (named?.sure && !isEmpty(named.piece) && !onlyDays) {
    const one = readOne(named.piece, context);
    if (one.target?.by === "words")
      return { target: { by: "filter", filter: filterOf({ words: one.target.words, due: one.target.due }) }, spans: one.spans, sure: true };
  }
  const { filter, spans } = readFilter(piece, context);
  return { target: { by: "filter", filter }, spans, sure: true };
}

/** "Laundry and the dishes", "laundry, dishes" as names. */
function namesIn(words: string): string[] {
  const names = words.split(/\s*,\s*(?:and\s+)?|\s+and\s+/i).map((name) => name.trim());
  return names.includes("") ? [] : names;
}

function covers(piece: Piece, span: Span): boolean {
  return gaps(piece, [span]).length === 0;
}

/** One task: by its attributes alone ("my 5 pm reminder"), else by words. */
function readOne(piece: Piece, context: Context): TargetReading {
  const quoted = protectedStretches(piece);
  const when = readWhen(withoutNouns(piece), context, { from: piece.start, to: piece.end, protected: quoted, use: "create" });
  const period = quoted.length > 0 ? null : readPeriod(piece, context);
  const range = period && isAtEdge(piece, period.span) ? period : null;
  const attribute = when.spans.length === 0 && !range ? attributeDay(piece, context) : null;
  const dates = when.spans.length > 0 ? when.spans : attribute ? [attribute.span] : range ? [{ ...range.span, kind: "date" as const }] : [];
  let sure = false;
  const kept: Piece[] = [];
  for (const gap of gaps(piece, dates)) {
    const named = kept.length === 0 ? unname(gap) : { piece: gap, sure: false };
    const noun = NOUN_END.test(named.piece.lower);
    const bare = peel(peel(peel(named.piece, null, NOUN_END), null, SET_UP), null, NOUN_END);
    const rest = isBeforeDate(bare, dates) ? peel(bare, null, /\s+(?:on|in|at|by|for|from|of)\s+the$/) : bare;
    sure ||= named.sure || noun;
    if (!isEmpty(rest) && !SMALL.test(rest.lower)) kept.push(peel(rest, ADJECTIVE));
  }
  const words = kept
    .map(textOf)
    .join(" ")
    .replace(/^["']|["']$/g, "")
    .trim();
  if (words === "") {
    const { filter, spans } = readFilter(piece, context);
    filter.words = null;
    return restricts(filter) || filter.limit !== null
      ? { target: { by: "filter", filter }, spans, sure: true }
      : { target: null, spans: [], sure };
  }
  const due = range ? { from: range.from, to: range.to } : (attribute?.due ?? (when.due ? dayOf(when.due) : null));
  const spoken = textOf(unname(piece).piece).replace(/^["']|["']$/g, "");
  const spans = [...kept.map((gap) => spanOf(gap, "target")), ...dates].sort((a, b) => a.start - b.start);
  const each = namesIn(words);
  return { target: { by: "words", words, spoken, due, ...(each.length > 1 ? { each } : {}) }, spans, sure };
}

const OF_DAY = /^(?:(?:my|the|our)\s+)?(today|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day)(?:'?s)?\s+(?=\S)/;

/** "Monday appointment": the day chooses, if no task is called so. */
function attributeDay(piece: Piece, context: Context): { span: Span; due: Days } | null {
  const named = unname(piece).piece;
  const match = OF_DAY.exec(named.lower);
  const day = match?.[1];
  if (!match || day === undefined) return null;
  const start = named.start + match[0].indexOf(day);
  const range = readRange(piece.source, context, { from: start, to: start + day.length });
  const end = named.start + match[0].trimEnd().length;
  return range && { span: { start, end, kind: "date", certain: true }, due: { from: range.from, to: range.to } };
}

function isBeforeDate(piece: Piece, dates: readonly Span[]): boolean {
  return dates.some((date) => date.start >= piece.end && date.start - piece.end <= 2);
}

// "my 5 pm reminder" reads as "5 pm" once the noun is gone; blanks keep every index.
function withoutNouns(piece: Piece): string {
  const blanked = piece.lower.replace(EVERY_NOUN, (noun) => " ".repeat(noun.length));
  return piece.source.slice(0, piece.start) + (blanked === piece.lower ? textOf(piece) : blanked) + piece.source.slice(piece.end);
}

/** Takes "my reminder to …", "the alert for the reminder about …" off the front. */
function unname(piece: Piece): { piece: Piece; sure: boolean } {
  let rest = withoutPointers(piece);
  let sure = false;
  for (let i = 0; i < 3; i++) {
    const next = peel(rest, CALLED);
    if (next === rest) break;
    sure = true;
    rest = withoutPointers(next);
  }
  return { piece: rest, sure };
}

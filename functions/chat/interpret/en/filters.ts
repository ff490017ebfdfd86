/** Reads which tasks are meant by what they are like: status, days, priority, tags, words, order, number. */
import type { Context, Days, Filter, Span, When } from "../interpretation.ts";
import { type Piece, part } from "../piece.ts";
import { filterOf } from "../reading.ts";
import { tagNames } from "./details.ts";
import { readLimit, readMostImportant, readSort } from "./filter-order.ts";
import { blank, eat, type Reader } from "./filter-reader.ts";
import { readStatus } from "./filter-status.ts";
import { NOUN } from "./lexicon.ts";
import { readPeriod } from "./period.ts";
import { LEVEL_WORD, priorityOf } from "./priorities.ts";
import { readWhen } from "./when/when.ts";

export type FilterReading = { filter: Filter; spans: Span[] };

const MOST_TAGS = 50;

/**
 * Reads a noun phrase such as "high priority tasks due this week tagged work sorted by due date".
 * Words that say nothing else are searched for.
 */
export function readFilter(piece: Piece, context: Context): FilterReading {
  const reader: Reader = { piece, left: piece.lower, spans: [], filter: filterOf() };
  readQuotes(reader);
  readTags(reader);
  readMostImportant(reader);
  readPriorities(reader);
  readSort(reader);
  readStatus(reader);
  readRepeating(reader);
  readDays(reader, context);
  readLimit(reader);
  readWords(reader);
  return { filter: reader.filter, spans: reader.spans.sort((a, b) => a.start - b.start) };
}

function readQuotes(reader: Reader): void {
  eat(
    reader,
    /\b(?:(?:containing|with|named|called|titled|about|matching|for)\s+)?"([^"]+)"(?:\s+in\s+(?:the\s+)?(?:title|name))?|"([^"]+)"/,
    "filter",
    (m) => {
      reader.filter.words = m[1] ?? m[2] ?? null;
    },
  );
}

function readTags(reader: Reader): void {
  const { filter, piece } = reader;
  const names = (m: RegExpExecArray) => {
    const said = m[1] ?? "";
    const at = m.index + m[0].lastIndexOf(said);
    filter.tags.push(...tagNames(piece.source.slice(piece.start + at, piece.start + at + said.length)));
  };
  eat(
    reader,
    new RegExp(
      String.raw`\b(?:that (?:are|have) |which are )?(?:tagged|labell?ed|with the (?:tags?|labels?)|with (?:tags?|labels?)|` +
        String.raw`under the tag|having the tag)\s+(?:as |with )?((?:#?[\p{L}\p{N}_-]+(?:\s*,\s*(?:and\s+|or\s+)?|` +
        String.raw`\s+(?:and|or)\s+))*#?[\p{L}\p{N}_-]+)`,
      "u",
    ),
    "tag",
    names,
  );
  const hash = /(?<=^|[\s(,])(?:(?:with|in|and|or) )?(#(?=[\p{L}\p{N}_/-]*\p{L})[\p{L}\p{N}_/-]+)/u;
  while (filter.tags.length < MOST_TAGS && eat(reader, hash, "tag", names));
}

const LEVEL_LIST = new RegExp(
  `(?:\\b(?:with|of|at)\\s+)?(?:\\b(?:a|the)\\s+)?\\b(${LEVEL_WORD}(?:\\s*(?:,|and|or|and/or|` +
    `/)\\s*${LEVEL_WORD})*)[ -](?:priority|priorities)\\b`,
);
const LEVEL_AFTER = new RegExp(
  `(?:\\b(?:with|of|at|whose)\\s+)?(?:\\b(?:a|the)\\s+)?\\bpriority(?:\\s+(?:is|of))?\\s*[:=]?\\s*(${LEVEL_WORD}|[1-4])\\b`,
);
const LEVEL_ALONE = new RegExp(
  "(?<=^|[\\s\\ue000])(?:!(urgent|high|medium|low|none)|(p[1-4])|(urgent|important|critical)(?=\\s*$|\\s+(?:and|" +
    `ones?|stuff|things?|${NOUN})\\b))`,
);

function readPriorities(reader: Reader): void {
  const add = (m: RegExpExecArray) => {
    const said = (m[1] ?? m[2] ?? m[3] ?? "").split(/[^a-z0-9]+/);
    for (const word of said) {
      const priority = priorityOf(word);
      if (priority && !reader.filter.priorities.includes(priority)) reader.filter.priorities.push(priority);
    }
  };
  for (const pattern of [LEVEL_LIST, LEVEL_AFTER, LEVEL_ALONE, LEVEL_ALONE]) eat(reader, pattern, "priority", add);
}

function readRepeating(reader: Reader): void {
  eat(reader, /\b(?:non[- ]?(?:recurring|repeating)|one[- ](?:off|time)|(?:that )?(?:do not|don't) (?:repeat|recur))\b/, "filter", () => {
    reader.filter.repeating = false;
  }) ||
    eat(
      reader,
      /\b(?:re-?occurring|recurring|repeating|periodic|repeated|(?:that|which|tasks|ones|reminders) (?:repeat|recur))\b/,
      "filter",
      () => {
        reader.filter.repeating = true;
      },
    );
}

const PRONOUN =
  /(?<![a-z]ty|\b(?:at|by|till|until|from|to|after|before|past|around))\s+one\b|\b(?:next|first|last|top|latest|newest|oldest)\s+(?:\d+|two|three|four|five|six|seven|eight|nine|ten)(?=\s*$)/g;

function readDays(reader: Reader, context: Context): void {
  const { filter, piece } = reader;
  // "The boiler one" is no hour, and "the next three" are none.
  const ones = [...piece.lower.matchAll(PRONOUN)].map(({ index, 0: { length } }) => ({
    start: piece.start + index,
    end: piece.start + index + length,
  }));
  const options = { from: piece.start, to: piece.end, protected: [...reader.spans, ...ones] };
  const range = readPeriod(piece, context);
  const when = readWhen(piece.source, context, { ...options, use: "bare" });
  const free = (span: { start: number; end: number }) => !reader.spans.some((s) => span.start < s.end && span.end > s.start);
  let days: Days | null = null;
  if (range && free(range.span)) {
    days = { from: range.from, to: range.to };
    take(reader, range.span);
  } else if (when.due && when.due !== null) {
    days = dayOf(when.due);
  }
  for (const span of when.spans) if (free(span)) take(reader, span);
  if (when.rule) filter.repeating = true;
  if (when.due?.time && !when.rule) filter.at = when.due.time.slice(0, 5);
  if (filter.happened) {
    if (days) filter.happened = { ...filter.happened, ...days };
    else if (filter.happened.what === "completed") filter.happened = null;
  } else if (days && filter.due === null && !when.rule) {
    filter.due = days;
  }
}

/** The day of a moment as a range. */
export function dayOf(when: When): Days {
  const next = new Date(`${when.date}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return { from: when.date, to: next.toISOString().slice(0, 10) };
}

function take(reader: Reader, span: Span): void {
  blank(reader, span.start - reader.piece.start, span.end - reader.piece.start);
  reader.spans.push({ ...span, kind: span.kind === "filter" ? "date" : span.kind });
}

// Words that say nothing about which tasks are meant.
const EMPTY = new Set(
  (
    "a all also an and any anything are as at be been by can coming currently do does due each every everything existing " +
    "for from get going got had has have here how i i'd i've if in into is it items just " +
    "left list lists listed many me mine more most much must my need needed next now did what's whats of off on one ones or our out over " +
    "pending phone please remind repeat required right saved scheduled see set should show so some still stuff " +
    "task tasks tell than that the their them there these they thing things this those to todo todos to-do to-dos tos " +
    "under until up upon us want was we were what when which who will with would you your yet " +
    "reminder reminders reminder's chore chores errand errands entry entries item alert alerts alarm alarms agenda plate " +
    "schedule calendar currently today's status state kind marked like"
  ).split(" "),
);
const LOOK = /\b(?:about|regarding|concerning|containing|contain|mentioning|matching|named|called|titled|related to|involving)\s+/;

function readWords(reader: Reader): void {
  const { filter, piece } = reader;
  if (filter.words !== null) return;
  const look = LOOK.exec(reader.left);
  const found: string[] = [];
  const from = look ? look.index + look[0].length : 0;
  for (const run of reader.left.slice(from).matchAll(/[^\ue000]+/g)) {
    const words = [...run[0].matchAll(/[\p{L}\p{N}][^\s\ue000,;:!?"()]*/gu)].map((w) => ({ word: w[0].replace(/\.+$/, ""), at: w.index }));
    const first = words.findIndex((w) => !EMPTY.has(w.word));
    const last = words.findLastIndex((w) => !EMPTY.has(w.word));
    const a = words[look ? 0 : first];
    const z = words[last];
    if (first < 0 || !a || !z) continue;
    const start = piece.start + from + run.index + a.at;
    const end = piece.start + from + run.index + z.at + z.word.length;
    found.push(piece.source.slice(start, end));
    reader.spans.push({ start, end, kind: "filter", certain: look !== null });
  }
  filter.words = found.join(" ").replace(/^(?:my|the|a|an|our|for|to|about)\s+/i, "") || null;
}

/** The piece without a leading run of words that only point ("all of my", "the"). */
export function withoutPointers(piece: Piece): Piece {
  const match =
    /^(?:(?:all|any|each|every|both|some|of|my|the|this(?!\s+(?:week|weekend|month|quarter|year|morning|afternoon|evening)\b)|that|these|those|our|an?|another)\s+)+/.exec(
      piece.lower,
    );
  return match ? part(piece, match[0].length) : piece;
}

/** Questions about what happened: to one task, or on some days. */
import type { Context, Reading } from "../interpretation.ts";
import { after, isEmpty, type Piece, part, peel, spanOf, trim } from "../piece.ts";
import { filterOf, reading } from "../reading.ts";
import { readFilter } from "./filters.ts";
import { head } from "./lexicon.ts";
import { type Period, readPeriod } from "./period.ts";
import { readTarget } from "./targets.ts";

const RECORD =
  "(?:(?:change |edit |task |activity |full )?(?:history|changelog|activity(?: log)?|audit(?: trail| log)?|" +
  "change log|log|timeline|changes|revisions|versions))";
const OPENING =
  "(?:(?:show|list|display|view|see|give|get|read|tell|what'?s|what is|whats|what are|open)(?: me|" +
  " us)? )?(?:(?:the|my|all|full|complete|entire|a) )*";
const OF_TASK = head(`${OPENING}${RECORD} (?:of|for|on|about|to) `);
const ALONE = head(`${OPENING}${RECORD}(?= (?:today|yesterday|this|last|since|from|in|on|for|of|between|before|after|the)\\b|[.!? ]*$)`);
const CHANGED = head(
  "what(?:'s|'ve| has| have| all| else)? (?:has |have |was |were |got |been )*(?:changed?|happened|going on|" +
    "been going on|been done|new|updated|modified)(?= |$|[?.!])",
);
const LAST_DEED =
  /^what(?:'?s|\s+is|\s+was|\s+were)?\s+(?:the\s+)?last\s+(?:things?|changes?|commands?|actions?)(?:\s+(?:that\s+)?(?:i|we|you)\s+(?:just\s+)?(?:did|made|changed|said))?[?.! ]*$/;
const CHANGED_TO = /^(?:to|with|on|in|about)\s+/;
const I_DID = head(
  "what (?:all )?(?:have |did |'ve )?(?:i|we) (?:do|done|change|changed|finish|finished|complete|completed|add|" +
    "added|create|created|delete|deleted|accomplish|accomplished|achieve|achieved|get done|got done|edit|edited|" +
    "update|updated|moved?)(?= |$|[?.!])",
);
const LAST_TIME = head(
  "(?:when|how often|how many times) (?:did|have|was|were|has) (?:i |we )?(?:last |the last time )?(?:(?:i |" +
    "we )?(?:complete|completed|finish|finished|do|done|change|changed|move|moved|create|created|add|added|delete|" +
    "deleted|edit|edited|reschedule|rescheduled|postpone|postponed) )",
);
/** "When was the sofa added?" */
const WHEN_DONE =
  /^when\s+(?:was|were|has|have)\s+((?:the|my|our)\s.{1,80}?|it|that|this|#?\d+)\s+(?:been\s+)?(?:last\s+)?(?:added|created|completed|finished|done|changed|moved|edited|renamed|deleted|updated)[?.! ]*$/;
const WHO = head("who (?:changed|completed|finished|moved|deleted|created|added|edited|renamed|touched) ");

const POSSESSIVE = new RegExp(`^(?:(?:show|list|display|see|view)(?: me)?\\s+)?(.{1,80}?)(?:'s|s')\\s+${RECORD}[.!? ]*$`);

/** "what changed today", "history of rent", "when did I last complete the gym". The days asked for are in `filter.happened`. */
export function readHistory(piece: Piece, context: Context): Reading | null {
  const ofTask = after(piece, OF_TASK) ?? after(piece, LAST_TIME) ?? after(piece, WHO);
  if (ofTask && !isEmpty(ofTask)) return onTask(piece, ofTask, context);
  const done = WHEN_DONE.exec(piece.lower.slice(0, 160));
  if (done) {
    const start = done[0].indexOf(done[1] ?? "", 5);
    return onTask(piece, part(piece, start, start + (done[1] ?? "").length), context);
  }
  if (LAST_DEED.test(piece.lower))
    return reading("history", {
      filter: filterOf({ happened: { what: "any", from: null, to: null }, limit: 1 }),
      spans: [spanOf(piece, "verb")],
    });
  const changed = after(piece, CHANGED);
  const changedTo = changed && after(changed, CHANGED_TO);
  if (changedTo && !isEmpty(peel(changedTo, null, /[?.!]+$/)) && !rangeOf(changedTo, context)) return onTask(piece, changedTo, context);
  const days = changed ?? after(piece, I_DID) ?? after(piece, ALONE);
  if (days) return onDays(piece, days, context);
  const possessive = POSSESSIVE.exec(piece.lower.slice(0, 160));
  if (!possessive || piece.lower.length > 160) return null;
  const from = possessive[0].indexOf(possessive[1] ?? "");
  return onTask(piece, part(piece, from, from + (possessive[1] ?? "").length), context);
}

function onTask(piece: Piece, of: Piece, context: Context): Reading {
  const verb = spanOf(part(piece, 0, of.start - piece.start), "verb");
  const days = rangeOf(of, context);
  const rest = peel(days ? trim(part(of, 0, Math.max(0, days.span.start - of.start))) : of, null, /[?.!]+$/);
  if (isEmpty(rest)) return onDays(piece, of, context);
  const { target, spans } = readTarget(rest, context);
  const happened = days && { what: "any" as const, from: days.from, to: days.to };
  return reading("history", { target, filter: filterOf({ happened }), spans: [verb, ...spans, ...(days ? [days.span] : [])] });
}

function onDays(piece: Piece, rest: Piece, context: Context): Reading {
  const verb = spanOf(part(piece, 0, rest.start - piece.start), "verb");
  const days = rangeOf(rest, context);
  const what = /\b(?:finish|finished|complete|completed|done|accomplish|accomplished|achieved?)\b/.test(piece.lower)
    ? ("completed" as const)
    : /\b(?:add|added|create|created|new)\b/.test(piece.lower)
      ? ("created" as const)
      : /\b(?:delete|deleted|removed?)\b/.test(piece.lower)
        ? ("deleted" as const)
        : ("any" as const);
  const { filter } = days ? { filter: filterOf() } : readFilter(rest, context);
  const happened = { what, from: days?.from ?? null, to: days?.to ?? null };
  return reading("history", { filter: { ...filterOf(), tags: filter.tags, happened }, spans: [verb, ...(days ? [days.span] : [])] });
}

function rangeOf(piece: Piece, context: Context): Period | null {
  return isEmpty(piece) ? null : readPeriod(piece, context);
}

/** Values said without a joint: "make it urgent", "2 is due Friday". */
import type { Context, Reading } from "../../interpretation.ts";
import { after, isEmpty, type Piece, part, peel, trim } from "../../piece.ts";
import { head } from "../lexicon.ts";
import { change, hour, update } from "./change.ts";

const MAKE = head("(?:make|set|mark|give|flag|repeat|let|do(?= (?:it|that|this|them)\\b)) ");
/** "Mark as urgent", right after a task was touched. */
const AS = /^(?:mark|flag|set)\s+(?:as|to)\s+(?=\S)/;
const REPEATS = /\b(?:repeat|recur|recurring|repeating)\b/;
const VALUE_START = new RegExp(
  String.raw`\s+(?:(?:an?\s+)?(?:deadline|due\s+date)\s+(?:of\s+)?|(?:to\s+)?(?:be\s+)?(?:a\s+)?(?=(?:very )?(?:urgent|critical|important|unimportant|high|medium|low|top|` +
    String.raw`p[1-4]\b|!\w))|(?:to\s+)?(?:be\s+)?(?=(?:an?\s+)?(?:all|whole)[- ]day\b|without\b|with no\b)|(?:to\s+)?(?=(?:due|repeat|recur|every|daily|weekly|monthly|yearly|annually|quarterly|biweekly|` +
    "for|on|at|by|\\d|tomorrow|today|tonight|next|this|in|start|monday|tuesday|wednesday|thursday|friday|saturday|sunday|" +
    String.raw`from|until|a\s+(?:daily|weekly|monthly))(?:\b|(?<=\d)))|(?:as|to)\s+)`,
  "g",
);

const COMPARED = /\s(?:less|more|not\s+so|not|too)\s+(?:urgent|important)[.! ]*$/;
const WHICH_LEVEL = "Which priority shall it have: urgent, high, medium, low or none?";

/** "make the report high priority", "repeat 2 every week". */
export function readMakeIt(piece: Piece, context: Context): Reading | null {
  const own = context.dialogue?.touched ? after(piece, AS) : null;
  const level = own && change(own, context);
  if (level) return update(piece, null, level, context);
  const rest = after(piece, MAKE);
  // "Make a list for tomorrow" makes something.
  if (!rest || /^(?:an? |the |my )?(?:[a-z-]+ )?lists?\b/.test(rest.lower)) return null;
  const lessOrMore = COMPARED.exec(rest.lower);
  if (lessOrMore) return update(piece, part(rest, 0, lessOrMore.index), { question: WHICH_LEVEL }, context);
  const repeats = piece.lower.startsWith("repeat");
  // "Make everything due this week urgent": of many, the day says which, so the last value is the wish.
  const many = /^(?:everything|all|every|each|any|both)\b/.test(rest.lower);
  let last: Reading | null = null;
  let tries = 0;
  for (const start of rest.lower.slice(0, 300).matchAll(VALUE_START)) {
    if (++tries > 8) break;
    const value = peel(trim(part(rest, start.index + start[0].length)), /^(?:repeat|recur|as|due)\s+(?=\S)/);
    const target = trim(part(rest, 0, start.index));
    const pointed = /^(?:it|that|this|them)$/.test(target.lower);
    const said = isEmpty(value) ? null : (change(value, context) ?? (pointed ? hour(value, context) : null));
    if (!said || (repeats && !said.rule)) continue;
    const found = update(piece, target, said, context, true);
    // "make cake tomorrow" and "set the oven low" are tasks; "make the report urgent" changes one.
    const clear =
      said.allDay ||
      (said.priority && (/priority|important/.test(value.lower) || said.priority === "urgent" || /^(?:mark|flag)\b/.test(piece.lower)));
    const named = /deadline|due\s+date/.test(start[0]);
    const meant = found.otherwise === null || (said.rule && REPEATS.test(rest.lower)) || repeats || clear || named ? found : null;
    if (!many) return meant;
    last = meant ?? last;
  }
  return last;
}

const MOVED =
  /^(.{1,80}?)\s+(?:(?:is|are)\s+now|(?:(?:got|was|has\s+been|is|were|are)\s+)?(?:moved|rescheduled|postponed|pushed(?:\s+back)?|changed)\s+to)\s+/;

/** "The dentist is on Friday now". */
const NOW = /^(.{1,80}?)\s+(?:is|are)\s+(?=.{2,40}\snow[.! ]*$)/;

/** "The dentist is now on Friday", "the call got moved to 4": of the task that there is. */
function readMoved(piece: Piece, context: Context): Reading | null {
  const match = MOVED.exec(piece.lower.slice(0, 200)) ?? NOW.exec(piece.lower.slice(0, 200));
  const value = match && peel(trim(part(piece, match[0].length)), null, /\s+now[.! ]*$/);
  const said = value && !isEmpty(value) ? (change(value, context) ?? hour(value, context)) : null;
  return match && said ? update(piece, part(piece, 0, (match[1] ?? "").length), said, context, true) : null;
}

const STATEMENT =
  /^(.{1,80}?)(?:'s|(?<=^(?:it|that))s(?=\s)|\s+(?:is|are|should be|must be|needs to be|has to be))\s+(?:now\s+)?(?:due\s+)?/;

/** "it is urgent": only of a task that is certainly meant. */
export function readStatement(piece: Piece, context: Context): Reading | null {
  const moved = readMoved(piece, context);
  if (moved) return moved;
  const match = STATEMENT.exec(piece.lower.slice(0, 200));
  if (!match) return null;
  const value = trim(part(piece, match[0].length));
  const pointed = /^(?:it|that|this|#?\d+)$/.test(match[1] ?? "");
  const said = isEmpty(value) ? null : (change(value, context) ?? (pointed ? hour(value, context) : null));
  if (!said) return null;
  const found = update(piece, trim(part(piece, 0, (match[1] ?? "").length)), said, context, true);
  // "Taxes is urgent" is of the task that there is, else the words are a new one.
  const ranks =
    said.priority && found.target?.by === "words" && Object.keys(said).every((field) => field === "priority" || field === "spans");
  return ranks || (found.otherwise === null && found.target !== null && found.target.by !== "words") ? found : null;
}

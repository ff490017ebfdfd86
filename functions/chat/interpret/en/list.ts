/** Questions about the tasks: list, search, filter, sort, count. */
import type { Context, Reading } from "../interpretation.ts";
import { after, gaps, isEmpty, type Piece, part, peel, spanOf, trim } from "../piece.ts";
import { filterOf, reading, restricts } from "../reading.ts";
import { FOREIGN, readAsked } from "./asked.ts";
import { readBare } from "./create.ts";
import { readFilter } from "./filters.ts";
import { head, LIST, NOUN, NOUNS } from "./lexicon.ts";
import { listed, shown } from "./listing.ts";
import { readTarget } from "./targets.ts";
import { opensTime } from "./when/openers.ts";
import { isImperative } from "./when/task-words.ts";

const ASK = head(
  "(?:show|list|display|view|print|what'?s|what (?:is|are|am|was|were|all|else|do|did|have|has|should|can|must|times? (?:is|are)|tasks?|" +
    "to-?dos?|reminders?|chores?|items?|event|ongoing)|whats|which|when(?:'s| is| are| was| were| will| do| does|" +
    " did)|where(?:'s| is| are)|how many|how much|do (?:i|you|we) (?:still )?(?:have|need)|did i|have i|am i|is|are|" +
    "were there|was there|does|tell (?:me|my|us)|let me (?:see|hear|know)|inform me|i (?:want|need|wanna|would like|" +
    "'d like) (?:to )?(?:see|hear|know)|anything)(?= |$)",
);
const FETCH = head(
  "(?:see|read|give|get(?! rid)|find(?! out)|search|look|open|check|bring|pull|repeat(?= (?:back|my|the|to|me|" +
    "our)\\b.*\\blist|.*\\bto me)|iterate|go (?:over|through)|recite|send(?= (?:me|us|my|over my)\\b)|review|run (?:through|down)|fetch|" +
    "in reminders|filter|sort|order|remind me (?:what|of what|the things)|read back|count|(?:i need|i want)(?! to)|" +
    "list)(?: me| my| us| back| up| out| through| over| for| at)*(?= |$)",
);
const THING = new RegExp(
  `\\b(?:${NOUN}|(?:to-? ?do|my|the|today's|tomorrow's|errand|chore|task|reminder)\\s+(?:[a-z]+\\s+)?list|agenda|plate|remember(?:ed)?)\\b`,
);
const TO_DO = new RegExp(
  String.raw`\b(?:what (?:have (?:i|we) got|do (?:i|we) have)|do (?:i|we) have (?:anything|something|plans|stuff)|(?:have|need|got|left|supposed|plans|busy|free|things|stuff|anything|something|should (?:i|we)|must (?:i|` +
    "we)) (?:(?:left|to|still|have|need) )*(?:to )?(?:do|accomplish|remember|finish|complete|get (?:\\w+ )?done)|not (?:yet )?(?:done|finished|completed)|(?:ask|asked|tell|told) you to remind me|due|overdue|scheduled|" +
    "coming up|on my (?:plate|agenda|list|schedule|calendar)|planned|i(?:'m| am)? (?:trying|supposed|" +
    String.raw`wanted) to remember|had wanted to remember|left for|(?:got|going|anything) on)\b`,
);
const OWN = new RegExp(
  `\\b(?:my|the|all|any|our|every|this|these|of|today's|tomorrow's|to-? ?do)\\b[^.]{0,80}\\b(?:${NOUN}|list|agenda)\\b|` +
    `^(?:[a-z]+\\s+){0,3}(?:${NOUNS})\\b|(?:trying|wanted) to remember`,
);
const SEND_NEW = new RegExp(`^(?:send|give|get|i need|i want)(?: me)? (?:an? |another )(?:[a-z]+ ){0,2}?${NOUN}`);
const SEARCH = head(
  "(?:find|search|search for|look for|look up|filter(?: by)?|show(?: me)?|list|display|view|see|what about|what'?s)(?: for)? ",
);
const SHORT = head(
  "(?:show|list|display|view|see|what'?s|what is|whats|what are|what else(?: is there| do i have| is left)?|which (?:ones|tasks) are|what about|how about|give me|get|anything|what do i have)(?: me| my|" +
    " us)?(?: up| on| for)?(?= |$)",
);
const NOUN_FIRST = new RegExp(
  `^(?:(?:list of )?(?:all |my |the |our |any |of )*(?:[\\w'!#/-]+,?\\s+(?:and\\s+)?){0,5}?(?:${NOUNS})(?=$|` +
    `[?.! ,]))|^on my (?:[a-z]+ ){0,3}(?:${LIST}) (?:is|are|was)\\b|^everything\\b|^anything\\b`,
);

const DETAIL = head(
  "(?:(?:show|give|tell)(?: me)?|display|view|see|open|what'?s|what is|describe)?(?: ?(?:the )?(?:details?|more|info|information|everything) (?:of|on|about|for))? ?(?:(?:task|number|item|reminder) )?",
);
const DETAILED = /^(?:#?\d{1,3}|it|that one|this one|the (?:first|second|third|last) one)$/;

function detail(piece: Piece, named: Piece, context: Context): Reading | null {
  if (named.start === piece.start) return null;
  const { target, spans } = readTarget(named, context);
  return target && reading("list", { target, spans: [spanOf(part(piece, 0, named.start - piece.start), "verb"), ...spans] });
}

/** "show my tasks for tomorrow", "do I have anything due Friday?", "how many tasks have I got?". */
export function readList(piece: Piece, context: Context): Reading | null {
  const posed = readAsked(piece, context);
  if (posed) return posed;
  if (NEXT.test(piece.lower))
    return reading("list", {
      filter: filterOf({ sort: { by: "due", descending: false }, limit: NEXT_FEW }),
      spans: [spanOf(piece, "verb")],
    });
  const asked = after(piece, ASK);
  if (asked && !FOREIGN.test(piece.lower) && (THING.test(piece.lower) || TO_DO.test(piece.lower))) return listed(piece, asked, context);
  const fetched = SEND_NEW.test(piece.lower) ? null : after(piece, FETCH);
  if (fetched && THING.test(piece.lower) && OWN.test(piece.lower)) return listed(piece, fetched, context);
  // A number alone asks for that task of a list.
  if (context.dialogue && /^#?\d{1,3}$/.test(piece.lower)) {
    const { target, spans } = readTarget(piece, context);
    return reading("list", { target, spans });
  }
  if (MORE.test(piece.lower) && ((context.dialogue?.listed ?? 0) > 0 || /more|page/.test(piece.lower)))
    return reading("list", { question: HOW_TO_SEE_MORE, spans: [spanOf(piece, "verb")] });
  const state = STATE.exec(piece.lower.slice(0, 60)) ?? WHEN_IS.exec(piece.lower.slice(0, 60));
  if (state) {
    const from = state[0].indexOf(` ${state[1]}`) + 1;
    return detail(piece, part(piece, from, from + (state[1] ?? "").length), context);
  }
  if (ITS_FIELD.test(piece.lower) && context.dialogue?.touched)
    return reading("list", { target: { by: "last" }, spans: [spanOf(piece, "verb")] });
  const detailed = after(piece, DETAIL);
  if (detailed && DETAILED.test(detailed.lower)) return detail(piece, detailed, context);
  const short = after(piece, SHORT);
  if (short) {
    if (isEmpty(peel(short, /^(?:all|everything|it|list|me)$/))) return listed(piece, part(short, 0, 0), context);
    const { filter, spans } = readFilter(short, context);
    if ((filter.words === null || /\s(?:stuff|ones|things)$/.test(short.lower)) && (restricts(filter) || filter.sort !== null))
      return shown(filter, [spanOf(part(piece, 0, short.start - piece.start), "verb"), ...spans], piece);
  }
  const told = after(piece, TOLD);
  if (told && !isEmpty(told)) {
    const { target, spans, sure } = readTarget(peel(told, null, /[?.! ]+$/), context);
    const otherwise = sure || !piece.lower.startsWith("describe") ? null : readBare(piece, context);
    if (target) return reading("list", { target, otherwise, spans: [spanOf(part(piece, 0, told.start - piece.start), "verb"), ...spans] });
  }
  const named = after(piece, NAMED);
  if (named && NAME.test(named.lower)) return { ...listed(piece, named, context), otherwise: readBare(piece, context) };
  const search = /^(?:find(?! out)|search|look)/.test(piece.lower) ? after(piece, SEARCH) : null;
  if (search && !isEmpty(search)) {
    const found = listed(piece, search, context);
    // "Look for a new sofa on Saturday" is to be done then.
    if ((found.filter?.due || found.filter?.happened) && !/^search/.test(piece.lower)) return null;
    return /^search/.test(piece.lower) ? found : { ...found, otherwise: readBare(piece, context) };
  }
  return null;
}

/** "Describe taxes", "what is the note of taxes": the task in full. */
const TOLD = head(
  "(?:describe|(?:what(?:'?s| is| are)|show(?: me)?|read(?: me)?|tell me) (?:the )?(?:notes?|descriptions?|details?|priority|tags?|due date|deadline) (?:of|for|on) ) ?(?:the |my )?(?=\\S)",
);

/** "Show travel": a list if a task is called so, else a task ("show John around town" surely). */
const NAMED = head("(?:show|list|display) (?:me )?");
const NAME = /^(?!it$|that$|this$)[^\s,.;:]+(?:\s+(?!in\b|on\b|at\b|for\b|to\b|the\b|my\b|around\b)[^\s,.;:]+)?$/;

/** Who asks what is next wants to choose, not to be told. */
const NEXT_FEW = 3;
const NEXT = head(
  "what(?:(?:'?s| is| comes)? (?:up )?next| now$| now\\?| to do(?: now| next)?[?.! ]*$| (?:should|shall|do|can|must) (?:i|we) (?:do|tackle|start(?: with)?|work on) (?:next|now|first))(?: (?:on|in) (?:my|the) (?:list|agenda|schedule|plate))?[?.! ]*$",
);
const MORE = /^(?:show\s+(?:me\s+)?)?(?:more|the\s+rest|(?:the\s+)?next\s+(?:page|ones)|go\s+on|continue)[.! ]*$/;
const HOW_TO_SEE_MORE = "I show 25 at a time. Narrow it down (“due this week”), or say how many: “show the first 100 tasks”.";
/** "Is 3 done?" */
const STATE = /^(?:is|are|was|when\s+is)\s+(#?\d{1,3}|it|that\s+one)\s+(?:done|finished|completed?|overdue|due|open|closed)\b/;
/** "What's the note?", "read it to me". */
const ITS_FIELD =
  /^(?:what(?:'?s|\s+(?:is|are))\s+(?:its|the)\s+(?:notes?|descriptions?|priority|tags?|due\s+date|deadline)(?:\s+again)?|(?:read|show|tell\s+me)\s+(?:it|that)(?:\s+(?:to\s+me|out|back|again|aloud))?)[?.! ]*$/;
/** "When is it?" */
const WHEN_IS = /^when(?:'?s|\s+is)\s+(#?\d{1,3}|it|that(?:\s+one)?)(?:\s+(?:again|on))?[?.! ]*$/;
const NEXT_ONE = new RegExp(`^(?:my |the )?(?:next|latest|newest|oldest)\\s+(?:${NOUN})[.!? ]*$`);
// Between attributes without a noun; any other word there says something else ("I may need a new phone").
const JOINING = /^(?:(?:and|all|my|the|due|for|on|of|in|by|with|that|are|is|stuff|things?|ones?|everything|anything|please)\b|[\s,.!?])*$/;
const ATTRIBUTES = new Set(
  `overdue late past due behind schedule undated unscheduled without with no not date dates deadline completed complete done finished closed open
  unfinished incomplete outstanding pending remaining active current ongoing upcoming unresolved skipped left created added entered new updated changed
  modified edited touched recurring repeating reoccurring periodic repeated non one off time urgent important critical high medium low top highest
  lowest normal priority priorities p none sort sorted order ordered rank by in ascending descending newest latest oldest soonest earliest most least
  recent alphabetically alphabetical chronologically title name age urgency importance creation all my the and or for on of that which are is it
  i have ve got stuff thing things ones everything anything please first only just limit s inbox tonight everything's`.split(/\s+/),
);

/** Whether a phrase may consist of attributes alone; a cheap look, for most messages are tasks. */
function isOfAttributes(lower: string): boolean {
  if (/[#!"]|\b(?:tag|label)/.test(lower)) return true;
  return lower.split(/[^\p{L}]+/u).every((word) => word === "" || ATTRIBUTES.has(word) || opensTime(word));
}

const COMMANDING = /\b(?:repeat|remind|set|show|tell|do|is|are|was)\b/;

/** "high priority tasks due this week sorted by date", "overdue", "tomorrow": a noun phrase of attributes alone. */
export function readListPhrase(piece: Piece, context: Context): Reading | null {
  const any = /^(?:any|got any|are there any)\s+(?=\S)/.exec(piece.lower);
  if (any && isOfAttributes(peel(part(piece, any[0].length), null, /[?.! ]+$/).lower))
    return readListPhrase(trim(peel(part(piece, any[0].length), null, /[?.! ]+$/)), context);
  const nextOne = NEXT_ONE.test(piece.lower);
  // "Make list for tomorrow" is a task.
  const nounFirst = isImperative(piece.lower.split(/\s/, 1)[0] ?? "") ? null : NOUN_FIRST.exec(piece.lower);
  if (!nounFirst && !nextOne && (piece.lower.length > 120 || !isOfAttributes(piece.lower))) return null;
  const { filter, spans } = readFilter(piece, context);
  if (nextOne) return reading("list", { filter, spans });
  if (!nounFirst && gaps(piece, spans).some((gap) => !JOINING.test(gap.lower))) return null;
  const after = nounFirst ? piece.lower.slice(nounFirst[0].length) : "";
  const named = nounFirst !== null && /^\s*(?:for|about|with|regarding|of|that|in|on|to)\b/.test(after);
  const plain = nounFirst !== null && !restricts(filter) && isEmpty(peel(trim(part(piece, nounFirst[0].length)), /^[?.! ]*$/));
  if (filter.sort !== null && filter.words === null && /^(?:sort|order|rank)\b/.test(piece.lower))
    return reading("list", { filter, spans });
  if ((filter.words !== null && !named) || (!nounFirst && COMMANDING.test(piece.lower))) return null;
  if (
    !plain &&
    !named &&
    ((!restricts(filter) && (nounFirst === null || filter.sort === null)) ||
      (nounFirst === null && (filter.at !== null || filter.repeating !== null || isLoneTag(piece))))
  )
    return null;
  return shown(filter, spans, piece);
}

function isLoneTag(piece: Piece): boolean {
  return (
    /^#\S+$/.test(piece.lower) === false &&
    /^[a-z]+$/.test(piece.lower) &&
    !/^(?:overdue|today|tomorrow|tonight|completed|done|urgent|inbox|undated|unscheduled)$/.test(piece.lower)
  );
}

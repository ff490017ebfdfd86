/** Questions that are about the tasks though no noun of ours says so: "what repeats?", "my week", "did I add milk?". */
import type { Context, Filter, Reading } from "../interpretation.ts";
import { after, isEmpty, type Piece, peel, pieceOf, spanOf } from "../piece.ts";
import { filterOf, reading } from "../reading.ts";
import { readFilter } from "./filters.ts";
import { head, LIST } from "./lexicon.ts";
import { listed } from "./listing.ts";

/** Asked of the world and not of the list. */
export const FOREIGN = /\b(?:weather|news|stories|channel|traffic|time is it|your)\b/;

/** "What repeats?" */
const WHAT_REPEATS = /^(?:what|which\s+(?:ones?|tasks?))\s+(?:repeats?|recurs?|(?:is|are)\s+(?:recurring|repeating))[?.! ]*$/;
/** "Is there anything about the car?", "find the one about the boiler". */
const ABOUT = head(
  "(?:(?:(?:is|are) there )?(?:anything|something|any (?:tasks?|reminders?|to-?dos?|notes?))|which (?:ones?)(?: is| are)?|(?:find|show|give|get|where is|where's)(?: me)? (?:the|that) ones?)" +
    " (?:about|regarding|concerning|involving|with|called|named) (?=\\S)",
);
/** "Did I add milk already?" */
const ADDED = head(
  "(?:did|have) (?:i|we) (?:(?:already|ever) )?(?:add(?:ed)?|put|not(?:e|ed) down|writ(?:e|ten) down|creat(?:e|ed)|save(?:d)?|list(?:ed)?) (?=\\S)",
);
const ON_MINE = new RegExp(`\\s+(?:already|yet|(?:on|to|in|into)\\s+(?:my|the)\\s+(?:[a-z]+\\s+)?(?:${LIST}))[?.! ]*$`);
/** "Agenda for tomorrow", "today's plans". */
const AGENDA =
  /^(?:(?:my|the|our|today's|tomorrow's|(?:this|next)\s+week's|[a-z]+day's)\s+)?(?:agenda|(?<=\s)(?:schedule|plans))(?=[?.! ]*$|\s+(?:for|on)\s)/;
const STRETCH = "day|week|weekend|month|morning|afternoon|evening";
/** "My week", "what's happening Thursday", "how does my week look", "what's the plan for today": what is behind it says when. */
const WHEN = new RegExp(
  `^(?:my\\s+(?=(?:${STRETCH})[?.! ]*$)|(?:what|how)(?:'?s|\\s+(?:is|does|do))\\s+(?:happening|going\\s+on|up|planned|` +
    `(?:the|my|our)\\s+(?:plans?|agenda|schedule)|my(?=\\s+(?:${STRETCH}|[a-z]+day|tomorrow)\\b))(?=\\W|$))`,
);
const LOOKING = /\s*(?:looking|look)?\s*(?:like|so\s+far)?[?.! ]*$/;
const STRETCHES = new RegExp(`^(?:${STRETCH})$`);

/** "What did I just add?" */
const JUST_MADE =
  /^what\s+(?:did|have)\s+(?:i|you)\s+(?:just\s+)?(?:add(?:ed)?|creat(?:e|ed)|ma(?:ke|de)|save(?:d)?|put\s+in)(?:\s+(?:last|just\s+now))?[?.! ]*$/;

/** Questions about the tasks that name no noun of ours. */
export function readAsked(piece: Piece, context: Context): Reading | null {
  if (piece.lower.length > 200 || FOREIGN.test(piece.lower)) return null;
  const verb = spanOf(piece, "verb");
  if (WHAT_REPEATS.test(piece.lower)) return reading("list", { filter: filterOf({ repeating: true }), spans: [verb] });
  if (JUST_MADE.test(piece.lower))
    return reading("list", { filter: filterOf({ status: "any", sort: { by: "created", descending: true }, limit: 1 }), spans: [verb] });
  const named = after(piece, ABOUT) ?? after(piece, ADDED);
  if (named && !isEmpty(named)) return listed(piece, peel(named, null, ON_MINE), context);
  const when = after(piece, WHEN);
  const filter = when && daysOf(peel(when, null, LOOKING), context);
  if (filter) return reading("list", { filter, spans: [verb] });
  if (!AGENDA.test(piece.lower)) return null;
  const agenda = readFilter(piece, context);
  return agenda.filter.words === null ? reading("list", agenda) : null;
}

/** A day or a stretch of the calendar by its name alone, as what to show; null for anything else. */
function daysOf(named: Piece, context: Context): Filter | null {
  const text = named.lower.trim();
  const meant = STRETCHES.test(text) ? pieceOf(text === "day" ? "today" : `this ${text}`) : named;
  const { filter } = readFilter(meant, context);
  return filter.due !== null && filter.words === null ? filter : null;
}

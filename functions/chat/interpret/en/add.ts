/** New tasks said with a verb that adds: "add …", "put … on my list". */
import type { Context, Reading } from "../interpretation.ts";
import { after, before, isEmpty, type Piece, part, peel, spanOf, trim } from "../piece.ts";
import { build } from "./create.ts";
import { readDetails } from "./details.ts";
import { head, LIST, tail } from "./lexicon.ts";
import { titleOf } from "./titles.ts";

const PUT = head("(?:add|put|place|throw|stick|include|write|get|jot)(?: down)?(?= |:)");
const ONTO_LIST = `\\s+(?:to|on|onto|on to|in|into)\\s+(?:my|the|our|a)\\s+(?:([a-z-]+)\\s+){0,3}?(?:${LIST})(?![a-z-])`;
const ONTO = new RegExp(`${ONTO_LIST}(?:\\s*,?\\s*please)?[ .!?]*$`);
const ONTO_AND_MORE = new RegExp(`${ONTO_LIST}\\s+`);
const ITEM = /^:?\s*(?:(?:an?|the)\s+)?(?:new\s+)?(?:items?|tasks?|entry)\s*:?\s+(?=\S)/;
const ON_LIST = new RegExp(
  `^(?:on|to|in)\\s+(?:my|the|our)\\s+(?:[a-z-]+\\s+){0,4}?(?:${LIST}),?\\s*(?:please\\s+)?(?:add|put|include|write|place)(?=\\s)`,
);
/** "Add to my list: …". */
const TO_LIST = head(
  `(?:add|put)(?: this| these| the following)?(?: items?| tasks?)? (?:to|on|onto) (?:my|the|our) (?:[a-z-]+ ){0,3}?(?:${LIST})(?: ?[:,-]| (?=(?:that|to) ))`,
);
/** What was on the list before is opened again. */
const BACK = /^(?:please\s+)?(?:put|get|bring|place)\s.{1,200}\sback\s+(?:on|onto|to|in)\s/;
const PUT_IT = tail(
  "[ ,;]+(?:(?:and|so) )?(?:please )?(?:add|put|place) (?:it|that|this) (?:to|on|onto|in) (?:my|the|our) (?:[a-z-]+ ){0,3}?(?:" +
    LIST +
    ")[ .!?]*",
);
const LITERAL = head(
  "(?:add(?: (?:an? )?(?:new )?(?:task|to-? ?do))?|new (?:task|to-? ?do)|create (?:an? )?(?:new )?(?:task|" +
    "to-? ?do)|to-?do)(?: ?:| )|(?:create|new|task|reminder|memo) ?:|note to (?:my)?self(?: ?[:,-])?(?= )|(?:make|take) (?:me )?a note (?:to|that|of|about)(?= )|(?:jot|note) down(?: ?:)?(?= )",
);

/** "put soap on my drugstore list": the list is ours; a kind of list that is named becomes a tag. */
export function readOnto(piece: Piece, context: Context): Reading | null {
  if (BACK.test(piece.lower)) return null;
  const onList = after(piece, ON_LIST) ?? after(piece, TO_LIST);
  if (onList) return certainly(piece, onList, context, true);
  const put = before(piece, PUT_IT);
  if (put && !isEmpty(put)) return certainly(put, peel(put, /^(?:i|we)\s+(?:need|have|want|must|should|got)\s+(?:to\s+)?/), context);
  const rest = after(piece, PUT);
  const body = rest && before(rest, ONTO);
  if (rest && !body) return readOntoWithDate(piece, rest, context);
  if (!body || isEmpty(body)) return null;
  return certainly(piece, peel(peel(body, ITEM), /^:\s*/), context);
}

/** "put eggs on my list for Friday": what stands behind the list says when, and nothing else. */
function readOntoWithDate(whole: Piece, rest: Piece, context: Context): Reading | null {
  const list = ONTO_AND_MORE.exec(rest.lower.slice(0, 300));
  if (!list || list.index === 0) return null;
  const tailPiece = trim(part(rest, list.index + list[0].length));
  const details = readDetails(tailPiece, context, "create");
  if (details.spans.length === 0 || titleOf(tailPiece, details.spans, true) !== null) return null;
  const named = peel(part(rest, 0, list.index), ITEM);
  const from = trim(part(rest, list.index, list.index + list[0].length));
  const body = part(rest, named.start - rest.start);
  const built = build(body, context, { spared: [spanOf(from, "verb")], wrapped: false, certain: true });
  return { ...built, spans: [spanOf(part(whole, 0, body.start - whole.start), "verb"), ...built.spans] };
}

/** "add buy milk": the words after the verb are the title as they stand. */
export function readAdd(piece: Piece, context: Context): Reading | null {
  const rest = after(piece, LITERAL) ?? (/^(?:add|create|new task)$/.test(piece.lower) ? part(piece, piece.lower.length) : null);
  if (!rest) return null;
  return certainly(piece, peel(rest, /^[:\s]+/), context);
}

function certainly(whole: Piece, body: Piece, context: Context, wrapped = false): Reading {
  const built = build(body, context, { spared: [], wrapped, certain: true });
  const verb = spanOf(part(whole, 0, Math.max(0, body.start - whole.start)), "verb");
  return { ...built, spans: verb.end > verb.start ? [verb, ...built.spans] : built.spans };
}

/** Moving tasks in time, and other values given after a "to": "push it back 2 days", "move the dentist to Friday", "update … to …". */
import type { Context, Reading } from "../../interpretation.ts";
import { after, before, isEmpty, type Piece, part, peel, spanOf, trim } from "../../piece.ts";
import { reading } from "../../reading.ts";
import { readDetails } from "../details.ts";
import { head, NOUN } from "../lexicon.ts";
import { readTarget } from "../targets.ts";
import { change, hour, update } from "./change.ts";

const SHIFT = head("(?:push|bump|move|shift|bring|pull|postpone|delay|put|defer|reschedule)(?: (?:back|forward|off|up|out|on|ahead))? ");
const SHIFT_WORD = /\b(?:back|forward|forwards|earlier|later|ahead|up|off|out|on|by)\b/;
const SOONER = /\b(?:forward|earlier|sooner|up|ahead)\b/;

/** "Postpone the gala 1 week". */
const LATER = /^(?:postpone|delay|defer|push)\b/;
const AMOUNT = /(?<=\s)(?:\d+|an?|one|two|three|four|five|six|a\s+few|a\s+couple\s+of)\s+(?:min(?:ute)?|hour|hr|day|week|month|year)s?$/;

/** By how much: "postpone rent by 2 days"; sooner is negative. */
export function readShift(piece: Piece, context: Context): Reading | null {
  const rest = after(piece, SHIFT);
  if (!rest || !/\d|\b(?:an?|one|two|three|four|five|six|seven|half|few|couple)\b/.test(rest.lower)) return null;
  if (!SHIFT_WORD.test(piece.lower) && !/^(?:postpone|delay|defer)/.test(piece.lower)) return null;
  const read = readDetails(rest, context, "update");
  const amount = read.shift === null && LATER.test(piece.lower) ? AMOUNT.exec(rest.lower.slice(0, 300)) : null;
  const details = amount ? readDetails(part(rest, amount.index), context, "snooze") : read;
  if (details.shift === null) return null;
  const first = details.spans.find((span) => span.kind === "date");
  if (!first) return null;
  const target = peel(
    trim(part(rest, 0, first.start - rest.start)),
    null,
    /(?:^|\s+)(?:back|forwards?|off|up|out|on|ahead|by|earlier|later|for)(?:\s+by)?$/,
  );
  const verb = piece.lower.slice(0, rest.start - piece.start) + rest.lower.slice(target.end - rest.start);
  const sooner = SOONER.test(verb) && !/\b(?:back|later|off|out)\b/.test(verb) && !details.shift.startsWith("-");
  const shift = sooner ? `-${details.shift}` : details.shift;
  return update(piece, isEmpty(target) ? null : target, { shift, spans: details.spans }, context);
}

const REMIND_INSTEAD = /^remind\s+me\s+(?:about|of|to)\s+(?=.{3,200}\sinstead(?:\s+of\s|[.! ]*$))/;

/** "Remind me about the oil change Friday instead of Wednesday": the one there is, on another day. */
export function readInstead(piece: Piece, context: Context): Reading | null {
  const rest = after(piece, REMIND_INSTEAD);
  const body = rest && before(rest, /\s+instead(?:\s+of\s.*)?$/);
  const details = body && readDetails(body, context, "update");
  const first = details?.spans[0];
  if (!body || !first || details.due === null || first.start === body.start) return null;
  const { due, rule, spans } = details;
  return update(piece, trim(part(body, 0, first.start - body.start)), { due, rule, spans }, context, true);
}

const OURS = new RegExp(`\\b${NOUN}\\b`);
const MOVE = head(
  "(?:change|move|reschedule|re-schedule|postpone|bump|push(?: back| off)?|shift|delay|defer|bring forward|bring|update|" +
    "switch|modify|edit|adjust|put(?: off)?|set|prioriti[sz]e|flag|star|schedule|snooze|show(?= all)|take) ",
);
const DOING = /^(?:set|put(?! off| back)|schedule|take|bring|show)\b/;
const STRONG = /^(?:reschedule|re-schedule|postpone|modify|edit|defer|delay|update|prioriti[sz]e)\b/;

/** To when: "move the dentist to Friday 3pm". */
export function readMove(piece: Piece, context: Context): Reading | null {
  const rest = after(piece, MOVE);
  if (!rest || isEmpty(rest)) return null;
  const there = context.dialogue?.touched ? after(rest, /^(?:to|until|till)\s+/) : null;
  const said = there && (change(there, context) ?? hour(there, context));
  if (said) return update(piece, null, said, context);
  const strong = STRONG.test(piece.lower);
  if (/^(?:flag|star)\b/.test(piece.lower)) {
    const found = update(piece, rest, { priority: "high" }, context, true);
    return found.otherwise === null && found.target !== null ? found : null;
  }
  if (/^priorit/.test(piece.lower)) return update(piece, rest, { priority: "high" }, context, true);
  const found = moved(piece, rest, context, !strong);
  // "Put the bins out on Friday" is a task; "put the bins to Friday" moves one.
  if (found) return DOING.test(piece.lower) && found.otherwise !== null && !isMovedTo(piece, found) ? null : found;
  if (!/^(?:change|update|modify|edit|reschedule|adjust|postpone|delay|defer)\b/.test(piece.lower)) return null;
  const noun = OURS.exec(rest.lower.slice(0, 200));
  const target = readTarget(noun ? peel(rest, null, /\s+to\s+(?:include|add|have|be|say|read|show)\s.*$/) : rest, context);
  // "change the dentist reminder" says which task but not how: the change is asked for.
  if (target.sure || noun)
    return reading("update", { target: target.target, spans: [spanOf(part(piece, 0, rest.start - piece.start), "verb"), ...target.spans] });
  return strong && /^(?:reschedule|postpone)/.test(piece.lower) ? update(piece, rest, {}, context, true) : null;
}

/** "Put the bins to Friday" moves them, "take the cat to the vet on Friday" does not. */
function isMovedTo(piece: Piece, { spans }: Reading): boolean {
  const value = spans.find(({ kind }) => kind !== "verb" && kind !== "target");
  const before = piece.lower.slice(0, (value?.start ?? piece.end) - piece.start);
  return /\sto\s*(?:be\s+|start\s+)?$|\s(?:off|back)\s+(?:until|till|for)\s*$/.test(before);
}

const JOINT = new RegExp(
  String.raw`\s+(?:(?:and\s+)?(?:to\s+)?(?:move|change|put|set|make)\s+(?:them|it)\s+)?(?:to(?:\s+(?:be|start|become|have))?|` +
    String.raw`until|till|as|into|for|on|by|at|,)\s+`,
  "g",
);
/** "Bring the viewing forward to 5". */
const NEARER = /\s(?:forwards?|back|up)$/;
/** Of "everything on Tuesday to Thursday" the first day is one of those that are meant; "3 to 4pm" is a stretch of time. */
function saysWhither(value: Piece, context: Context): boolean {
  const to = /^(?!.*\d\s*(?:[ap]m)?\s+to\s+\d).{1,60}?\s(?:to|until|till)\s+/.exec(value.lower);
  return to !== null && change(trim(part(value, to[0].length)), context) !== null;
}

const EVERY = /\s(?:every|each)\s/;
const TO = /\b(?:to|until|till|into|as)\b/;
const INSTEAD = /\s+instead of\s.*$/;
// "Bring the review forward to Tuesday": which way is in the date.
const DIRECTION = /\s+(?:back|forwards?|up|out|off|ahead|on)$/;

/** Splits at the first joint right of which everything is a fact ("… to Friday 3pm"); what stands left of it is the target. */
export function moved(piece: Piece, rest: Piece, context: Context, weak: boolean): Reading | null {
  const instead = INSTEAD.exec(rest.lower.slice(0, 600));
  const body = instead ? trim(part(rest, 0, instead.index)) : rest;
  let tries = 0;
  for (const joint of body.lower.slice(0, 600).matchAll(JOINT)) {
    if (joint.index === 0) continue;
    if (++tries > 8) break;
    const value = trim(part(body, joint.index + joint[0].length));
    if (!TO.test(joint[0]) && saysWhither(value, context)) continue;
    const said =
      change(value, context) ?? (DOING.test(piece.lower) && !NEARER.test(body.lower.slice(0, joint.index)) ? null : hour(value, context));
    // "Change the sheets every two weeks on a Sunday" is a habit.
    if (!said || (weak && EVERY.test(body.lower.slice(0, joint.index)) && !TO.test(joint[0]))) continue;
    const spans = [...(said.spans ?? []), ...(instead ? [spanOf(part(rest, instead.index), "date")] : [])];
    const from = before(part(body, 0, joint.index), /\s+from\s+(?:[^\s]+\s+){0,5}[^\s]+$/);
    const dated = from && change(trim(part(body, from.end - body.start + 6, joint.index)), context);
    if (from && dated && !isEmpty(from)) return update(piece, from, { ...said, spans: [...spans, ...(dated.spans ?? [])] }, context, weak);
    return update(piece, peel(trim(part(body, 0, joint.index)), null, DIRECTION), { ...said, spans }, context, weak);
  }
  return null;
}

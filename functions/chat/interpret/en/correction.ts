/** Words that put right what was just done: "no, Thursday", "actually make it 4pm", "I meant next week". */
import type { Context, Reading } from "../interpretation.ts";
import { after, isEmpty, type Piece, part, peel } from "../piece.ts";
import { head } from "./lexicon.ts";
import { change, update } from "./update/change.ts";

const TAKEN_BACK = head(
  "(?:(?:oh|hmm+|well|ah),? ?)?(?:(?:no|nope|nah|sorry|oops|wait|actually|rather|i (?:mean|meant|said)|not that|wrong (?:day|date|time)|not (?:on |at )?[^ ,;]+(?: [^ ,;]+)?(?=,)|correction|let'?s (?:do|say|make it|go with))(?:[ ,.!:;-]+|$))+" +
    "(?:(?:make|set|move|change) (?:it|that) (?:to )?|it(?:'s| is| should be) (?:due |at |on )?|(?:on|at|for|to) )?",
);

/** "An hour later". */
const FURTHER =
  /^(?:make\s+(?:it|that)\s+)?(?:\d+|an?|one|two|three|half|a\s+few|a\s+couple\s+of)\s[a-z ]{1,30}\s(?:later|earlier|sooner)(?:[ ,]+please)?[.! ]*$/;
const POLITELY = /[ ,]+please[.! ]*$/;
const SAME_TIME = /^(?:the\s+)?same\s+time\s+(?:but\s+)?(?=\S)/;

/** "No reminders on weekends" and "no mondays" take nothing back. */
const NO_REMINDERS =
  /^(?:no|not)\s+(?:more\s+)?(?:reminder|alert|alarm|notification)|^no\s+(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days|weekends|weekdays)\b/;
const STATED = /^((?:the|my|our)\s+\S+(?:\s+\S+){0,4}?)\s+(?:is|are)\s+(?=\S)/;

/** New values for the task last touched, where the words say that something was meant otherwise and nothing but values follows. */
export function readCorrection(piece: Piece, context: Context): Reading | null {
  if (context.dialogue !== null && (!context.dialogue.touched || context.dialogue.pending)) return null;
  if (piece.lower.length > 120 || NO_REMINDERS.test(piece.lower)) return null;
  if (FURTHER.test(piece.lower)) {
    const shifted = change(peel(piece, null, POLITELY), context);
    return shifted?.shift ? update(piece, null, shifted, context) : null;
  }
  const value = after(piece, TAKEN_BACK) ?? after(piece, SAME_TIME);
  const said = value && !isEmpty(value) ? change(value, context) : null;
  if (said || !value || !context.dialogue) return said && update(piece, null, said, context);
  // "Actually the flight is on Sunday": of the task that is called so.
  const stated = STATED.exec(value.lower);
  const news = stated && change(part(value, stated[0].length), context);
  return news && update(value, part(value, 0, (stated[1] ?? "").length), news, context, true);
}

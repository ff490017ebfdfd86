/** New tasks that are asked for as reminders: "remind me to …", "don't let me forget …". */
import type { Context, Reading } from "../interpretation.ts";
import { after, type Piece, part, peel, spanOf, trim } from "../piece.ts";
import { parseDay } from "../when/calendar.ts";
import { nowOf } from "../when/now.ts";
import { build, withRing } from "./create.ts";
import { head } from "./lexicon.ts";
import { laterIn, ofExisting, ownDay, ownHour } from "./own-times.ts";

const REMIND = head(
  "(?:remind(?: me| us)?|reminder me|remindme|(?:give|send|drop|shoot) (?:me|us) an? (?:nudge|heads[- ]up|shout|ping|buzz|poke)(?= (?:in|at|on|to|about|when|before|tomorrow|next|every))|" +
    "tell me(?= to )|(?:alert|notify|ping|nudge) (?:me|us)|(?:(?:start|keep|continue) )?reminding (?:me|us)|" +
    "(?:i|we)(?:'d| would)? ?(?:want|need|like|have|wish|would like|would love|'d like)? to be reminded|(?:make sure|" +
    "see to it|ensure) (?:that )?i (?:don't forget|do not forget|remember)(?: to)?|(?:don'?t|do not|" +
    "never) let me forget(?: to)?|(?:help me|i (?:must|have to|need to|should)) remember(?: to)?|(?:don'?t|" +
    "do not) forget(?: to)?|(?:i |we )?(?:must(?: not|n'?t)|can'?t|cannot|better not) forget(?: to)?|remember to|i (?:do not|don'?t|don ' t) want to forget(?: to)?)(?=$|[ ,:.])",
);
const SPOKEN_TO_ME = head("remind (?!me\\b|us\\b|to\\b|that\\b|about\\b|of\\b|in\\b|at\\b|on\\b|for\\b)");
const FORGOTTEN = head(
  "(?:i (?:do not|don'?t|don ' t) want to forget|(?:don'?t|do not) (?:let me )?forget|(?:i |we )?(?:must(?: not|n'?t)|can'?t|cannot|better not) forget|remember)\\b",
);

/** "remind me tomorrow to call mum": a task with a reminder at its due moment unless another one is said. */
export function readRemindMe(piece: Piece, context: Context): Reading | null {
  if (SPOKEN_TO_ME.test(piece.lower)) return withRing(build(piece, context, { spared: [], wrapped: false, certain: true }));
  const rest = after(piece, REMIND);
  if (!rest) return null;
  const verb = spanOf(part(piece, 0, rest.start - piece.start), "verb");
  const plain = ownHour(ownDay(peel(peel(rest, /^with\s+an?\s+(?:reminder|alert|notification)\s+/), /^to\s+(?=\S)/)));
  const spared = laterIn(plain);
  const built = ofExisting(unlessPast(plain, build(plain, context, { spared, wrapped: true, certain: true, rings: true }), context), rest);
  const task = FORGOTTEN.test(piece.lower) ? built : withRing(built);
  return { ...task, spans: [verb, ...task.spans] };
}

const PAST =
  /^(?:on\s+)?(?:yesterday|last\s+(?:night|week|month|year|(?:mon|tues|wednes|thurs|fri|satur|sun)day)|(?:\d+|an?|one|two|three)\s+[a-z]+\s+ago)(?=\s+(?:to|about|at|of)\b|$)/;

/** Nobody is reminded in the past: when is asked instead. */
function unlessPast(piece: Piece, task: Reading, context: Context): Reading {
  const past = PAST.exec(piece.lower.slice(0, 300));
  const isPast = task.due !== null && task.due !== "none" && parseDay(task.due.date) < nowOf(context).day && task.rule === null;
  if (!isPast && !past) return task;
  const rest = past && trim(part(piece, past[0].length));
  const { title, spans } = rest ? build(rest, context, { spared: [], wrapped: true, certain: true }) : task;
  return { ...task, title, due: null, reminders: [], question: "That moment is past. When shall I remind you?", spans };
}

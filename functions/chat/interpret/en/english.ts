/** The ordered recognisers of English: the first that understands a clause has it. */
import type { Context, Reading } from "../interpretation.ts";
import { after, isEmpty, type Piece, peel, spanOf, trim } from "../piece.ts";
import { reading } from "../reading.ts";
import { readAdd, readOnto } from "./add.ts";
import { readComplete, readReopen } from "./complete.ts";
import { readCorrection } from "./correction.ts";
import { politely, withoutFillers } from "./courtesy.ts";
import { isQuoted, readBare, readQuoted, withRing } from "./create.ts";
import { readDelete } from "./delete.ts";
import { readExceptions } from "./exceptions.ts";
import { readHelp } from "./help.ts";
import { readHistory } from "./history.ts";
import { LIST, NOUN, OBLIGATION } from "./lexicon.ts";
import { readList, readListPhrase } from "./list.ts";
import { readMake } from "./make.ts";
import { readNearest } from "./nearest.ts";
import { readNumbered } from "./numbered.ts";
import { readReasoned, readWhenFirst } from "./reasons.ts";
import type { Recogniser } from "./recogniser.ts";
import { readRemind } from "./remind.ts";
import { readRemindMe } from "./remind-me.ts";
import { readReminderInstead } from "./reminder-instead.ts";
import { readSkip, readStopRepeating } from "./series.ts";
import { foreign, readForeign, readSmalltalk } from "./smalltalk.ts";
import { readSnooze } from "./snooze.ts";
import { readRetitle, readUndo } from "./undo.ts";
import { readInstead } from "./update/moving.ts";
import { readMeant, readSwap } from "./update/swap.ts";
import { readBoth, readChanges, readUpdate, readValues } from "./update/update.ts";
import { isImperative } from "./when/task-words.ts";

// Specific wishes stand before general ones: "remind me again" before "remind me to", "add tag #x to 2" before "add …".
const RECOGNISERS: readonly Recogniser[] = [
  readRetitle,
  readUndo,
  readHelp,
  readSmalltalk,
  readReminderInstead,
  readSnooze,
  readStopRepeating,
  readRemind,
  readHistory,
  readList,
  readInstead,
  readRemindMe,
  readChanges,
  readOnto,
  readMake,
  readReopen,
  readDelete,
  readComplete,
  readSkip,
  readUpdate,
  readSwap,
  readAdd,
  readListPhrase,
  readNumbered,
  readBoth,
  readValues,
];

// Beyond this a clause holds a text for a title, a name or a note; no question or target is that long.
const LONG = 1000;
const OF_LONG_TEXTS: readonly Recogniser[] = [readRemindMe, readChanges, readOnto, readMake, readAdd];

const ASKED = /\b(?:can|could|would|will) (?:you|u)\b|^(?:can|could|shall|should) we\b|\byou to\b|^(?:please|pls|plz)\b|\bplease\b/;
const ASIDE = /[,.;] (?:can|could|would|will) you (?:please )?(?:do|help with) (?:that|it|this)(?: for me)?[ .?!]*$/;
const OURS = new RegExp(`\\b(?:${NOUN}|${LIST})\\b`);

// "I have a dentist appointment on Friday": with a date it is a task, without one it is talk.
const OWNED =
  /^(?:(?:i|we)(?:'ve|\s+have)(?:\s+got)?|(?:i'?m|i\s+am|we'?re|we\s+are)\s+having|there(?:'s|\s+is|\s+are))\s+(?:an?\s+)?(?!(?:to|been|had|never|always|no|nothing)\b)/;

// "I'm meeting Paul on Thursday".
const PLANNED =
  /^(?:i'?m|i\s+am|we'?re|we\s+are)\s+(?=(?:meeting|seeing|visiting|flying|going|leaving|driving|taking|hosting|starting|moving|picking|travell?ing|presenting|playing|getting)\b)/;

/** Reads one clause of a message that is no answer. */
export function readClause(clause: Piece, context: Context): Reading {
  const spoken = trim(clause);
  if (isQuoted(spoken)) return readQuoted(spoken);
  const corrected =
    readCorrection(spoken, context) ?? readExceptions(spoken, context) ?? readMeant(spoken, context, readExplicit) ?? readRefusal(spoken);
  if (corrected) return corrected;
  const piece = politely(spoken);
  const explicit = readExplicit(piece, context) ?? (piece.start === spoken.start ? null : readExplicit(spoken, context));
  if (explicit) return explicit;
  const nearest = readNearest(piece, context, readExplicit);
  if (nearest) return nearest;
  const obliged = after(piece, OBLIGATION);
  if (obliged && !isEmpty(obliged)) return readObliged(obliged, context);
  const reasoned = readReasoned(piece, context, readExplicit) ?? readWhenFirst(piece, context);
  if (reasoned) return reasoned;
  const owned = after(piece, OWNED) ?? after(piece, PLANNED);
  if (owned && !isEmpty(owned)) {
    const task = readBare(owned, context);
    if (task.title !== null && (task.due !== null || task.rule !== null)) return task;
  }
  const outside = readForeign(/^(?:can|may|could) i\b/.test(spoken.lower) ? spoken : piece, context);
  if (outside) return outside;
  const asked = spoken.lower.slice(0, piece.start - spoken.start) + spoken.lower.slice(piece.end - spoken.start);
  if (POINTING.test(piece.lower)) return foreign(piece, context);
  if (!ASKED.test(asked) && !isEmpty(piece)) {
    const bare = ringing(readBare(withoutFillers(spoken), context));
    return LEAVING_OUT.test(bare.title ?? "") ? foreign(piece, context) : bare;
  }
  // "Please dentist Friday 3pm": what is asked of nobody and has a day is a task.
  const task = /\b(?:you|u)\b/.test(asked) ? null : readBare(piece, context);
  return task?.title && (task.due !== null || task.rule !== null) ? task : foreign(piece, context);
}

/** "Nap reminder at 1" is the task "nap", and it rings. */
function ringing(task: Reading): Reading {
  const named = /^(.{2,60}?)\s+reminder$/i.exec(task.title ?? "")?.[1];
  if (named === undefined || (task.due === null && task.rule === null) || isImperative(named.toLowerCase().split(" ", 1)[0] ?? ""))
    return task;
  return withRing({ ...task, title: named });
}

/** "All of them" with nothing listed is no task. */
const POINTING =
  /^(?:(?:all|both|none|each|some|any|one) of (?:them|these|those)|them|these|those|it|that|this|both|neither|the other(?: one)?|(?:the )?same(?: time| day)?)$/;
/** "Not on Friday at 5" leaves nothing to be done. */
const LEAVING_OUT = /^(?:but |and |only |just )*(?:(?:not|except|never|but)$|(?:not|except) (?:on|in|for) )/i;
const REFUSED = new RegExp(
  "^(?:please\\s+)?(?:do\\s+not|don't|dont|never)\\s+(?:complete|delete|remove|add|create|do|start|finish|change|move|set|run|execute)\\s+(?:any|the|that|this|my|it)?" +
    `.{0,40}?\\b(?:${NOUN}|it|that|this|anything|actions?|commands?|requests?)\\b`,
);

const NO_REMINDER = /^(?:please\s+)?(?:do\s+not|don'?t)\s+remind\s+me(?:\s+(?:again|any\s?more|now|about\s+(?:it|this|that)))?[.! ]*$/;

/** "Do not delete that task", "don't remind me": nothing is to be done. */
function readRefusal(piece: Piece): Reading | null {
  if (NO_REMINDER.test(piece.lower.slice(0, 120))) return reading("deny", { spans: [spanOf(piece, "verb")] });
  return REFUSED.test(piece.lower.slice(0, 120)) ? reading("deny", { spans: [spanOf(piece, "verb")] }) : null;
}

/** Whether a clause states one of our commands. */
export function readExplicit(piece: Piece, context: Context): Reading | null {
  for (const recogniser of piece.lower.length > LONG ? OF_LONG_TEXTS : RECOGNISERS) {
    const found = recogniser(piece, context);
    if (found) return found;
  }
  return null;
}

/** "I need to …": a task, unless what is needed is done by us and names our things ("I need to delete my dentist reminder"). */
function readObliged(rest: Piece, context: Context): Reading {
  const reasoned = readReasoned(rest, context, readExplicit);
  if (reasoned) return reasoned;
  const command = OURS.test(rest.lower) ? readExplicit(politely(peel(rest, null, ASIDE)), context) : null;
  const moving = command === null && RESCHEDULING.test(rest.lower) ? readExplicit(rest, context) : null;
  return command ?? (moving?.intent === "update" ? moving : readBare(rest, context));
}

const RESCHEDULING = /^(?:reschedule|re-schedule|move|push|postpone|bump)\s.*\sto\s/;

/** What is said of a message that is not read at all. */
export function tooLong(length: number, most: number): string {
  return `That is ${length} characters long and I read up to ${most}. What is the task, in a sentence?`;
}

/** The ordered recognisers of English: the first that understands a clause has it. */
import type { Context, Reading } from "../interpretation.ts";
import { after, isEmpty, type Piece, part, peel, spanOf, trim } from "../piece.ts";
import { reading } from "../reading.ts";
import { readComplete, readDelete, readReopen, readSkip, readStopRepeating } from "./close.ts";
import { readCorrection } from "./correction.ts";
import { isQuoted, readAdd, readBare, readMake, readOnto, readQuoted, readRemindMe, withRing } from "./create.ts";
import { readHelp } from "./help.ts";
import { readHistory } from "./history.ts";
import { ASKED_TAIL, CIRCUMSTANCE, LIST, NOUN, OBLIGATION, POLITE_HEAD, POLITE_TAIL } from "./lexicon.ts";
import { readList, readListPhrase } from "./list.ts";
import { readNearest } from "./nearest.ts";
import { readNumbered } from "./numbered.ts";
import type { Recogniser } from "./recogniser.ts";
import { readRemind } from "./remind.ts";
import { asks, foreign, readForeign, readSmalltalk } from "./smalltalk.ts";
import { readSnooze } from "./snooze.ts";
import { readRetitle, readUndo } from "./undo.ts";
import { readInstead } from "./update/moving.ts";
import { readChanges, readUpdate, readValues } from "./update/update.ts";
import { isImperative } from "./when/task-words.ts";

// Specific wishes stand before general ones: "remind me again" before "remind me to", "add tag #x to 2" before "add …".
const RECOGNISERS: readonly Recogniser[] = [
  readRetitle,
  readUndo,
  readHelp,
  readSmalltalk,
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
  readAdd,
  readListPhrase,
  readNumbered,
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
  const corrected = readCorrection(spoken, context) ?? readRefusal(spoken);
  if (corrected) return corrected;
  const piece = politely(spoken);
  const explicit = readExplicit(piece, context) ?? (piece.start === spoken.start ? null : readExplicit(spoken, context));
  if (explicit) return explicit;
  const nearest = readNearest(piece, context, readExplicit);
  if (nearest) return nearest;
  const obliged = after(piece, OBLIGATION);
  if (obliged && !isEmpty(obliged)) return readObliged(obliged, context);
  const reasoned = readReasoned(piece, context) ?? readWhenFirst(piece, context);
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
  if (!ASKED.test(asked) && !isEmpty(piece)) return ringing(readBare(withoutFillers(spoken), context));
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
const POINTING = /^(?:(?:all|both|none|each|some|any|one) of (?:them|these|those)|them|these|those|it|that|this)$/;
const FILLERS = /^(?:(?:oh|and|um+|uh+|hmm+|ah+)(?:\s*[,!.]+\s*|\s+)|(?:also|then|well|ok|okay|so)\s*,\s*)+(?=\S)/;

/** "Oh and call the plumber" is to call the plumber; "And Then There Were None" is a name. */
function withoutFillers(piece: Piece): Piece {
  const plain = peel(piece, FILLERS);
  return plain !== piece && /^\p{Lu}[^\s]*\s+\p{Lu}/u.test(piece.source.slice(piece.start, piece.end)) ? piece : plain;
}

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

/** A clause without "please", "can you" and the like around it. */
export function politely(clause: Piece): Piece {
  const headless = peel(clause, POLITE_HEAD);
  const body = isEmpty(headless) ? clause : headless;
  const plain = peel(body, null, POLITE_TAIL);
  const tailless = body === clause ? plain : peel(plain, null, ASKED_TAIL);
  return isEmpty(tailless) ? body : tailless;
}

/** "I need to …": a task, unless what is needed is done by us and names our things ("I need to delete my dentist reminder"). */
function readObliged(rest: Piece, context: Context): Reading {
  const reasoned = readReasoned(rest, context);
  if (reasoned) return reasoned;
  const command = OURS.test(rest.lower) ? readExplicit(politely(peel(rest, null, ASIDE)), context) : null;
  const moving = command === null && RESCHEDULING.test(rest.lower) ? readExplicit(rest, context) : null;
  return command ?? (moving?.intent === "update" ? moving : readBare(rest, context));
}

const STATED =
  /^(.{3,50}?),?\s+(?:(?:i|we)\s+(?:need|have|want|must|should|gotta|got|'ve\s+got)\s+(?:to\s+|an?\s+)?|there(?:'s|\s+is)\s+an?\s+)(?=\S)/;

/** "Tomorrow at noon I need to feed the meter": what stands before the need says when. Blanks in place of the need keep every index. */
function readWhenFirst(piece: Piece, context: Context): Reading | null {
  const stated = STATED.exec(piece.lower.slice(0, 120));
  const when = stated && readBare(part(piece, 0, stated[1]?.length ?? 0), context);
  if (!stated || !when || when.title !== null || (when.due === null && when.rule === null)) return null;
  const [from, to] = [(stated[1] ?? "").length, stated[0].length];
  const blank = (text: string, start: number) => text.slice(0, start + from) + " ".repeat(to - from) + text.slice(start + to);
  return readBare({ ...piece, source: blank(piece.source, piece.start), lower: blank(piece.lower, 0) }, context);
}

const RESCHEDULING = /^(?:reschedule|re-schedule|move|push|postpone|bump)\s.*\sto\s/;

const LEAD = /^(?:remind|alert|notify) me\b(?! (?:to|about|of)\b).{0,60}\b(?:before|prior|ahead|in advance|early|earlier)\b/;
const BOUNDARY = new RegExp(
  String.raw`(?:[,;.?!]+\s+|\s+)(?:(?:so|and|but|then)\s+)?(?=(?:(?:please|can you|could you|would you|will you|` +
    String.raw`i need you to|just|then)\s+)*(?:remind me|alert me|notify me|set (?:up )?(?:an? |the )?(?:[a-z]+ )?(?:reminder|` +
    "alarm|alert)|(?:delete|remove|cancel|erase|drop) (?:my|the|that|this|it|tomorrow|today|all|reminders?|tasks?|" +
    String.raw`alerts?)|add (?:it|that)|put (?:it|that)|mark)\b)`,
  "g",
);

/** "I'm ill, so delete tomorrow's reminders", "I must call Bob; can you remind me at 5?": a reason, then the command. */
function readReasoned(piece: Piece, context: Context): Reading | null {
  let tries = 0;
  for (const boundary of piece.lower.slice(0, 500).matchAll(BOUNDARY)) {
    if (boundary.index === 0) continue;
    if (++tries > 4) break;
    const reason = trim(part(piece, 0, boundary.index));
    if (asks(reason)) return null;
    // "Ask Ann to remind me", "have Ann remind me": somebody else does.
    if (/\bto$/.test(reason.lower) || (boundary[0].trim() === "" && /^(?:have|let)\s/.test(reason.lower))) continue;
    const command = politely(trim(part(piece, boundary.index + boundary[0].length)));
    // "…, remind me a day before" belongs to the task before it and is read there.
    const said = isEmpty(command) || LEAD.test(command.lower) ? null : readExplicit(command, context);
    if (!said || said.otherwise !== null) continue;
    if (said.intent === "delete" || said.intent === "complete") return aboutReason(said, reason);
    if (said.intent !== "create" && said.intent !== "remind") continue;
    return said.title !== null && !/^(?:it|that|this)$/i.test(said.title)
      ? dated(said, reason, context)
      : remindedOf(reason, said, piece, context);
  }
  return null;
}

/** "Tomorrow remind me to call mum", "every day at 9, remind me to stretch": what stands before says when, unless it is a fact of its own. */
function dated(command: Reading, reason: Piece, context: Context): Reading {
  if (command.due !== null || command.rule !== null) return command;
  const { title, due, rule, spans } = readBare(reason, context);
  if ((due === null && rule === null) || (title !== null && !CIRCUMSTANCE.test(title.toLowerCase()))) return command;
  const dates = spans.filter(({ kind }) => kind !== "title");
  return withRing({ ...command, due, rule, spans: [...dates, ...command.spans] });
}

const NOT_NEEDED = /^(?:i|we)\s+(?:don't|do not|no longer|won't)\s+(?:need|want|have to)\s+(?:to\s+)?(.+?)(?:\s+any\s?more)?$/;

/** "I have no use for the tent now, delete that task": "that" is what the reason names. */
function aboutReason(command: Reading, reason: Piece): Reading {
  if (command.target?.by !== "last") return command;
  const named = NOT_NEEDED.exec(reason.lower.slice(0, 200));
  if (!named) return command;
  const words = (named[1] ?? "").trim();
  const start = reason.start + named[0].indexOf(words);
  const span = { start, end: start + words.length, kind: "target" as const, certain: true };
  const spoken = reason.source.slice(start, span.end);
  return { ...command, target: { by: "words", words: spoken, spoken, due: null }, spans: [span, ...command.spans] };
}

/** The reason is the task and the command says when to be reminded of it. */
function remindedOf(reason: Piece, command: Reading, whole: Piece, context: Context): Reading {
  const body = peel(
    after(reason, OBLIGATION) ?? peel(reason, /^(?:there\s+is\s+(?:an?\s+)?|i\s+have\s+(?:an?\s+)?)/),
    null,
    /\s+later(?:\s+on)?$/,
  );
  const task = readBare(body, context);
  const read = readBare(part(whole, Math.max(0, body.start - whole.start)), context);
  // The hour of "dentist Friday, remind me at 8" is Friday's.
  if (read.title === task.title && task.due !== null && read.reminders.length > 0) return read;
  const ring = command.due !== null && command.due !== "none" ? [{ at: command.due }] : [];
  const asked = command.reminders.filter((wish) => !("offset" in wish && wish.offset === "PT0S"));
  const reminders = asked.length > 0 ? asked : task.due === null ? command.reminders : ring;
  return withRing({
    ...task,
    due: task.due ?? command.due,
    rule: task.rule ?? command.rule,
    reminders,
    spans: [...task.spans, ...command.spans],
  });
}

/** What is said of a message that is not read at all. */
export function tooLong(length: number, most: number): string {
  return `That is ${length} characters long and I read up to ${most}. What is the task, in a sentence?`;
}

/** Wishes with a reason, or a time, before them: "I'm ill, so delete …", "tomorrow at noon I need to …". */
import type { Context, Reading } from "../interpretation.ts";
import { after, isEmpty, overwritten, type Piece, part, peel, trim } from "../piece.ts";
import { politely } from "./courtesy.ts";
import { readBare, withRing } from "./create.ts";
import { CIRCUMSTANCE, OBLIGATION } from "./lexicon.ts";
import type { Recogniser } from "./recogniser.ts";
import { asks } from "./smalltalk.ts";

const LEAD = /^(?:remind|alert|notify) me\b(?! (?:to|about|of)\b).{0,60}\b(?:before|prior|ahead|in advance|early|earlier)\b/;
const BOUNDARY = new RegExp(
  String.raw`(?:[,;.?!]+\s+|\s+)(?:(?:so|and|but|then)\s+)?(?=(?:(?:please|can you|could you|would you|will you|` +
    String.raw`i need you to|just|then)\s+)*(?:remind me|alert me|notify me|tell me to|set (?:up )?(?:an? |the )?(?:[a-z]+ )?(?:reminder|` +
    "alarm|alert)|(?:delete|remove|cancel|erase|drop) (?:my|the|that|this|it|tomorrow|today|all|reminders?|tasks?|" +
    String.raw`alerts?)|add (?:it|that)|put (?:it|that)|mark)\b)`,
  "g",
);

/** "I'm ill, so delete tomorrow's reminders", "I must call Bob; can you remind me at 5?": a reason, then the command. */
export function readReasoned(piece: Piece, context: Context, read: Recogniser): Reading | null {
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
    const said = isEmpty(command) || LEAD.test(command.lower) ? null : read(command, context);
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

const NOT_NEEDED =
  /^(?:(?:i|we)\s+(?:don't|do not|no longer|won't)\s+(?:need|want|have to)\s+(?:to\s+)?|(?:i|we)(?:'ve|\s+have)?\s+changed\s+(?:my|our)\s+minds?\s+about\s+|(?:i'm|i am|we're|we are)\s+not\s+(?:going\s+to|doing)\s+)(?:the\s+|my\s+)?(.+?)(?:\s+any\s?more)?$/;

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

const STATED =
  /^(.{3,50}?),?\s+(?:(?:i|we)\s+(?:need|have|want|must|should|gotta|got|'ve\s+got)\s+(?:to\s+|an?\s+)?|there(?:'s|\s+is)\s+an?\s+)(?=\S)/;

/** "Tomorrow at noon I need to feed the meter": what stands before the need says when. */
export function readWhenFirst(piece: Piece, context: Context): Reading | null {
  const stated = STATED.exec(piece.lower.slice(0, 120));
  const when = stated && readBare(part(piece, 0, stated[1]?.length ?? 0), context);
  if (!stated || !when || when.title !== null || (when.due === null && when.rule === null)) return null;
  return readBare(overwritten(piece, (stated[1] ?? "").length, stated[0].length), context);
}

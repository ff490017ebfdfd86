/** Cuts a message into the clauses of several commands, and leaves titles in one piece. */
import type { Context } from "../interpretation.ts";
import { protectedStretches } from "../marks.ts";
import { isEmpty, type Piece, part, peel, pieceOf, trim } from "../piece.ts";
import { SMALL_NUMBERS } from "./counts.ts";
import { readBare } from "./create.ts";
import { CIRCUMSTANCE, head, POLITE_HEAD } from "./lexicon.ts";
import { readNumbered } from "./numbered.ts";
import { asks, STATEMENT } from "./smalltalk.ts";
import { isImperative, opensWish } from "./when/task-words.ts";

const VERB =
  "(?:delete|remove|erase|complete|finish|mark|reopen|uncheck|check off|tick off|rename|move|reschedule|postpone|" +
  "push|snooze|undo|redo|list|show|display|tag|untag|make|set|change|update|skip|stop repeating|cancel|clear|" +
  "prioriti[sz]e|done(?: with)?|close)";
const COMMAND = head(
  `(?:(?:please|then|also|can you|could you|just) )*(?:${VERB}(?= )|(?:add|create|remind me(?! (?:again|` +
    "later)))(?= )|(?:undo|list)$|what(?:'?s| is) (?:due|left|on|next)|i(?:'m| am)? (?:finished|done|completed))",
);
const ON_EXISTING = head(
  `(?:(?:please|then|also|can you|could you|just) )*(?:(?:${VERB}|remind me about|do|repeat) (?:(?:it|that|this|` +
    "them|these|those)(?: one)?(?= |$|[.!,])|(?:tasks? |number |#)?\\d+(?: and \\d+)*(?: |$|[.!,])(?!(?:am|pm|min|" +
    "hour|day|week|x)\\b)|all (?:of )?(?:my |the |overdue |open )|everything (?:tagged|overdue|due))|(?:list|" +
    "show)(?: me)? (?:my |all |the |overdue )|undo$|what(?:'s| is) (?:due|left))",
);
const CREATING = head(
  "(?:(?:please|then|also|can you|could you|just|i (?:need|have) to) )*(?:add|create|remind|" +
    "set (?:up )?(?:an? )?(?:[a-z]+ )?reminder|new|put|rename|don'?t forget|make sure)\\b",
);
const REMINDING = head("(?:(?:please|can you|could you|will you|would you) )*(?:remind|alert|notify|set (?:up )?a reminder)");
const REMINDED_OF = head(
  "(?:(?:please|can you|could you|will you|would you|also|then) )*(?:remind me (?:to|about|of)|set (?:up )?an? (?:reminder|alarm) (?:to|about)) ",
);
const MOVING = /^(?:move|push|change|put|shift|reschedule|postpone|set|make)\s+(?:it|them|those|these)\s/;
const DECLARED = /^[^,;]{1,60}\s(?:is|are|was|were|has|have|needs?|will)\s/;
const SAME_VERB = /^(?:please\s+)?(add|create|remind me to|put)\s/;
const JOINT = /\s*;\s*|(?<=[^\s.]{2})[.!]\s+|,?\s+(?:and\s+then|then|and\s+also|and|&)\s+|,\s+|\s+(?=remind\s+me\s+to\s)/g;
const BULLET = /^\s*(?:[-*•–]|\d{1,2}[.)])\s+/;
const LIST_TITLE = new RegExp(
  String.raw`^(?:(?:please\s+)?(?:add|create|new|todo|to-do|tasks?)(?:\s+(?:these|the following|my|new|` +
    String.raw`some))?(?:\s+(?:tasks?|to-?dos?|items?))?)?\s*:\s*$`,
);

/** A clause, and the words before it that hold for it as well: "move 1 to Friday and 2 to Saturday" implies "move" for the second. */
export type Clause = { piece: Piece; implied: string };

/** The clauses of a message in order; at most 50. A line is a clause of its own, a sentence part only where a command surely begins. */
export function splitClauses(message: Piece, context: Context): Clause[] {
  const clauses: Clause[] = [];
  let offset = 0;
  for (const line of message.lower.split("\n")) {
    const piece = peel(part(message, offset, offset + line.length), BULLET);
    offset += line.length + 1;
    if (isEmpty(piece) || (LIST_TITLE.test(piece.lower.trim()) && message.lower.includes("\n"))) continue;
    clauses.push(...splitLine(trim(piece), context));
    if (clauses.length >= 50) return clauses.slice(0, 50);
  }
  return clauses;
}

function splitLine(line: Piece, context: Context): Clause[] {
  if (line.lower.length > 4000) return [{ piece: line, implied: "" }];
  const closed = protectedStretches(line);
  const clauses: Clause[] = [];
  let from = 0;
  let implied = "";
  for (const joint of line.lower.matchAll(JOINT)) {
    const at = line.start + joint.index;
    if (joint.index <= from || closed.some((s) => at >= s.start && at < s.end)) continue;
    const next = part(line, joint.index + joint[0].length);
    const current = part(line, from, joint.index);
    const carried = isEmpty(next) ? null : impliedIn(`${implied}${current.lower}`, current, next, joint[0], context);
    if (isEmpty(next) || (carried === null && !begins(current, next, joint[0], context))) continue;
    clauses.push({ piece: trim(current), implied });
    from = joint.index + joint[0].length + (carried === null ? 0 : next.lower.length - withoutTaken(next, carried).lower.length);
    implied = carried ?? "";
  }
  clauses.push({ piece: trim(part(line, from)), implied });
  return clauses.filter(({ piece }) => !isEmpty(piece));
}

/** What is left of a clause once the words that were taken over speak for its beginning. */
function withoutTaken(next: Piece, implied: string): Piece {
  const bare = peel(next, FURTHER);
  return implied.startsWith(AFTER) ? peel(bare, IN_NUMBER) : bare;
}

const EACH_NUMBERED = /^(?:please\s+)?(move|push|reschedule|postpone|delay|snooze|rename|tag|mark|set|change|make)\s+#?\d+\s/;
const ANOTHER_NUMBER =
  /^#?\d+\s+(?:to|as|with|until|till|by|for|on|at|urgent|high|medium|low|today|tomorrow|tonight|next|mon|tue|wed|thu|fri|sat|sun)/;
const MORE_NUMBERS =
  /^(?:#?\d{1,2}(?:\s*,\s*|\s+and\s+))*#?\d{1,2}\s+(?:to|on|at|by|for|in|every|today|tomorrow|tonight|next|mon|tue|wed|thu|fri|sat|sun)/;
const EACH_REMINDED = /^(?:(?:please|can you|could you)\s+)?(remind me\s+)to\s/;
const MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*";
const TIMED = new RegExp(
  String.raw`\b(?:(?:at|by|before)\s+(?:\d+|noon|midnight|[a-z]+\s+o'?clock)|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|tomorrow|today|tonight|` +
    String.raw`next\s+(?:week|month|year)|the\s+\d{1,2}(?:st|nd|rd|th)|${MONTH}\s+\d+|\d+(?:st|nd|rd|th)?\s+(?:of\s+)?${MONTH}|in\s+(?:\d+|an?)\s+(?:min(?:ute)?|hour|day|week)s?|\d\s?[ap]m|every)\b`,
);
const FURTHER = /^(?:and\s+)?(?:also|then)\s+(?=\S)/;

const WRAPPER = /^(?:please\s+)?(?:add|remind\s+me\s+to)\s+/;
const REMINDED = /^(?!please\b|can\b|could\b|hey\b|so\b).*\S\s+(?:and\s+)?(?:remind|alert|notify|ping)\s+me\b(?!.*\b(?:to|about|of)\s)/;
// "Read more, read better" says how.
const TRAILING = /^\S+\s+(?:more|less|better|harder|smarter|faster|it|again)\b/;

/** "Tomorrow call Jan, Friday call Kai". */
const DAY_FIRST =
  /^(?:on\s+|at\s+)?(?:tomorrow|today|tonight|(?:next\s+)?(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d{1,2}(?::\d\d)?\s?[ap]m|noon)[,:]?\s+(?=\S)/;
/** "Remind me at 7 to take the pills and at 9 to call Jan". */
const REMINDED_WHEN = /^(?:please\s+)?remind me\s.*\sto\s/;
const WHEN_TO = /^(?:at|on|in|tomorrow|tonight|today|next|every|this)\b.{0,40}\sto\s+[a-z]/;
/** "Remind me in 10 minutes to call Jan and in 20 to call Kai": what is counted is said once. */
const AFTER = "remind me in ";
const COUNTED = /^(?:please\s+)?remind me in\s+\S+\s+(min(?:ute)?s?|hours?|hrs?|days?|weeks?|months?)\s+to\s/;
const IN_NUMBER = new RegExp(`^in\\s+(\\d{1,3}|${SMALL_NUMBERS}|fifteen|twenty|thirty|forty)\\s+(?=to\\s+[a-z])`);
const NO_OBJECT =
  /^(?:back|return|again|also|maybe|perhaps|not|or|to|from|until|till|at|on|in|by|for|every|each|it|that|then|now|so|but|please|instead)\b/;

const OWN_VERB = new RegExp(`^${VERB}$`);
const OPENING =
  /^(?:please\s+)?(?:remind\s+me\s+(?:about|of)\s|set\s+(?:up\s+)?an?\s+(?:reminder|alarm)\s+(?:for|about|to)\s|(?:remind\s+me\s+to\s+)?([a-z]+)\s)/;

/** "Call mum tomorrow and dad on Friday": each has a day of its own at its end, and the verb, if there is one, holds for both. */
function sharedVerb(current: string, next: Piece, context: Context): string | null {
  const opening = OPENING.exec(current);
  if (
    !opening ||
    opening[1] === "remind" ||
    NO_OBJECT.test(next.lower) ||
    COMMAND.test(next.lower) ||
    isImperative(next.lower.split(" ", 1)[0] ?? "")
  )
    return null;
  if (next.lower.length > 60 || closing(pieceOf(current), context) === null) return null;
  if (closing(pieceOf(current), context) !== closing(next, context)) return null;
  return opening[1] === undefined || isImperative(opening[1]) || OWN_VERB.test(opening[1]) ? opening[0] : "";
}

/** Whether a task ends with its day or with its hour; null when with neither. */
function closing(piece: Piece, context: Context): "date" | "time" | null {
  const { title, due, spans } = readBare(piece, context);
  const last = title === null || due === null ? undefined : spans.find(({ end }) => end === piece.end);
  return last?.kind === "date" || last?.kind === "time" ? last.kind : null;
}

/** What a further clause takes over from the one before it, each of which says its own time or number; null when it is no such clause. */
function impliedIn(current: string, clause: Piece, next: Piece, joint: string, context: Context): string | null {
  // "1 at 5pm and 2 and 3 tomorrow".
  if (MORE_NUMBERS.test(next.lower) && readNumbered(clause, context)) return "";
  const numbered = EACH_NUMBERED.exec(current)?.[1];
  if (numbered && ANOTHER_NUMBER.test(next.lower)) return `${numbered} `;
  const bare = peel(next, FURTHER);
  // "Pay rent Friday, remind me at 8" is one task.
  if (REMINDING.test(bare.lower) && !REMINDED_OF.test(bare.lower)) return null;
  const [first = "", second] = bare.lower.split(/\s+/, 2);
  const wished = second !== undefined && opensWish(bare.lower);
  // "Call Ann, call Bob, call Carl".
  const wrapper = WRAPPER.exec(current)?.[0] ?? "";
  if (wished && !TRAILING.test(bare.lower) && current.startsWith(`${first} `, wrapper.length))
    return wrapper.endsWith("to ") ? "remind me to " : "";
  // "Buy bread; call Ann": nothing else has a semicolon.
  if (wished && joint.includes(";") && (opensWish(current) || wrapper !== "")) return "";
  // "Dentist Friday, remind me an hour before and buy milk": behind the reminder another task begins.
  if (wished && REMINDED.test(current)) return "";
  const sentence = joint.includes(".") && bare !== next && isImperative(first);
  const timed = TIMED.test(current) && TIMED.test(next.lower);
  if (timed && wished && isTask(clause, joint, context)) return "";
  // "Buy stamps. Post the letter tomorrow."
  if (joint.includes(".") && wished && isImperative(current.split(/\s/, 1)[0] ?? "") && (TIMED.test(current) || TIMED.test(next.lower)))
    return "";
  if (timed && DAY_FIRST.test(current) && DAY_FIRST.test(next.lower) && opensWish(next.lower.replace(DAY_FIRST, ""))) return "";
  const counted = COUNTED.exec(current)?.[1];
  const number = counted && IN_NUMBER.exec(bare.lower)?.[1];
  if (number) return `${AFTER}${number} ${counted} `;
  if (timed && REMINDED_WHEN.test(current) && WHEN_TO.test(next.lower)) return "remind me ";
  // "Buy milk, then call Sue at 4".
  const later = /[,;]\s+(?:and\s+)?then\s/.test(joint) && TIMED.test(next.lower);
  if (!sentence && !timed && !later) return null;
  const shared = timed ? sharedVerb(current, bare, context) : null;
  if (shared !== null) return shared;
  const reminded = EACH_REMINDED.exec(current)?.[1];
  if (reminded) return first === "to" && isImperative(second ?? "") ? reminded : isImperative(first) ? `${reminded}to ` : null;
  const [opening = ""] = current.replace(POLITE_HEAD, "").split(/\s+/, 1);
  return isImperative(first) && (isImperative(opening) || ON_EXISTING.test(current)) ? "" : null;
}

/**
 * Whether a new command begins with `next`, given the clause before it.
 * Inside a new task only words about an existing task can begin one.
 */
function begins(current: Piece, next: Piece, joint: string, context: Context): boolean {
  // "actually, …" is one clause, and so is a reason with the command it leads to ("I am ill, delete that reminder").
  if (
    isEmpty(peel(part(current, 0), POLITE_HEAD)) ||
    STARTLED.test(current.lower) ||
    ((STATEMENT.test(current.lower) || (REMINDING.test(next.lower) && DECLARED.test(current.lower))) && !COMMAND.test(current.lower))
  )
    return false;
  // "Take tomorrow's tasks and move them to Friday" is one wish.
  if (/^(?:please\s+)?take\s/.test(current.lower) && MOVING.test(next.lower)) return false;
  if (REMINDED_OF.test(next.lower) && isTask(current, joint, context)) return true;
  if (ON_EXISTING.test(next.lower) || isBlank(joint)) return !isBlank(joint);
  if (!COMMAND.test(next.lower)) return false;
  // "Dentist Friday; remind me Thursday at 5" is one task.
  if (REMINDING.test(next.lower) && !REMINDED_OF.test(next.lower) && (CREATING.test(current.lower) || !COMMAND.test(current.lower)))
    return false;
  if (joint.includes(";")) return true;
  const verb = SAME_VERB.exec(current.lower)?.[1];
  if (verb) return SAME_VERB.exec(next.lower)?.[1] === verb;
  return !CREATING.test(current.lower) && (COMMAND.test(current.lower) || DONE_WITH.test(current.lower));
}

/** "No wait, undo" is one wish. */
const STARTLED = /^(?:(?:no|nope|wait|oh|oops|whoops|hold on|hang on|stop|sorry|hmm+|damn|argh)[\s,.!]*)+$/;

/** "Roses done, move the windows to Sunday". */
const DONE_WITH = /^(?!\S+ing\s|(?:get|have|make)\s).{1,60}\s(?:(?:is|are)\s+)?(?:done|finished|completed)$/;

const LONGEST_TASK = 300;

/** Whether a clause is a task of its own and no reason or circumstance of the reminder behind it: "dentist Friday 3pm, remind me to …". */
function isTask(clause: Piece, joint: string, context: Context): boolean {
  if (clause.lower.length > LONGEST_TASK || STATEMENT.test(clause.lower) || DECLARED.test(`${clause.lower} `) || asks(clause)) return false;
  if (/^(?:please\s+)?(?:add|create)\s/.test(clause.lower)) return true;
  if (CREATING.test(clause.lower) || CIRCUMSTANCE.test(clause.lower) || /\bto$/.test(clause.lower)) return false;
  const { title, due, rule } = readBare(clause, context);
  if (title === null || CIRCUMSTANCE.test(title.toLowerCase())) return false;
  // A reason may stand before a comma, but not before an "and".
  if (due !== null || rule !== null || /\band\b|;/.test(joint)) return true;
  return !isBlank(joint) && isImperative(title.toLowerCase().split(" ")[0] ?? "");
}

const isBlank = (joint: string): boolean => joint.trim() === "";

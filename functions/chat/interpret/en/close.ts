/** Commands that close, open again or remove tasks: complete, reopen, delete, skip, stop repeating. */
import type { Context, Reading } from "../interpretation.ts";
import { after, before, isEmpty, type Piece, peel } from "../piece.ts";
import { head, LIST, NOUN, tail } from "./lexicon.ts";
import { onTarget } from "./recogniser.ts";
import { asks, foreign } from "./smalltalk.ts";
import { isImperative } from "./when/task-words.ts";

/** `weak` forms also begin titles; `told` ones are talk, so that nothing is done when no task fits. */
type Form = { starts: RegExp; ends?: RegExp; weak?: boolean; told?: boolean };

/** Tries forms in order: a beginning, and for some an end that must be there too; what is between is the target. */
function readForms(intent: Reading["intent"], forms: readonly Form[], piece: Piece, context: Context): Reading | null {
  for (const form of forms) {
    const rest = after(piece, form.starts);
    const middle = rest && (form.ends ? before(rest, form.ends) : rest);
    if (!middle) continue;
    const found = form.told
      ? { ...onTarget(intent, piece, middle, context, false), otherwise: foreign(piece, context) }
      : onTarget(intent, piece, middle, context, form.weak ?? false);
    // "finish the report by Friday" is a new task: what is done has no day to come.
    if (intent === "complete" && found.otherwise !== null && found.target?.by === "words" && found.target.due !== null) continue;
    if (intent === "complete" && found.target?.by === "words" && found.target.words === found.target.spoken)
      return { ...found, target: { ...found.target, words: withBareVerb(found.target.words) } };
    return intent === "skip" && found.target === null ? { ...found, target: { by: "last" } } : found;
  }
  return null;
}

/** "Calling Ann" is the task "call Ann". */
function withBareVerb(words: string): string {
  const [doing = "", ...rest] = words.split(" ");
  const stem = /^([a-z]{2,})ing$/.exec(doing.toLowerCase())?.[1];
  if (stem === undefined || rest.length === 0) return words;
  const verb = [stem, `${stem}e`, stem.replace(/(.)\1$/, "$1")].find(isImperative);
  return verb === undefined ? words : [verb, ...rest].join(" ");
}

const ANY = /^/;
const OFF_LIST = tail(
  `(?: (?:off|from|out)(?: of)?(?: of)? (?:of )?(?:my|the|our|this) (?:[a-z-]+ ){0,3}(?:${LIST})|(?<=.) off)(?: please)?[ .!?]*`,
);
const DONE =
  "(?:as |is |are |was |to |to be |has been |have been |'s |'re |all )?(?:all )?(?:done|completed?|finished|closed|checked(?: off)?)";

// What somebody has done may be a task; what somebody felt, thought or began is none.
const DEED =
  "paid|bought|sent|took|taken|wrote|written|made|got|gotten|met|read|fed|gave|given|brought|sold|built|cut|put|[a-z]{2,}(?<!e)ed";
const NO_DEED =
  "(?:decided|wanted|needed|changed|tried|noticed|asked|looked|liked|loved|enjoyed|used|forgotten|heard|started|missed|hated|lived|worked|learned|" +
  "cancell?ed|thought|hoped|wished|wondered|believed|seemed|failed|expected|added|created|deleted|moved|red|shred|shed|embed)\\b";
/** Of these the past is what is to be done as well: "read the contract". */
const TIMELESS = "(?:read|cut|put)\\b";

// Errands, which nobody tells of but to say that they are done.
const ERRAND =
  "bought|sent|called|phoned|rang|emailed|texted|booked|cleaned|washed|fed|watered|renewed|submitted|posted|mailed|picked up|dropped off|handed in";

const COMPLETE: Form[] = [
  { starts: head("(?:mark|set|tick|check|flag|consider) "), ends: tail(` ?(?:${DONE})(?: now| already| please)?[.! ]*`) },
  { starts: head("(?:check|tick|cross|strike)(?:ed)? (?:off|out) ") },
  { starts: head("(?:check|tick|cross|strike)(?:ed)? "), ends: OFF_LIST },
  { starts: head("(?:check|tick|cross|strike)(?:ed)? "), ends: tail(" (?:off|out)[.! ]*") },
  { starts: head("(?:complete|completed|done|finished)(?: with| doing)?[:,]?(?= |$)") },
  { starts: head("(?:already|just) (?:did|done|finished|completed)(?= )") },
  {
    starts: head(
      "(?:i|we)(?: have|'ve|'m|'re| am| are)? ?(?:just |already |finally |now |all )*(?:completed|done|finished|did|" +
        "through|accomplished|wrapped up)(?: with| doing)?(?= |$)",
    ),
  },
  {
    starts: head("(?:i|we)(?: have|'ve)? ?(?:just |already |finally |now )*(?:got|gotten|crossed|ticked|checked)(?: off)? "),
    ends: tail(" (?:done|finished|off|completed)(?: (?:my|the) list)?[.! ]*"),
  },
  {
    starts: head(
      `(?:i|we)(?:(?:'ve| have)(?: just| already| finally| now)?| just| already| finally) (?!${NO_DEED})(?:${DEED}) (?!to |that )`,
    ),
  },
  { starts: head(`(?:i|we) (?!${NO_DEED})(?:${DEED}) (?=(?:my|the|our|all|both|\\d) ?)(?!.*[,;.?] )`), told: true },
  // "Paid the rent": without a task that fits it is a new one.
  { starts: head(`(?!${NO_DEED}|${TIMELESS})(?:${DEED}) (?=(?:the|my|our|all) )(?!.*[,;.?] )`), weak: true },
  { starts: head(`(?:${ERRAND}) (?!to\\b|that\\b|for\\b|by\\b)(?!.*[,;.?] )`), weak: true },
  { starts: head(`(?:i|we) (?:${ERRAND}) (?!to\\b|that\\b|for\\b|by\\b)(?!.*[,;.?] )`), told: true },
  { starts: head("finish(?: (?:up|off|doing))?(?= |$)"), weak: true },
  { starts: head("(?:close|check|tick|wrap up|accomplish) (?=(?:off )?(?:#?\\d|it$|that|them|the first|the last|all of))") },
  { starts: head("(?:close|wrap|finish) (?=(?:it|that|this|them|#?\\d+) )"), ends: tail(" (?:out|up|off)[.! ]*") },
  { starts: head("close(?: out)? "), weak: true },
  { starts: head("did (?!i |you |we )"), weak: true },
  {
    starts: head(`(?=(?:#?\\d|it |that |this |that's|it's|them |they |both |all |everything |the |my |i'm |these |those ))`),
    ends: tail(
      "(?:(?: (?:is|are|was|were|has been|have been|'s|'re)|'s|'re|i'm) (?:all |now |already )*(?:done|complete|" +
        "completed|finished)(?: now| already)?)[.! ]*",
    ),
  },
  {
    starts: ANY,
    ends: tail("(?: (?:is|are|was|has been|got)|'s) (?:all |now |already )*(?:done|complete|completed|finished)(?: now| already)?[.! ]*"),
    weak: true,
  },
  { starts: head("(?=(?:task|number|item|no\\.?|#)? ?\\d)"), ends: tail("(?:,| ?-| ?:)? (?:done|completed?|finished)[.! ]*"), weak: true },
  { starts: ANY, ends: tail("(?:,| ?-| ?:)? (?:done|completed|finished)[.! ]*"), weak: true },
];

/** "done 2 and 4", "mark the dentist as done", "I finished the report", "take it off the list". */
export function readComplete(piece: Piece, context: Context): Reading | null {
  return asks(piece) ? null : readForms("complete", COMPLETE, piece, context);
}

const OPEN_AGAIN =
  "(?:as |is |to |to be )?(?:not (?:yet )?(?:done|completed?|finished|closed)(?: yet)?|undone|un-?completed?|" +
  "incomplete|unfinished|open(?: again)?|to-? ?do|pending|active)";
const REOPEN: Form[] = [
  { starts: head("(?:mark|set|flag) "), ends: tail(` ?(?:${OPEN_AGAIN})(?: again| please)?[.! ]*`) },
  {
    starts: head(
      "(?:re-?open|un-?complete|un-?check|un-?tick|un-?mark|un-?finish|un-?do|un-?delete|restore|reactivate|revive|" +
        "resurrect)(?: the completion of)?(?= |$)",
    ),
  },
  { starts: head("(?:bring|put|get|give me) "), ends: tail(" back(?: (?:on|onto|to) (?:my|the) (?:[a-z-]+ )?list)?[.! ]*"), weak: true },
  { starts: head("(?:bring|put) back "), weak: true },
  {
    starts: head(
      "(?:i|we) (?:didn'?t|did not|haven'?t|have not) (?:actually |really )?(?:finish(?:ed)?|complete(?:d)?|do|done|did)(?: with)? ",
    ),
  },
  {
    starts: ANY,
    ends: tail(
      "(?: (?:is|are|was|were) not|(?: is| are| was| were)n'?t) (?:actually |really |yet )?(?:done|finished|completed?)(?: yet| after all)?[.! ]*",
    ),
    weak: true,
  },
  {
    starts: head("(?=(?:#?\\d|it |that |this |that's|it's|the |my ))"),
    ends: tail(
      "(?:(?: is| are| was| were|'s|'re)? (?:actually |really )?not|(?: is| are| was| were)n'?t) (?:actually |really |yet )?(?:done|finished|" +
        "completed?)(?: yet)?[.! ]*",
    ),
  },
];

/** "reopen the dentist", "2 is not done yet". */
export function readReopen(piece: Piece, context: Context): Reading | null {
  if (!/n'?t\b|\b(?:not|un-?\w+|re-?\w+|open|back|incomplete|pending|active|to-? ?do)\b/.test(piece.lower)) return null;
  return readForms("reopen", REOPEN, piece, context);
}

const THAT_NOUN = `(?=.{0,80}\\b(?:${NOUN}|alarms?)\\b)`;
const DELETE: Form[] = [
  { starts: head("(?:take|get|scratch|wipe|knock) "), ends: OFF_LIST },
  { starts: head("(?:delete|remove|erase|clear out|clear|drop|scratch|cancel|strike|get rid of|dump|wipe|eliminate) "), ends: OFF_LIST },
  { starts: head("(?:delete|erase|get rid of|discard|wipe out)(?= |$)") },
  {
    starts: head(
      "(?:clean|tidy|clear)(?: up| out)? (?=(?:(?:all|my|the|our|of) )*(?:completed|done|finished|closed|old|overdue) (?:tasks|to-? ?dos|reminders|items|ones)\\b)",
    ),
  },
  { starts: head("(?:trash|scrap|wipe|dump|bin) (?=(?:#?\\d|it|that|this|them|those|these|the|my|all|every|everything|both)\\b)") },
  {
    starts: head("(?:i|we) (?:no longer|don'?t|do not|don ' t|won'?t|will not) (?:need|want|have|require)(?: to)? "),
    ends: tail(`(?:[;,.] ?|and |so )(?:please )?(?:delete|remove|take|cancel|erase|drop|forget)\\b.{0,60}`),
  },
  { starts: head(`(?:i|we) (?:no longer|don'?t|do not|don ' t) (?:need|want)(?: to see)? ${THAT_NOUN}`) },
  { starts: head("(?:no more|stop|quit|don'?t|do not) remind(?:ing)? me (?:to|about|of) ") },
  {
    starts: head(
      "(?:i|we) (?:no longer|don'?t|do not) (?:need|want) (?:to be reminded|reminding|(?:an? |any |the )?reminders?) (?:any ?more )?(?:to|about|of|for) ",
    ),
  },
  {
    starts: head("(?:(?:i|we) (?:don'?t|do not|don ' t) (?:need|have|want) to|(?:there(?:'s| is) )?no need to) "),
    ends: tail("(?: any ?more| any longer| after all)[.! ]*"),
    told: true,
  },
  { starts: head("(?:(?:i|we) no longer (?:need|have|want) to|(?:i|we) don'?t need to) "), told: true },
  { starts: head(`(?:stop|end) (?=(?:my|the|all)\\s)${THAT_NOUN}`) },
  {
    starts: head(
      "(?:cancel|remove|clear out|clear|drop|kill|scratch|forget(?: about)?|turn off|switch off|disable|dismiss|" +
        "take out|take away|eliminate|throw out|throw away|purge|nuke|deactivate) (?=(?:(?:it|that|this|them|those|these|" +
        "all|everything|both)(?: one)?[ .!]*$|(?:(?:the|numbers?|no\\.?|tasks?|items?|reminders?) )?#?\\d+(?:[ ,&-]|and|" +
        "$)|all |every|the last |the first ))",
    ),
  },
  {
    starts: head(
      "(?:cancel|remove|clear out|clear|drop|kill|scratch|forget(?: about)?|turn off|switch off|disable|dismiss|" +
        `take out|take away|eliminate|throw (?:out|away)|purge|deactivate) ${THAT_NOUN}`,
    ),
  },
  { starts: head(`(?:clear out|clear|empty|wipe) (?=(?:my |the )?(?:whole |entire )?(?:${LIST})[.! ]*$)`) },
  {
    starts: head(
      "(?:cancel|remove|scratch|drop(?= (?:the|my|our|that|this)\\b)(?!.* off\\b)(?! off| by| in| out)|dismiss|forget about|forget|kill) ",
    ),
    weak: true,
  },
];

/** "delete the dentist reminder", "get rid of 2", "take laundry off my list". */
export function readDelete(piece: Piece, context: Context): Reading | null {
  return readForms("delete", DELETE, piece, context);
}

const SKIP: Form[] = [
  {
    starts: head("skip(?: over)? "),
    ends: tail(
      " (?:just )?(?:this|the next|next|for this|for the next|once|for once|for now)(?: (?:one|time|week|month|year|" +
        "occurrence|round))?[.! ]*",
    ),
  },
  {
    starts: head(
      "skip(?: over)? (?:(?:this|the next|next|the|today's|tomorrow's|tonight's|this week's|this month's|one|" +
        "an?) )?(?:occurrence|time|instance|round|one)(?: (?:of|for) |$)",
    ),
  },
  { starts: head("skip(?: over)? (?:(?:this|next) (?:week|month)'s |the next |next |today's |tomorrow's |tonight's )"), weak: true },
  { starts: head("skip(?: over)?(?= |$)"), weak: true },
];

/** "skip the gym this week", "skip this occurrence". */
export function readSkip(piece: Piece, context: Context): Reading | null {
  if (!piece.lower.startsWith("skip")) return null;
  return readForms("skip", SKIP, piece, context);
}

const STOP: Form[] = [
  {
    starts: head(
      "(?:stop|end|cancel|remove|delete|drop|turn off) (?:the )?(?:repeat(?:ing|s|ition)?|recurr(?:ing|ence)|series|" +
        "schedule)(?: (?:of|from|for|on))?(?= |$)",
    ),
  },
  { starts: head("(?:stop|keep|prevent) "), ends: tail(" from (?:repeating|recurring|coming back)[.! ]*") },
  {
    starts: head("(?:make|set|let) "),
    ends: tail(
      " (?:to )?(?:not (?:repeat|recur)(?:ing)?|non-?recurring|non-?repeating|(?:a )?one[- ](?:off|time)(?: task)?|" +
        "stop repeating|no longer repeat|repeat no more)(?: any ?more)?[.! ]*",
    ),
  },
  { starts: head("(?:don'?t|do not|no longer|never) (?:repeat|recur)(?= |$)") },
  {
    starts: ANY,
    ends: tail(
      " (?:(?:should|must|need|shall)(?: not|n't| no longer| never)(?: to)? (?:repeat|recur)|(?:should|must|can|needs? to|has to) (?:stop|quit) " +
        "(?:repeating|recurring))(?: any ?more| again)?[.! ]*",
    ),
  },
  { starts: head("(?:no|not) more repeat(?:s|ing)?(?: (?:of|for))?(?= |$)") },
];

/** "stop repeating rent", "make the gym a one-off". */
export function readStopRepeating(piece: Piece, context: Context): Reading | null {
  if (!/repeat|recur|series|schedule|one[- ]off|one[- ]time|coming back/.test(piece.lower)) return null;
  const found = readForms("stop-repeating", STOP, piece, context);
  const target = found?.target;
  if (found && target === null && isEmpty(peel(piece, STOP[0]?.starts ?? null))) return { ...found, target: { by: "last" } };
  return found;
}

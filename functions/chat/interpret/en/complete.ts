/** Closing tasks and opening them again: "done 2", "paid the rent", "2 is not done yet". */
import type { Context, Reading } from "../interpretation.ts";
import type { Piece } from "../piece.ts";
import { ANY, type Form, OFF_LIST, readForms } from "./forms.ts";
import { head, tail } from "./lexicon.ts";
import { asks } from "./smalltalk.ts";

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
  {
    starts: head(`(?!${NO_DEED}|${TIMELESS})(?:${DEED})(?: (?:back|out|off|up|down|away|in))? (?=(?:the|my|our|all) )(?!.*[,;.?] )`),
    weak: true,
  },
  { starts: head(`(?:${ERRAND}|got|grabbed) (?!to\\b|that\\b|for\\b|by\\b)(?!.*[,;.?] )`), weak: true },
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

/** "Completed this week" asks for what was. */
const DONE_WHEN = /^(?:completed|finished|done)\s+(?:today|yesterday|(?:this|last)\s+[a-z]+)[.!? ]*$/;

/** "done 2 and 4", "mark the dentist as done", "I finished the report", "take it off the list". */
export function readComplete(piece: Piece, context: Context): Reading | null {
  return asks(piece) || DONE_WHEN.test(piece.lower) ? null : readForms("complete", COMPLETE, piece, context);
}

const OPEN_AGAIN =
  "(?:as |is |to |to be )?(?:not (?:yet )?(?:done|completed?|finished|closed)(?: yet)?|undone|un-?completed?|" +
  "incomplete|unfinished|open(?: again)?|to-? ?do|pending|active)";
const REOPEN: Form[] = [
  { starts: head("(?:i'm |i am |we're |we are )?not (?:yet |quite )?(?:done|finished) with "), ends: tail("(?: yet)?[.! ]*") },
  { starts: head("(?:mark|set|flag) "), ends: tail(` ?(?:${OPEN_AGAIN})(?: again| please)?[.! ]*`) },
  {
    starts: head("(?:re-?open|un-?complete|un-?check|un-?tick|un-?mark|un-?finish|un-?delete)(?: the completion of)?(?= |$)"),
  },
  // "Restore the dresser" is a chore.
  { starts: head("(?:un-?do|restore|reactivate|revive|resurrect)(?: the completion of)?(?= |$)"), weak: true },
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
    starts: head("(?=(?:#?\\d|it |that |this |that'?s |it'?s |the |my ))"),
    ends: tail(
      "(?:(?: is| are| was| were|'s|'re|(?<=^(?:it|that))s)? (?:actually |really )?not|(?: is| are| was| were)n'?t) (?:actually |really |yet )?(?:done|finished|" +
        "completed?)(?: yet)?[.! ]*",
    ),
  },
];

/** "reopen the dentist", "2 is not done yet". */
export function readReopen(piece: Piece, context: Context): Reading | null {
  if (!/n'?t\b|\b(?:not|un-?\w+|re-?\w+|open|back|incomplete|pending|active|to-? ?do)\b/.test(piece.lower)) return null;
  return readForms("reopen", REOPEN, piece, context);
}

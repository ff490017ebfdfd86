/** Removing tasks: "delete 2", "take it off the list", "I no longer need to …". */
import type { Context, Reading } from "../interpretation.ts";
import { type Piece, peel } from "../piece.ts";
import { ANY, type Form, OFF_LIST, readForms } from "./forms.ts";
import { head, LIST, NOUN, tail } from "./lexicon.ts";
import { meansReminders, namedReminder, ofOneTask, ofReminders } from "./reminders-off.ts";

const THAT_NOUN = `(?=.{0,80}\\b(?:${NOUN}|alarms?)\\b)`;
const DELETE: Form[] = [
  { starts: head("(?:take|get|scratch|wipe|knock) "), ends: OFF_LIST },
  { starts: head("(?:delete|remove|erase|clear out|clear|drop|scratch|cancel|strike|get rid of|dump|wipe|eliminate) "), ends: OFF_LIST },
  { starts: head("delete(?= |$)") },
  { starts: head("(?:erase|get rid of|discard|wipe out)(?= |$)"), weak: true },
  {
    starts: head(
      "(?:clean|tidy|clear)(?: up| out)? (?=(?:(?:all|my|the|our|of) )*(?:completed|done|finished|closed|old|overdue) (?:tasks|to-? ?dos|reminders|items|ones)\\b)",
    ),
  },
  {
    starts: head(
      "(?:trash|scrap|wipe|dump|bin) (?=(?:#?\\d|it|that|this|them|those|these|all|every(?:thing| one| single| task| reminder)|both)\\b)",
    ),
  },
  { starts: head(`(?:trash|scrap|wipe|dump|bin) (?=(?:the|my) )${THAT_NOUN}`) },
  // "Wipe the counters" is a chore.
  { starts: head("(?:trash|scrap) (?=(?:the|my) )"), weak: true },
  {
    starts: head("(?:i|we) (?:no longer|don'?t|do not|don ' t|won'?t|will not) (?:need|want|have|require)(?: to)? "),
    ends: tail(`(?:[;,.] ?|and |so )(?:please )?(?:delete|remove|take|cancel|erase|drop|forget)\\b.{0,60}`),
  },
  { starts: head(`(?:i|we) (?:no longer|don'?t|do not|don ' t) (?:need|want)(?: to see)? ${THAT_NOUN}`) },
  {
    starts: head(
      "(?:take|strip) (?:(?:the|my|any|all|its) )*(?:reminders?|alerts?|alarms?|notifications?) (?:off(?: of)? |from (?=(?:the|my|it|that|this|#?\\d+)\\b))",
    ),
  },
  { starts: head("no (?:more )?(?:reminders?|alerts?|alarms?|notifications?) (?:for|about|on|of) "), told: true },
  { starts: head("no (?:more )?(?:reminders?|alerts?|alarms?|notifications?)(?=[.! ]*$)"), told: true },
  { starts: head("(?:no more|stop|quit|don'?t|do not) remind(?:ing)? me (?:to|about|of) ") },
  {
    starts: head(
      "(?:i|we) (?:no longer|don'?t|do not) (?:need|want) (?:to be reminded|reminding|(?:an? |any |the )?reminders?) (?:any ?more )?(?:to|about|of|for) ",
    ),
  },
  {
    starts: head(
      "(?:(?:i|we) (?:don'?t|do not|don ' t) (?:need|have|want) to|(?:there(?:'s| is) )?no need (?:to|for(?= (?:the|my|that)\\b))) ",
    ),
    ends: tail("(?: any ?more| any longer| after all)[.! ]*"),
    told: true,
  },
  { starts: head("(?:(?:i|we) no longer (?:need|have|want) to|(?:i|we) don'?t need to) "), told: true },
  // "The picnic was called off": without a task that fits it is news.
  { starts: ANY, ends: tail(" (?:is|was|are|were|has been|have been|got|gets) (?:cancell?ed|called off)[.! ]*"), weak: true },
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

/** A cheap look, for most messages delete nothing. */
const DELETING =
  /\b(?:delete|remove|erase|take|get|scratch|wipe|knock|clear|clean|tidy|drop|cancel|strike|dump|eliminate|discard|trash|scrap|bin|don|dont|do not|won|will not|no|stop|quit|end|kill|cancell?ed|called|forget|turn|switch|disable|dismiss|throw|purge|nuke|deactivate|empty)\b/;

/** With a task its reminders go anyway. */
const AND_REMINDER = /\s+and\s+(?:all\s+)?(?:the|its|my)\s+(?:reminder|alert|alarm)s?[.! ]*$/;

/** "delete the dentist reminder", "get rid of 2", "take laundry off my list". */
export function readDelete(piece: Piece, context: Context): Reading | null {
  if (!DELETING.test(piece.lower)) return null;
  if (!meansReminders(piece)) return readForms("delete", DELETE, peel(piece, null, AND_REMINDER), context);
  const named = namedReminder(piece);
  const deletion = readForms("delete", DELETE, ofOneTask(named?.without ?? piece), context);
  return deletion && ofReminders(deletion, named?.wish, piece);
}

/** Deletions that mean the reminders of a task: "remove the reminder", "no alarm for the dentist", "stop reminding me about rent". */
import type { Reading, ReminderWish } from "../interpretation.ts";
import { overwritten, type Piece } from "../piece.ts";
import { readLead } from "./leads.ts";
import { head } from "./lexicon.ts";

const NOUN = "(?:reminders?|alerts?|alarms?|notifications?)";
/** The reminder is what goes, and not a word in a name, nor the task that "the reminder task" is. */
const REMOVED = head(
  `\\S+ (?:(?:off|out|away|rid of) )?(?:(?!(?:to|for|about|of|on|from|off|called|named|titled|regarding|concerning|tasks?|items?|and)\\b)[^\\s,;:]+ ){0,6}?${NOUN}` +
    "(?=[.,!?; ]*$|[.,!?;]| (?:to|for|about|of|on|off|from|at|in|that|which|i|we|set|called|named|please|any ?more|now|again|an?|\\d+|half|" +
    "regarding|concerning|scheduled|with|before|today|tomorrow|tonight|this|next)\\b)",
);
const REMINDING = head(
  "(?:please )?(?:(?:no more|stop|quit|don'?t|do not) remind(?:ing)? |(?:i|we) (?:no longer|don'?t|do not) (?:need|want) (?:to be reminded|" +
    `reminding|(?:an? |any |the )?reminders?)\\b|no (?:more )?${NOUN}(?: |[.! ]*$))`,
);

/** Whether the words of a deletion say that only reminders are to go. */
export function meansReminders({ lower }: Piece): boolean {
  return REMOVED.test(lower.slice(0, 300)) || REMINDING.test(lower);
}

const LENGTH =
  /(?<=\s)(\d{1,3}|an?|the|one|two|three|half an?)[ -](minute|min|hour|hr|day|week)s?(?:[ -]before)?(?=[ -](?:reminder|alert|alarm|notification))/;
const BEHIND = new RegExp(`(?<=\\b${NOUN}\\s)`);

/** One of several reminders, by its lead: "the 1 hour reminder", "the reminder a day before"; and the words without it. */
export function namedReminder(piece: Piece): { wish: ReminderWish; without: Piece } | null {
  const length = LENGTH.exec(piece.lower.slice(0, 300));
  if (length) {
    const lead = readLead({ ...piece, lower: `${length[1]} ${length[2]} before` }, []);
    return lead && { wish: lead.wish, without: overwritten(piece, length.index, length.index + length[0].length) };
  }
  const lead = BEHIND.test(piece.lower) ? readLead(piece, []) : null;
  return lead && { wish: lead.wish, without: overwritten(piece, lead.span.start - piece.start, lead.span.end - piece.start) };
}

const OF_ONE = /(?<=^\S+\s+(?:the\s+|my\s+|all\s+|its\s+)*)(?:reminder|alert|alarm|notification)s(?=\s+(?:of|from)\s+(?:the|my|it|that)\b)/;

/** "The reminders of the vet" are of one task, as "the reminder of the vet" is. */
export function ofOneTask(piece: Piece): Piece {
  const many = OF_ONE.exec(piece.lower.slice(0, 100));
  return many ? overwritten(piece, many.index + many[0].length - 1, many.index + many[0].length) : piece;
}

/** A deletion of reminders and nothing else; the one that is named is of the task last spoken of, unless the words name a task too. */
export const ofReminders = (deletion: Reading, wish: ReminderWish | undefined, { lower }: Piece): Reading => ({
  ...deletion,
  onlyReminders: true,
  target: deletion.target ?? (wish || lower.startsWith("no ") ? { by: "last" } : null),
  reminders: wish ? [wish] : [],
});

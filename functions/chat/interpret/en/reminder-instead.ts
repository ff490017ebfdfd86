/** A reminder in the place of those there are: "change the reminder to 2 hours before", "remind me a day before instead". */
import type { Context, Reading } from "../interpretation.ts";
import { after, before, isEmpty, type Piece, part, spanOf } from "../piece.ts";
import { reading } from "../reading.ts";
import { readDetails } from "./details.ts";
import { readLead } from "./leads.ts";
import { head, tail } from "./lexicon.ts";
import { readTarget } from "./targets.ts";
import { titleOf } from "./titles.ts";

const NOUN = "(?:reminder|alert|alarm|notification)";
const CHANGE = head(
  `(?:change|set|move|make|update|switch|shift) (?:the |my |its )?${NOUN}s?(?: (?:of|for|on) (?!\\d)(.{1,80}?))?(?: (?:to|be))? (?=\\d|an?\\b|the\\b|half\\b|one\\b|two\\b)`,
);
const AGAIN = head(`(?:remind me|${NOUN}) `);
const INSTEAD = tail(" instead[.! ]*");

/** Only where nothing but how long before is said; of the task last spoken of unless another is named. */
export function readReminderInstead(piece: Piece, context: Context): Reading | null {
  const changed = CHANGE.exec(piece.lower.slice(0, 300));
  const again = changed ? null : after(piece, AGAIN);
  const rest = changed ? part(piece, changed[0].length) : again && before(again, INSTEAD);
  if (!rest || isEmpty(rest)) return null;
  const lead = readLead(rest, []);
  const found = lead ? [lead.span] : [];
  // The hour of "the day before at 6pm" is read as of a reminder, so the words that ask for one stand before it.
  const whole = `remind me ${rest.source.slice(rest.start, rest.end)}`;
  const details = readDetails({ source: whole, start: 0, end: whole.length, lower: `remind me ${rest.lower}` }, context, "create");
  const said =
    details.reminders.length > 0 &&
    details.due === null &&
    titleOf({ source: whole, start: 0, end: whole.length, lower: whole.toLowerCase() }, details.spans, false) === null;
  if (!said && (!lead || titleOf(rest, found, false) !== null)) return null;
  const name = changed?.[1];
  const at = name ? piece.lower.indexOf(name) : 0;
  const named = name ? readTarget(part(piece, at, at + name.length), context) : null;
  return reading("remind", {
    reminders: said ? details.reminders : [lead!.wish],
    onlyReminders: true,
    target: named?.target ?? { by: "last" },
    spans: [spanOf(part(piece, 0, rest.start - piece.start), "verb"), spanOf(rest, "reminder")],
  });
}

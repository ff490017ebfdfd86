/** Putting off what rings now: "snooze for 20 minutes", "remind me again later". */
import type { Context, Reading } from "../interpretation.ts";
import { after, isEmpty, type Piece, part, peel, spanOf, trim } from "../piece.ts";
import { reading } from "../reading.ts";
import { readDetails } from "./details.ts";
import { head } from "./lexicon.ts";
import { readTarget } from "./targets.ts";
import { titleOf } from "./titles.ts";
import { hour } from "./update/change.ts";

const SNOOZE = head(
  "(?:(?:set|put|turn|switch|allow|only|activate|enable|hit|press|make|use|have|i need|give|add) )?(?:(?:up|on|off|" +
    "a|an|the|my|me|only) )*snooz(?:e|es|ing|ed)(?: (?:alarm|timer|time|option|button|feature|function)(?= |$|" +
    "[.!]))?(?: (?:off|on))?[,:.!]?(?= |$)",
);
const ANYWHERE = /\bsnooz(?:e|es|ed|ing)\b/;
const REQUEST = /^(?:set|put|turn|switch|allow|only|activate|enable|disable|hit|press|make|use|cancel|stop|have|give|add|if|when|for|i)\b/;
const AGAIN = head(
  "(?:remind me (?:again(?!.* (?:before|ahead|early|earlier)\\b)|(?:again )?later(?: on)?(?: (?:today|again))?$)|ring (?:me )?again|ask me again|try again|" +
    "nag me again|later$|not now,? (?:remind me )?later|remind me (?:about )?(?:it|this|that) (?:again|" +
    "later(?: on)?$))[,:]?",
);

const MORE = head(
  "(?:(?:just|give me|i need|let me have) )*(?:another (?:\\d+ |five |ten |fifteen |twenty |thirty |few |couple of )?|(?:\\d+|an?|one|five|ten|" +
    "fifteen|twenty|thirty|(?:a )?few) more )(?:min(?:ute)?s?|hours?|hrs?|days?)[.! ]*$",
);

/** How far (`shift`) or until when (`due`) is null when unsaid: the product's usual ten minutes then. */
export function readSnooze(piece: Piece, context: Context): Reading | null {
  if (MORE.test(piece.lower)) return snoozed(piece, piece, context);
  const instead = after(piece, /^remind\s+me\s+(?=\S.*\sinstead$)/);
  if (instead && titleOf(instead, readDetails(instead, context, "snooze").spans, true)?.toLowerCase() === "instead")
    return snoozed(piece, peel(instead, null, /\s+instead$/), context);
  const rest = after(piece, SNOOZE) ?? after(piece, AGAIN);
  if (rest) return snoozed(piece, rest, context);
  // "put the call on snooze", "set a snooze on my 8am reminder"
  const word = ANYWHERE.exec(piece.lower);
  if (!word || word.index > 60 || !REQUEST.test(piece.lower)) return null;
  return snoozed(piece, trim(part(piece, word.index + word[0].length)), context);
}

function snoozed(piece: Piece, rest: Piece, context: Context): Reading {
  const until = after(rest, /^(?:it\s+)?(?:until|till|to)\s+/);
  const at = until && hour(until, context);
  if (at) return reading("snooze", { ...at, target: { by: "last" }, spans: [spanOf(piece, "verb")] });
  const details = readDetails(rest, context, "snooze");
  const first = details.spans[0];
  const between = peel(first ? trim(part(rest, 0, first.start - rest.start)) : rest, null, /(?:^|\s+)(?:for|until|till|by|to|on|at)$/);
  const { target, spans } = isEmpty(between) ? { target: null, spans: [] } : readTarget(between, context);
  const verb = spanOf(part(piece, 0, rest.start - piece.start), "verb");
  const { due, shift, question } = details;
  return reading("snooze", { target: target ?? { by: "last" }, due, shift, question, spans: [verb, ...spans, ...details.spans] });
}

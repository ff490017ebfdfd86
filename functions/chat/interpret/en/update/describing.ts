/** Notes added to tasks: "add a note to the dentist: bring the card". */
import type { Context, Reading } from "../../interpretation.ts";
import { after, type Piece, part, spanOf, textOf, trim } from "../../piece.ts";
import { head, NOUN, tail } from "../lexicon.ts";
import { type Change, update } from "./change.ts";

const NOTE = "(?:notes?|descriptions?|comments?|details?)";
const NOTE_TO = head(
  `(?:(?:add|put|attach|write|set|change|update|edit) (?:(?:an?|the) )?${NOTE} (?:to|on|of|for|in) |${NOTE} (?:to|on|for) (?=(?:#?\\d+|it|that) ?:))`,
);
const NOTE_FIRST = head(`(?:add|put|set) (?:(?:an?|the|as) )?${NOTE}(?:(?: (?:that|saying|which says)| ?:) | (?="))`);
/** "With a note: …", right after a task was touched. */
const OWN_NOTE =
  /^(?:(?:and|also)\s+)?(?:with\s+)?(?:an?\s+|the\s+)?(?:note|description)\s*:\s*(?=\S)|^add\s+(?:an?\s+)?note\s+(?!(?:to|on|for|of|in|about|from|that|saying|which)\b)(?=[^\s:])/;
const TO_NOTE = tail(`(?: (?:to|in|into|as) (?:the |its |an? )?${NOTE}(?: (?:of|for|on))? ?.*)`);
const NOTE_VALUE = /\s*(?::|=|\bto\b|\bsaying\b|\bthat says\b)\s*(?=\S)/;

const TO_TASK = new RegExp(
  `\\s+(?:to|in|on)\\s+(?:my|the|our|that)\\s+(?:(?!(?:list|set|add|with)\\b)[^\\s,;]+\\s+){0,6}?(?:${NOUN}|alert)$|` +
    "\\s+to\\s+\\d{1,2}\\s?[ap]m\\s+reminder$",
);

/** Reads the text to describe a task with. */
export function readDescribing(piece: Piece, context: Context): Reading | null {
  const own = context.dialogue?.touched ? after(piece, OWN_NOTE) : null;
  if (own) return update(piece, null, described(own), context);
  const first = after(piece, NOTE_FIRST);
  const noteTo = first ? null : after(piece, NOTE_TO);
  if (first) {
    const split = /\s+(?:to|on|for)\s+(?!.*\s(?:to|on|for)\s)/.exec(first.lower.slice(0, 400));
    const value = split && /^add|^put/.test(piece.lower) ? trim(part(first, 0, split.index)) : first;
    return update(piece, split ? trim(part(first, split.index + split[0].length)) : null, described(value), context);
  }
  if (noteTo) {
    const split = NOTE_VALUE.exec(noteTo.lower);
    if (!split) return null;
    return update(piece, trim(part(noteTo, 0, split.index)), described(trim(part(noteTo, split.index + split[0].length))), context);
  }
  const add = after(piece, /^(?:add|include|append)\s+/);
  const toTask = add && TO_TASK.exec(add.lower.slice(0, 300));
  if (add && toTask && !/\b(?:list|to-? ?dos?)\b/.test(toTask[0])) {
    const from = toTask[0].length - toTask[0].replace(/^\s+(?:to|in|on)\s+/, "").length;
    return update(piece, trim(part(add, toTask.index + from)), described(trim(part(add, 0, toTask.index))), context);
  }
  const to = add && TO_NOTE.exec(add.lower.slice(0, 400));
  if (!add || !to) return null;
  const target = /\s(?:of|for|on)\s+(.*)$/.exec(to[0]);
  const targetPiece = target ? trim(part(add, to.index + to[0].length - (target[1] ?? "").length)) : null;
  return update(piece, targetPiece, described(trim(part(add, 0, to.index))), context);
}

function described(value: Piece): Change {
  return { description: textOf(value).replace(/^"(.*)"$/s, "$1"), spans: [spanOf(value, "description")] };
}

/** The nearest thing that would work for a message that almost reads as a command. */
import type { Context, Reading } from "../interpretation.ts";
import { type Piece, pieceOf, textOf } from "../piece.ts";
import { reading } from "../reading.ts";

// Short verbs are one letter away from too many other words ("shop" and "show").
const VERBS = [
  "delete",
  "complete",
  "remind",
  "rename",
  "snooze",
  "reopen",
  "remove",
  "reschedule",
  "postpone",
  "cancel",
  "finish",
  "history",
  "search",
  "prioritize",
];

/** A first word one slip away from a verb, before a target or "me" that leaves no doubt: asked, with the corrected reading in `otherwise`. */
export function readNearest(piece: Piece, context: Context, read: (piece: Piece, context: Context) => Reading | null): Reading | null {
  const word = /^[a-z]{5,11}(?=\s)/.exec(piece.lower)?.[0];
  if (!word || piece.lower.length > 200) return null;
  const verb = VERBS.find((one) => one !== word && isOneSlip(word, one));
  if (!verb) return null;
  const corrected = `${verb}${textOf(piece).slice(word.length)}`;
  const meant = read(pieceOf(corrected), context);
  const surely = meant && (meant.target ? meant.target.by !== "words" : meant.intent === "create" && /^remind me\s/.test(corrected));
  if (!meant || !surely) return null;
  return reading("none", { question: `Did you mean “${corrected}”?`, otherwise: { ...meant, spans: [] } });
}

/** Whether one letter was left out, added, mistaken, or swapped with its neighbour. */
export function isOneSlip(typed: string, meant: string): boolean {
  if (Math.abs(typed.length - meant.length) > 1 || typed === meant) return false;
  let at = 0;
  while (at < typed.length && typed[at] === meant[at]) at++;
  const rest = (text: string, skipped: number) => text.slice(at + skipped);
  return (
    rest(typed, 1) === rest(meant, 1) ||
    rest(typed, 1) === rest(meant, 0) ||
    rest(typed, 0) === rest(meant, 1) ||
    (typed[at] === meant[at + 1] && typed[at + 1] === meant[at] && rest(typed, 2) === rest(meant, 2))
  );
}

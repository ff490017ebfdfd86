/** Words around a wish that say nothing of it: "please", "oh and". */
import { isEmpty, type Piece, peel } from "../piece.ts";
import { ASKED_TAIL, POLITE_HEAD, POLITE_TAIL } from "./lexicon.ts";

const FILLERS = /^(?:(?:oh|and|um+|uh+|hm+|ah+)(?:\s*[,!.]+\s*|\s+)|(?:also|then|well|ok|okay|so)\s*,\s*)+(?=\S)/;

/** "Oh and call the plumber" is to call the plumber; "And Then There Were None" is a name. */
export function withoutFillers(piece: Piece): Piece {
  const plain = peel(piece, FILLERS);
  return plain !== piece && /^\p{Lu}[^\s]*\s+\p{Lu}/u.test(piece.source.slice(piece.start, piece.end)) ? piece : plain;
}

/** A clause without "please", "can you" and the like around it. */
export function politely(clause: Piece): Piece {
  const headless = peel(clause, POLITE_HEAD);
  const body = isEmpty(headless) ? clause : headless;
  const plain = peel(body, null, POLITE_TAIL);
  const tailless = body === clause ? plain : peel(plain, null, ASKED_TAIL);
  return isEmpty(tailless) ? body : tailless;
}

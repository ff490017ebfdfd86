/** From words to readings: deterministic, without model, network or clock. */
import { answerTo } from "./en/dialogue.ts";
import { readClause, tooLong } from "./en/english.ts";
import { splitClauses } from "./en/split.ts";
import type { Context, Reading } from "./interpretation.ts";
import { mergeReadings } from "./merge.ts";
import { pieceOf } from "./piece.ts";
import { reading } from "./reading.ts";

/** Longer than this is pasted text, not a message; reading it would find dates and commands nobody meant. */
export const MOST_CHARACTERS = 10_000;
const SAYS_SOMETHING = /[\p{L}\p{N}?]/u;

/** The commands of a message in order; never empty: a message that says nothing reads as "none". */
export function interpret(text: string, context: Context): Reading[] {
  if (text.length > MOST_CHARACTERS) return [reading("none", { question: tooLong(text.length, MOST_CHARACTERS) })];
  const message = pieceOf(text);
  const answer = answerTo(message, context);
  if (answer) return [answer];
  if (!SAYS_SOMETHING.test(text)) return [reading("none")];
  const clauses = splitClauses(message);
  if (clauses.length === 0) return [reading("none")];
  return mergeReadings(clauses.map((clause) => readClause(clause, context)));
}

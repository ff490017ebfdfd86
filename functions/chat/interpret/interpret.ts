/** From words to readings: deterministic, without model, network or clock. */
import { answerTo } from "./en/dialogue.ts";
import { readClause, tooLong } from "./en/english.ts";
import { type Clause, splitClauses } from "./en/split.ts";
import type { Context, Reading } from "./interpretation.ts";
import { mergeReadings } from "./merge.ts";
import { pieceOf, textOf } from "./piece.ts";
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
  const clauses = splitClauses(message, context);
  if (clauses.length === 0) return [reading("none")];
  return mergeReadings(clauses.map((clause) => readWithImplied(clause, context)));
}

/** Reads a clause together with the words that it takes over; the spans are those of its own words. */
function readWithImplied({ piece, implied }: Clause, context: Context): Reading {
  if (implied === "") return readClause(piece, context);
  const read = readClause(pieceOf(implied + textOf(piece)), context);
  const shift = piece.start - implied.length;
  const spans = read.spans.map((span) => ({ ...span, start: Math.max(piece.start, span.start + shift), end: span.end + shift }));
  const otherwise = read.otherwise && { ...read.otherwise, spans: [] };
  return { ...read, otherwise, spans: spans.filter((span) => span.end > span.start) };
}

/** Words of a title put right: "change oven to fridge", "I meant the fridge, not the oven". */
import type { Context, Reading } from "../../interpretation.ts";
import { type Piece, part, spanOf, textOf } from "../../piece.ts";
import { reading } from "../../reading.ts";
import { readBare } from "../create.ts";
import type { Recogniser } from "../recogniser.ts";

const ARTICLE = "(?:(?:the|an?|my|our|some|word)\\s+)*";
const WORD = "[\\p{L}\\p{N}][\\p{L}\\p{N}'&+-]*";
/** A few words, as names of things are; a pronoun or a number of the list is none. */
const words = (name: string, most: number) =>
  `${ARTICLE}(?<${name}>(?!(?:the|an?|my|our|some|it|that|this|them|these|those|all|everything|one|other|first|second|last|next|include|have|say|\\d+)(?![\\p{L}\\p{N}]))${WORD}(?:\\s+${WORD}){0,${most - 1}}?)`;
const [WRONG, RIGHT] = [words("wrong", 3), words("right", 4)];
const END = "[.! ]*$";

const EXCHANGE = new RegExp(`^(?:change|correct)\\s+${WRONG}\\s+(?:to|into)\\s+${RIGHT}${END}`, "du");
/** To replace or update one thing with another is as often the task itself. */
const REPLACE = new RegExp(`^(?:replace|swap|switch|exchange|fix|edit|update)\\s+${WRONG}\\s+(?:with|by|for|to)\\s+${RIGHT}${END}`, "du");

/** Of the task last touched or, for words that say less of a chore, of the one that is called so; else it is a task of its own. */
export const readSwap: Recogniser = (piece, context) => {
  if (piece.lower.length > 120) return null;
  const exchange = EXCHANGE.exec(piece.lower);
  const found = exchange ?? (context.dialogue?.touched ? REPLACE.exec(piece.lower) : null);
  const wrong = found && group(piece, found, "wrong");
  const right = found && group(piece, found, "right");
  if (!wrong || !right) return null;
  const [name, by] = [textOf(wrong), textOf(right)];
  const target = exchange ? ({ by: "words", words: name, spoken: name, due: null } as const) : ({ by: "last" } as const);
  return reading("update", { target, swap: { words: name, by }, otherwise: readBare(piece, context), spans: [spanOf(right, "title")] });
};

const TAKEN_BACK = "(?:(?:no|nope|sorry|oops|oh|ah|wait|actually|argh|i\\s+said)[ ,.!]+)*";
const MEANING = "(?:i\\s+(?:mean|meant)(?:\\s+to\\s+(?:say|write|type))?|(?:it|that)\\s+should\\s+(?:be|say|read))[ ,:]+";
const NO_THING = "(?!(?:to|that|it|this|by|what|why|how|when|you|i|we|not|no|yes|so)\\b)";
const MEANT = new RegExp(
  `^${TAKEN_BACK}${MEANING}${NO_THING}${RIGHT}(?:,?\\s+(?:(?:and\\s+)?not|instead\\s+of|rather\\s+than)\\s+${WRONG})?${END}`,
  "du",
);
/** "Not the oven, the fridge". */
const NOT_BUT = new RegExp(`^${TAKEN_BACK}not\\s+${WRONG}(?:\\s*,\\s*|,?\\s+but\\s+)${RIGHT}${END}`, "du");

/** What was meant, right after something else was written down. */
export function readMeant(piece: Piece, context: Context, command: Recogniser): Reading | null {
  if (!context.dialogue?.touched || context.dialogue.pending || piece.lower.length > 120) return null;
  const found = MEANT.exec(piece.lower) ?? NOT_BUT.exec(piece.lower);
  const right = found && group(piece, found, "right");
  // "I mean delete it" says what is to be done.
  if (!found || !right || command(right, context)) return null;
  const wrong = group(piece, found, "wrong");
  return reading("update", {
    target: { by: "last" },
    swap: { words: wrong && textOf(wrong), by: textOf(right) },
    spans: [spanOf(right, "title")],
  });
}

function group(piece: Piece, found: RegExpExecArray, name: "wrong" | "right"): Piece | null {
  const at = found.indices?.groups?.[name];
  return at ? part(piece, ...at) : null;
}

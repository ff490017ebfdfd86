/** A number of the last list with a value behind it: "2 tomorrow", "3: high", "1 and 4 #home". */
import type { Context, Reading } from "../interpretation.ts";
import { type Piece, part, trim } from "../piece.ts";
import { change, update } from "./update/change.ts";

const NUMBERS = /^((?:tasks?\s+|number\s+)?#?\d{1,2}(?:(?:\s*,\s*|\s+and\s+)#?\d{1,2})*)\s*[:,]?\s+(?=\S)/;

/** Only behind a list that shows such a number; there "2 tomorrow" cannot be a title. */
export function readNumbered(piece: Piece, context: Context): Reading | null {
  const listed = context.dialogue?.listed ?? 0;
  const numbers = listed > 0 && piece.lower.length < 120 ? NUMBERS.exec(piece.lower) : null;
  if (!numbers || (numbers[1]?.match(/\d+/g) ?? []).some((number) => Number(number) < 1 || Number(number) > listed)) return null;
  const said = change(trim(part(piece, numbers[0].length)), context);
  return said && update(piece, part(piece, 0, numbers[1]?.length), said, context);
}

/** What every recogniser of English has in common. */
import type { Context, Intent, Reading } from "../interpretation.ts";
import { isEmpty, type Piece, part, spanOf } from "../piece.ts";
import { reading } from "../reading.ts";
import { readBare } from "./create.ts";
import { readTarget } from "./targets.ts";

/** Reads a piece as one kind of command, or leaves it to the next recogniser. */
export type Recogniser = (piece: Piece, context: Context) => Reading | null;

/** The verb of a piece as a span: everything before what is left of it. */
export function verbSpan(piece: Piece, rest: Piece): ReturnType<typeof spanOf> {
  return spanOf(part(piece, 0, Math.max(0, rest.start - piece.start)), "verb");
}

/**
 * A command on a target. `weak` verbs ("cancel", "finish", "move") also begin titles of tasks, so unless the target can only be an existing
 * task the reading says what the words mean otherwise.
 */
export function onTarget(intent: Intent, whole: Piece, targetPiece: Piece, context: Context, weak: boolean): Reading {
  const { target, spans, sure } = readTarget(targetPiece, context);
  const verb = isEmpty(targetPiece) ? spanOf(whole, "verb") : spanOf(part(whole, 0, Math.max(0, targetPiece.start - whole.start)), "verb");
  const otherwise = weak && !sure && target?.by === "words" ? readBare(whole, context) : null;
  return reading(intent, { target, otherwise, spans: [verb, ...spans] });
}

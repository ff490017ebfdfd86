/** Reads a message as the answer to what was just asked. */

import type { Context, Dialogue, Reading } from "../interpretation.ts";
import { type Piece, peel, spanOf, trim } from "../piece.ts";
import { reading } from "../reading.ts";
import { readAnswer } from "./answers.ts";
import { politely } from "./courtesy.ts";
import { isQuoted, readBare } from "./create.ts";
import { readDetails, saysSomething } from "./details.ts";
import { readExplicit } from "./english.ts";
import { readNumbered } from "./numbered.ts";
import { readTarget } from "./targets.ts";
import { titleOf } from "./titles.ts";

/** A yes, a no, or the slot that was asked for; null when the message is none: a command said instead is left to be read as one. */
export function answerTo(message: Piece, context: Context): Reading | null {
  const piece = trim(message);
  const said = isQuoted(piece) ? null : readAnswer(piece, context);
  const pending = context.dialogue?.pending ?? null;
  // A title may read as a yes or a no ("Perfect"), a refusal to name one may not.
  if (said && !(pending?.slot === "title" && said.intent === "confirm")) return said;
  if (pending === null || pending.slot === null || piece.lower === "") return null;
  return fill(pending.intent, pending.slot, piece, context);
}

type Slot = NonNullable<NonNullable<Dialogue["pending"]>["slot"]>;

function fill(intent: Reading["intent"], slot: Slot, piece: Piece, context: Context): Reading | null {
  switch (slot) {
    case "title": {
      if (readsAsCommand(piece, context, slot)) return null;
      const bare = readBare(peel(piece, /^to\s+(?=\S)/), context);
      return { ...bare, intent, title: bare.title ?? piece.source.slice(piece.start, piece.end) };
    }
    case "target": {
      if (readsAsCommand(piece, context, slot)) return null;
      const { target, spans } = readTarget(politely(piece), context);
      return target && reading(intent, { target, spans });
    }
    case "due":
    case "dues": {
      // "1 at 5pm" is of one of them, and no hour.
      if (slot === "dues" && readNumbered(piece, context)) return null;
      if (UNDATED.test(piece.lower)) return reading(intent, { due: "none", spans: [spanOf(piece, "date")] });
      const value = peel(politely(piece), PROPOSING, /\s+(?:works|is fine|is good|is better|sounds good|instead)$/);
      const details = readDetails(value, context, "bare");
      if (!saysSomething(details) || titleOf(value, details.spans, true) !== null) return null;
      const { due, rule, reminders, shift, priority, tags, question, spans } = details;
      return reading(intent, { due, rule, reminders, shift, priority, tags, question, spans });
    }
  }
}

const UNDATED =
  /^(?:no|without an?y?|not any)\s*(?:due\s+)?(?:date|day|time|deadline)[.! ]*$|^(?:whenever|some\s?day|any\s?time|no\s+idea|i\s+don'?t\s+(?:know|care))[.! ]*$/;
const PROPOSING =
  /^(?:(?:make|set|move|change)\s+(?:it|that)(?:\s+to)?|to|how\s+about|what\s+about|let's\s+(?:say|do)|say|maybe|perhaps|i\s+(?:meant|mean))\s+/;

/** Whether the words begin a command that cannot be a title or a target ("delete 2", "help"), so that the question is dropped. */
function readsAsCommand(piece: Piece, context: Context, slot: Slot): boolean {
  const command = readExplicit(politely(piece), context);
  // "List pills" names no choice, even if a task may be called so.
  if (command?.intent === "list" && slot === "target") return command.spans.some(({ kind, end, start }) => kind === "verb" && end > start);
  if (!command || command.otherwise !== null || command.spans.length === 0) return false;
  const verb = command.spans.find((span) => span.kind === "verb" && span.end > span.start);
  return verb !== undefined && command.intent !== "smalltalk";
}

/** Commands on a task in set forms: a beginning, perhaps an end, and the task between them. */
import type { Context, Reading } from "../interpretation.ts";
import { after, before, type Piece } from "../piece.ts";
import { LIST, tail } from "./lexicon.ts";
import { onTarget } from "./recogniser.ts";
import { foreign } from "./smalltalk.ts";
import { isImperative } from "./when/task-words.ts";

/** `weak` forms also begin titles; `told` ones are talk, so that nothing is done when no task fits. */
export type Form = { starts: RegExp; ends?: RegExp; weak?: boolean; told?: boolean };

const DEADLINE = /\s(?:by|until|till|before|no later than)\s/;

/** Tries forms in order: a beginning, and for some an end that must be there too; what is between is the target. */
export function readForms(intent: Reading["intent"], forms: readonly Form[], piece: Piece, context: Context): Reading | null {
  for (const form of forms) {
    const rest = after(piece, form.starts);
    const middle = rest && (form.ends ? before(rest, form.ends) : rest);
    if (!middle) continue;
    const found = form.told
      ? { ...onTarget(intent, piece, middle, context, false), otherwise: foreign(piece, context) }
      : onTarget(intent, piece, middle, context, form.weak ?? false);
    // "finish the report by Friday" is a new task: what is done has no day to come.
    const dated = found.target?.by === "words" && found.target.due !== null;
    if (intent === "complete" && dated && (found.otherwise !== null || DEADLINE.test(middle.lower))) continue;
    if (intent === "complete" && found.target?.by === "words" && found.target.words === found.target.spoken)
      return { ...found, target: { ...found.target, words: withBareVerb(found.target.words) } };
    return intent === "skip" && found.target === null ? { ...found, target: { by: "last" } } : found;
  }
  return null;
}

/** "Calling Ann" is the task "call Ann". */
function withBareVerb(words: string): string {
  const [doing = "", ...rest] = words.split(" ");
  const stem = /^([a-z]{2,})ing$/.exec(doing.toLowerCase())?.[1];
  if (stem === undefined || rest.length === 0) return words;
  const verb = [stem, `${stem}e`, stem.replace(/(.)\1$/, "$1")].find(isImperative);
  return verb === undefined ? words : [verb, ...rest].join(" ");
}

export const ANY = /^/;
/** "… off my list". */
export const OFF_LIST = tail(
  `(?: (?:off|from|out)(?: of)?(?: of)? (?:of )?(?:my|the|our|this) (?:[a-z-]+ ){0,3}(?:${LIST})|(?<=.) off)(?: please)?[ .!?]*`,
);

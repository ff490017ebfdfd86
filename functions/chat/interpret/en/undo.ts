/** Taking back what was done, and the words that a date was read from. */
import type { Context, Reading } from "../interpretation.ts";
import { type Piece, spanOf } from "../piece.ts";
import { reading } from "../reading.ts";
import { COUNT, countOf } from "./counts.ts";
import { head } from "./lexicon.ts";

const DEED =
  "(?:commands?|changes?|actions?|things?|ones?|steps?|edits?|moves?|messages?|requests?|tasks?|operations?|" +
  "updates?|deletions?|completions?)";
const THAT =
  "(?:it|that|this|everything|the mess|(?:(?:that|this|the|my|your) )?(?:(?:very )?(?:last|latest|previous|current|" +
  `recent|most recent) )?${DEED}(?: (?:i|you) (?:just )?(?:did|made|gave|sent|said))?|what (?:i|you) (?:just )?did|` +
  "the last|last|the process|current process)";
const UNDO = head(
  "(?:(?:undo|un-do|revert|roll ?back|reverse|take back|back out)(?: (?:(?:the |my )?(?:last |previous |" +
    `latest )?${COUNT}(?: (?:last|latest|previous))?(?: ${DEED})?|(once|twice|thrice|${COUNT.slice(1, -1)} times)|` +
    `${THAT}))?|take (?:it|that|this) back|(?:cancel|abort) ${THAT}|(?:please )?go back(?: one step)?|put (?:it|that|` +
    "everything) back(?: (?:as|the way|how) it was)?|(?:oops|whoops|ups)(?:,? ?(?:undo|cancel|revert)(?: (?:that|" +
    "it))?)?|ctrl-?z|that was (?:a mistake|wrong|not what i meant|the wrong one)|(?:scratch|strike) that|(?:(?:oops|whoops|no|sorry|wait)[,.! ]*)+wrong (?:one|task|item|thing))(?: please| again)?[.! ]*$",
);
const REDO = head(
  "(?:re-?do|undo (?:the|that|my) (?:last )?undo|(?:re-?apply|" +
    `repeat) the undone)(?: (?:(?:the )?(?:last )?${COUNT}(?: ${DEED})?|${THAT}))?(?: please)?[.! ]*$`,
);

/** "Undo undo" says it twice. */
const AGAIN = /^(undo|redo)(?:[ ,]+\1){1,9}[.! ]*$/;

/** "undo", "undo the last 3", "take that back"; "redo". */
export function readUndo(piece: Piece, _context: Context): Reading | null {
  const again = AGAIN.exec(piece.lower);
  if (again) {
    const count = again[0].match(/[a-z]+/g)?.length ?? 1;
    return reading(again[1] === "redo" ? "redo" : "undo", { count, spans: [spanOf(piece, "verb")] });
  }
  for (const [intent, pattern] of [
    ["redo", REDO],
    ["undo", UNDO],
  ] as const) {
    const match = pattern.exec(piece.lower);
    if (!match) continue;
    const said = match.slice(1).find((group) => group !== undefined);
    // How far back "everything" goes nobody can guess.
    if (/\beverything\b/.test(piece.lower) && intent === "undo" && !/\bput\b/.test(piece.lower))
      return reading("help", { topic: "undo", spans: [spanOf(piece, "verb")] });
    return reading(intent, { count: countOf(said ?? "one"), spans: [spanOf(piece, "verb")] });
  }
  return null;
}

const NO = "(?:(?:no|nope|nah|hey|oops|sorry|wait|but|actually)[,.!:;]* ?)*";
const RETITLE = head(
  `${NO}(?:(?:that|it|this|"[^"]{1,200}"|'[^']{1,200}'|the [a-z]+|[a-z0-9]+(?: [a-z0-9]+){0,4}?)(?:'s| is| was|` +
    " are| belongs?(?: to)?) ?(?:just |all |only |actually |really )*(?:(?:a |the )?(?:part|piece|in|inside)(?: of)?|" +
    "to|)?(?: ?(?:the|its|my|a))? (?:title|name)(?: of (?:it|the task))?|(?:that|it|this)(?:'s| is| was)(?: not|" +
    "n't) (?:an? |the )?(?:due )?(?:date|time|deadline|day|recurrence)|(?:that|it|this) (?:isn'?t|wasn'?t) (?:an? |" +
    "the )?(?:due )?(?:date|time|deadline|day|recurrence)|(?:keep|leave|put|use|take) (?:it|that|the (?:title|name|" +
    "words?|text)|them|those words) (?:back )?(?:in the title|in the name|as (?:the )?title|as it (?:is|was)|" +
    "as i (?:typed|wrote|said)(?: it)?|back|literal(?:ly)?|in)(?: (?:in|into|to) the (?:title|" +
    "name))?)(?:,? (?:please|not (?:a|the) (?:date|time)))?[.! ]*$",
);
const QUOTED = /"([^"]{1,200})"|'([^']{1,200})'/;
const NAMED = head(
  `${NO}((?:[a-z0-9]+ ){0,3}[a-z0-9]+)(?: is| are| was| belongs?) (?:just |all |only |actually )*(?:(?:a )?(?:part of|in|to) )?`,
);

/** "no, that is the title": the words read as a date go back into the title; named words only those (in `title`). */
export function readRetitle(piece: Piece, context: Context): Reading | null {
  if (!/title|name|date|time|words?|deadline|day|recurrence|literal/.test(piece.lower) || piece.lower.length > 200) return null;
  if (!RETITLE.test(piece.lower) || (context.dialogue !== null && !context.dialogue.touched)) return null;
  const quoted = QUOTED.exec(piece.lower);
  const named = quoted ? null : NAMED.exec(piece.lower);
  const from = quoted ? quoted.index + 1 : named ? named[0].indexOf(named[1] ?? "") : 0;
  const word = (quoted?.[1] ?? quoted?.[2] ?? named?.[1] ?? "").trim();
  const words = /^(?:that|it|this|the|the whole thing)?$/.test(word)
    ? null
    : piece.source.slice(piece.start + from, piece.start + from + word.length);
  return reading("retitle", { title: words, target: { by: "last" }, spans: [spanOf(piece, "verb")] });
}

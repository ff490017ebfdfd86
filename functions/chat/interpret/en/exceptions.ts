/** What a repeating task just spoken of leaves out: "not on Mondays", "except Fridays", "but not on weekends". */
import type { Context, Exceptions, Reading } from "../interpretation.ts";
import { after, gaps, type Piece, peel, pieceOf, spanOf, textOf } from "../piece.ts";
import { head } from "./lexicon.ts";
import { update } from "./update/change.ts";
import { readWhen } from "./when/when.ts";

const LED = "(?:(?:but|and|only|just|oh|ah|well|ok(?:ay)?|sorry|actually|please|no|wait|though)[ ,]+)*";
const REPEATED = "(?:(?:make|let|have) (?:it|that|this) )?";
const SURE = head(
  `${LED}${REPEATED}(?:(?:not|never)(?: repeat(?:ing)?)?|except(?:ing)?|excluding|exclude|apart from|aside from|other than|` +
    "with the exception of|leav(?:e|ing) out|(?:don'?t|do not) repeat (?:it|that|this))(?: for| on| in| during)? (?=\\S)",
);
const PLURAL = "(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days|weekends|weekdays|workdays)";
/** Such words say something else of a task that has not just been spoken of. */
const OF_TOUCHED = head(
  `${LED}(?:(?:without|no|skip|skipping|omit)(?: on)? (?=${PLURAL}\\b)|(?:don'?t|do not) (?:do (?:it|that|this)|remind me)(?: of (?:it|that|this))? (?:on |in )(?=\\S))`,
);
const END = /(?:[ ,]+(?:though|please|thanks))*[.! ]*$/;

/** Changes the rule of the task last touched; without one, which task is meant is asked for. */
export function readExceptions(piece: Piece, context: Context): Reading | null {
  if (context.dialogue?.pending || piece.lower.length > 120) return null;
  const days = after(piece, SURE) ?? (context.dialogue?.touched ? after(piece, OF_TOUCHED) : null);
  const except = days && leftOut(peel(days, null, END), context);
  return except && update(piece, null, { except, spans: [spanOf(piece, "recurrence")] }, context);
}

const EVERY_DAY = "FREQ=DAILY";

/** Read behind a rule that has every day, of which any can be left out. */
function leftOut(days: Piece, context: Context): Exceptions | null {
  const text = `every day except ${textOf(days)}`;
  const { rule, spans, question } = readWhen(text, context, { use: "bare" });
  if (!rule || question !== null || rule.start.includes("T") || gaps(pieceOf(text), spans).length > 0) return null;
  const { rrules, exrules, exdates } = rule;
  return rrules.length === 1 && rrules[0] === EVERY_DAY && exrules.length + exdates.length > 0 ? { exrules, exdates } : null;
}

/** Reminders of tasks that exist: "remind me an hour before", "remind me about 2 tomorrow". */
import type { Context, Reading, ReminderWish } from "../interpretation.ts";
import { after, isEmpty, type Piece, part, peel, spanOf, trim } from "../piece.ts";
import { reading } from "../reading.ts";
import { type Details, readDetails } from "./details.ts";
import { head, NOUN } from "./lexicon.ts";
import { readTarget } from "./targets.ts";
import { titleOf } from "./titles.ts";

const REMIND = head(
  "(?:remind me|alert me|notify me|ping me|nudge me|(?:add|set|give me|create|send me)(?: up)? (?:an? |another )?(?:reminder|alert|notification))(?= |$)",
);
const BEFORE = /\b(?:before|prior(?: to)?|ahead(?: of)?|in advance(?: of)?|early|earlier)\b/;
const EXISTING = new RegExp(
  `^(?:(?:about|of|for|on|to)\\s+)?(?:it|that|this|them|(?:the )?(?:first|second|third|last) one|#\\d+|\\d+|(?:this|that|the last) ${NOUN})$`,
);

/** A reminder is added to the target; its own time is `at`, a lead before the due moment is `offset`. */
export function readRemind(piece: Piece, context: Context): Reading | null {
  const rest = after(piece, REMIND);
  if (!rest || /^to\b/.test(rest.lower)) return null;
  const lead = BEFORE.test(rest.lower);
  const touched = context.dialogue?.touched === true || (context.dialogue?.listed ?? 0) > 0;
  if (!lead && !touched) return null;
  const details = readDetails(rest, context, "create");
  const left =
    titleOf(rest, details.spans, false)
      ?.toLowerCase()
      .replace(/[.!?]+$/, "") ?? "";
  const about = peel(trim(rest), null, null);
  const verb = spanOf(part(piece, 0, rest.start - piece.start), "verb");
  if (
    lead &&
    details.reminders.length > 0 &&
    details.reminders.every((wish) => "offset" in wish) &&
    details.due === null &&
    /^(?:(?:it'?s|it is|the|my|due|start(?:s|ing)?|time|date|deadline|and|,|that|it|then|scheduled)\s*)*$/.test(left)
  )
    return reading("remind", { target: { by: "last" }, reminders: details.reminders, spans: [verb, ...details.spans] });
  if (!EXISTING.test(left) && left !== "") return null;
  const wishes = wishesOf(details);
  if (wishes.length === 0) return null;
  const first = left === "" ? null : about.lower.indexOf(left.replace(/^(?:about|of|for|on|to)\s+/, ""));
  const targetPiece =
    first === null || first < 0 ? null : part(about, first, first + left.replace(/^(?:about|of|for|on|to)\s+/, "").length);
  if (targetPiece === null && !touched) return null;
  const named = targetPiece && !isEmpty(targetPiece) ? readTarget(targetPiece, context) : null;
  const spans = [verb, ...(named?.spans ?? []), ...details.spans].sort((a, b) => a.start - b.start);
  return reading("remind", { target: named?.target ?? { by: "last" }, reminders: wishes, question: details.question, spans });
}

function wishesOf(details: Details): ReminderWish[] {
  if (details.reminders.length > 0) return details.reminders;
  return details.due !== null && details.due !== "none" ? [{ at: details.due }] : [];
}

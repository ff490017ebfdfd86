/** Reminders of tasks that exist: "remind me an hour before", "remind me about 2 tomorrow". */
import type { Context, Reading, ReminderWish } from "../interpretation.ts";
import { after, type Piece, part, peel, spanOf, trim } from "../piece.ts";
import { reading } from "../reading.ts";
import { type Details, readDetails } from "./details.ts";
import { readLead } from "./leads.ts";
import { head, NOUN } from "./lexicon.ts";
import { readTarget } from "./targets.ts";
import { titleOf } from "./titles.ts";

const REMIND = head(
  "(?:remind me|alert me|notify me|ping me|nudge me|(?:add|set|give me|create|send me)(?: up)? (?:an? |" +
    "another )?(?:reminder|alert|notification))(?= |$)",
);
const BEFORE = /\b(?:before|prior(?: to)?|ahead(?: of)?|in advance(?: of)?|early|earlier)\b/;
const PREPOSITION = /^(?:about|of|for|on|to)\s+/;
const EXISTING = new RegExp(`^(?:it|that|this|them|(?:the )?(?:first|second|third|last) one|#?\\d+|(?:this|that|the last) ${NOUN})$`);
const ITS_TIME = /^(?:(?:it'?s|it is|the|my|due|start(?:s|ing)?|time|date|deadline|and|,|that|it|then|scheduled)\s*)*$/;

/** A reminder is added to the target; its own time is `at`, a lead before the due moment is `offset`. */
export function readRemind(piece: Piece, context: Context): Reading | null {
  const said = after(piece, REMIND);
  const rest = said && peel(said, /^(?:again|also)\s+(?=\S)/, /\s+(?:as\s+well|too|also)$/);
  if (!rest || /^to\b(?!\s+(?:it|that|this|#?\d+)\b)/.test(rest.lower)) return null;
  const own = ownMoment(part(piece, 0, rest.end - piece.start), context);
  if (own) return own;
  const touched = context.dialogue?.touched === true || (context.dialogue?.listed ?? 0) > 0;
  if (!touched && !BEFORE.test(rest.lower)) return null;
  const ahead = leadOfExisting(rest, context);
  if (ahead) return { ...ahead, spans: [spanOf(part(piece, 0, rest.start - piece.start), "verb"), ...ahead.spans] };
  const read = readDetails(rest, context, "create");
  const lead = read.reminders.length === 0 ? readLead(rest, read.spans) : null;
  const details = lead ? { ...read, reminders: [lead.wish], spans: [...read.spans, lead.span] } : read;
  const wishes = wishesOf(details);
  if (wishes.length === 0 || details.rule !== null) return null;
  const about = (titleOf(rest, details.spans, false) ?? "")
    .toLowerCase()
    .replace(/[.!?]+$/, "")
    .replace(PREPOSITION, "");
  const spans = [spanOf(part(piece, 0, rest.start - piece.start), "verb"), ...details.spans];
  const asked = { reminders: wishes, question: details.question };
  if (about === "" || (ITS_TIME.test(about) && wishes.every((wish) => "offset" in wish)))
    return touched || lead !== null ? reading("remind", { ...asked, target: { by: "last" }, spans }) : null;
  const at = rest.lower.indexOf(about);
  if (!EXISTING.test(about) || at < 0) return null;
  const named = readTarget(part(rest, at, at + about.length), context);
  return reading("remind", { ...asked, target: named.target, spans: [...spans, ...named.spans].sort((a, b) => a.start - b.start) });
}

const OWN = /\b(?:then|time|moment|due|start(?:s|ing)?|before(?:hand)?|prior|ahead|early|earlier|advance|day)\b/;

/** "Remind me then", "… when it is due": of the task that was spoken of, and never what a task is called. */
function ownMoment(piece: Piece, context: Context): Reading | null {
  if (piece.lower.length > 120 || !OWN.test(piece.lower)) return null;
  const { reminders, due, rule, spans } = readDetails(piece, context, "create");
  if (reminders.length === 0 || due !== null || rule !== null || titleOf(piece, spans, false) !== null) return null;
  return reading("remind", { reminders, target: { by: "last" }, spans });
}

/** "A day before 2": what follows is the task, not the hour. */
function leadOfExisting(rest: Piece, context: Context): Reading | null {
  const lead = readLead(rest, []);
  const named = lead && lead.span.start === rest.start ? trim(part(rest, lead.span.end - rest.start)) : null;
  if (!lead || !named || !EXISTING.test(named.lower)) return null;
  const { target, spans } = readTarget(named, context);
  return reading("remind", { reminders: [lead.wish], target, spans: [lead.span, ...spans] });
}

function wishesOf(details: Details): ReminderWish[] {
  if (details.reminders.length > 0) return details.reminders;
  return details.due !== null && details.due !== "none" ? [{ at: details.due }] : [];
}

/** A new task from the words that say it. */
import type { Context, Reading, ReminderWish, Span } from "../interpretation.ts";
import { protectedStretches } from "../marks.ts";
import { isEmpty, type Piece, part, spanOf, textOf, trim } from "../piece.ts";
import { reading } from "../reading.ts";
import { formatDay, parseDay } from "../when/calendar.ts";
import { formatTime, timeOfPart } from "../when/clock.ts";
import { readDetails } from "./details.ts";
import { readLead } from "./leads.ts";
import { titleOf } from "./titles.ts";

/** A task stated without any verb of ours; everything that is no fact is its title. */
export function readBare(piece: Piece, context: Context): Reading {
  return build(piece, context, { spared: [], wrapped: false, certain: false });
}

/** `rings`: the words ask for a reminder, so a lead alone ("an hour before") is one. */
type How = { spared: Span[]; wrapped: boolean; certain: boolean; rings?: boolean };

/** The facts in a piece, and what is left of it as the title. */
export function build(piece: Piece, context: Context, how: How): Reading {
  const details = readDetails(piece, context, "create", how.spared);
  const lead = how.rings && details.reminders.length === 0 ? readLead(piece, [...details.spans, ...how.spared]) : null;
  const spans = [...how.spared, ...details.spans, ...(lead ? [lead.span] : [])].sort((a, b) => a.start - b.start);
  const title = titleOf(piece, spans, how.wrapped);
  const { spans: _, shift: __, ...said } = details;
  const titleSpans = title === null ? [] : titleSpansOf(piece, spans, how.certain);
  const reminders = lead ? [lead.night ? (eveningBefore(said) ?? lead.wish) : lead.wish] : said.reminders;
  return reading("create", { ...said, reminders, title, spans: [...spans, ...titleSpans].sort((a, b) => a.start - b.start) });
}

/** "The night before" a day that is said. */
function eveningBefore({ due, rule }: Pick<Reading, "due" | "rule">): ReminderWish | null {
  if (due === null || due === "none" || rule !== null) return null;
  return { at: { date: formatDay(parseDay(due.date) - 1), time: formatTime(timeOfPart("night")), timeZone: due.timeZone } };
}

function titleSpansOf(piece: Piece, spans: readonly Span[], certain: boolean): Span[] {
  const found: Span[] = [];
  let from = piece.start;
  for (const span of [...spans, { start: piece.end, end: piece.end }]) {
    const gap = trim(part(piece, Math.min(from, piece.end) - piece.start, Math.max(from, span.start) - piece.start));
    if (!isEmpty(gap) && span.start >= from) found.push(spanOf(gap, "title", certain));
    from = Math.max(from, span.end);
  }
  return found;
}

/** A reminder at the due moment, when the words asked to be reminded and named no other time; without a due the chat asks for one. */
export function withRing(task: Reading): Reading {
  if (task.reminders.length > 0) return task;
  return { ...task, reminders: [{ offset: "PT0S" }] };
}

/** A title in quotes: nothing in it says anything else. */
export function readQuoted(piece: Piece): Reading {
  const inner = part(piece, 1, piece.lower.length - 1);
  return reading("create", { title: textOf(inner).trim() || null, spans: [spanOf(inner, "title")] });
}

/** Whether quotes enclose the whole of a piece, so that it is a title and nothing else. */
export function isQuoted(piece: Piece): boolean {
  const [first] = protectedStretches(piece);
  return (
    piece.lower.length > 2 && !piece.lower.startsWith("\\") && first !== undefined && first.start === piece.start && first.end === piece.end
  );
}

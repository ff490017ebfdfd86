/** Ranges of days in questions and targets: what the readers of dates know, and the user's own "the week", "the rest of the month". */
import type { Context, Days, Span } from "../interpretation.ts";
import { type Piece, part, trim } from "../piece.ts";
import { readRange } from "./when/range.ts";

export type Period = Days & { span: Span };

const OWN = new RegExp(
  String.raw`\b(?:(?:for|of|in|over|during)\s+)?(?:(?:the\s+)?(rest|remainder)\s+of\s+(?:the|this)\s+(day|week|weekend|month|` +
    String.raw`year)|(?:for|over|during)\s+the\s+(?:(?:whole|entire|current)\s+)?(day|week|weekend|month|year))(?=$|` +
    String.raw`[?.!, ])(?!\s+of\b)`,
);
const MONTH_OF = /\b(?:(?:for|in|during)\s+)?the\s+month\s+of\s+$/;

/** The first period a piece speaks of, its prepositions in the span; null when there is none. */
export function readPeriod(piece: Piece, context: Context): Period | null {
  const own = OWN.exec(piece.lower);
  const unit = own && (own[2] ?? own[3] ?? "week");
  const days = own && readRange(unit === "day" ? "today" : `this ${unit}`, context, {});
  if (own && days) {
    const start = piece.start + own.index;
    const from = own[1] ? (readRange("today", context, {})?.from ?? days.from) : days.from;
    return { from, to: days.to, span: { start, end: start + own[0].length, kind: "date", certain: true } };
  }
  const source = withoutDue(piece);
  const range =
    readBetween(piece, context) ?? readFromPeriod(piece, context) ?? readRange(source, context, { from: piece.start, to: piece.end });
  if (!range) return null;
  const lead = MONTH_OF.exec(piece.lower.slice(0, range.span.start - piece.start).slice(-40));
  const start = lead ? range.span.start - lead[0].length : range.span.start;
  return { ...nearest(piece, range, context), span: { ...range.span, start, kind: "date" } };
}

const DUE = /\b(?:due|scheduled|planned)(?=\s+(?:before|after|by|until|till|since|from|between|through)\b)/g;

/** "due before Friday" reads as "before Friday"; blanks keep every index. */
function withoutDue(piece: Piece): string {
  const blanked = piece.lower.replace(DUE, (due) => " ".repeat(due.length));
  return blanked === piece.lower ? piece.source : piece.source.slice(0, piece.start) + blanked + piece.source.slice(piece.end);
}

const FROM_PERIOD = /\bfrom\s+(?=(?:last|this|next|yesterday|today|tomorrow)\b)/;

/** "from last week" is that week, not everything since. */
function readFromPeriod(piece: Piece, context: Context): Period | null {
  const match = FROM_PERIOD.exec(piece.lower);
  if (!match) return null;
  const start = piece.start + match.index;
  const range = readRange(piece.source, context, { from: start + match[0].length, to: piece.end });
  return range && { ...range, span: { ...range.span, start } };
}

const BETWEEN = /\b(?:from|between)\s+((?:[^\s]+\s+){1,4}?)(?:to|and|until|till|through)\s+/;

/** "from Monday to Friday", "between 1 and 5 March": both ends included. */
function readBetween(piece: Piece, context: Context): Period | null {
  const match = BETWEEN.exec(piece.lower);
  if (!match) return null;
  const start = piece.start + match.index;
  const last = readRange(piece.source, context, { from: start + match[0].length, to: piece.end });
  if (!last || last.span.start > start + match[0].length || last.from === null) return null;
  const said = (match[1] ?? "").trim();
  const month = piece.source.slice(last.span.start, last.span.end).replace(/\d{1,2}(?:st|nd|rd|th)?/, said);
  const first = readRange(/^\d+(?:st|nd|rd|th)?$/.test(said) ? month : said, context, {});
  if (!first || first.from === null) return null;
  return { from: startBefore(first.from, last.from), to: last.to, span: { ...last.span, start } };
}

/** The same weekday or date again, not after the end: on a Monday, "between Monday and Friday" begins today. */
function startBefore(from: string, end: string): string {
  if (from <= end) return from;
  const start = new Date(`${from}T00:00:00Z`);
  start.setUTCDate(start.getUTCDate() - 7);
  const weekBefore = start.toISOString().slice(0, 10);
  return weekBefore <= end ? weekBefore : yearBefore(from);
}

/** A month that is meant as the one we are in, though its first day is past. */
function nearest(piece: Piece, days: Period | { from: string | null; to: string | null; span: Span }, context: Context): Days {
  const { from, to } = days;
  const today = readRange("today", context, {})?.from;
  if (from === null || to === null || !today || /\d{4}/.test(piece.source.slice(days.span.start, days.span.end))) return { from, to };
  const inIt = yearBefore(from) <= today && today < yearBefore(to);
  return inIt ? { from: yearBefore(from), to: yearBefore(to) } : { from, to };
}

function yearBefore(date: string): string {
  return `${String(Number(date.slice(0, 4)) - 1).padStart(4, "0")}${date.slice(4)}`;
}

/** Whether a span stands at an end of a piece; in the middle of words a date is part of them ("pick up halloween decorations"). */
export function isAtEdge(piece: Piece, span: Span): boolean {
  const before = trim(part(piece, 0, Math.max(0, span.start - piece.start))).lower;
  const after = trim(part(piece, Math.min(piece.lower.length, span.end - piece.start))).lower;
  return /^(?:my|the|all|our|for|on|due|of|in|this|that| )*$/.test(before) || /^[.!?,'s ]*$/.test(after);
}

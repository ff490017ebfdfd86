/** Ranges of days in questions and targets: what the readers of dates know, and the user's own "the week", "the rest of the month". */
import type { Context, Days, Span } from "../interpretation.ts";
import { type Piece, part, trim } from "../piece.ts";
import { readRange } from "./when/range.ts";

export type Period = Days & { span: Span };

const OWN =
  /\b(?:(?:for|of|in|over|during)\s+)?(?:(?:the\s+)?(rest|remainder)\s+of\s+(?:the|this)\s+(day|week|weekend|month|year)|(?:for|over|during)\s+the\s+(?:(?:whole|entire|current)\s+)?(day|week|weekend|month|year))(?=$|[?.!, ])(?!\s+of\b)/;
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
  const range = readRange(piece.source, context, { from: piece.start, to: piece.end });
  if (!range) return null;
  const lead = MONTH_OF.exec(piece.lower.slice(0, range.span.start - piece.start).slice(-40));
  const start = lead ? range.span.start - lead[0].length : range.span.start;
  return { from: range.from, to: range.to, span: { ...range.span, start, kind: "date" } };
}

/** Whether a span stands at an end of a piece; in the middle of words a date is part of them ("pick up halloween decorations"). */
export function isAtEdge(piece: Piece, span: Span): boolean {
  const before = trim(part(piece, 0, Math.max(0, span.start - piece.start))).lower;
  const after = trim(part(piece, Math.min(piece.lower.length, span.end - piece.start))).lower;
  return /^(?:my|the|all|our|for|on|due|of|in|this|that| )*$/.test(before) || /^[.!?,'s ]*$/.test(after);
}

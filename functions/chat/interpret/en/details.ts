/** What a message says about a task besides its title: when, how urgent, which tags, which notes. */
import type { Context, Reading, Span } from "../interpretation.ts";
import { protectedStretches, readLevel, readMarks } from "../marks.ts";
import { type Piece, part } from "../piece.ts";
import { readPriority } from "./priorities.ts";
import { readWhen } from "./when/when.ts";

export type Details = Pick<Reading, "description" | "priority" | "tags" | "due" | "rule" | "reminders" | "shift" | "question"> & {
  spans: Span[];
};

const NOTE = /\b(?:with (?:the |a )?(?:notes?|description)|notes?|description)\s?:\s*/;
const TAGGED = new RegExp(
  String.raw`\b(?:and\s+)?(?:tagged(?:\s+(?:as|with))?|with\s+(?:the\s+)?(?:tags?|labels?)|under\s+(?:the\s+)?(?:tag|label)|tag\s+(?:it|this)(?:\s+(?:as|with))?|` +
    String.raw`tags?\s?:)\s+((?:#?[\p{L}\p{N}_-]+(?:\s*,\s*(?:and\s+)?|\s+and\s+))*#?[\p{L}\p{N}_-]+)(?=\s*(?:$|[,.;!#/]|(?:by|` +
    String.raw`due|on|at|in|every|tomorrow|today|next|remind|with|sorted|and)\b))`,
  "u",
);

/**
 * Reads everything but the title from a piece. `spared` stretches hold no facts (the verb, a noun already consumed);
 * quotes and backslashes protect what they enclose.
 */
export function readDetails(
  piece: Piece,
  context: Context,
  use: "create" | "update" | "snooze" | "bare",
  spared: readonly Span[] = [],
): Details {
  const closed: { start: number; end: number }[] = [...protectedStretches(piece), ...spared];
  const spans: Span[] = [];
  const marks = readMarks(piece, closed);
  let { description, priority } = marks;
  const tags = [...marks.tags];
  spans.push(...marks.spans);
  let to = Math.min(piece.end, ...marks.spans.filter((s) => s.kind === "description").map((s) => s.start));
  const isFree = (from: number, end: number) => !closed.some((s) => from < s.end && end > s.start);

  const body = part(piece, 0, to - piece.start);
  const note = body.lower.includes(":") ? NOTE.exec(body.lower) : null;
  if (note && note.index > 0 && isFree(piece.start + note.index, piece.start + note.index + note[0].length)) {
    const start = piece.start + note.index;
    description = piece.source.slice(start + note[0].length, to).trim() || description;
    spans.push({ start, end: to, kind: "description", certain: true });
    to = start;
  }
  const rest = part(piece, 0, to - piece.start);
  const tagged = /\b(?:tag|label)/.test(rest.lower) ? TAGGED.exec(rest.lower) : null;
  if (tagged && isFree(piece.start + tagged.index, piece.start + tagged.index + tagged[0].length)) {
    const start = piece.start + tagged.index;
    const from = start + tagged[0].length - (tagged[1] ?? "").length;
    tags.push(...tagNames(piece.source.slice(from, start + tagged[0].length)).filter((tag) => !tags.includes(tag)));
    drop(spans, start, start + tagged[0].length);
    spans.push({ start, end: start + tagged[0].length, kind: "tag", certain: true });
  }
  const said = priority === null ? readPriority(rest.lower) : null;
  if (said && isFree(piece.start + said.start, piece.start + said.end)) {
    priority = said.priority;
    spans.push({ start: piece.start + said.start, end: piece.start + said.end, kind: "priority", certain: true });
  }
  const when = readWhen(piece.source, context, { from: datesFrom(piece, to), to, protected: closed, facts: spans, use });
  spans.push(...when.spans);
  const level = priority === null ? readLevel(part(piece, 0, to - piece.start), spans, closed) : null;
  if (level) {
    priority = level.priority;
    spans.push(...level.spans);
  }
  spans.sort((a, b) => a.start - b.start);
  const { due, rule, reminders, shift, question } = when;
  return { description, priority, tags, due, rule, reminders, shift, question, spans };
}

// In a pasted text the dates are content; only its end can say when.
const LONG = 1500;
const END = 500;

function datesFrom(piece: Piece, to: number): number {
  if (to - piece.start <= LONG) return piece.start;
  const blank = piece.lower.indexOf(" ", to - END - piece.start);
  return blank < 0 || piece.start + blank > to ? to : piece.start + blank;
}

/** "work, home and #fun" as names. */
export function tagNames(words: string): string[] {
  return words
    .split(/\s*,\s*(?:(?:and|or)\s+)?|\s+(?:and|or)\s+|\s+/i)
    .map((word) => word.replace(/^#/, ""))
    .filter((word) => word !== "" && !/^and$/i.test(word));
}

/** Whether anything at all was said. */
export function saysSomething(details: Details): boolean {
  return (
    details.description !== null ||
    details.priority !== null ||
    details.tags.length > 0 ||
    details.due !== null ||
    details.rule !== null ||
    details.reminders.length > 0 ||
    details.shift !== null
  );
}

function drop(spans: Span[], start: number, end: number): void {
  for (let i = spans.length - 1; i >= 0; i--) {
    const span = spans[i];
    if (span && span.start >= start && span.end <= end) spans.splice(i, 1);
  }
}

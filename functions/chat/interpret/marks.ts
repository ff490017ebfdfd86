/**
 * Signs that mean the same in every language: #tag, !priority, p1 to p4, "// description";
 * and the stretches that quotes and backslashes protect.
 */
import type { Priority } from "@todo/shared/contracts/types.ts";
import type { Span } from "./interpretation.ts";
import type { Piece } from "./piece.ts";

export type Marks = { tags: string[]; priority: Priority | null; description: string | null; spans: Span[] };

// A tag holds a letter, so that "#2" and "issue #42" stay what they are.
const TAG = /(?<=^|[\s(,])#(?=[\p{L}\p{N}_/-]*\p{L})[\p{L}\p{N}][\p{L}\p{N}_/-]*/gu;
// More is no task any more, and each costs a look at all others.
const MOST_TAGS = 50;
const BANG = /(?<=^|\s)!(urgent|high|medium|low|none|[1-4])(?=$|[\s,.;])/g;
const LEVEL = /(?<=^|\s)p([1-4])(?=$|[\s,.;])/g;
const COMMENT = /(?<=^|\s)\/\/+\s*/;
const LEVELS: Record<string, Priority> = { "1": "urgent", "2": "high", "3": "medium", "4": "none" };
const PRIORITIES: Record<string, Priority> = { ...LEVELS, urgent: "urgent", high: "high", medium: "medium", low: "low", none: "none" };

/** Reads the signs of a piece; `spared` stretches are title and hold none. A "p1" counts only at an edge or among other signs. */
export function readMarks(piece: Piece, spared: readonly { start: number; end: number }[]): Marks {
  const marks: Marks = { tags: [], priority: null, description: null, spans: [] };
  const isSpared = (at: number) => spared.some((s) => at >= s.start && at < s.end);
  let end = piece.end;
  const comment = COMMENT.exec(piece.lower);
  if (comment && comment.index > 0 && !isSpared(piece.start + comment.index)) {
    const start = piece.start + comment.index;
    marks.description = piece.source.slice(start + comment[0].length, piece.end).trim() || null;
    marks.spans.push({ start, end: piece.end, kind: "description", certain: true });
    end = start;
  }
  const text = piece.lower.slice(0, end - piece.start);
  for (const match of text.matchAll(TAG)) {
    const start = piece.start + match.index;
    if (isSpared(start)) continue;
    if (marks.tags.length >= MOST_TAGS) break;
    marks.tags.push(piece.source.slice(start + 1, start + match[0].length));
    marks.spans.push({ start, end: start + match[0].length, kind: "tag", certain: true });
  }
  for (const match of text.matchAll(BANG)) {
    const start = piece.start + match.index;
    if (isSpared(start)) continue;
    marks.priority = PRIORITIES[match[1] ?? ""] ?? null;
    marks.spans.push({ start, end: start + match[0].length, kind: "priority", certain: true });
  }
  return marks;
}

/** Reads a bare "p1" … "p4" where nothing but spans of other facts stands on one of its sides. */
export function readLevel(piece: Piece, spans: readonly Span[], spared: readonly { start: number; end: number }[]): Marks | null {
  for (const match of piece.lower.matchAll(LEVEL)) {
    const start = piece.start + match.index;
    const end = start + match[0].length;
    if (spared.some((s) => start >= s.start && start < s.end)) continue;
    if (!onlySpans(piece, spans, piece.start, start) && !onlySpans(piece, spans, end, piece.end)) continue;
    return {
      tags: [],
      description: null,
      priority: LEVELS[match[1] ?? ""] ?? null,
      spans: [{ start, end, kind: "priority", certain: true }],
    };
  }
  return null;
}

/** Whether [from, to) holds nothing but the given spans, blanks and commas. */
function onlySpans(piece: Piece, spans: readonly Span[], from: number, to: number): boolean {
  let at = from;
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    if (span.end <= at || span.start >= to) continue;
    if (/[^\s,;.]/.test(piece.source.slice(at, Math.max(at, span.start)))) return false;
    at = span.end;
  }
  return at >= to || !/[^\s,;.]/.test(piece.source.slice(at, to));
}

const QUOTED = /"[^"\n]{1,400}"|(?<=^|[\s(:])'[^'\n]{1,400}'(?=$|[\s),.!?;:])|(?<=^|[\s(])\\\S+/g;

/** The stretches that quotes or a backslash protect from being read as anything but words. */
export function protectedStretches(piece: Piece): { start: number; end: number }[] {
  if (!/["'\\]/.test(piece.lower)) return [];
  return [...piece.lower.matchAll(QUOTED)].map((m) => ({ start: piece.start + m.index, end: piece.start + m.index + m[0].length }));
}

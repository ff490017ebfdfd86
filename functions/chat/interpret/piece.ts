/** A stretch of a message that recognisers narrow from both sides without losing where it stands in the original text. */
import type { Span } from "./interpretation.ts";

/** `lower` is the stretch in lower case with straight quotes and plain blanks, index for index as long as the original. */
export type Piece = { source: string; start: number; end: number; lower: string };

/** The whole message as a piece. */
export function pieceOf(source: string): Piece {
  return { source, start: 0, end: source.length, lower: foldInPlace(source) };
}

/** The words of a piece as they were written. */
export function textOf(piece: Piece): string {
  return piece.source.slice(piece.start, piece.end);
}

/** The part [from, to) of a piece, counted within the piece. */
export function part(piece: Piece, from: number, to: number = piece.lower.length): Piece {
  return { source: piece.source, start: piece.start + from, end: piece.start + to, lower: piece.lower.slice(from, to) };
}

/** A piece without blanks at its ends. */
export function trim(piece: Piece): Piece {
  const from = piece.lower.length - piece.lower.trimStart().length;
  return part(piece, from, Math.max(from, piece.lower.trimEnd().length));
}

/** What follows `head` (a pattern anchored with ^), trimmed; null when the piece does not begin with it. */
export function after(piece: Piece, head: RegExp): Piece | null {
  const match = head.exec(piece.lower);
  return match && trim(part(piece, match[0].length));
}

// A tail is looked for in the last characters only, so that a pattern which begins with blanks stays linear in long runs of them.
const TAIL = 160;

/** What stands before `tail` (a pattern anchored with $), trimmed; null when the piece does not end with it. */
export function before(piece: Piece, tail: RegExp): Piece | null {
  const offset = Math.max(0, piece.lower.length - TAIL);
  const match = tail.exec(piece.lower.slice(offset));
  return match && trim(part(piece, 0, offset + match.index));
}

/** The piece with a head and a tail taken off as far as they are there. */
export function peel(piece: Piece, head: RegExp | null, tail: RegExp | null = null): Piece {
  const headless = (head && after(piece, head)) ?? piece;
  return (tail && before(headless, tail)) ?? headless;
}

/** The piece with the stretch [from, to) overwritten by words no longer than it, and blanks, so that every index stays. */
export function overwritten(piece: Piece, from: number, to: number, words = ""): Piece {
  const put = (text: string, start: number) => `${text.slice(0, start + from)}${words.padEnd(to - from)}${text.slice(start + to)}`;
  return { ...piece, source: put(piece.source, piece.start), lower: put(piece.lower, 0) };
}

export function isEmpty(piece: Piece): boolean {
  return piece.lower.trim() === "";
}

/** The span of a piece. */
export function spanOf(piece: Piece, kind: Span["kind"], certain = true): Span {
  return { start: piece.start, end: piece.end, kind, certain };
}

/** The stretches of a piece that no span covers, in order, trimmed, without empty ones. */
export function gaps(piece: Piece, spans: readonly { start: number; end: number }[]): Piece[] {
  const found: Piece[] = [];
  let from = piece.start;
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    if (span.end <= from || span.start >= piece.end) continue;
    found.push(trim(part(piece, from - piece.start, Math.max(from, span.start) - piece.start)));
    from = Math.min(span.end, piece.end);
  }
  found.push(trim(part(piece, from - piece.start)));
  return found.filter((gap) => gap.lower !== "");
}

/** Lower case and plain punctuation, index for index: case changes that alter the length are left out. */
function foldInPlace(text: string): string {
  const lower = text.toLowerCase();
  const folded = lower.length === text.length ? lower : text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return folded
    .replace(/[’‘ʼ`]/g, "'")
    .replace(/[“”„«»]/g, '"')
    .replace(/(?!\n)[\p{Cc}\u00a0\u2000-\u200b\u202f\u3000]/gu, " ");
}

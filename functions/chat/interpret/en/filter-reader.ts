/** Reads a noun phrase piece by piece: what was read is blanked out, so that nothing is read twice. */
import type { Filter, Span } from "../interpretation.ts";
import type { Piece } from "../piece.ts";

/** The text still to be read; what was read is blanked out so that nothing is read twice. */
export type Reader = { piece: Piece; left: string; spans: Span[]; filter: Filter };

/** Stands for what was read; no word holds it. */
const BLANK = "\ue000";

/** Tries a pattern on what is left; `apply` may refuse the match by returning false. */
export function eat(reader: Reader, pattern: RegExp, kind: Span["kind"], apply: (match: RegExpExecArray) => unknown): boolean {
  const match = pattern.exec(reader.left);
  if (!match || apply(match) === false) return false;
  blank(reader, match.index, match.index + match[0].length);
  const start = reader.piece.start + match.index;
  reader.spans.push({ start, end: start + match[0].length, kind, certain: true });
  return true;
}

/** Blanks out a stretch that was read by other means. */
export function blank(reader: Reader, from: number, to: number): void {
  reader.left = reader.left.slice(0, from) + BLANK.repeat(to - from) + reader.left.slice(to);
}

/** The smallest pieces of a message that words and patterns are matched against. It knows no language. */

/** One piece of the text; `start` and `end` are indices into the original text, `lower` folds case, width and typographic quotes. */
export type Token = {
  text: string;
  lower: string;
  start: number;
  end: number;
  kind: "word" | "number" | "punct";
  /** Whether blanks, or the edge of the text, stand before it. */
  spaced: boolean;
};

// A word may hold apostrophes between its letters ("o'clock", "may's"); digits and letters are cut apart ("9am" is two tokens).
const PIECE = /\p{Nd}+|[\p{L}\p{M}]+(?:['’‘ʼ][\p{L}\p{M}]+)*|[^\s\p{Nd}\p{L}\p{M}]/gu;
const DIGIT = /^\p{Nd}/u;
const LETTER = /^[\p{L}\p{M}]/u;

/** Cuts a text into tokens, in order; everything but blanks belongs to exactly one token. Linear in the length of the text. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const match of text.matchAll(PIECE)) {
    const piece = match[0];
    const start = match.index;
    const kind = DIGIT.test(piece) ? "number" : LETTER.test(piece) ? "word" : "punct";
    tokens.push({ text: piece, lower: fold(piece), start, end: start + piece.length, kind, spaced: start > end || start === 0 });
    end = start + piece.length;
  }
  return tokens;
}

const ASCII = /^[\x20-\x7e]*$/;

/** A text as it is compared: NFKC, lower case, straight quotes. Its length may differ from that of the text. */
export function fold(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return text.normalize("NFKC").toLowerCase().replace(/[’‘ʼ]/g, "'");
}

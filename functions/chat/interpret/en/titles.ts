/** What remains of the words once wrapper and facts are gone: the title. */
import { gaps, type Piece, peel, textOf } from "../piece.ts";

// Small words that belong to a date cut out beside them; alone in a gap they say nothing.
const DANGLING =
  /^(?:on|at|by|for|from|due|the|of|to|in|and|starting|until|till|every|each|this|with|it'?s|is|a|an|set|when|-|–|,|;|:|\.|!|\?)$/;
const WRAPPED = new RegExp(
  String.raw`^(?:[:,;-]\s*|and |(?:to|about|of|for|that|regarding|concerning|re|which|called|named|titled|saying|says?|` +
    String.raw`because|reading|on)\b\s*:?\s*(?:(?:me|myself|us) (?:to |that )|and )?)+`,
);
const STATED = new RegExp(
  "^(?:(?:that )?(?:i|we) (?:have|need|got|'ve got|must|should|ought|am supposed) ?(?:to remember )?to |" +
    "(?:that )?(?:i|we) (?:must|should|gotta) |(?:i|we) (?:have|'ve got|got) (?:an? |my |the )|(?:i'?m|i am) having |" +
    "it'?s |its |there(?:'s| is| are) (?:an? )?|(?:i'?m|i am) (?=due ))+",
);

/**
 * The title left in a piece by the given spans, null when nothing is. `wrapped`: the piece followed a noun or "remind me", so a leading
 * "to", "about" or "that I have to" is no part of it.
 */
export function titleOf(piece: Piece, spans: readonly { start: number; end: number }[], wrapped: boolean): string | null {
  const parts = gaps(piece, spans);
  const kept = spans.length === 0 ? parts : parts.filter((gap) => !DANGLING.test(gap.lower));
  const leftOver = wrapped ? LEFT_OVER_VERB : LEFT_OVER;
  let title = kept
    .map((gap) => textOf(isBeforeCut(gap, spans) ? peel(peel(gap, null, leftOver), null, STOP) : gap))
    .reduce((text, next) => (/^[,;]/.test(next) ? text.replace(/[,;]$/, "") + next : `${text} ${next}`), "")
    .trimStart();
  if (wrapped) {
    title = strip(strip(title, WRAPPED), STATED);
    if (/^(?:to|about|of|for|that|me)$/i.test(title.trim())) title = "";
    title = title.replace(/(?<=[\p{L}\p{N})])\.\s*$/u, "");
  }
  return tidy(title) || null;
}

// "on the", "is": what led over to a date that is gone. A bare "on" stays, for it may belong to a verb ("turn it on").
/** The full stop of a sentence, not that of "St.". */
const STOP = /(?<=[\p{L}\p{N}]{4})\.$/u;
const AGAIN = String.raw`(?:[,;.]|\s+and)\s+(?:do|repeat|make|set|schedule)\s+(?:it|this|that)(?:\s+for)?`;
const LEFT_OVER = new RegExp(String.raw`(?:\s+(?:(?:on|in|at|by|for|from|of)\s+the|to|until|till|is|are)|${AGAIN})$`);
const LEFT_OVER_VERB = new RegExp(String.raw`(?:\s+(?:(?:on|in|at|by|for|from|of)\s+the|to|until|till|is|are|that is|which is)|${AGAIN})$`);

function isBeforeCut(gap: Piece, spans: readonly { start: number; end: number }[]): boolean {
  return spans.some((span) => span.start >= gap.end && span.start - gap.end <= 2);
}

function strip(text: string, head: RegExp): string {
  const match = head.exec(text.toLowerCase().replace(/[’‘]/g, "'"));
  return match ? text.slice(match[0].length) : text;
}

/** Blanks and punctuation that the cutting left behind are put right; quotes around the whole and escaping backslashes go. */
function tidy(text: string): string {
  const joined = trimLoose(text.replace(/[\s\p{Cc}]+/gu, " ").replace(EMPTIED, ""));
  const quoted = /^(?:"([^"]*)"|“([^“”]*)”|'([^']*)')[.]?$/.exec(joined);
  const inner = quoted ? (quoted[1] ?? quoted[2] ?? quoted[3] ?? "") : joined;
  return inner.replace(/(?<=^|[\s(])\\(?=\S)/g, "").trim();
}

/** Brackets around a date that is gone, with the word that led to it. */
const EMPTIED = /[([{]\s?(?:(?:due|expir(?:es|ing)|exp|by|on|until|till|deadline|ends|starts|begins|closes|opens)\b[.:]?)?\s?[)\]}]/gi;
const LOOSE = /[\s,;:–-]/;

/** Without blanks and separators at the ends; a dash that begins a number or a word stays. */
function trimLoose(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && LOOSE.test(text.charAt(from)) && (text.charAt(from) !== "-" || !/[\p{L}\p{N}]/u.test(text.charAt(from + 1)))) from++;
  while (to > from && LOOSE.test(text.charAt(to - 1))) to--;
  return text.slice(from, to);
}

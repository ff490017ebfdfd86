/** What a recogniser works on and what it answers. */
import { type Token, tokenize } from "../../tokens.ts";
import type { Now } from "../../when/now.ts";
import type { Term } from "../../when/term.ts";

/** How readily a phrase is believed: anywhere; where nothing of the title follows it, or a preposition leads it; only beside other words of time. */
export type Weight = "certain" | "edge" | "weak";

export type Found = { terms: Term[]; next: number; weight: Weight };

/** What the message is for; a range is asked of the past as readily as of the future. */
export type Use = "create" | "update" | "snooze" | "bare" | "range";

/** The tokens [first, to) may be read; those of protected stretches have an empty `lower`. */
export type Scan = {
  tokens: readonly Token[];
  first: number;
  to: number;
  /** Whether a full stop follows directly behind the stretch, so that its last word may be an abbreviation. */
  stopped: boolean;
  now: Now;
  use: Use;
};

/** Reads one phrase that begins at token `i`; `lead` is the preposition before it, or "", and `before` what was read before that. */
export type Recogniser = (scan: Scan, i: number, lead: string, before: readonly Term[]) => Found | null;

export function word(scan: Scan, i: number): string {
  return i < scan.to ? (scan.tokens[i]?.lower ?? "") : "";
}

/** Whether token `i` stands directly behind the one before it. */
export function isAttached(scan: Scan, i: number): boolean {
  const token = i < scan.to ? scan.tokens[i] : undefined;
  return token !== undefined && !token.spaced;
}

/** The index behind token `i` when it is one of these words, else `i`. */
export function skip(scan: Scan, i: number, ...words: readonly string[]): number {
  return words.includes(word(scan, i)) ? i + 1 : i;
}

/** The index behind a sequence of words at `i`; null when they are not there. */
export function sequence(scan: Scan, i: number, ...words: readonly string[]): number | null {
  for (const [offset, expected] of words.entries()) if (word(scan, i + offset) !== expected) return null;
  return i + words.length;
}

/** The value of a number written in digits at `i`; null when there is none or it is too long to be a date's. */
export function digits(scan: Scan, i: number): number | null {
  const text = word(scan, i);
  return text.length > 0 && text.length <= 8 && scan.tokens[i]?.kind === "number" && /^[0-9]+$/.test(text) ? Number(text) : null;
}

/** Whether everything is in capitals, so that "SAT" need not be the test and "RENT" no film. */
export function isShouted(scan: Scan): boolean {
  return !scan.tokens.some((token) => /\p{Ll}/u.test(token.text));
}

export function found(terms: Term[], next: number, weight: Weight = "certain"): Found {
  return { terms, next, weight };
}

// Words that carry on a sentence after a phrase of time; any other word there makes the phrase an attribute ("the Friday report").
const FUNCTION_WORDS = new Set(
  `to and with for at about because so or but if when while on in by from until till through please i we he she it they you is are was will would can
  could should must that then as of the a an my our your his her their this next every each except starting before after since during around
  only also too its it's i'm i've i'll we're there's that's instead rather between unless except excluding without like than again not via than there here do remind alert notify sometime`.split(
    /\s+/,
  ),
);

/** Whether the phrase that ends before token `i` stands free there: the text, a clause or at least the words that it could belong to are over. */
export function isFree(scan: Scan, i: number): boolean {
  const token = i < scan.to ? scan.tokens[i] : undefined;
  if (!token) return true;
  if (token.kind === "punct")
    return !(!token.spaced && ["-", "/", "%", "'", "°", "$", "€"].includes(token.lower) && isAttached(scan, i + 1));
  return token.spaced && FUNCTION_WORDS.has(token.lower);
}

type Places = readonly { start: number; end: number }[];

/** `protected` is title whatever it says; `facts` is read already (a tag, a priority), so a phrase before it stands free. */
export type Stretch = { from?: number; to?: number; protected?: Places; facts?: Places };

// Words of time are looked for in so many characters: what is longer is a pasted text and not a message.
const LONGEST = 3000;

/** The tokens of a stretch, with those of protected stretches and of facts made unreadable. */
export function scanOf(text: string, now: Now, options: Stretch & { use: Use }): Scan {
  const { from = 0, to = text.length } = options;
  const within = tokensWithin(text, from, Math.min(to, from + LONGEST));
  const hides = (options.protected?.length ?? 0) + (options.facts?.length ?? 0) > 0;
  const tokens = hides ? within.map((token) => hidden(token, options)) : within;
  return { tokens, first: 0, to: tokens.length, stopped: text[to] === ".", now, use: options.use };
}

function hidden(token: Token, { protected: closed, facts }: Stretch): Token {
  if (isWithin(closed, token)) return { ...token, lower: "", kind: "word" };
  return isWithin(facts, token) ? { ...token, lower: "", kind: "punct" } : token;
}

function isWithin(places: Places | undefined, { start, end }: Token): boolean {
  return places?.some((place) => start < place.end && end > place.start) ?? false;
}

/** The last texts that were cut into tokens: recognisers look at stretches of the same message again and again. */
const recent: { text: string; tokens: readonly Token[] }[] = [];
const REMEMBERED = 4;

function tokensOf(text: string): readonly Token[] {
  const known = recent.find((one) => one.text === text);
  if (known) return known.tokens;
  const tokens = tokenize(text);
  recent.unshift({ text, tokens });
  recent.length = Math.min(recent.length, REMEMBERED);
  return tokens;
}

/** The tokens that lie in [from, to) of a text; the first of them stands as at the beginning of a text. */
function tokensWithin(text: string, from: number, to: number): readonly Token[] {
  if (text.length > LONGEST) return shifted(tokenize(text.slice(from, to)), from);
  const all = tokensOf(text);
  const first = all.findIndex((token) => token.end > from);
  const behind = all.findIndex((token) => token.start >= to);
  const last = all[behind < 0 ? all.length - 1 : behind - 1];
  const start = first < 0 ? undefined : all[first];
  if (!start || !last || start.start >= to) return [];
  // A stretch that begins or ends within a word cuts it.
  if (start.start < from || last.end > to) return shifted(tokenize(text.slice(from, to)), from);
  const tokens = behind < 0 ? all.slice(first) : all.slice(first, behind);
  return start.spaced ? tokens : [{ ...start, spaced: true }, ...tokens.slice(1)];
}

function shifted(tokens: readonly Token[], by: number): readonly Token[] {
  return by === 0 ? tokens : tokens.map((token) => ({ ...token, start: token.start + by, end: token.end + by }));
}

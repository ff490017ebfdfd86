/** Yes and no, said with nothing else around them. */
import type { Context, Reading } from "../interpretation.ts";
import { type Piece, spanOf } from "../piece.ts";
import { reading } from "../reading.ts";
import { readUndo } from "./undo.ts";

const YES = new Set(
  (
    "y yes yeah yep yup yea ya yah aye ok okay okey k kk sure surely certainly correct right true accurate exactly exact " +
    "absolutely definitely affirmative agreed agree accepted accept approved approve confirm confirmed confirms facts " +
    "fact indeed totally perfect great awesome good fine cool nice lovely wonderful excellent proceed alright positive " +
    "valid legit legitimate truly undoubtedly naturally righto dokey spot precisely roger bet bingo si da oui ja " +
    "correctomundo 👍 ✅ 👌"
  ).split(" "),
);
const NO = new Set(
  (
    "n no nope nah naw nay never negative false wrong incorrect fake invalid untrue inaccurate terrible bad awful " +
    "horrible bogus lie lies nonsense mistaken untruthful unacceptable refuse reject decline declined denied deny " +
    "disagree disapprove nein non nyet 👎 ❌"
  ).split(" "),
);
const NEGATORS = new Set(
  "not don't dont doesn't isn't isnt wasn't aren't won't wouldn't can't cannot ain't didn't couldn't shouldn't hardly".split(" "),
);
const FILLERS = new Set(
  (
    "that that's thats this is it it's its be been would will was were are am i i'd i'm we you my me a an the to so and " +
    "of for in as like what statement answer response one way thank thanks please hell heck god oh well " +
    "do does did think believe say guess suppose feel hope seems seem appears appear looks sounds sound how all course " +
    "thing very really totally completely overwhelmingly actually quite pretty most probably likely hard total " +
    "want wants go ahead it'd that'd that'll it'll would've done should yourself sir buddy man no-one from just much " +
    "about bit kind case point opinion honestly honest sounding go get we're we'll that's good-to-go on with matter " +
    "possible it've here there also rather prefer prefers then do now delete both hmm hm um uh ah er them these those"
  ).split(" "),
);
const SPECIAL_YES = new RegExp(
  "^(?:(?:but )?of course(?: it is| you can| please)?|uh[ -]?huh|mm+[ -]?hmm+|go (?:for it|ahead|on)|do (?:it|that|" +
    "so)|make it so|sounds good|looks good|why not|you bet|by all means|that works|works for me|" +
    "(?:yes )?please(?: do)?|for sure|no doubt|without a doubt|let'?s do (?:it|that)|i do|it is|it does|that is it)$",
);
const SPECIAL_NO = new RegExp(
  "^(?:(?:no|nah|nope|please) )*(?:uh[ -]?uh|nuh[ -]?uh|mm[ -]?mm|no way|not at all|(?:please )?(?:do not|don'?t)(?: do (?:it|that))?|" +
    "i (?:do not|don'?t)|by no means|absolutely not|no chance|not now|keep (?:it|them|that)|leave (?:it|them|" +
    "that)(?: alone)?|i(?:'?d| would) (?:rather|prefer) not(?: to)?|hold on|wait)$",
);
const CANCEL = new RegExp(
  "^(?:(?:no|ok|okay|oh|actually|sorry|please|just|ai|bot|hey|well)[ ,]+)*(?:never ?mind(?:,? .{0,40})?|nvm|" +
    "cancel(?: (?:action|request|please))?|abort(?: (?:.{0,30}))?|stop(?: (?:it|that|this|there|doing (?:that|it|" +
    "this)|talking|please|right there|everything|now))?|quit(?: (?:it|that|talking))?|forget (?:it|that|" +
    "about it)(?:,? .{0,40})?|(?:shut|hush|be|stay) (?:up|quiet|silent)|sh+|quiet|silence|enough|eliminate|end|exit|" +
    "drop it|leave it|let it go|that'?s (?:enough|all)|i changed my mind|(?:stop|wait),? i changed my mind|" +
    "(?:i )?(?:don't|do not) (?:need|want) (?:it|that) any ?more|scratch that)[ .!?]*$",
);

const THANKING = /^(?:(?:ok|okay|great|cool|perfect|awesome|fine|good|nice)\s)+(?:thanks|thank you|thx|cheers)\b/;
/** "It's not done": of the task, when nothing was asked. */
const UNDONE = /\b(?:not|isn't|isnt|wasn't)\s(?:yet\s)?(?:done|finished|complete)\b/;
// Said to a question only; "only 2" narrows what was asked, so that is not done as it stands.
const REFUSING = new RegExp(
  "^(?:(?:no|nah|nope|wait|actually|oh|hmm+|well|ok|okay) )*(?:leave (?:it|them|that)(?: alone| be)?|keep (?:it|them|that|both|all)|not yet|nothing|" +
    "none(?: of (?:them|these|those|it))?|neither(?: of them)?|wait no|no wait|don'?t|do not|(?:just|only) (?:the )?(?:\\d+|first|second|third|last)\\b.*)$",
);

/** A whole message that agrees, refuses or breaks off. With words of its own it is a command and left to the others. */
export function readAnswer(piece: Piece, context: Context): Reading | null {
  if (piece.lower.length > 120 || !mayAnswer(piece.lower)) return null;
  const text = piece.lower
    .replace(/[^\p{L}\p{N}\p{Extended_Pictographic}' -]+/gu, " ")
    .replace(/\s+/g, " ")
    .replace(/^[' ]+|[' ]+$/g, "");
  const pending = context.dialogue?.pending ?? null;
  const span = [spanOf(piece, "verb")];
  // With nothing asked, "cancel that" takes back what was done.
  if (pending === null && readUndo(piece, context)) return null;
  if (pending === null && (THANKING.test(text) || UNDONE.test(text))) return null;
  if (pending !== null && REFUSING.test(text)) return reading("deny", { spans: span });
  if (stops(text)) return reading("deny", { spans: span });
  if (CANCEL.test(text)) return reading("deny", { spans: span });
  if (SPECIAL_YES.test(text)) return reading("confirm", { spans: span });
  if (SPECIAL_NO.test(text)) return reading("deny", { spans: span });
  const verdicts = text.split(/ (?:so|but|because) /).map(polarity);
  if (verdicts.some((verdict) => verdict === null)) return null;
  if (pending === null && verdicts.some((verdict) => (verdict?.fillers ?? 0) > 5)) return null;
  return reading(verdicts.every((verdict) => verdict?.positive) ? "confirm" : "deny", { spans: span });
}

/** A cheap look, for most messages are no answers: the first word must be one that answers begin with. */
function mayAnswer(lower: string): boolean {
  const [first = ""] = lower.replace(/^[^\p{L}\p{N}\p{Extended_Pictographic}]+/u, "").split(/[^\p{L}\p{N}\p{Extended_Pictographic}'-]/u, 1);
  return !/^[a-z]/.test(first) || /^(?:sh+|mm+|hmm+)/.test(first) || OPENING.has(first) || ANSWERING.some((words) => words.has(first));
}

const STOPS = new Set(
  "stop cancel abort quit halt end terminate discontinue disregard ignore nix cease shush hush nevermind silence quiet".split(" "),
);
const BREAKING_OFF = new Set(
  (
    "command request action operation talking speaking doing asking last previous current asked said gave told changed " +
    "mind anymore instead longer needed necessary need mean meant " +
    "shut up hell hold wait off out about forget can could ai bot assistant hey here right sorry oops whoops wrong " +
    "mistake answer saying speech noise voice listening today tonight helpful attempting trying try working"
  ).split(" "),
);

const ANSWERING = [YES, NO, NEGATORS, FILLERS, STOPS, BREAKING_OFF];
/** First words of the set phrases above. */
const OPENING = new Set(
  "but uh uh-huh mm mmm mm-hmm mmhmm go make sounds looks why you by works for without let's lets it nuh nuh-uh keep leave hold wait never nvm drop let scratch i ai none nothing neither hmm only just sh shh shhh eliminate exit shut stay be".split(
    " ",
  ),
);

/** Whether a text only breaks off: a word that stops, and no word of any task around it. */
function stops(text: string): boolean {
  const words = text.split(" ");
  if (words.length > 14 || !words.some((word) => STOPS.has(word))) return false;
  return words.every(
    (word) => STOPS.has(word) || BREAKING_OFF.has(word) || FILLERS.has(word) || NEGATORS.has(word) || YES.has(word) || NO.has(word),
  );
}

/** Multiplies what each word says ("it isn't wrong"); null when a word is no part of an answer or nothing was answered. */
function polarity(text: string): { positive: boolean; fillers: number } | null {
  const words = text.split(" ");
  if (words.length > 20) return null;
  let negations = 0;
  let verdicts: boolean[] = [];
  let fillers = 0;
  for (const word of words) {
    if (YES.has(word)) verdicts.push(true);
    else if (NO.has(word)) verdicts.push(false);
    else if (NEGATORS.has(word)) negations++;
    else if (FILLERS.has(word)) fillers++;
    else return null;
  }
  if (verdicts.length === 0 && negations === 0) return null;
  // "no, that is incorrect" says no twice; "it isn't wrong" negates one no.
  const anyNo = verdicts.includes(false);
  if (verdicts.length > 1 && verdicts[0] === false) verdicts = [false];
  const negated = negations % 2 === 1 && !(verdicts[0] === false && (words[0] === "no" || words[0] === "nope"));
  if (verdicts.length === 0) return { positive: false, fillers };
  return { positive: anyNo ? negated : !negated, fillers };
}

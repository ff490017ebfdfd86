/** What is answered and never acted on: greetings, thanks, questions to the bot, and everything outside a to-do list. */
import type { Context, Reading } from "../interpretation.ts";
import { after, type Piece, peel, spanOf, textOf } from "../piece.ts";
import { filterOf, reading } from "../reading.ts";
import { readBare } from "./create.ts";
import { topicOf } from "./help-topics.ts";
import { head } from "./lexicon.ts";

const GREETING = head(
  "(?:(?:hi+|hiya|hey+|hello+|howdy|yo|greetings|sup|hola|good (?:morning|afternoon|evening|day|night)|morning|" +
    "evening)(?:[ ,]+(?:there|bot|you|all|everyone|again|friend|buddy))*|what'?s up|how(?:'s|s| is| are| have)? (?:" +
    "it|things|everything|life|ya|you|u|your (?:day|week|weekend|morning))(?: (?!say\\b|spell\\b).{0,40})?|how (?:do|d) you do|hows?|how(?:'s| is) today|how you are|" +
    "hows are ya|hey what'?s up|nice to (?:meet|see) you)[ .!?]*$",
);
const THANKS = new RegExp(
  "^(?:(?:ok|okay|oh|great|cool|nice|wow|awesome|perfect|many|much|well|hey|a lot of|so|really|" +
    "very)[ ,!.]+)*(?:thanks|thank (?:you|u|ya)|thx|ty|cheers|much appreciated|appreciate(?:d)?|you have my (?:gratitude|" +
    String.raw`thanks)|i (?:really )?appreciate)\b.{0,80}$`,
);
const PARTING = new RegExp(
  "^(?:(?:ok|okay|well|alright|this was fun|it was .{0,40}|(?:a |it'?s been a |what a )?pleasure .{0,60}|" +
    "i enjoyed .{0,40})[ ,!.]*)*(?:bye(?: ?bye)?|good ?bye|see (?:you|ya).{0,30}|later gator|" +
    "talk (?:to you )?(?:soon|later)|take care|so long|farewell|ciao|cheerio|have a (?:good|nice|" +
    String.raw`great) .{0,20})[ .!]*$|^(?:a |it'?s been a |what a )?pleasure\b.{0,60}$|^(?:i enjoyed|it was (?:lovely|nice|` +
    String.raw`great|good|fun|a pleasure)|this was)\b.{0,80}$`,
);
const PRAISE = new RegExp(
  "^(?:(?:good|great|nice|well|amazing|excellent|fantastic|awesome) (?:job|work|bot|one|done|stuff)|you(?:'re|" +
    " are) (?:the best|great|awesome|amazing|funny|smart|nice|welcome)|i (?:love|like) you|" +
    "lol|haha+|lmao|wow|cool|nice|great|awesome|perfect|lovely|brilliant|wonderful|interesting|hmm+|ah+|oh+)[ .!]*$",
);
const BLAME = new RegExp(
  "^(?:(?:you(?:'re| are)|this is|that(?:'s| is| was)|it(?:'s| is)) (?:so |very |really |just )?(?:stupid|useless|dumb|terrible|bad|annoying|slow|an idiot)|" +
    "(?:stupid|useless|dumb|bad) (?:bot|thing|app|chat)|i hate (?:you|this))[ .!]*$",
);
const SORRY =
  /^(?:(?:oh|oops|i'?m|im|i am|so|very|really)[ ,]+)*(?:sorry|my bad|my apologies|apologies|excuse me)(?:[ ,]+(?:about that|for that|again|bot))?[ .!]*$/;
const ABOUT_BOT = new RegExp(
  String.raw`^(?:who|what) (?:are|r|is) (?:you|u|your)\b.{0,40}$|\byour name\b|\b(?:are|would) you (?:be )?(?:a |an |real|` +
    String.raw`human|classified|alive|conscious|there)\b|\b(?:how old|what age|your age|where) (?:are|were|do|r|is) you\b`,
);

/** Greetings, thanks, farewells and questions about the bot itself; the topic says which. */
export function readSmalltalk(piece: Piece, _context: Context): Reading | null {
  if (piece.lower.length > 140) return null;
  for (const [topic, pattern] of [
    ["greeting", GREETING],
    ["thanks", THANKS],
    ["parting", PARTING],
    ["praise", PRAISE],
    ["apology", SORRY],
    ["blame", BLAME],
    ["self", ABOUT_BOT],
  ] as const)
    if (pattern.test(piece.lower)) return reading("smalltalk", { topic, spans: [spanOf(piece, "verb", false)] });
  return null;
}

const SUBJECT =
  "(?:i|you|u|we|they|he|she|it|there|that|this|these|those|the|my|your|our|his|her|their|people|anyone|someone|any|one|most|all|a|an)";
const QUESTION = head(
  "(?:what|whats|what's|what'll|what're|who|who's|whos|whom|whose|why|where|where's|wheres|when|when's|whens|which|" +
    "how|how's|hows|how'd)(?= |$|\\?)(?! to-? ?do)|(?:is|are|am|was|were|does|did|isn't|aren't|doesn't|didn't|wasn't|" +
    "weren't|don't you|haven't|hasn't)(?= )|(?:(?:do|have) (?:i|you|u|we|they|people|any|most)|(?:can|could|will|" +
    `would|should|has|had|may|might|shall|must|won't|can't|wouldn't) ${SUBJECT})(?= |$)|in (?:spanish|french|german|` +
    "italian|what)\\b",
);
const REQUEST = head(
  "(?:tell|teach|inform) (?:me|us)(?= |$)|(?:give|show|get|read|find|sing|bring) me(?= |$)|(?:get|find) (?:info|" +
    "information|news)|flip (?:a |the |my )?(?:[a-z]+ )?coin|(?:roll|throw) (?:a |an |the |that |some |" +
    "two )?(?:[\\w-]+ ){0,3}(?:die|dice)|(?:multiply|divide|add up|subtract) [\\d.]+|(?:what|whats)|any (?:headlines|" +
    "news|updates)|let'?s (?:talk|chat)|talk to me|say (?:something|hello|hi)|sing (?:a|me)|(?:play|start) (?:some|" +
    "a) (?:music|song|game)|(?:you want|i wonder|i was wondering|i am curious|i'm curious|i wanna|wanna)(?= |$)",
);
const WEATHER = new RegExp(
  "^(?:the )?(?:(?:current|newest|latest|local|outside|high and low|high|low|[a-z]+'s) )*(?:weather|temperatures?|" +
    String.raw`temps?|forecast|humidity|sunset|sunrise)\b`,
);
export const STATEMENT = head(
  "(?:i|you|he|she|we|they|it|i'm|i've|i'd|i'll|im|you're|he's|she's|we're|they're|it's|its)(?= )|(?:this|that|" +
    "there|these|those|here)(?:'s|'re| is| are| was| were| will| would| has| have)(?= |$)",
);

/** Whether words ask something, so that they give no reason for a command behind them. */
export function asks(piece: Piece): boolean {
  return QUESTION.test(piece.lower) && !/^(?:when|where)\s+(?:i|we|you|he|she|they|it|the|my|our)\b/.test(piece.lower);
}

/** Questions, requests to the bot and statements that no other recogniser wanted; `otherwise` is the task they would make. */
export function readForeign(piece: Piece, context: Context): Reading | null {
  const marked = piece.source.slice(piece.end).trimStart().startsWith("?") || piece.lower.endsWith("?");
  if (!marked && !QUESTION.test(piece.lower) && !REQUEST.test(piece.lower) && !WEATHER.test(piece.lower) && !STATEMENT.test(piece.lower))
    return null;
  return foreign(piece, context);
}

const ASKS_WHEN =
  /^(?:do|have)\s+(?:i|we)\s+(?:have|got)\s+(?:any|an?|my)\s+(?=\S)|^when\s+(?:do|did|should|must|shall|will|am)\s+i\s+(?:(?:have|need|supposed|going)\s+to\s+)?(?=\S+\s+\S)|^(?:when(?:'s|\s+is|\s+are)|what\s+time\s+is|where(?:'s|\s+is))\s+(?:my|the|our)\s+(?:next\s+)?/;

/** "When is dentist", "how often is gym": asked of a task, should there be one. */
const ASKS_OF =
  /^(?:when(?:'?s|\s+is|\s+are)|what\s+time\s+(?:is|are)|how\s+often\s+(?:is|are|do\s+i))\s+(?!it\b|that\b|this\b|there\b)(?=\S)/;

/** What time it is says the clock, and no help on times. */
const CLOCK = /^what(?:'?s|\s+is)?\s+(?:the\s+)?(?:time|date|day)(?:\s+is\s+it)?(?:\s+(?:now|today))?[?.! ]*$/;

/** Nothing is done; should the user want it anyway, `otherwise` is the task. The topic is the help that comes nearest. */
export function foreign(piece: Piece, context: Context): Reading {
  const asksWhen = after(piece, ASKS_WHEN);
  const words = asksWhen && textOf(peel(asksWhen, null, /[?.! ]+$/));
  // "when is the dentist?" may be about a task; the chat can look.
  if (words) return reading("none", { otherwise: reading("list", { filter: filterOf({ words }) }) });
  const of = CLOCK.test(piece.lower) ? null : after(piece, ASKS_OF);
  const named = of && textOf(peel(of, null, /(?:\s+(?:again|due|on|at|happening))?[?.! ]+$/));
  return reading("none", {
    topic: CLOCK.test(piece.lower) ? null : (topicOf(piece.lower.slice(0, 200))?.name ?? null),
    otherwise: named ? reading("list", { filter: filterOf({ words: named }) }) : readBare(piece, context),
  });
}

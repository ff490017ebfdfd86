/** English words for the things a to-do app has, as pattern sources to build recognisers from. */

/** One task. */
export const NOUN = "(?:tasks?|to-? ?do'?s?|reminders?|reminder's|items?|chores?|alerts?|errands?|entry|entries|occurrences?)";

/** Many tasks, said so. */
export const NOUNS = "(?:tasks|to-? ?do'?s|reminders|reminder's|items|chores|alerts|errands|entries|to-? ?do list|tasks? list|list)";

/** What a list of tasks is called, with the adjectives people put before it. */
export const LIST =
  "(?:(?:(?:to-? ?do'?s?|task|tasks|reminder|reminders|chore|chores|errand|errands)(?: list)?|list(?: of (?:tasks|" +
  "to-? ?dos|things to do|things i (?:need|have) to do|reminders|chores|errands|shit to do|stuff to do|stuff))?)|" +
  "agenda|plate|schedule)";

/** A word before a noun that only points at it. */
export const DETERMINER = "(?:(?:all(?: of)?|any|each|every|both|some|one) )?(?:my |the |this |that |these |those |our |an? |another )?";

/** Fillers that stand before a request. */
export const POLITE_HEAD = new RegExp(
  "^(?:(?:" +
    [
      "please",
      "pls",
      "plz",
      "hey(?: there)?",
      "hi",
      "hello",
      "ok(?:ay)?",
      "so",
      "well",
      "now",
      "also",
      "then",
      "and",
      "oh",
      "oh no",
      "no(?=,? (?:wait|undo|revert))",
      "oops",
      "whoops",
      "wait(?=,| undo| no|$)",
      "hm+",
      "ah+",
      "eh+",
      "u+gh+",
      "a+rgh+",
      "good (?:morning|afternoon|evening|day)(?=[,!.])",
      "um+",
      "uh",
      "yo",
      "sorry",
      "actually",
      "bot",
      "ai",
      "assistant",
      "hurry up",
      "go ahead",
      "just",
      "only(?= show)",
      "kindly",
      "i said",
      "quickly",
      "(?:would|do) you mind",
      "(?:(?:would|will) you be|are you) able to",
      "(?:is it possible|is there any way) (?:for you )?to",
      "(?:any chance|do you think) (?:you|u) (?:can|could)",
      "(?:can|could|would|will) (?:you|u)(?: (?:please|kindly|just|also))?",
      "(?:can|could|shall|should) we(?: please| just)?(?= )",
      "(?:can|may|could) i(?: please)?(?= (?:have|get|see) )",
      "let'?s",
      "let us",
      "i(?:'d| would) (?:like|love)(?: for)? you to",
      "i (?:want|need|would like|wish) you to",
      "i(?:'d| would) (?:like|love) to",
      "i (?:want|wish) to",
      "i'm going to need you to",
      "you (?:can|should|need to|have to)",
    ].join("|") +
    ")(?:[ ,:!.]+|$))+",
);

/** Fillers that stand behind any message. */
export const POLITE_TAIL = new RegExp(
  "(?:(?:[ ,.!?]+(?:please|pls|plz|thanks|thank you|thx|ty)|[,.!?;]+ *(?:will you|would you|can you(?: do that)?|" +
    String.raw`could you|ok(?:ay)?|ai|bot))+[ .!?]*|[ !?]+|[ .!?]*(?<!\b(?:mon|tues?|wed|thur?s?|fri|sat|sun|jan|feb|mar|apr|` +
    String.raw`jun|jul|aug|sept?|oct|nov|dec|[ap]\.? ?m))\.[ .!?]*)$`,
);

/** Fillers that stand behind what was asked of us ("can you … for me right now?"). */
export const ASKED_TAIL = /(?:[ ,.!?]+(?:for me|(?<!\bfrom )right now|if you can|when you can|will you|would you))+[ .!?]*$/;

/** Fillers before which an obligation is stated: what follows is a task unless it is itself a command. */
export const OBLIGATION = new RegExp(
  "^make sure (?:that )?(?:i|we) (?!do\\b|don|remember|am\\b|have\\b|was\\b|get (?:a|an|my) (?:reminder|alert))|^(?:(?:and|so|but) )?(?:need|have) to (?:remember to )?|^gotta |^(?:(?:and|so|but) )?(?:i|we) (?:really |also |still |just |probably |definitely )*(?:need|have|got|ought|want|'ve got|have got|" +
    "am supposed|are supposed) to (?:remember to )?|^i'?ve got to |^(?:i|we) (?:really |probably |also |definitely )*(?:must|should|gotta|needa|had better|" +
    "better) (?:really |probably |also |definitely )*|^(?:i'?m|i am|we'?re) supposed to |^(?:gotta|need to|have to|must|should) " +
    "(?!i\\b|we\\b|you\\b|he\\b|she\\b|they\\b|it\\b|the\\b|my\\b|have\\b|be\\b)",
);

/** The beginning of words that say where, when or why something is to be done. */
export const CIRCUMSTANCE = /^(?:when|whenever|after|before|if|once|on|at|in|by|while|as|since|because|from|during|so)\b/;

/** Builds a pattern that is tried at the beginning of a piece; a blank in the source stands for any run of blanks. */
export function head(source: string): RegExp {
  return new RegExp(`^(?:${spaced(source)})`);
}

/** Builds a pattern that is tried at the end of a piece. */
export function tail(source: string): RegExp {
  return new RegExp(`(?:${spaced(source)})$`);
}

function spaced(source: string): string {
  return source.replace(/\[[^\]]*\]| \?| /g, (found) => (found === " " ? "\\s+" : found === " ?" ? "\\s*" : found));
}

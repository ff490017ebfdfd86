/** Asking what can be said, and the answer in words. */
import type { Context, Reading } from "../interpretation.ts";
import { after, type Piece, spanOf } from "../piece.ts";
import { reading } from "../reading.ts";
import { HELP_TOPICS, topicOf } from "./help-topics.ts";
import { head, NOUN } from "./lexicon.ts";

const HELP = head(
  "(?:\\/?help|\\?+|h|commands?|usage|manual|instructions?|man)(?: me)?(?: (?:with|about|on|for|using))?(?:[ :]+(?=\\S)|[ .!?]*$)",
);
/** "Help June move" is a task; "help with the dates of a task" asks. */
const WITH = /^\S+\s+(?:me\s+)?(?:with|about|on|for|using)\b/;
const HOW = head(
  `how (?:do|can|could|should|would|to) ?(?:i|you|we|one)? ?(?=.*\\b(?:${NOUN}|list|priority|priorities|tags?|due|` +
    "recurring|repeat|undo|snooze|remind|history|postpone|reschedule)\\b)",
);
const WORKS = head(
  "(?:how (?:does|do) (?:this|it|that|you|things)(?: (?:thing|app|bot|chat|all))? work|how (?:do|can|should) (?:i|we) (?:use|work|talk to) (?:this|it|you)" +
    "|(?:what|which) (?:commands|words|phrases|verbs)|(?:show|list|give me|tell me)(?: me)?(?: (?:all|the|your|some|a few))* (?:commands|examples)|(?:any )?examples)[^,;]{0,40}$",
);
const HELP_TO = head(`help me (?:to )?(?=(?:make|set|create|add|use|find|change|delete)\\b.*\\b(?:${NOUN})\\b)`);
const ABILITY = new RegExp(
  String.raw`\b(?:(?:can|could|may|do) (?:i|you|u) (?:ask|do|help|say|answer|use|know|understand|support|offer|handle|type|` +
    "get)|(?:i|you|u) (?:can|could|may) (?:ask|do|help|say|answer|know|understand|support)|(?:are )?you(?:'re|" +
    " are)? (?:familiar|aware|able|versed|knowledgeable|knowledgable|capable|good|have a response)|you (?:help|" +
    "answer|do)|you have (?:a response|answers)|skills do you have|are you (?:familiar|versed|knowledgeable|" +
    String.raw`knowledgable|able|capable|good)|do you (?:know|have a response|understand|support))\b`,
);
const OPEN_ENDED = new RegExp(
  String.raw`^(?:what|which|tell me|how can i (?:get|use)|i (?:wish|want|would like) to know)\b|\b(?:anything|` +
    String.raw`all (?:different )?(?:types|kinds)|everything|different)\b`,
);
const LIMITED = /\b(?:spell|study|recommend|homework|translate|calculate|compute)\b/;

/** "help", "help recurrence", "how does this work?"; the topic is one of the help topics, or null for all of them. */
export function readHelp(piece: Piece, _context: Context): Reading | null {
  if (piece.lower.length > 200) return null;
  const rest = after(piece, HELP_TO) ?? after(piece, HELP) ?? after(piece, HOW);
  if (rest) {
    const words = rest.lower;
    const topic = topicOf(words);
    if (
      /^(?:\/?help|man)/.test(piece.lower) &&
      !HELP_TO.test(piece.lower) &&
      words !== "" &&
      (topic === null || words.split(" ").length > (WITH.test(piece.lower) ? 4 : 2))
    )
      return null;
    return reading("help", { topic: topic?.name ?? null, spans: [spanOf(piece, "verb")] });
  }
  if (WORKS.test(piece.lower)) return reading("help", { spans: [spanOf(piece, "verb")] });
  if (!ABILITY.test(piece.lower) || !OPEN_ENDED.test(piece.lower) || LIMITED.test(piece.lower)) return null;
  return reading("help", { spans: [spanOf(piece, "verb")] });
}

/** The help on a topic, or the overview: lines to show as they are. */
export function helpText(topic: string | null): string {
  const found = topic === null ? null : (HELP_TOPICS.find((t) => t.name === topic) ?? topicOf(topic));
  if (found) return [found.about, ...found.examples.map((example) => `  ${example.say}`)].join("\n");
  const overview = HELP_TOPICS.map((t) => `  ${t.name}: ${t.examples[0]?.say ?? ""}`);
  return ["Say it in plain words. Some examples; ask “help dates” and the like for more:", ...overview].join("\n");
}

/** English words of tasks that decide how a number or a day beside them is read. */
import type { PartOfDay } from "../../when/term.ts";
import { type Scan, word } from "./scan.ts";

// Imperatives that open a task, so that a weekday before them says when ("Friday call mum") and not what ("Friday report").
const IMPERATIVES = new Set(
  `add ask attend bake bring build buy call cancel change check clean collect complete confirm cook deliver do draft drink drop eat email feed file
  fill find finish fix get give go help install invite iron jog join leave listen look make meet mow order organize organise pack paint pay phone
  pick plan plant play post practice practise prepare print pull put read remind renew repair reply research reserve return review ring run schedule
  see sell send set sign start stop study submit sweep take talk tell test text throw tidy train try turn update upload vacuum visit wait wake walk
  wash watch water wish work write apologise apologize arrange assemble bathe brush charge chase chop congratulate debug decorate defrost deploy deposit
  descale dispose donate empty exercise fertilise fertilize floss groom hoover lend lock measure meditate memorise memorize mop moisturise peel preheat
  proofread prune rake refactor refill rehearse replace repot revise rinse scrub settle shred stir swap thank thaw translate unlock unpack weigh wipe
  withdraw wrap`.split(/\s+/),
);

/** Whether a task may begin with this word, as what is to be done. */
export function isImperative(first: string): boolean {
  return IMPERATIVES.has(first);
}

// Verbs that are as often nouns ("book club"), so that a thing must follow.
const WITH_OBJECT =
  /^(?:book|email|record|log|file|post|list|note|load|light|dust|park|time|name|back up|drop off|pick up|hand in|turn (?:off|on)|put|open)\s+(?:the|an?|my|our|his|her|their|some|two|three|it|them|\d+|[a-z]+'s)\b/;

/** Whether words begin as what is to be done: "call Ann", "book the campsite". */
export function opensWish(lower: string): boolean {
  return isImperative(lower.split(/\s/, 1)[0] ?? "") || WITH_OBJECT.test(lower);
}

/** Whether a phrase that ends before `next` opens the message and a task follows it. */
export function opensTask(scan: Scan, from: number, next: number): boolean {
  return from === scan.first && IMPERATIVES.has(word(scan, next));
}

// Nouns whose numbers are names, so that "room 9 tonight" keeps its room and "pages 10-25" stay pages.
const NUMBERED = new Set(
  `bus room gate flight chapter page version line platform channel episode season part phase step item number no unit building suite apartment apt
  route highway track level grade size exit terminal section lesson week day task question ticket issue floor lane volume act scene table box
  lecture video podcast ep book vol set aisle locker seat row hole pump stage area zone district batch figure fig appendix mission round match ch pp pg ex
  problem exercise assignment hw homework lab quiz essay draft sprint story milestone release build revision rev model form case account claim reference ref plan pier dock court field studio team group class year pr bug invoice order psalm verse score ratio scored won lost`.split(
    /\s+/,
  ),
);

/** Whether the number at token `i` names the noun before it. */
export function isNumbered(scan: Scan, i: number): boolean {
  const stop = i - 1 > scan.first && scan.tokens[i - 1]?.lower === ".";
  const before = i > scan.first ? (scan.tokens[stop ? i - 2 : i - 1]?.lower ?? "") : "";
  return NUMBERED.has(before) || (before.endsWith("s") && NUMBERED.has(before.slice(0, -1)));
}

const EVENING = new Set(
  "dinner supper drinks cocktails pub concert gig theatre theater opera cinema movie movies night party table quiz".split(" "),
);
const MORNING = new Set(["breakfast", "wake", "waking", "sunrise"]);

/** The part of the day that a task's words suggest for an hour without am or pm: dinner at 7 is in the evening. */
export function suggestedPart(scan: Scan): PartOfDay | null {
  for (let i = scan.first; i < scan.to; i++) {
    if (EVENING.has(word(scan, i))) return "evening";
    if (MORNING.has(word(scan, i))) return "morning";
  }
  return null;
}

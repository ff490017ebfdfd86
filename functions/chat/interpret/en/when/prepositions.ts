/** The little words before a date or time: which of them belong to it, and which to a verb before them. */
import type { Kind } from "../../when/term.ts";
import { type Scan, sequence, word } from "./scan.ts";

const PREPOSITIONS = new Set("on at @ in by for of during over around about before after due within sometime scheduled later".split(" "));

export function isPreposition(one: string): boolean {
  return PREPOSITIONS.has(one);
}

const JOINING = new Set(["later", "due", "sometime", "scheduled", "at", "by", "for"]);

/** Several words that lead as one does. */
const LONG_LEADS: readonly (readonly [string, ...string[]])[] = [
  ["by", "no", "later", "than"],
  ["by", "not", "later", "than"],
  ["by", "on", "or", "before"],
  ["on", "not", "before"],
  ["on", "not", "until"],
  ["on", "no", "earlier", "than"],
];
const LONG_OPENERS = new Set(LONG_LEADS.map(([, first]) => first));

/** Whether a date or time with words before it may begin at `i`. */
export function mayLead(scan: Scan, i: number): boolean {
  const first = word(scan, i);
  return PREPOSITIONS.has(first) || LONG_OPENERS.has(first);
}

export type Lead = { word: string; at: number };

/** The prepositions at `i`: the last of them leads. */
export function leadAt(scan: Scan, i: number): Lead {
  if (LONG_OPENERS.has(word(scan, i)) && scan.use !== "range") {
    for (const [meaning, ...words] of LONG_LEADS) {
      const behind = sequence(scan, i, ...words);
      if (behind !== null) return { word: meaning, at: behind };
    }
  }
  let at = i;
  let lead = "";
  for (let guard = 0; guard < 3 && PREPOSITIONS.has(word(scan, at)); guard++) {
    // "Log in at 9": a preposition before another is the verb's, unless the two go together.
    if (lead !== "" && !JOINING.has(lead)) return { word: lead, at };
    lead = word(scan, at++);
  }
  return { word: lead, at };
}

/** Prepositions that are part of the date for every kind of first term; the others may belong to a verb ("check in tomorrow"). */
const LEADS: Partial<Record<Kind, readonly string[]>> = {
  months: ["in", "during", "by", "for", "before", "after", "due"],
  year: ["in", "by", "during", "for"],
  part: ["in", "at", "on", "during", "by", "for", "due"],
  "week-number": ["in", "during", "by"],
  period: ["later", "on", "at", "in", "by", "for", "during", "over", "before", "after", "due", "sometime"],
  edge: ["at", "by", "in", "on", "for", "before", "due"],
  day: ["later", "by", "for", "before", "after", "due", "in", "within", "on", "sometime", "scheduled"],
  repeat: ["on", "in", "at", "for", "by", "due"],
  nths: ["in", "on", "at", "by", "for", "before", "after", "due", "during", "sometime", "scheduled"],
  stretch: ["in", "for", "over", "within", "during", "due"],
  moment: ["in", "within", "at", "due", "by"],
  times: ["at", "@", "by", "for", "around", "about", "before", "after", "due"],
};
const ANY_LEADS = ["on", "at", "by", "for", "before", "after", "due", "during", "sometime", "scheduled"];

/** "Check in tomorrow", but "in 3 days". */
const NAMED_DAYS = new Set(["today", "tomorrow", "tmrw", "the", "yesterday"]);
/** "Weigh in every Monday". */
const IN_VERBS = new Set("check weigh clock sign log hand bring turn dial punch fill drop pop come sleep call".split(" "));
/** "Stop by Friday" is a visit. */
const BY_VERBS = new Set("stop drop swing come pass pop go stopping dropping coming comes came stops drops passes".split(" "));

/** Whether the preposition at `i` belongs to the date behind it, whose first term is of this kind. */
export function belongs(scan: Scan, i: number, lead: Lead, kind: Kind | undefined): boolean {
  if (lead.word === "" || lead.at === i) return true;
  if (lead.word === "in" && kind === "day" && NAMED_DAYS.has(word(scan, lead.at)) && word(scan, lead.at + 1) !== "next") return false;
  if (lead.word === "in" && kind === "repeat" && i > scan.first && IN_VERBS.has(word(scan, i - 1))) return false;
  if (word(scan, i) === "by" && i > scan.first && BY_VERBS.has(word(scan, i - 1))) return false;
  return kind === undefined || (LEADS[kind] ?? ANY_LEADS).includes(lead.word);
}

/** Title safety: which words of time state when, and which belong to what the task is called. */
import type { Cluster } from "./cluster.ts";
import { PRONOUNS } from "./repeats.ts";
import { digits, isAttached, isFree, isShouted, type Scan, word } from "./scan.ts";
import { isNumbered, opensTask } from "./task-words.ts";
import { MONTHS, WEEKDAYS } from "./words.ts";

const DETERMINERS = new Set("the a an my your his her its our their this that these those some any no one another".split(" "));

/** Whether a cluster states when; `runs` are stretches that name a work ("watch Friday the 13th"). */
export function isMeant(scan: Scan, cluster: Cluster, runs: readonly Run[]): boolean {
  if (scan.use === "bare" || scan.use === "range") return true;
  const { from, next } = cluster;
  if (isGlued(scan, from, next)) return false;
  if (runs.some((run) => from < run.to && next > run.from)) return false;
  const before = from > scan.first ? (scan.tokens[from - 1]?.lower ?? "") : "";
  const free = isFree(scan, next);
  if (cluster.lead === "" && isAttributive(before, free, cluster)) return false;
  // "Pages 10-25" and "PR 12/15" are numbers of things.
  const figures = scan.tokens[from]?.kind === "number" && (cluster.terms[0]?.kind === "dates" || cluster.terms[0]?.kind === "day");
  if (cluster.lead === "" && figures && isNumbered(scan, from) && !MONTHS.has(word(scan, from + 1))) return false;
  if (isPerson(scan, from)) return false;
  if (cluster.weight === "certain") return true;
  if (cluster.weight === "weak") return false;
  if (free || (cluster.lead !== "" && cluster.lead !== "for")) return true;
  return opens(scan, cluster);
}

/** Part of a longer code or compound: "2nd-hand", "ABC-12345", "Friday-ish". */
function isGlued(scan: Scan, from: number, next: number): boolean {
  const previous = from > scan.first ? scan.tokens[from - 1] : undefined;
  const opening = previous?.kind === "punct" && "([{\"'“‘«*_~>,;:".includes(previous.text);
  if (previous && isAttached(scan, from) && !opening && previous.kind !== "punct") return true;
  if (previous && isAttached(scan, from) && !opening && !previous.spaced) return true;
  if (next >= scan.to || !isAttached(scan, next)) return false;
  return scan.tokens[next]?.kind !== "punct" || (["-", "/", "'"].includes(word(scan, next)) && isAttached(scan, next + 1));
}

/** Behind an article or a possessive the words are an attribute: "my 3pm meeting", "the Friday report", "mum's Sunday lunch". */
function isAttributive(before: string, free: boolean, cluster: Cluster): boolean {
  const [first] = cluster.terms;
  // "A quarterly meeting" repeats.
  if (first?.kind === "repeat" && cluster.weight === "certain" && (before === "a" || before === "an")) return false;
  if (DETERMINERS.has(before)) return !free || first?.kind === "times" || first?.kind === "moment";
  return before.endsWith("'s") && !free;
}

const PERSONAL = new Set("mr mrs ms miss dr prof sir aunt auntie uncle".split(" "));

/** "Dr. Sunday", "aunt May": a name that is also a day's or a month's. */
function isPerson(scan: Scan, from: number): boolean {
  const before = word(scan, from - 1) === "." ? from - 2 : from - 1;
  return before >= scan.first && PERSONAL.has(word(scan, before)) && scan.tokens[from]?.kind === "word";
}

/** What a number before it counts: "march 4 miles", "3/4 cup". */
const MEASURES = new Set(
  "mile miles km kilometers kilometres meters metres laps steps cup cups tsp tbsp teaspoon teaspoons tablespoon lb lbs pound pounds kg".split(
    " ",
  ),
);

/** Whether it opens the text as a time would: a full date, or a weekday before an imperative. */
function opens(scan: Scan, cluster: Cluster): boolean {
  if (cluster.from !== scan.first || MEASURES.has(word(scan, cluster.next))) return false;
  const kind = cluster.terms[0]?.kind;
  const dated = (kind === "dates" && !isFraction(scan, cluster)) || kind === "day";
  // "9:30 dentist".
  const timed = kind === "times" && word(scan, cluster.from + 1) === ":" && isAttached(scan, cluster.from + 1);
  // "Every Monday gym", "every third Thursday host poker".
  const repeated = kind === "repeat" && /^(?:every|each)$/.test(word(scan, cluster.from)) && !PRONOUNS.has(word(scan, cluster.next));
  return dated || timed || repeated || opensTask(scan, cluster.from, cluster.next);
}

/** "1/2", "3/4" of something. */
function isFraction(scan: Scan, { from, next }: Cluster): boolean {
  const [over, under] = [digits(scan, from), digits(scan, from + 2)];
  return next === from + 3 && over !== null && under !== null && over < under && under <= 8;
}

export type Run = { from: number; to: number };

const CONSUMING = new Set("watch read reread rewatch stream listen play see rent download rewatching reading watching".split(" "));
const SMALL = new Set("the of and a an in to for or vs".split(" "));

/** Names of works behind a verb that takes them: runs of capitalised words, small words and numbers inside them. */
export function namesOfWorks(scan: Scan): Run[] {
  const runs: Run[] = [];
  if (isShouted(scan)) return runs;
  for (let i = scan.first; i < scan.to; i++) {
    if (!CONSUMING.has(word(scan, i))) continue;
    const from = word(scan, i + 1) === "to" ? i + 2 : i + 1;
    const to = endOfName(scan, from);
    if (to > from) runs.push({ from, to });
    i = Math.max(i, to - 1);
  }
  return runs;
}

function endOfName(scan: Scan, from: number): number {
  let end = from;
  for (let i = from; i < scan.to; i++) {
    const token = scan.tokens[i];
    // "Watch The Expanse S5E2 Friday" ends with when.
    if (!token || (i > from && WEEKDAYS.has(token.lower) && scan.tokens[i - 1]?.kind === "number")) break;
    const named = token.kind === "number" || /^\p{Lu}/u.test(token.text) || (isAttached(scan, i) && token.kind === "word" && i > from);
    if (named) end = i + 1;
    else if (!(token.kind === "punct" && /[:',&\-/.!’]/.test(token.text)) && !SMALL.has(token.lower)) break;
  }
  return isName(scan, from, end) ? end : from;
}

/** A name has a capital, or is nothing but figures right behind the verb; "Watch TV Friday" and "watch Game 7 Friday" end with when. */
function isName(scan: Scan, from: number, end: number): boolean {
  if (scan.tokens[from]?.kind === "number" && unbroken(scan, from) >= end) return isFigures(scan, from, end);
  const capitals = scan.tokens.slice(from, end).filter((token) => /^\p{Lu}/u.test(token.text));
  return capitals.length > 0 || (end > from && SMALL.has(word(scan, from)));
}

/** The end of the stretch without a blank that begins at `from`. */
function unbroken(scan: Scan, from: number): number {
  let end = from + 1;
  while (isAttached(scan, end)) end++;
  return end;
}

function isFigures(scan: Scan, from: number, end: number): boolean {
  return scan.tokens.slice(from, end).every((token) => token.kind !== "word");
}

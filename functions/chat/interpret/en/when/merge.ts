/** Words of time in several places of one message: which of them belong together, and which win when they do not. */
import { isRepeating, type Kind, type Term, type Unit } from "../../when/term.ts";
import type { Cluster } from "./cluster.ts";
import { type Scan, sequence, word } from "./scan.ts";

const TIMELY: ReadonlySet<Kind> = new Set(["times", "part", "zone"]);

/** `alternative` are the terms of a second date that was said beside the first. */
export type Merged = { clusters: Cluster[]; terms: Term[]; alternative: Term[] | null };

/**
 * The clusters that are taken together, in the order of the text, and their terms. A later cluster completes an earlier
 * one when the two say different things (a day and a time, a recurrence and its bounds); else the later one wins, for
 * what was said first is then part of what is to be done ("remind me about the meeting at 10, at 8").
 */
export function merge(scan: Scan, found: readonly Cluster[]): Merged {
  const [only] = found;
  if (!only || found.length === 1) return { clusters: only ? [only] : [], terms: only?.terms ?? [], alternative: null };
  const clusters = joinLists(scan, found);
  let kept: Cluster[] = [];
  let alternative: Term[] | null = null;
  for (const cluster of clusters) {
    const last = kept.at(-1);
    if (last && isDenied(scan, last, cluster)) {
      kept[kept.length - 1] = { ...last, next: cluster.next };
      continue;
    }
    if (last && isJoined(scan, last, cluster) && !completes(last.terms, cluster.terms)) {
      // "Tomorrow or Friday": the first stands, and the question is which.
      kept[kept.length - 1] = { ...last, next: cluster.next };
      alternative ??= cluster.terms;
      continue;
    }
    const terms = kept.flatMap((one) => one.terms);
    if (kept.length === 0 || completes(terms, cluster.terms)) kept.push(cluster);
    else if (isRepeating(terms) && !isRepeating(cluster.terms)) continue;
    else kept = [...kept.filter((one) => completes(one.terms, cluster.terms)), cluster];
  }
  return { clusters: kept, terms: kept.flatMap((one) => one.terms), alternative };
}

const LISTING = new Set([",", "and", "&"]);
const LISTED: ReadonlySet<Kind> = new Set(["times", "part", "weekdays", "month-days", "nths", "dates"]);

/** "At 8am and 8pm every day", "Tue 6pm and Thu 7pm every week": a list before the words that make it repeat is one with them. */
function joinLists(scan: Scan, clusters: readonly Cluster[]): Cluster[] {
  const joined: Cluster[] = [];
  for (const cluster of clusters.toReversed()) {
    const next = joined.at(-1);
    const kind = cluster.terms[0]?.kind;
    const list = next && isRepeating(next.terms) && next.terms[0]?.kind === kind && isListed(scan, cluster, next);
    if (list) joined[joined.length - 1] = { ...next, from: cluster.from, terms: [...cluster.terms, ...next.terms] };
    else joined.push(cluster);
  }
  return joined.toReversed();
}

function isListed(scan: Scan, first: Cluster, second: Cluster): boolean {
  const between = second.from - first.next;
  if (between < 1 || between > 2 || !first.terms.every((term) => LISTED.has(term.kind))) return false;
  return LISTING.has(word(scan, first.next)) && (between === 1 || LISTING.has(word(scan, first.next + 1)));
}

/** "Thursday, not Friday", "Friday instead of Wednesday": the second is said not to be meant. */
function isDenied(scan: Scan, first: Cluster, second: Cluster): boolean {
  const at = word(scan, first.next) === "," ? first.next + 1 : first.next;
  const behind = sequence(scan, at, "not") ?? sequence(scan, at, "instead", "of") ?? sequence(scan, at, "rather", "than");
  return behind !== null && (behind === second.from || (word(scan, behind) === "on" && behind + 1 === second.from));
}

/** Whether nothing but "and" or "or" stands between two clusters. */
function isJoined(scan: Scan, first: Cluster, second: Cluster): boolean {
  return second.from === first.next + 1 && ["and", "or", "&", "/"].includes(word(scan, first.next));
}

/** Whether two sets of terms say different things about one moment. */
function completes(earlier: readonly Term[], later: readonly Term[]): boolean {
  const timesEarlier = earlier.some((term) => TIMELY.has(term.kind));
  const timesLater = later.some((term) => TIMELY.has(term.kind));
  if (timesEarlier && timesLater) return false;
  const daysEarlier = earlier.some((term) => !TIMELY.has(term.kind));
  const daysLater = later.some((term) => !TIMELY.has(term.kind));
  if (!daysEarlier || !daysLater) return true;
  const bounds = (terms: readonly Term[]) =>
    terms.every((term) => ["start", "until", "except", "count", "length", "times", "part", "zone", "day"].includes(term.kind));
  if (isRepeating(earlier) === isRepeating(later)) return false;
  return bounds(earlier) || bounds(later) || isWithin(earlier, later) || isWithin(later, earlier);
}

const WITHIN: Partial<Record<Unit, readonly Kind[]>> = { week: ["weekdays"], month: ["month-days", "nths"], year: ["dates"] };

/** "Every month pay the rent on the 1st": on which of its days something bare repeats. */
function isWithin(often: readonly Term[], days: readonly Term[]): boolean {
  const [repeat] = often;
  const kinds = repeat?.kind === "repeat" && often.length === 1 && repeat.unit !== null ? (WITHIN[repeat.unit] ?? []) : [];
  return days.every((term) => kinds.includes(term.kind) || TIMELY.has(term.kind)) && days.some((term) => kinds.includes(term.kind));
}

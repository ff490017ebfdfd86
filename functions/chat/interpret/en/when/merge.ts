/** Words of time in several places of one message: which of them belong together, and which win when they do not. */
import { isRepeating, type Kind, type Term } from "../../when/term.ts";
import type { Cluster } from "./cluster.ts";
import { type Scan, word } from "./scan.ts";

const TIMELY: ReadonlySet<Kind> = new Set(["times", "part", "zone"]);

/** `alternative` are the terms of a second date that was said beside the first. */
export type Merged = { clusters: Cluster[]; terms: Term[]; alternative: Term[] | null };

/**
 * The clusters that are taken together, in the order of the text, and their terms. A later cluster completes an earlier
 * one when the two say different things (a day and a time, a recurrence and its bounds); else the later one wins, for
 * what was said first is then part of what is to be done ("remind me about the meeting at 10, at 8").
 */
export function merge(scan: Scan, clusters: readonly Cluster[]): Merged {
  let kept: Cluster[] = [];
  let alternative: Term[] | null = null;
  for (const cluster of clusters) {
    const last = kept.at(-1);
    if (last && isListOfTimes(scan, last, cluster)) {
      kept[kept.length - 1] = { ...cluster, from: last.from, terms: [...last.terms, ...cluster.terms] };
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

/** "At 8am and 8pm every day": times before the words that make them repeat. */
function isListOfTimes(scan: Scan, first: Cluster, second: Cluster): boolean {
  const between = [word(scan, first.next), word(scan, first.next + 1)].slice(0, Math.max(0, second.from - first.next));
  const joined = between.length > 0 && between.length === second.from - first.next && between.every((one) => LISTING.has(one));
  const repeats = isRepeating(second.terms) && second.terms[0]?.kind === "times";
  return joined && repeats && first.terms.every((term) => term.kind === "times");
}

const LISTING = new Set([",", "and", "&"]);

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
  return isRepeating(earlier) !== isRepeating(later) && (bounds(earlier) || bounds(later));
}

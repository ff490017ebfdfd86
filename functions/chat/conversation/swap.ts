/** Words of a title put in the place of others. Pure. */
import type { Task } from "@todo/shared/contracts/types.ts";
import type { Reading, Swap } from "../interpret/interpretation.ts";
import type { Memory } from "./memory.ts";

/** The wish as a new name of the task that was found; null when the words do not stand in its title, or nobody can say which were meant. */
export function swapped(reading: Reading, swap: Swap, tasks: readonly Task[], { created }: Memory): Reading | null {
  const [task, ...others] = tasks;
  if (!task || others.length > 0) return null;
  // What is said without saying of what is of a title just written down, and still as it was.
  const justMade = created?.task.id === task.id && task.version === 1;
  const title = swap.words === null ? (justMade ? guessed(task.title, swap.by) : null) : exchanged(task.title, swap.words, swap.by);
  return title === null ? null : { ...reading, title, swap: null, otherwise: null };
}

/** Whether exactly these words stand in a title. */
export const holds = (title: string, words: string): boolean => exchanged(title, words, words) !== null;

function exchanged(title: string, words: string, by: string): string | null {
  const literal = words.replace(/[^\p{L}\p{N}\s]/gu, "\\$&").replace(/\s+/g, "\\s+");
  const whole = new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, "iu");
  return whole.test(title) ? title.replace(whole, () => by) : null;
}

/** A title of one or two words names its thing last, and as many words more as are said in its place. */
function guessed(title: string, by: string): string | null {
  const words = title.split(/\s+/);
  const many = by.split(/\s+/).length;
  const kept = words.length <= 2 ? words.length - 1 : words.length - many === 1 ? 1 : null;
  return kept === null ? null : [...words.slice(0, kept), by].join(" ");
}

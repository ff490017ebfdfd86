/** Which tasks are meant: the target of a reading, looked up. */
import type { Series, Task } from "@todo/shared/contracts/types.ts";
import type { Filter, Reading, Target } from "../interpret/interpretation.ts";
import type { Memory, Shown } from "./memory.ts";
import { holds } from "./swap.ts";

/** Which tasks are looked among; deleted ones only to bring them back. */
export type Status = "open" | "closed" | "any" | "deleted";

/** How the tasks of a user are found; given, so that the choice is tested without a database. */
export type Lookup = {
  byIds(ids: string[]): Promise<Task[]>;
  /** Best first, with a score from 0 to 1; closed ones only when asked for. */
  byWords(words: string, status: Status): Promise<{ task: Task; score: number }[]>;
  byFilter(filter: Filter, limit: number): Promise<Task[]>;
  /** The series of these tasks, by id. */
  seriesOf(tasks: readonly Task[]): Promise<ReadonlyMap<string, Series>>;
};

export type Found =
  | {
      found: "tasks";
      tasks: Task[];
      /** Named one by one, not by a description that may fit more than was meant. */
      named: boolean;
      /** More fit than are taken at once. */
      more: boolean;
    }
  | { found: "several"; among: Task[] }
  | { found: "nothing"; why: Why }
  | { found: "unsaid" };

/** Why no task is meant, for the language to put into words. */
export type Why =
  | { because: "gone" | "no-list" | "none-fits" }
  | { because: "more-than-two"; length: number }
  | { because: "no-such-number"; number: number; length: number }
  | { because: "nothing-like"; words: string }
  /** What is asked for cannot be done with a task that is done. */
  | { because: "closed"; task: Task }
  /** None is as asked for, open or closed; this one is the other. */
  | { because: "other-state"; words: string; task: Task };

/** More than this many at once is nobody's wish in a sentence. */
export const MOST_TARGETS = 200;
const CHOICES = 5;
const CERTAIN = 0.999;
const GOOD = 0.3;
/** From here on a task has all the words that were said. */
const NAMED = 0.55;
const MARGIN = 0.25;

/** Looks the target of a reading up. */
export async function findTargets(reading: Reading, memory: Memory, listNonce: string | undefined, lookup: Lookup): Promise<Found> {
  const { target } = reading;
  if (!target) return { found: "unsaid" };
  const reopens = reading.intent === "reopen";
  if (reopens && memory.removed.length > 0 && (target.by === "last" || target.by === "all-listed" || target.by === "both"))
    return present(await lookup.byIds(memory.removed.map(({ id }) => id)), true);
  const { touched } = memory;
  // Of two tasks with the same word, the one just spoken of is meant.
  if (touched && reading.swap?.words && holds(touched.title, reading.swap.words)) return present(await lookup.byIds([touched.id]));
  switch (target.by) {
    case "last":
      return touched ? present(await lookup.byIds([touched.id])) : { found: "unsaid" };
    case "number":
      return numbered(target.numbers, memory, listNonce, lookup, reopens);
    case "both":
      return both(memory, listNonce, lookup);
    case "all-listed":
      return listed(memory, listNonce, lookup);
    case "filter": {
      const tasks = await lookup.byFilter(target.filter, MOST_TARGETS + 1);
      return tasks.length === 0
        ? nothing({ because: "none-fits" })
        : { found: "tasks", tasks: tasks.slice(0, MOST_TARGETS), named: false, more: tasks.length > MOST_TARGETS };
    }
    case "words": {
      const whole = await worded(target, reading, lookup);
      return whole.found === "nothing" ? ((await eachOf(target, reading, lookup)) ?? whole) : whole;
    }
  }
}

async function numbered(
  numbers: number[],
  memory: Memory,
  listNonce: string | undefined,
  lookup: Lookup,
  reopens: boolean,
): Promise<Found> {
  const items = shownList(memory, listNonce);
  if (!items || items.length === 0) return nothing({ because: "no-list" });
  const wrong = numbers.find((number) => number < 1 || number > items.length);
  if (wrong !== undefined) return nothing({ because: "no-such-number", number: wrong, length: items.length });
  return present(await lookup.byIds(numbers.map((number) => items[number - 1]!.id)), reopens);
}

/** What was made last, else what a list of two shows: who says "both" of more means some that nobody knows. */
async function both(memory: Memory, listNonce: string | undefined, lookup: Lookup): Promise<Found> {
  const items = memory.made.length > 1 ? memory.made.slice(-2) : shownList(memory, listNonce);
  if (!items || items.length < 2) return nothing({ because: "no-list" });
  if (items.length > 2) return nothing({ because: "more-than-two", length: items.length });
  return present(await lookup.byIds(items.map(({ id }) => id)));
}

/** "Them" without a list are those that were just made. */
async function listed(memory: Memory, listNonce: string | undefined, lookup: Lookup): Promise<Found> {
  const items = shownList(memory, listNonce) ?? (memory.list || memory.made.length < 2 ? null : memory.made);
  if (!items || items.length === 0) return nothing({ because: "no-list" });
  const found = present(await lookup.byIds(items.map(({ id }) => id)));
  return found.found === "tasks" ? { ...found, named: false } : found;
}

/** The list on the client's screen: if that is another one than remembered, its numbers mean nothing here. */
function shownList(memory: Memory, listNonce: string | undefined): Shown[] | null {
  if (!memory.list || (listNonce !== undefined && listNonce !== memory.list.nonce)) return null;
  return memory.list.items;
}

const nothing = (why: Why): Found => ({ found: "nothing", why });
const one = (task: Task): Found => ({ found: "tasks", tasks: [task], named: true, more: false });

function present(tasks: Task[], deletedToo = false): Found {
  const left = tasks.filter((task) => deletedToo || !task.deletedAt);
  return left.length > 0 ? { found: "tasks", tasks: left, named: true, more: false } : nothing({ because: "gone" });
}

type Worded = Extract<Target, { by: "words" }>;

/** All words first, for a date word may belong to the title; then without what was read as a date, which then chooses between what fits. */
async function worded(target: Worded, { intent, otherwise }: Reading, lookup: Lookup): Promise<Found> {
  const status = intent === "reopen" ? "closed" : intent === "history" ? "any" : "open";
  // Words that may as well be a new task mean an old one only if it has them all.
  const least = otherwise ? NAMED : GOOD;
  const ofRepeating = intent === "skip" || intent === "stop-repeating";
  const look = async (words: string) => {
    const there = await lookup.byWords(words, status);
    const fitting = intent === "reopen" ? withDeleted(there, await lookup.byWords(words, "deleted")) : there;
    const repeating = fitting.filter(({ task }) => task.seriesId !== null);
    return ofRepeating && repeating.length > 0 ? repeating : fitting;
  };
  const whole = choose(await look(target.spoken), least);
  if (whole.found === "tasks") return whole;
  if (target.words !== target.spoken) {
    const chosen = choose(
      (await look(target.words)).filter(({ task }) => fitsDays(task, target)),
      least,
    );
    if (chosen.found !== "nothing") return chosen;
  }
  return whole.found === "several" ? whole : nothingLike(target, status, lookup);
}

/** Of what is called the same, only what went last: nobody means the milk of a month ago. */
function withDeleted<Fitting extends { task: Task; score: number }>(there: Fitting[], deleted: Fitting[]): Fitting[] {
  const latest = new Map<string, Fitting>();
  for (const each of deleted) {
    const title = each.task.title.toLowerCase();
    const before = latest.get(title);
    if (!before || each.task.updatedAt > before.task.updatedAt) latest.set(title, each);
  }
  const staying = there.filter(({ task }) => {
    const gone = latest.get(task.title.toLowerCase());
    if (gone && gone.task.updatedAt < task.updatedAt) latest.delete(task.title.toLowerCase());
    return !gone || gone.task.updatedAt < task.updatedAt;
  });
  return [...staying, ...latest.values()].sort((a, b) => b.score - a.score);
}

async function nothingLike({ words }: Worded, status: Status, lookup: Lookup): Promise<Found> {
  const other = status === "any" ? null : choose(await lookup.byWords(words, status === "open" ? "closed" : "open"));
  return nothing(other?.found === "tasks" ? { because: "other-state", words, task: other.tasks[0]! } : { because: "nothing-like", words });
}

/** "Laundry and dishes" may be two tasks, if no task is called so. */
async function eachOf(target: Worded, reading: Reading, lookup: Lookup): Promise<Found | null> {
  const parts = target.each ?? [];
  if (parts.length < 2 || parts.length > 10) return null;
  const found = await Promise.all(parts.map((words) => worded({ ...target, words, spoken: words }, reading, lookup)));
  const tasks = found.flatMap((each) => (each.found === "tasks" ? each.tasks : []));
  return tasks.length === parts.length ? { found: "tasks", tasks, named: true, more: false } : null;
}

function fitsDays(task: Task, { due }: Worded): boolean {
  if (!due) return true;
  if (!task.due) return false;
  return (due.from === null || task.due.date >= due.from) && (due.to === null || task.due.date < due.to);
}

/** One that fits exactly, or clearly better than the next, or the occurrences of one series; else the choice is the user's. */
export function choose(candidates: { task: Task; score: number }[], least: number = GOOD): Found {
  const good = candidates.filter(({ score }) => score >= least);
  const [first, second] = good;
  if (!first) return nothing({ because: "none-fits" });
  const exact = good.filter(({ score }) => score >= CERTAIN);
  if (exact.length === 1 || !second || (exact.length === 0 && first.score - second.score >= MARGIN)) return one(first.task);
  const among = (exact.length > 1 ? exact : good).map(({ task }) => task);
  const { seriesId } = first.task;
  // A repeating task is one thing to whoever speaks of it: the occurrence that is open, else the last.
  if (seriesId && among.every((task) => task.seriesId === seriesId)) {
    return one(among.find(({ status }) => status === "open") ?? among.reduce((last, task) => (task.ordinal > last.ordinal ? task : last)));
  }
  return { found: "several", among: among.slice(0, CHOICES) };
}

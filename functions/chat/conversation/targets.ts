/** Which tasks are meant: the target of a reading, looked up. */
import type { Task } from "@todo/shared/contracts/types.ts";
import type { Filter, Reading, Target } from "../interpret/interpretation.ts";
import type { Memory, Shown } from "./memory.ts";

/** How the tasks of a user are found; given, so that the choice is tested without a database. */
export type Lookup = {
  byIds(ids: string[]): Promise<Task[]>;
  /** Best first, with a score from 0 to 1; closed ones only when asked for. */
  byWords(words: string, status: "open" | "closed" | "any"): Promise<{ task: Task; score: number }[]>;
  byFilter(filter: Filter, limit: number): Promise<Task[]>;
};

export type Found =
  | { found: "tasks"; tasks: Task[] /** Named one by one, not by a description that may fit more than was meant. */; named: boolean }
  | { found: "several"; among: Task[] }
  | { found: "nothing"; why: string }
  | { found: "unsaid" };

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
  switch (target.by) {
    case "last":
      return memory.touched ? present(await lookup.byIds([memory.touched.id]), "That task is gone.") : { found: "unsaid" };
    case "number":
      return numbered(target.numbers, memory, listNonce, lookup);
    case "all-listed":
      return listed(memory, listNonce, lookup);
    case "filter": {
      const tasks = await lookup.byFilter(target.filter, MOST_TARGETS);
      return tasks.length > 0 ? { found: "tasks", tasks, named: false } : { found: "nothing", why: "No task fits that." };
    }
    case "words": {
      const whole = await worded(target, reading, lookup);
      return whole.found === "nothing" ? ((await eachOf(target, reading, lookup)) ?? whole) : whole;
    }
  }
}

async function numbered(numbers: number[], memory: Memory, listNonce: string | undefined, lookup: Lookup): Promise<Found> {
  const items = shownList(memory, listNonce);
  if (!items) return { found: "nothing", why: 'There is no list that the numbers belong to. Say "list" first.' };
  const wrong = numbers.find((number) => number < 1 || number > items.length);
  if (wrong !== undefined) return { found: "nothing", why: `The list has ${items.length} tasks, so there is no number ${wrong}.` };
  return present(await lookup.byIds(numbers.map((number) => items[number - 1]!.id)), "Those tasks are gone.");
}

async function listed(memory: Memory, listNonce: string | undefined, lookup: Lookup): Promise<Found> {
  const items = shownList(memory, listNonce);
  if (!items || items.length === 0) return { found: "nothing", why: 'There is no list that you could mean. Say "list" first.' };
  const found = await present(await lookup.byIds(items.map(({ id }) => id)), "Those tasks are gone.");
  return found.found === "tasks" ? { ...found, named: false } : found;
}

/** The list on the client's screen: if that is another one than remembered, its numbers mean nothing here. */
function shownList(memory: Memory, listNonce: string | undefined): Shown[] | null {
  if (!memory.list || (listNonce !== undefined && listNonce !== memory.list.nonce)) return null;
  return memory.list.items;
}

function present(tasks: Task[], why: string): Found {
  const left = tasks.filter((task) => !task.deletedAt);
  return left.length > 0 ? { found: "tasks", tasks: left, named: true } : { found: "nothing", why };
}

type Worded = Extract<Target, { by: "words" }>;

/** All words first, for a date word may belong to the title; then without what was read as a date, which then chooses between what fits. */
async function worded(target: Worded, { intent, otherwise }: Reading, lookup: Lookup): Promise<Found> {
  const status = intent === "reopen" ? "closed" : intent === "history" ? "any" : "open";
  // Words that may as well be a new task mean an old one only if it has them all.
  const least = otherwise ? NAMED : GOOD;
  const whole = choose(await lookup.byWords(target.spoken, status), least);
  if (whole.found === "tasks" || target.words === target.spoken) return whole.found === "nothing" ? nothingLike(target.spoken) : whole;
  const candidates = (await lookup.byWords(target.words, status)).filter(({ task }) => fitsDays(task, target));
  const chosen = choose(candidates, least);
  return chosen.found === "nothing" ? (whole.found === "several" ? whole : nothingLike(target.words)) : chosen;
}

/** "Laundry and dishes" may be two tasks, if no task is called so. */
async function eachOf(target: Worded, reading: Reading, lookup: Lookup): Promise<Found | null> {
  const parts = target.words.split(/,| and /i).map((part) => part.trim());
  if (parts.length < 2 || parts.length > 10 || parts.includes("")) return null;
  const found = await Promise.all(parts.map((words) => worded({ ...target, words, spoken: words }, reading, lookup)));
  const tasks = found.flatMap((each) => (each.found === "tasks" ? each.tasks : []));
  return tasks.length === parts.length ? { found: "tasks", tasks, named: true } : null;
}

const nothingLike = (words: string): Found => ({ found: "nothing", why: `I found no task like "${words}".` });

function fitsDays(task: Task, { due }: Worded): boolean {
  if (!due) return true;
  if (!task.due) return false;
  return (due.from === null || task.due.date >= due.from) && (due.to === null || task.due.date < due.to);
}

/** One that fits exactly, or clearly better than the next; else the choice is the user's. */
export function choose(candidates: { task: Task; score: number }[], least: number = GOOD): Found {
  const good = candidates.filter(({ score }) => score >= least);
  const [first, second] = good;
  if (!first) return { found: "nothing", why: "" };
  const exact = good.filter(({ score }) => score >= CERTAIN);
  if (exact.length === 1 || !second || (exact.length === 0 && first.score - second.score >= MARGIN)) {
    return { found: "tasks", tasks: [first.task], named: true };
  }
  const among = (exact.length > 1 ? exact : good).slice(0, CHOICES).map(({ task }) => task);
  return { found: "several", among };
}

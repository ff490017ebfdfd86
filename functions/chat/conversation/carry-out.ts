/** Does what was decided, inside the transaction of the message, and drafts the answer. */
import { randomUUID } from "node:crypto";
import type { ChatReply, HistoryEntry, Task } from "@todo/shared/contracts/types.ts";
import type { Transaction } from "@todo/shared/database/transact.ts";
import { Refused } from "@todo/shared/domain/refused.ts";
import { type Because, execute } from "@todo/shared/tasks/execute.ts";
import type { Reading, Target } from "../interpret/interpretation.ts";
import { reading as emptyReading, filterOf } from "../interpret/reading.ts";
import { undo } from "../undo.ts";
import type { Decision, Given, Wish } from "./decision.ts";
import { type Deed, nextAfter } from "./deed.ts";
import { describe } from "./en/describe.ts";
import { sayDeeds, sayRefused, sayUnchanged, sayUndone } from "./en/done.ts";
import { HISTORY_UNAVAILABLE, sayHistory } from "./en/history.ts";
import { ask, sayList, say as sayWords } from "./en/reply.ts";
import { type Memory, shown, withTouched } from "./memory.ts";
import type { Lookup } from "./targets.ts";

type Outcome = ChatReply["outcome"];

/** What has been said and done so far in answering; becomes the reply. */
export type Draft = {
  lines: string[];
  outcomes: Outcome[];
  /** What was done since the last line, to be said together. */
  deeds: Deed[];
  /** What was made to be reminded of, though no moment was said: asked for together, when everything is done. */
  undated: { task: Task; reminders: Reading["reminders"] }[];
  tasks: Task[];
  /** Tasks that the reply shows under numbers, and how it says them without, should the numbers not be remembered. */
  listed: { tasks: Task[]; unnumbered: string } | null;
  memory: Memory;
};

export const emptyDraft = (memory: Memory): Draft => ({ lines: [], outcomes: [], deeds: [], undated: [], tasks: [], listed: null, memory });

export type Around = {
  userId: string;
  given: Given;
  lookup: Lookup;
  /** The whole message. */
  text: string;
  entries: HistoryEntry[] | null;
};

const LISTED = 25;
const MOST_MADE = 25;
/** Of this many and more it is only said how many were done, so nobody is told what follows each. */
const TOLD_ONE_BY_ONE = 4;

/** Does one decision and says so in the draft. Several are one transaction: one that is refused leaves the others standing. */
export async function carryOut(tx: Transaction, because: Because, decision: Decision, draft: Draft, around: Around): Promise<void> {
  const { userId, given, lookup, entries } = around;
  const say = (outcome: Outcome, line: string) => {
    tellDeeds(draft, given);
    draft.outcomes.push(outcome);
    draft.lines.push(line);
  };
  switch (decision.do) {
    case "commands":
      return grantAll(tx, because, decision.wishes, draft, around, say);
    case "undo":
    case "redo": {
      const undone = await undo(tx, userId, decision.do, decision.count, because).catch(refusal);
      if (undone instanceof Refused) return say("refused", undone.message);
      const tasks = undone.commands.flatMap((inverted) => inverted.tasks);
      draft.tasks.push(...tasks);
      draft.memory = withTouched(draft.memory, tasks);
      return say("done", sayUndone(decision.do, undone, given));
    }
    case "ask": {
      const { pending, question } = decision;
      draft.memory = { ...draft.memory, pending };
      if (question.about === "which") number(draft, question.among, ask(question, false, given));
      return say("asked", ask(question, true, given));
    }
    case "forget":
      return say("nothing", sayWords({ say: "left" }));
    case "say":
      return say(decision.words.say === "nothing-found" ? "refused" : "nothing", sayWords(decision.words));
    case "show": {
      const most = decision.filter?.limit ?? LISTED;
      const found = await lookup.byFilter(decision.filter ?? filterOf(), most + 1);
      const tasks = found.slice(0, most);
      const series = await lookup.seriesOf(tasks);
      const list = (numbered: boolean) => sayList(tasks, found.length > most, decision.filter, { series, numbered, given });
      number(draft, tasks, list(false));
      return say("shown", list(true));
    }
    case "describe":
      draft.memory = withTouched(draft.memory, decision.tasks);
      return say("shown", decision.tasks.map((task) => describe(task, given.series.get(task.seriesId ?? "") ?? null, given)).join("\n"));
    case "history":
      return entries ? say("shown", sayHistory(entries, given)) : say("refused", HISTORY_UNAVAILABLE);
  }
}

async function grantAll(
  tx: Transaction,
  because: Because,
  wishes: readonly Wish[],
  draft: Draft,
  around: Around,
  say: (outcome: Outcome, line: string) => void,
): Promise<void> {
  const others: (() => void)[] = [];
  if (wishes.some(({ command }) => command.type === "delete-task")) draft.memory = { ...draft.memory, removed: [] };
  for (const wish of wishes) {
    const deed = await grant(tx, because, wish, draft, around, wishes.length <= TOLD_ONE_BY_ONE);
    if (deed instanceof Refused) others.push(() => say("refused", sayRefused(deed.message)));
    else if (deed === null) others.push(() => say("nothing", sayUnchanged(wish.task?.title ?? null)));
    else draft.deeds.push(deed);
    if (deed && !(deed instanceof Refused)) draft.undated.push(...withoutMoment(wish, deed.task));
  }
  for (const other of others) other();
}

/** Shows tasks under numbers, which mean them from now on. */
function number(draft: Draft, tasks: Task[], unnumbered: string): void {
  draft.listed = { tasks, unnumbered };
  draft.memory = { ...draft.memory, list: { nonce: randomUUID(), items: tasks.map(shown) }, made: [] };
}

function withoutMoment({ command, reading }: Wish, task: Task): Draft["undated"] {
  if (command.type !== "create-task" || command.input.due) return [];
  const reminders = reading.reminders.filter((reminder) => "offset" in reminder);
  return reminders.length > 0 ? [{ task, reminders }] : [];
}

/** To be called once, when everything is done: says what is not said yet, and asks what is left to ask. */
export function finish(draft: Draft, given: Given): void {
  tellDeeds(draft, given);
  askForMoments(draft, given);
}

/** "Remind me to ring the vet": the task is there, and the moment that is said next is when to be reminded of it, and of the others like it. */
function askForMoments(draft: Draft, given: Given): void {
  const [first, ...others] = draft.undated.splice(0);
  if (!first) return;
  const tasks = [first, ...others].map(({ task }) => task);
  const { reminders } = first;
  if (others.length > 0) number(draft, tasks, [...draft.lines, ask({ about: "moments", tasks }, false, given)].join("\n"));
  const target: Target = { by: others.length > 0 ? "all-listed" : "last" };
  draft.memory = { ...draft.memory, pending: { ask: "slot", slot: "due", reading: emptyReading("update", { target, reminders }) } };
  draft.outcomes.push("asked");
  draft.lines.push(ask({ about: "moments", tasks }, true, given));
}

/** Puts into words what was done since. */
function tellDeeds(draft: Draft, given: Given): void {
  const lines = sayDeeds(draft.deeds.splice(0), given);
  draft.lines.push(...lines);
  draft.outcomes.push(...lines.map((): Outcome => "done"));
}

/** Null when nothing was to do. */
async function grant(
  tx: Transaction,
  because: Because,
  { reading, command, task: before }: Wish,
  draft: Draft,
  { userId, given, text }: Around,
  looksAhead: boolean,
): Promise<Deed | Refused | null> {
  const done = await execute(tx, userId, command, because).catch(refusal);
  if (done instanceof Refused) return done;
  const taskId = "taskId" in command ? command.taskId : null;
  // What only changes how it repeats leaves the task as it was.
  const task = done.tasks.find(({ id }) => id === taskId) ?? (done.series.length > 0 ? before : null);
  draft.tasks.push(...done.tasks);
  draft.memory = withTouched(draft.memory, done.tasks);
  if (!task) return null;
  const { created } = draft.memory;
  if (reading.intent === "create")
    draft.memory = {
      ...draft.memory,
      made: [...draft.memory.made, shown(task)].slice(-MOST_MADE),
      created: { task: shown(task), text, reading },
    };
  else if (created?.task.id === task.id) draft.memory = { ...draft.memory, created: { ...created, task: shown(task) } };
  // Deleted after it was closed, an occurrence is followed by nothing that was not there before.
  const closes = (task.deletedAt === null) === (task.status !== "open");
  const series = done.series.find(({ id }) => id === task.seriesId) ?? given.series.get(task.seriesId ?? "") ?? null;
  const how = before?.deletedAt && !task.deletedAt ? "restored" : reading.onlyReminders ? "unreminded" : null;
  return { intent: reading.intent, how, task, series, next: closes && looksAhead ? await nextAfter(tx, userId, task) : null };
}

/** A refusal is an answer; anything else goes on its way. */
function refusal(error: unknown): Refused {
  if (error instanceof Refused) return error;
  throw error;
}

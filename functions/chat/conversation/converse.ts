/** One message → one answer: recall, interpret, look up, decide, execute, reply, remember. */
import { randomUUID } from "node:crypto";
import type { ChatReply, ChatRequest, HistoryEntry, Series, Task, User } from "@todo/shared/contracts/types.ts";
import type { StateStore } from "@todo/shared/dapr/state-store.ts";
import type { Transaction, Writer } from "@todo/shared/database/transact.ts";
import { Refused } from "@todo/shared/domain/refused.ts";
import { type Because, execute } from "@todo/shared/tasks/execute.ts";
import type { Reader } from "@todo/shared/tasks/own-rows.ts";
import { readUser } from "@todo/shared/tasks/read.ts";
import { v7 as uuidv7 } from "uuid";
import type { Caller } from "../api/caller.ts";
import { command, fingerprintOf, registerUser } from "../command.ts";
import { interpret } from "../interpret/interpret.ts";
import { filterOf } from "../interpret/reading.ts";
import { undo } from "../undo.ts";
import { commandOn, type Decision, decide, type Given, type Wish } from "./decide.ts";
import * as english from "./en/reply.ts";
import type { HistoryOf } from "./history.ts";
import { openLookup } from "./lookup.ts";
import { dialogueOf, type Memory, type Remembered, recall, remember, shown, withTouched } from "./memory.ts";
import { resume } from "./pending.ts";
import { findTargets, type Lookup } from "./targets.ts";

export type ConversationDeps = { reader: Reader; writer: Writer; store: StateStore; history: HistoryOf };

/** What has been said and done so far in answering; becomes the reply. */
type Draft = {
  lines: string[];
  outcomes: ChatReply["outcome"][];
  tasks: Task[];
  listed: Task[] | null /** Whether the reply shows numbers. */;
  numbered: boolean;
  memory: Memory;
};

const LISTED = 25;

/** Answers a message. The same idempotency key gets the same answer; a conversation that cannot be remembered works without numbers. */
export async function converse(deps: ConversationDeps, caller: Caller, request: ChatRequest, key: string | null): Promise<ChatReply> {
  const conversationId = request.conversationId ?? randomUUID();
  const { userId } = caller.identity;
  const [user, remembered] = await Promise.all([userOf(deps, caller), recall(deps.store, conversationId, userId)]);
  const now = new Date().toISOString();
  const given: Given = { user, now, newId: uuidv7, memory: remembered.memory };
  const lookup = openLookup(deps.reader, user, now);
  const { weekStart, dateOrder } = user.preferences;
  const context = { now, timeZone: user.timeZone, weekStart, dateOrder, dialogue: dialogueOf(remembered.memory) };
  const readings = interpret(request.text, context);
  const decisions = await decideAll(request, readings, given, lookup);
  // Asked of another function, so not under the user's lock.
  const told = await Promise.all(
    decisions.map((each) => (each.do === "history" ? deps.history(caller, each.task, each.filter, given) : null)),
  );

  const fingerprint = fingerprintOf("chat", request.conversationId ?? "", request.text);
  const message = { conversationId, text: request.text };
  let draft = emptyDraft(remembered.memory);
  const { answer, replayed } = await command(deps.writer, caller, { key, fingerprint, message }, async (tx, because) => {
    draft = emptyDraft({ ...remembered.memory, pending: null });
    // The transaction's own connection: it sees what was done just before, and no second one is waited for.
    const around = { caller, given, lookup: openLookup(tx, user, now), text: request.text };
    for (const [index, decision] of decisions.entries())
      await carryOut(tx, because, decision, draft, { ...around, entries: told[index] ?? null });
    const spans = readings.flatMap((reading) => reading.spans).sort((a, b) => a.start - b.start);
    return replyOf(draft, conversationId, because.correlationId, spans);
  });
  return replayed ? answer : kept(deps.store, conversationId, { memory: draft.memory, etag: remembered.etag }, answer, draft, given);
}

async function userOf({ reader, writer }: ConversationDeps, caller: Caller): Promise<User> {
  const known = await readUser(reader, caller.identity.userId);
  if (known) return known;
  await registerUser(writer, caller);
  return (await readUser(reader, caller.identity.userId))!;
}

async function decideAll(request: ChatRequest, readings: ReturnType<typeof interpret>, given: Given, lookup: Lookup): Promise<Decision[]> {
  const { memory } = given;
  const resumed = resume(memory.pending, request.text, readings);
  if ("targets" in resumed) {
    const { reading, targets, scope } = resumed;
    const tasks = new Map((await lookup.byIds(targets.map(({ id }) => id))).map((task) => [task.id, task]));
    // As they were when the question was asked: whoever has changed meanwhile is refused as stale.
    const wishes = targets.flatMap((target): Wish[] => {
      const task = tasks.get(target.id);
      return task
        ? [{ reading, task, command: { ...commandOn(reading, task, given, scope), version: target.version } as Wish["command"] }]
        : [];
    });
    return [{ do: "commands", wishes }];
  }
  const decisions: Decision[] = [];
  for (const reading of resumed.readings) {
    const found = await findTargets(reading, memory, request.listNonce, lookup);
    const instead = found.found === "nothing" ? reading.otherwise : null;
    decisions.push(instead ? decide(instead, { found: "unsaid" }, given) : decide(reading, found, given));
  }
  return decisions;
}

type Around = { caller: Caller; given: Given; lookup: Lookup; text: string; entries: HistoryEntry[] | null };

/** Does one decision and says so in the draft. Several are one transaction: one that is refused leaves the others standing. */
async function carryOut(tx: Transaction, because: Because, decision: Decision, draft: Draft, around: Around): Promise<void> {
  const { caller, given, lookup, entries } = around;
  const say = (outcome: ChatReply["outcome"], line: string) => {
    draft.outcomes.push(outcome);
    draft.lines.push(line);
  };
  switch (decision.do) {
    case "commands":
      for (const wish of decision.wishes) await grant(tx, because, wish, draft, around, say);
      return;
    case "undo":
    case "redo": {
      const undone = await undo(tx, caller.identity.userId, decision.do, decision.count, because).catch(refusal);
      if (undone instanceof Refused) return say("refused", undone.message);
      const tasks = undone.commands.flatMap((inverted) => inverted.tasks);
      draft.tasks.push(...tasks);
      draft.memory = withTouched(draft.memory, tasks);
      return say("done", english.sayUndone(decision.do, undone));
    }
    case "ask":
      draft.memory = { ...draft.memory, pending: decision.pending };
      if (decision.pending.ask === "which") {
        draft.memory.list = { nonce: randomUUID(), items: decision.pending.among };
        draft.numbered = true;
      }
      return say("asked", english.ask(decision.question));
    case "forget":
      return say("nothing", "Then I leave it.");
    case "say":
      return say(decision.words.say === "nothing-found" ? "refused" : "nothing", english.say(decision.words));
    case "show": {
      const found = await lookup.byFilter(decision.filter ?? filterOf(), (decision.filter?.limit ?? LISTED) + 1);
      const tasks = found.slice(0, decision.filter?.limit ?? LISTED);
      draft.listed = tasks;
      draft.numbered = true;
      draft.memory = { ...draft.memory, list: { nonce: randomUUID(), items: tasks.map(shown) } };
      return say("shown", english.sayList(tasks, found.length > tasks.length, true, given));
    }
    case "describe":
      draft.memory = withTouched(draft.memory, decision.tasks);
      return say("shown", decision.tasks.map((task) => english.describe(task, null, given)).join("\n"));
    case "history":
      return entries ? say("shown", english.sayHistory(entries, given)) : say("refused", english.HISTORY_UNAVAILABLE);
  }
}

async function grant(
  tx: Transaction,
  because: Because,
  { reading, command: wished }: Wish,
  draft: Draft,
  { caller, given, text }: Around,
  say: (outcome: ChatReply["outcome"], line: string) => void,
): Promise<void> {
  const done = await execute(tx, caller.identity.userId, wished, because).catch(refusal);
  if (done instanceof Refused) return say("refused", english.sayRefused(done.message));
  const taskId = "taskId" in wished ? wished.taskId : null;
  const task = done.tasks.find(({ id }) => id === taskId);
  draft.tasks.push(...done.tasks);
  draft.memory = withTouched(draft.memory, done.tasks);
  if (!task) return say("nothing", english.NOTHING_CHANGED);
  const series: Series | null = done.series.find(({ id }) => id === task.seriesId) ?? null;
  if (reading.intent === "create") draft.memory = { ...draft.memory, created: { task: shown(task), text, reading } };
  else if (draft.memory.created?.task.id === task.id)
    draft.memory = { ...draft.memory, created: { ...draft.memory.created, task: shown(task) } };
  say("done", english.sayDone(reading.intent, task, series, given));
}

/** A refusal is an answer; anything else goes on its way. */
function refusal(error: unknown): Refused {
  if (error instanceof Refused) return error;
  throw error;
}

const emptyDraft = (memory: Memory): Draft => ({ lines: [], outcomes: [], tasks: [], listed: null, numbered: false, memory });

function replyOf(draft: Draft, conversationId: string, commandId: string, spans: ChatReply["spans"]): ChatReply {
  const done = draft.outcomes.includes("done");
  const outcome =
    done && draft.outcomes.includes("refused")
      ? "partly"
      : (draft.outcomes.find((each) => each === "asked") ?? (done ? "done" : (draft.outcomes[0] ?? "nothing")));
  return {
    conversationId,
    text: draft.lines.join("\n"),
    outcome,
    spans,
    tasks: draft.listed ?? draft.tasks,
    listNonce: draft.numbered ? (draft.memory.list?.nonce ?? null) : null,
    suggestions: english.suggestions(outcome, draft.memory.pending),
    commandId: done ? commandId : null,
  };
}

/** Remembers, then answers: what could not be remembered shows no numbers and asks nothing that relies on it. */
async function kept(
  store: StateStore,
  conversationId: string,
  remembered: Remembered,
  reply: ChatReply,
  draft: Draft,
  given: Given,
): Promise<ChatReply> {
  if (await remember(store, conversationId, remembered)) return reply;
  return draft.listed ? { ...reply, text: english.sayList(draft.listed, false, false, given), listNonce: null } : reply;
}

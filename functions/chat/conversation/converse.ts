/** One message → one answer: recall, interpret, look up, decide, execute, reply, remember. */
import { randomUUID } from "node:crypto";
import type { ChatReply, ChatRequest, User } from "@todo/shared/contracts/types.ts";
import type { StateStore } from "@todo/shared/dapr/state-store.ts";
import type { Writer } from "@todo/shared/database/transact.ts";
import type { Reader } from "@todo/shared/tasks/own-rows.ts";
import { readUser } from "@todo/shared/tasks/read.ts";
import { v7 as uuidv7 } from "uuid";
import type { Caller } from "../api/caller.ts";
import { command, fingerprintOf, registerUser } from "../command.ts";
import { interpret } from "../interpret/interpret.ts";
import type { Context, Reading } from "../interpret/interpretation.ts";
import { carryOut, type Draft, emptyDraft, finish } from "./carry-out.ts";
import { commandOn, decide } from "./decide.ts";
import type { Decision, Given, Wish } from "./decision.ts";
import { FORGETFUL, suggestions } from "./en/reply.ts";
import type { HistoryOf } from "./history.ts";
import { openLookup } from "./lookup.ts";
import { dialogueOf, type Memory, type Remembered, recall, remember } from "./memory.ts";
import { isNewWish, resume } from "./pending.ts";
import { type Found, findTargets, type Lookup } from "./targets.ts";

export type ConversationDeps = { reader: Reader; writer: Writer; store: StateStore; history: HistoryOf };

/** Answers a message. The same idempotency key gets the same answer; a conversation that cannot be remembered works without numbers. */
export async function converse(deps: ConversationDeps, caller: Caller, request: ChatRequest, key: string | null): Promise<ChatReply> {
  const conversationId = request.conversationId ?? randomUUID();
  const { userId } = caller.identity;
  const [user, remembered] = await Promise.all([userOf(deps, caller), recall(deps.store, conversationId, userId)]);
  const now = new Date().toISOString();
  const given: Given = { user, now, newId: uuidv7, memory: remembered.memory, series: new Map() };
  const heard = await hear(request, given, openLookup(deps.reader, user, now));
  // Asked of another function, so not under the user's lock.
  const told = await Promise.all(
    heard.map(({ decision, given }) => (decision.do === "history" ? deps.history(caller, decision.task, decision.filter, given) : null)),
  );
  const fingerprint = fingerprintOf("chat", request.conversationId ?? "", request.text);
  const message = { conversationId, text: request.text };
  let draft = emptyDraft(remembered.memory);
  const { answer, replayed } = await command(deps.writer, caller, { key, fingerprint, message }, async (tx, because) => {
    draft = emptyDraft(withoutQuestion(remembered.memory));
    // The transaction's own connection: it sees what was done just before, and no second one is waited for.
    const lookup = openLookup(tx, user, now);
    for (const [index, part] of heard.entries()) {
      const { decision, given } = index === 0 ? part : await afresh(part, draft.memory, request.listNonce, lookup);
      await carryOut(tx, because, decision, draft, { userId, given, lookup, text: request.text, entries: told[index] ?? null });
    }
    finish(draft, given);
    const spans = heard.flatMap(({ spans }) => spans).sort((a, b) => a.start - b.start);
    return replyOf(draft, conversationId, because.correlationId, spans);
  });
  return replayed ? answer : kept(deps.store, conversationId, { memory: draft.memory, etag: remembered.etag }, answer, draft);
}

async function userOf({ reader, writer }: ConversationDeps, caller: Caller): Promise<User> {
  const known = await readUser(reader, caller.identity.userId);
  if (known) return known;
  await registerUser(writer, caller);
  return (await readUser(reader, caller.identity.userId))!;
}

/** A part of the message as it was understood and decided; `given` knows the series it is about. */
type Heard = { reading: Reading; decision: Decision; given: Given; spans: Reading["spans"] };

/** A later part of a message sees what the parts before it did: "add milk; make it urgent; rename milk to oat milk". */
async function afresh(part: Heard, memory: Memory, listNonce: string | undefined, lookup: Lookup): Promise<Heard> {
  // What has been asked of another function stands.
  if (part.decision.do === "history") return part;
  // Numbers are those that the user has seen.
  const given = { ...part.given, memory: { ...memory, list: part.given.memory.list } };
  const found = await findTargets(part.reading, given.memory, listNonce, lookup);
  const again = await decideOn(part.reading, found, given, lookup, part.spans);
  return again.decision.do === "history" ? part : again;
}

async function hear(request: ChatRequest, given: Given, lookup: Lookup): Promise<Heard[]> {
  const { user, now, memory } = given;
  const { weekStart, dateOrder } = user.preferences;
  const context: Context = { now, timeZone: user.timeZone, weekStart, dateOrder, dialogue: dialogueOf(memory) };
  const readings = interpret(request.text, context);
  const resumed = resume(memory.pending, request.text, readings);
  if ("targets" in resumed) {
    const { reading, targets, scope } = resumed;
    const tasks = new Map((await lookup.byIds(targets.map(({ id }) => id))).map((task) => [task.id, task]));
    const knowing = { ...given, series: await lookup.seriesOf([...tasks.values()]) };
    // As they were when the question was asked: whoever has changed meanwhile is refused as stale.
    const wishes = targets.flatMap((target): Wish[] => {
      const task = tasks.get(target.id);
      const command = task && ({ ...commandOn(reading, task, knowing, scope), version: target.version } as Wish["command"]);
      return task && command ? [{ reading, task, command }] : [];
    });
    return [{ reading, decision: { do: "commands", wishes }, given: knowing, spans: readings.flatMap(({ spans }) => spans) }];
  }
  const heard: Heard[] = [];
  for (const [index, reading] of resumed.readings.entries()) {
    const found = await findTargets(reading, memory, request.listNonce, lookup);
    // What is no answer to the question that is waiting may be a wish of its own.
    const anew =
      found.found === "nothing" && memory.pending
        ? interpret(request.text, { ...context, dialogue: dialogueOf(withoutQuestion(memory)) })
        : [];
    if (anew.some(isNewWish)) return hear(request, { ...given, memory: withoutQuestion(memory) }, lookup);
    heard.push(await decideOn(reading, found, given, lookup, readings[index]?.spans ?? reading.spans));
  }
  return heard;
}

async function decideOn(said: Reading, found: Found, given: Given, lookup: Lookup, spans: Reading["spans"]): Promise<Heard> {
  const reading = await looked(said, lookup);
  const instead = found.found === "nothing" ? reading.otherwise : null;
  const knowing = found.found === "tasks" ? { ...given, series: await lookup.seriesOf(found.tasks) } : given;
  return {
    reading: said,
    decision: instead ? decide(instead, { found: "unsaid" }, given) : decide(reading, found, knowing),
    given: knowing,
    spans,
  };
}

/** "Show travel" is a list if a task is called so, else a new task; "when is the dentist?" is answered if there is one. */
async function looked(reading: Reading, lookup: Lookup): Promise<Reading> {
  const { otherwise } = reading;
  const asked = reading.intent === "list" ? reading : otherwise?.intent === "list" ? otherwise : null;
  if (!otherwise || !asked?.filter || asked.target) return reading;
  const fits = (await lookup.byFilter(asked.filter, 1)).length > 0;
  if (asked === reading) return fits ? reading : otherwise;
  return fits && reading.intent === "none" ? asked : reading;
}

/** A question is good for one answer, and so are the numbers of its choices. */
const withoutQuestion = (memory: Memory): Memory => ({
  ...memory,
  pending: null,
  list: memory.pending?.ask === "which" ? null : memory.list,
});

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
    tasks: draft.listed?.tasks ?? draft.tasks,
    listNonce: draft.listed ? (draft.memory.list?.nonce ?? null) : null,
    suggestions: suggestions(outcome, draft.memory.pending),
    commandId: done ? commandId : null,
  };
}

/** Remembers, then answers: what could not be remembered shows no numbers and offers no answers that rely on it. */
async function kept(store: StateStore, conversationId: string, remembered: Remembered, reply: ChatReply, draft: Draft): Promise<ChatReply> {
  if (await remember(store, conversationId, remembered)) return reply;
  const text = draft.listed?.unnumbered ?? reply.text;
  if (reply.outcome !== "asked") return { ...reply, text, listNonce: null };
  return { ...reply, text: `${text}\n${FORGETFUL}`, listNonce: null, suggestions: [] };
}

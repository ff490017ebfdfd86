/** The envelope around every write: done once per idempotency key, and the key's answer is part of what is done. */
import { createHash } from "node:crypto";
import { CommitUnknown, DatabaseUnavailable } from "@todo/shared/database/pool.ts";
import type { Transaction, Writer } from "@todo/shared/database/transact.ts";
import { UserBusy } from "@todo/shared/database/user-queue.ts";
import { Refused } from "@todo/shared/domain/refused.ts";
import type { Identity } from "@todo/shared/host/authenticate.ts";
import { type Because, register } from "@todo/shared/tasks/execute.ts";
import { UnknownUser } from "@todo/shared/tasks/load.ts";
import { v7 as uuidv7 } from "uuid";

/** For whom: a `Caller` has all of it. */
export type Acting = { identity: Identity; timeZone: string; locale: string; traceparent: string | null };

export type Request = {
  /** The client's idempotency key, or null: then one is made, which resolves a COMMIT whose answer was lost. */
  key: string | null;
  /** What the request asks for: the same key with another fingerprint is refused. */
  fingerprint: Buffer;
  /** Of a chat message: kept beside its answer. */
  message?: { conversationId: string; text: string };
};

export type Outcome<A> = { commandId: string; answer: A /** Answered from memory; nothing was done now. */; replayed: boolean };

/** What a command does under the user's lock. Its answer has to survive JSON: a repetition gets it from the database. */
export type Work<A> = (tx: Transaction, because: Because) => Promise<A>;

export const SOURCE = "/todo/chat";

const STORED = "select id, fingerprint, answer from todo.own_commands where user_id = $1 and key = $2";
const STORE = `insert into todo.commands (user_id, key, id, fingerprint, conversation_id, text, answer) values ($1, $2, $3, $4, $5, $6, $7)`;

/**
 * Runs `work` and stores its answer in one transaction, or returns the stored answer of the same key. A refusal leaves nothing behind, so the key may
 * be tried again. Registers a user who has never been here. Throws Refused `key-reused`, and whatever `work` throws.
 *
 * Whether the key is known is not asked before: a question costs every request a round trip, while a repetition is rare, fails on the row of the
 * first one, and leaves nothing behind.
 */
export async function command<A>(writer: Writer, acting: Acting, request: Request, work: Work<A>): Promise<Outcome<A>> {
  const commandId = uuidv7();
  const keyed = { ...request, key: request.key ?? commandId };
  const because = becauseOf(acting, commandId);
  for (let registered = false, commitWasUnknown = false; ; ) {
    try {
      return await attempt(writer, acting.identity.userId, keyed, because, work);
    } catch (error) {
      if (error instanceof UnknownUser && !registered) {
        registered = true;
        await registerUser(writer, acting);
      } else if (error instanceof CommitUnknown && !commitWasUnknown) {
        commitWasUnknown = true;
      } else if (error instanceof DatabaseUnavailable || error instanceof UserBusy) {
        throw error;
      } else {
        const isNew = request.key === null && !commitWasUnknown;
        const stored = isNew ? null : await storedOutcome<A>(writer, acting.identity.userId, keyed);
        if (stored) return stored;
        throw violates(error, "tasks_pkey") ? new Refused("task-exists", TAKEN) : error;
      }
    }
  }
}

type Keyed = Request & { key: string };

function attempt<A>(
  writer: Writer,
  userId: string,
  { key, fingerprint, message }: Keyed,
  because: Because,
  work: Work<A>,
): Promise<Outcome<A>> {
  return writer.transact([userId], async (tx) => {
    const answer = await work(tx, because);
    const values = [userId, key, because.correlationId, fingerprint, message?.conversationId ?? null, message?.text ?? null];
    tx.write(STORE, [...values, JSON.stringify(answer)], "todo.store_command");
    return { commandId: because.correlationId, answer, replayed: false };
  });
}

/** What an earlier request with this key was answered; null when there was none, or it was refused. Throws Refused `key-reused`. */
function storedOutcome<A>(writer: Writer, userId: string, { key, fingerprint }: Keyed): Promise<Outcome<A> | null> {
  return writer.transact([userId], async (tx) => {
    const { rows } = await tx.query<{ id: string; fingerprint: Buffer; answer: A }>(STORED, [userId, key], "todo.stored_command");
    const [row] = rows;
    if (row && !row.fingerprint.equals(fingerprint)) {
      throw new Refused("key-reused", "This idempotency key belongs to another request. Use a new key for each new request.");
    }
    return row ? { commandId: row.id, answer: row.answer, replayed: true } : null;
  });
}

/** The id of a new task is another user's: no view could show it before. */
const TAKEN = "There is a task with this id already. Choose another, or none.";

const violates = (error: unknown, constraint: string): boolean =>
  error instanceof Error && "constraint" in error && "code" in error && error.code === "23505" && error.constraint === constraint;

/** Makes the caller known, in a transaction and a command of its own: it is no part of what can be undone. */
export async function registerUser(writer: Writer, acting: Acting): Promise<void> {
  const { identity, timeZone, locale } = acting;
  await writer.transact([identity.userId], async (tx) => {
    await tx.ready;
    await register(tx, identity, { timeZone, locale }, becauseOf(acting, uuidv7()));
  });
}

/** The cause of what a person asks for. */
export const becauseOf = ({ identity, traceparent }: Acting, commandId: string): Because => ({
  source: SOURCE,
  correlationId: commandId,
  causationId: null,
  traceparent,
  actor: { kind: "user", id: identity.userId },
  reason: "command",
  undoes: null,
});

/** Everything that makes two requests the same. */
export function fingerprintOf(...parts: string[]): Buffer {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  return hash.digest();
}

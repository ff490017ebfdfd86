/** The one door to writing todo.* and the journal. */
import { createHash } from "node:crypto";
import type pg from "pg";
import {
  CommitUnknown,
  type Database,
  DatabaseUnavailable,
  gather,
  isConnectionLoss,
  isPassing,
  isRetryable,
  unavailable,
} from "./pool.ts";
import { type UserQueue, userQueue } from "./user-queue.ts";
import type { WakeUp } from "./wake-up.ts";

/** A user's place in their own stream, known for sure while the lock is held. */
export type Head = { sequence: number; link: Buffer };

/** A row of the journal as `events.append` takes it, before it is numbered and linked. */
export type JournalDraft = {
  event_id: string;
  type: string;
  source: string;
  subject: string;
  causation_id: string | null;
  correlation_id: string;
  traceparent: string | null;
  data: string;
  consumers: string[];
};

export type Transaction = {
  /** Resolves when the lock is held; `now` and `generation` may be read from then on. */
  ready: Promise<void>;
  /** The database's clock when the lock was taken, RFC 3339 with milliseconds: the time of everything that this transaction does. */
  readonly now: string;
  /** The users whose lock is held: all of them, or with `tryLock` those that were free. */
  readonly users: readonly string[];
  /** Sends a statement at once, in order, without waiting for those before it. `name` makes it a prepared statement. */
  query<R extends pg.QueryResultRow>(text: string, values?: unknown[], name?: string): Promise<pg.QueryResult<R>>;
  /** Sends a write whose answer nobody reads; its failure fails the commit. */
  write(text: string, values: unknown[], name?: string): void;
  /** The number that the next event of this user will have. */
  nextSequence(userId: string): number;
  /** Numbers and links an event; it is appended when the work is done. */
  append(userId: string, draft: JournalDraft): number;
};

export type Writer = {
  /**
   * Runs `work` under the lock of these users and commits. Serialisation failures, and connections lost before COMMIT was sent, run it again;
   * a COMMIT whose answer was lost throws CommitUnknown. Work must therefore begin with an idempotency key or a mark.
   */
  transact<T>(userIds: readonly string[], work: (tx: Transaction) => Promise<T>, options?: { tryLock?: boolean }): Promise<T>;
};

const LOCK = "select user_id, sequence, link, generation, now from events.lock($1)";
const TRY_LOCK = "select user_id, sequence, link, generation, now from events.try_lock($1)";
const APPEND = "select events.append($1, $2)";
const ATTEMPTS = 4;

/** Opens the door for one process: its queue per user is part of it. `wakeUp` is told of every commit that appended. */
export function openWriter(database: Database, wakeUp: WakeUp | null = null, queue: UserQueue = userQueue()): Writer {
  return {
    transact: (userIds, work, { tryLock = false } = {}) => {
      const run = () => withRetries(() => attempt(database, userIds, work, tryLock, wakeUp));
      return tryLock ? run() : queue.run(userIds, run);
    },
  };
}

async function withRetries<T>(run: () => Promise<T>): Promise<T> {
  for (let attempts = 1; ; attempts++) {
    try {
      return await run();
    } catch (error) {
      const mayPass = isRetryable(error) || isConnectionLoss(error);
      if (error instanceof DatabaseUnavailable || !(mayPass || isPassing(error))) throw error;
      if (!mayPass || attempts === ATTEMPTS) throw unavailable(error);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * 2 ** attempts));
    }
  }
}

async function attempt<T>(
  database: Database,
  userIds: readonly string[],
  work: (tx: Transaction) => Promise<T>,
  tryLock: boolean,
  wakeUp: WakeUp | null,
): Promise<T> {
  const client = await database.connect();
  const pending: Promise<pg.QueryResult>[] = [];
  const send = <R extends pg.QueryResultRow>(text: string, values: unknown[] = [], name?: string): Promise<pg.QueryResult<R>> => {
    gather(client);
    const result = client.query<R>(name ? { name, text, values } : { text, values });
    result.catch(() => {}); // awaited below or by the work, whichever comes first
    pending.push(result);
    return result;
  };
  let committing = false;
  let broken: Error | undefined;
  try {
    send("begin");
    const state = locked(send<LockRow>(tryLock ? TRY_LOCK : LOCK, [userIds], tryLock ? "events.try_lock" : "events.lock"));
    const tx = transaction(send, state);
    const result = await work(tx.handle);
    await state.ready; // work that read nothing has not noticed a refused lock
    for (const [userId, rows] of tx.appended) send(APPEND, [userId, JSON.stringify(rows)], "events.append");
    committing = true;
    const commit = send("commit");
    const isAnnounced = tx.appended.size > 0 && (wakeUp?.committing((text, values, name) => client.query({ name, text, values })) ?? true);
    // The first failure in the order of sending is the cause; those behind it only say that the transaction is aborted.
    for (const sent of pending) await sent;
    if ((await commit).command !== "COMMIT") throw new Error("the transaction was rolled back");
    if (tx.appended.size > 0 && !isAnnounced) wakeUp?.committed();
    return result;
  } catch (error) {
    broken = isConnectionLoss(error) ? (error as Error) : undefined;
    if (broken && committing) {
      throw new CommitUnknown("The connection was lost while committing: whether it was done is unknown.", { cause: error });
    }
    if (!broken && !committing) await client.query("rollback").catch((lost: Error) => (broken = lost));
    throw await firstFailure(pending, error);
  } finally {
    client.release(broken);
  }
}

type LockRow = { user_id: string; sequence: number; link: Buffer; generation: number; now: string };
type LockState = { ready: Promise<void>; heads: Map<string, Head>; now: string; generation: number };

function locked(answer: Promise<pg.QueryResult<LockRow>>): LockState {
  const state: LockState = { ready: Promise.resolve(), heads: new Map(), now: "", generation: 0 };
  state.ready = answer.then(({ rows }) => {
    for (const row of rows) state.heads.set(row.user_id, { sequence: row.sequence, link: row.link });
    state.now = rows[0]?.now ?? "";
    state.generation = rows[0]?.generation ?? 0;
  });
  state.ready.catch(() => {});
  return state;
}

type NumberedRow = JournalDraft & { generation: number; sequence: number; time: string; link: string };

function transaction(send: Transaction["query"], state: LockState): { handle: Transaction; appended: Map<string, NumberedRow[]> } {
  const appended = new Map<string, NumberedRow[]>();
  const headOf = (userId: string): Head => {
    const head = state.heads.get(userId);
    if (!head) throw new Error(`User ${userId} is not locked in this transaction, or the lock is not ready yet.`);
    return head;
  };
  const handle: Transaction = {
    ready: state.ready,
    get now() {
      if (!state.now) throw new Error("The clock is read before the lock is ready: await tx.ready first.");
      return state.now;
    },
    get users() {
      return [...state.heads.keys()];
    },
    query: send,
    write: (text, values, name) => void send(text, values, name),
    nextSequence: (userId) => headOf(userId).sequence + 1,
    append(userId, draft) {
      const head = headOf(userId);
      head.sequence += 1;
      head.link = link(head.link, head.sequence, draft);
      const row = { ...draft, generation: state.generation, sequence: head.sequence, time: state.now, link: head.link.toString("hex") };
      const rows = appended.get(userId);
      if (rows) rows.push(row);
      else appended.set(userId, [row]);
      return head.sequence;
    },
  };
  return { handle, appended };
}

/** SHA-256(previous link ‖ sequence as 20 digits ‖ id ‖ type ‖ SHA-256(data bytes)): what makes a later change of any event visible. */
export function link(previous: Buffer, sequence: number, event: { event_id: string; type: string; data: string }): Buffer {
  return createHash("sha256")
    .update(previous)
    .update(String(sequence).padStart(20, "0"))
    .update(event.event_id)
    .update(event.type)
    .update(createHash("sha256").update(event.data).digest())
    .digest();
}

async function firstFailure(pending: Promise<unknown>[], otherwise: unknown): Promise<unknown> {
  const settled = await Promise.allSettled(pending);
  const failed = settled.find((outcome) => outcome.status === "rejected");
  // A decision that threw (a refusal) comes before any failed statement, and then no statement has failed.
  return failed ? failed.reason : otherwise;
}

/** After an update of the time zone database: instants that an older one has computed are computed again. */
import { setTimeout as pause } from "node:timers/promises";
import type { Database } from "@todo/shared/database/pool.ts";
import type { Transaction, Writer } from "@todo/shared/database/transact.ts";
import type { Log } from "@todo/shared/log.ts";
import { type Because, execute } from "@todo/shared/tasks/execute.ts";
import { confirmInstants, TZDATA } from "@todo/shared/tasks/rows.ts";
import { v7 as uuidv7 } from "uuid";
import { CHUNK, inChunks } from "./chunks.ts";
import { asFarAsPossible, SOURCE } from "./handle.ts";

const USERS_AT_ONCE = 1_000;
const EVERY_MS = 3_600_000;

const USERS = "select todo.users_before_tzdata($1, $2) as id";
const OUTDATED = `select id from todo.own_tasks where user_id = $1 and id > $2 and status = 'open' and deleted_at is null
  and tzdata is not null and tzdata collate "C" < $3 collate "C" order by id limit ${CHUNK}`;

/** Looks at every open task whose instants come from an older database than this process's, and writes those that differ. Resolves to how many users had any. */
export async function retimeOutdated(database: Database, writer: Writer): Promise<number> {
  for (let users = 0; ; ) {
    const { rows } = await database.query<{ id: string }>(USERS, [TZDATA, USERS_AT_ONCE]);
    for (const { id } of rows) await retimeUser(writer, id);
    users += rows.length;
    if (rows.length === 0) return users;
  }
}

async function retimeUser(writer: Writer, userId: string): Promise<void> {
  const because: Because = {
    source: SOURCE,
    correlationId: uuidv7(),
    causationId: null,
    traceparent: null,
    actor: { kind: "function", id: "recurrence" },
    reason: "time-zone",
    undoes: null,
  };
  await inChunks(writer, userId, {
    next: (tx, after) => outdated(tx, userId, after),
    each: (tx, taskId) => asFarAsPossible(execute(tx, userId, { type: "retime-task", taskId }, because)),
    done: async (tx, taskIds) => confirmInstants(tx, taskIds),
  });
}

async function outdated(tx: Transaction, userId: string, after: string): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(OUTDATED, [userId, after, TZDATA], "recurrence.outdated");
  return rows.map(({ id }) => id);
}

/** At the start, and once an hour for what a process with the older database has written since. Call the result to stop. */
export function startRetiming(database: Database, writer: Writer, log: Log): () => Promise<void> {
  const end = new AbortController();
  const running = (async () => {
    while (!end.signal.aborted) {
      await retimeOutdated(database, writer).then(
        (users) => users > 0 && log.info({ users, tzdata: TZDATA }, "instants computed again"),
        (error: unknown) => log.warn({ err: error }, "instants not computed again, later"),
      );
      await pause(EVERY_MS, undefined, { signal: end.signal, ref: false }).catch(() => {});
    }
  })();
  return async () => {
    end.abort();
    await running;
  };
}

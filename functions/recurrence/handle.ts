/** Load, decide, do: under the user's lock, with the event's mark. */
import type { Database } from "@todo/shared/database/pool.ts";
import type { Transaction, Writer } from "@todo/shared/database/transact.ts";
import { markDone, markHandled } from "@todo/shared/events/handled.ts";
import type { OurEvent } from "@todo/shared/events/parse.ts";
import type { EventHandler } from "@todo/shared/host/receive.ts";
import { type Because, execute } from "@todo/shared/tasks/execute.ts";
import { UnknownUser } from "@todo/shared/tasks/load.ts";
import { workFor } from "./decide.ts";

/** How many tasks are moved to another zone in one transaction: the user waits for no longer than that. */
const CHUNK = 200;
const SOURCE = "/todo/recurrence";

const because = (event: OurEvent, reason: Because["reason"]): Because => ({
  source: SOURCE,
  correlationId: event.correlationid,
  causationId: event.id,
  traceparent: event.traceparent,
  actor: { kind: "function", id: "recurrence" },
  reason,
  undoes: null,
});

export function openHandler(database: Database, writer: Writer): EventHandler {
  return async (event) => {
    const work = workFor(event);
    if (work.do === "nothing") return markDone(database, "recurrence", event.id);
    const userId = event.partitionkey;
    if (work.do === "advance") {
      await writer.transact([userId], async (tx) => {
        if (!(await markHandled(tx, "recurrence", event.id))) return;
        await erasedIsNothing(execute(tx, userId, { type: "advance-series", seriesId: work.seriesId }, because(event, "recurrence")));
      });
      return;
    }
    // In chunks, from where the last one ended, and marked after the last: a crash in between repeats what then changes nothing.
    for (let after: string | null = ""; after !== null; ) after = await writer.transact([userId], (tx) => moveChunk(tx, event, after!));
  };
}

/** Moves the next tasks by id; resolves to the last id, or null when none is left and the event is marked. */
async function moveChunk(tx: Transaction, event: OurEvent, after: string): Promise<string | null> {
  const userId = event.partitionkey;
  const { rows } = await tx.query<{ id: string }>(
    `select id from todo.own_tasks where user_id = $1 and id > coalesce(nullif($2, ''), '00000000-0000-0000-0000-000000000000')::uuid
       and status = 'open' and deleted_at is null and due_floating order by id limit ${CHUNK}`,
    [userId, after],
    "recurrence.floating",
  );
  for (const { id } of rows) await erasedIsNothing(execute(tx, userId, { type: "move-task", taskId: id }, because(event, "time-zone")));
  if (rows.length === CHUNK) return rows.at(-1)!.id;
  await markHandled(tx, "recurrence", event.id);
  return null;
}

/** A user who has been erased since has nothing left to do for. */
async function erasedIsNothing(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof UnknownUser)) throw error;
  });
}

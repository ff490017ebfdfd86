/** Load, decide, do: under the user's lock, with the event's mark. */
import type { Database } from "@todo/shared/database/pool.ts";
import type { Transaction, Writer } from "@todo/shared/database/transact.ts";
import { Refused } from "@todo/shared/domain/refused.ts";
import { markDone, markHandled } from "@todo/shared/events/handled.ts";
import type { OurEvent } from "@todo/shared/events/parse.ts";
import type { EventHandler } from "@todo/shared/host/receive.ts";
import { type Because, execute } from "@todo/shared/tasks/execute.ts";
import { UnknownUser } from "@todo/shared/tasks/load.ts";
import { CHUNK, inChunks } from "./chunks.ts";
import { workFor } from "./decide.ts";

export const SOURCE = "/todo/recurrence";

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
    const userId = event.partitionkey;
    switch (work.do) {
      case "nothing":
        return markDone(database, "recurrence", event.id);
      case "advance":
        return writer.transact([userId], async (tx) => {
          if (!(await markHandled(tx, "recurrence", event.id))) return;
          await erasedIsNothing(execute(tx, userId, { type: "advance-series", seriesId: work.seriesId }, because(event, "recurrence")));
        });
      case "move-zone":
        return inChunks(writer, userId, {
          next: (tx, after) => elsewhere(tx, userId, after),
          each: (tx, taskId) => asFarAsPossible(execute(tx, userId, { type: "move-task", taskId }, because(event, "time-zone"))),
          // Marked after the last.
          done: async (tx, _, isLast) => void (isLast && (await markHandled(tx, "recurrence", event.id))),
        });
    }
  };
}

// What has moved already is not looked at again, so that a delivery that was repeated meanwhile soon ends.
const ELSEWHERE = `select t.id from todo.own_tasks as t cross join todo.own_users as u
  where t.user_id = $1 and u.id = $1 and t.id > $2 and t.status = 'open' and t.deleted_at is null
    and ((t.due_floating and t.due_zone <> u.time_zone) or (t.due_at is null and t.reminders <> '[]'))
  order by t.id limit ${CHUNK}`;

/** Tasks that float and are not where their user is; and reminders of tasks without a date, which do not say where they are. */
async function elsewhere(tx: Transaction, userId: string, after: string): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(ELSEWHERE, [userId, after], "recurrence.elsewhere");
  return rows.map(({ id }) => id);
}

/** A user who has been erased since has nothing left to do for. */
async function erasedIsNothing(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof UnknownUser)) throw error;
  });
}

/** The same for one task of many: where no calendar has the new instant (the end of the year 9999, say) it stays as it was. */
export async function asFarAsPossible(work: Promise<unknown>): Promise<void> {
  await erasedIsNothing(work).catch((error: unknown) => {
    if (!(error instanceof Refused)) throw error;
  });
}

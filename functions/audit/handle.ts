/** What audit does with an event: it is filed, whatever it says; an erasure takes the user's bytes first. */
import type { Database } from "@todo/shared/database/pool.ts";
import type { OurEvent } from "@todo/shared/events/parse.ts";
import type { EventHandler } from "@todo/shared/host/receive.ts";
import { openFiling } from "./filing.ts";

const ERASE = "select audit.erase($1, $2, $3, $4) as taken";
const AT_ONCE = 10_000;

/** The entry is the evidence that the event was handled (the reconciler looks for it), so it comes last: a crash before it brings the event again. */
export function openHandler(database: Database): EventHandler {
  const filing = openFiling(database);
  return async (event) => {
    if (event.type === "todo.user.erased.v1") await erase(database, event);
    await filing.file(event);
  };
}

/** Statement by statement, so that years of history do not outlast a statement's time. From the first one on nothing is added below. */
async function erase(database: Database, { partitionkey, generation, sequence }: OurEvent): Promise<void> {
  for (let taken = AT_ONCE; taken === AT_ONCE; ) {
    const { rows } = await database.query<{ taken: number }>(ERASE, [partitionkey, generation, sequence, AT_ONCE]);
    taken = rows[0]?.taken ?? 0;
  }
}

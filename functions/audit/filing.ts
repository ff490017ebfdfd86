/** Events → entries: several deliveries in one statement, without a timer, so that a lone one does not wait. */
import { type Database, DatabaseUnavailable } from "@todo/shared/database/pool.ts";
import type { CloudEvent } from "@todo/shared/events/envelope.ts";

export type Filing = {
  /** Files an event with its bytes; resolves after the commit. An event that is there already is left as it is. */
  file(event: CloudEvent): Promise<void>;
};

const FILE = "select audit.file($1)";
const MOST_IN_FLIGHT = 2;
const MOST_EVENTS = 200;
const MOST_CHARACTERS = 4_000_000;

type Waiting = { row: string; done: () => void; failed: (error: unknown) => void };

/** What arrives while two statements are under way goes into the next one. A statement that fails is tried again event by event. */
export function openFiling(database: Database): Filing {
  const waiting: Waiting[] = [];
  let inFlight = 0;

  const write = (rows: Waiting[]) => database.query(FILE, [`[${rows.map(({ row }) => row).join(",")}]`], "audit.file");
  const writeAlone = (one: Waiting) => write([one]).then(one.done, one.failed);

  async function writeTogether(rows: Waiting[]): Promise<void> {
    try {
      await write(rows);
      for (const { done } of rows) done();
    } catch (error) {
      // Without a connection each one would fail the same way; otherwise the others shall not suffer from the one that cannot be filed.
      if (rows.length > 1 && !(error instanceof DatabaseUnavailable)) for (const row of rows) await writeAlone(row);
      else for (const { failed } of rows) failed(error);
    }
  }

  function pump(): void {
    while (inFlight < MOST_IN_FLIGHT && waiting.length > 0) {
      inFlight += 1;
      writeTogether(takeFrom(waiting)).finally(() => {
        inFlight -= 1;
        pump();
      });
    }
  }

  return {
    file: (event) =>
      new Promise((done, failed) => {
        waiting.push({ row: rowOf(event), done, failed });
        pump();
      }),
  };
}

function takeFrom(waiting: Waiting[]): Waiting[] {
  let characters = 0;
  const end = waiting.findIndex(({ row }, index) => {
    characters += row.length;
    return index > 0 && (index >= MOST_EVENTS || characters > MOST_CHARACTERS);
  });
  return waiting.splice(0, end === -1 ? waiting.length : end);
}

const rowOf = (event: CloudEvent): string =>
  JSON.stringify({
    user_id: event.partitionkey,
    generation: event.generation,
    sequence: event.sequence,
    event_id: event.id,
    type: event.type,
    source: event.source,
    subject: event.subject,
    time: event.time,
    link: event.link,
    causation_id: event.causationid,
    correlation_id: event.correlationid,
    data: event.dataText,
  });

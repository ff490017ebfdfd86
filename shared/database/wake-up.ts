/** Tells the relay that there is something to send: one NOTIFY for many commits, after them and never inside one (it would serialise them). */
import type { Database } from "./pool.ts";

type Query = (text: string, values: unknown[], name: string) => Promise<unknown>;

export type WakeUp = {
  /** COMMIT has just been sent over `query`. Sends the announcement right behind it, in the same write; false when it has to wait: then call `committed`. */
  committing(query: Query): boolean;
  /** A commit is done that was not announced. */
  committed(): void;
};

export const JOURNAL_CHANNEL = "journal";

// A hint needs no disk: without the setting each one waits for a flush, and the listener with it.
const NOTIFY = "select set_config('synchronous_commit', 'off', true), pg_notify($1, '')";

/** A lone commit is announced at once; while an announcement is under way, and `gapMs` after it, the next ones are gathered. */
export function openWakeUp(database: Database, gapMs = 5): WakeUp {
  let busy = false;
  let again = false;
  const announce = (query: Query) => {
    busy = true;
    again = false;
    query(NOTIFY, [JOURNAL_CHANNEL], "events.notify")
      .catch(() => {}) // only a hint: the relay polls as well
      .finally(() =>
        setTimeout(() => {
          busy = false;
          if (again) announce(database.query);
        }, gapMs).unref(),
      );
  };
  return {
    committing(query) {
      if (busy) return false;
      announce(query);
      return true;
    },
    committed() {
      if (busy) again = true;
      else announce(database.query);
    },
  };
}

/** Tells the relay that there is something to send: one NOTIFY for many commits, after them and never inside one (it would serialise them). */
import type { Database } from "./pool.ts";

export type WakeUp = { committed(): void };

export const JOURNAL_CHANNEL = "journal";

/** A lone commit is announced at once; while an announcement is under way, and `gapMs` after it, the next ones are gathered. */
export function openWakeUp(database: Database, gapMs = 5): WakeUp {
  let busy = false;
  let again = false;
  const announce = () => {
    busy = true;
    again = false;
    database
      .query("select pg_notify($1, '')", [JOURNAL_CHANNEL])
      .catch(() => {}) // only a hint: the relay polls as well
      .finally(() =>
        setTimeout(() => {
          busy = false;
          if (again) announce();
        }, gapMs).unref(),
      );
  };
  return {
    committed() {
      if (busy) again = true;
      else announce();
    },
  };
}

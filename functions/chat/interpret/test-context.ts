/** The moment and the person that tests of the interpreter read for: Monday 2 March 2026, 10:00 in London. */
import type { Context, Dialogue } from "./interpretation.ts";

/** A conversation that has just shown five tasks and touched one. */
export const IN_CONVERSATION: Dialogue = { pending: null, listed: 5, touched: true };

/** A context with the given dialogue, none unless said. */
export function contextWith(dialogue: Dialogue | null = null): Context {
  return { now: "2026-03-02T10:00:00Z", timeZone: "Europe/London", weekStart: "MO", dateOrder: "dmy", dialogue };
}

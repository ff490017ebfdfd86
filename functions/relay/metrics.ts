/** What the relay says about itself. Every replica reports age and lag, so that a missing leader is seen as well. */
import { counter, gauge } from "@todo/shared/host/metrics.ts";

export const journalAge = gauge("todo_journal_age_seconds", "Age of the oldest event that is not published; 0 when there is none.");
export const lag = gauge("todo_relay_lag_events", "Events that are not published, counted up to 100 000.");
export const isLeader = gauge("todo_relay_leader", "1 while this replica holds the lease.");
export const published = counter("todo_relay_published_total", "Events published in the order of the journal.");
export const refused = counter("todo_relay_refused_total", "Events that can never be published; each waits for a person.");
export const failures = counter("todo_relay_failures_total", "Attempts to publish a batch that failed and are repeated.");
export const reconciled = counter("todo_reconciled_total", "Events published again because their consumer had not marked them.", [
  "consumer",
]);
export const deleted = counter("todo_journal_deleted_total", "Events deleted from the journal past their retention.");

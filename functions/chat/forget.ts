/** What was said is kept for 30 days: then messages, answers and idempotency keys are forgotten. */
import type { Database } from "@todo/shared/database/pool.ts";
import type { Log } from "@todo/shared/log.ts";

const BATCH = 1_000;
const HOUR_MS = 3_600_000;

/** Forgets all that is old enough, a batch at a time, so that nobody waits behind it. Resolves to how much. */
export async function forgetOld(database: Database): Promise<number> {
  for (let forgotten = 0; ; ) {
    const { rows } = await database.query<{ forgotten: number }>("select todo.forget_commands($1) as forgotten", [BATCH]);
    forgotten += rows[0]!.forgotten;
    if (rows[0]!.forgotten < BATCH) return forgotten;
  }
}

/** Forgets once an hour, beginning an hour after the start. Several replicas do it in turn: each takes what the others leave. */
export function startForgetting(database: Database, log: Log): { stop(): void } {
  const timer = setInterval(() => {
    forgetOld(database).then(
      (forgotten) => forgotten > 0 && log.info({ forgotten }, "forgot old messages"),
      (error: Error) => log.warn({ err: error }, "could not forget old messages"),
    );
  }, HOUR_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

/** What is done again and again beside the work that events and timers bring. */
import type { ScheduledTask } from "node-cron";

export type Clock = { stop(): Promise<void> };

/** Off the start: node-cron's first look at the time takes as long as all the rest of it. */
const AFTER_START_MS = 1_000;

/** Does each of `jobs` whenever its cron pattern says, never twice at once. */
export function startClock(jobs: Readonly<Record<string, () => void | Promise<void>>>): Clock {
  const scheduled: ScheduledTask[] = [];
  const starting = setTimeout(async () => {
    const { schedule } = await import("node-cron");
    for (const [pattern, job] of Object.entries(jobs)) {
      scheduled.push(schedule(pattern, job, { noOverlap: true, suppressMissedWarning: true }));
    }
  }, AFTER_START_MS);
  return {
    async stop() {
      clearTimeout(starting);
      for (const each of scheduled) await each.destroy();
    },
  };
}

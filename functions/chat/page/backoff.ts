/** How long to wait before trying again: full jitter, so that a thousand pages do not come back in step. */
const FIRST_MS = 500;
const MOST_MS = 30_000;

/** Milliseconds before attempt number `failures` + 1; `random` in [0, 1). */
export function backoffMs(failures: number, random: number): number {
  return Math.round(random * Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(failures, 10)));
}

/** Times of day: what the parts of a day stand for, and which half of the day an hour without am or pm means. */
import { pad } from "./calendar.ts";
import type { Clock, PartOfDay } from "./term.ts";

export const HOUR = 3600;
const HALF_DAY = 12 * HOUR;

/** The default time of each part of the day, in seconds. "Close" is the end of a working day. */
const PARTS: Record<PartOfDay, number> = {
  morning: 9 * HOUR,
  midmorning: 10 * HOUR,
  noon: 12 * HOUR,
  lunch: 12 * HOUR,
  afternoon: 15 * HOUR,
  close: 17 * HOUR,
  evening: 19 * HOUR,
  night: 20 * HOUR,
  midnight: 0,
};

export function timeOfPart(part: PartOfDay): number {
  return PARTS[part];
}

/** "09:30:00". */
export function formatTime(seconds: number): string {
  return `${pad(Math.floor(seconds / HOUR))}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
}

/**
 * The time that was meant by a clock. A part of day decides between its two halves; else the waking one is taken
 * (7:00 to 18:59), unless it is past `after` and the other half is not.
 */
export function resolveClock(clock: Clock, part: PartOfDay | null, after: number | null): number {
  if (!clock.either) return clock.seconds;
  const early = clock.seconds % HALF_DAY;
  const late = early + HALF_DAY;
  if (part === "morning" || part === "midmorning") return early;
  if (part === "night" || part === "midnight") return early < 5 * HOUR && early >= HOUR ? early : early < HOUR ? 0 : late;
  if (part === "noon" || part === "lunch") return early < 6 * HOUR ? late : early;
  if (part !== null) return late;
  const [waking, other] = early >= 7 * HOUR ? [early, late] : [late, early];
  return after !== null && waking <= after && other > after ? other : waking;
}

/** The times meant by a list of clocks: of "6 and 7" both are in the evening, of "9 and 5" and "8 and 8" one is in the morning. */
export function resolveClocks(clocks: readonly Clock[], part: PartOfDay | null): number[] {
  const times: number[] = [];
  for (const [index, clock] of clocks.entries()) {
    const [before, last] = [clocks[index - 1], times.at(-1)];
    const both = part === null && clock.either && before?.either === true && last !== undefined;
    const later = both && (clock.seconds > before.seconds ? last >= HALF_DAY : clock.seconds === before.seconds && last < HALF_DAY);
    times.push(resolveClock(later ? { seconds: (clock.seconds % HALF_DAY) + HALF_DAY, either: false } : clock, part, null));
  }
  return times;
}

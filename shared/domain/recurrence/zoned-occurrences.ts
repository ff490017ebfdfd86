import type { LocalMoment, TimeZone } from "@todo/shared/contracts/types.ts";
import type { WallSeconds } from "./local-moment.ts";
import { formatLocalMoment, parseLocalMoment } from "./local-moment.ts";
import type { OccurrencesOptions } from "./occurrences.ts";
import { occurrences } from "./occurrences.ts";
import type { RecurrenceSet } from "./rule-set.ts";
import { epochToWallSeconds, wallSecondsToEpoch } from "./wall-time.ts";

/**
 * What the clocks of a zone show at each occurrence: as `occurrences`, but a time that a change to summer time leaves out is shifted forward by
 * the gap, and two occurrences that so become one instant are one. All-day occurrences are dates in every zone and pass unchanged.
 * Throws InvalidRule and InvalidTime.
 */
export function* zonedOccurrences(set: RecurrenceSet, timeZone: TimeZone, from?: LocalMoment): Generator<LocalMoment, void, undefined> {
  const options: OccurrencesOptions = from === undefined ? { timeZone } : { timeZone, from };
  // Shifted times wait here until no earlier one can come: a later nominal time may lie before them.
  const waiting: WallSeconds[] = [];
  for (const nominal of occurrences(set, options)) {
    const { seconds, hasTime } = parseLocalMoment(nominal);
    if (!hasTime) {
      yield nominal;
      continue;
    }
    while (waiting.length > 0 && (waiting[0] ?? 0) < seconds) yield formatLocalMoment(waiting.shift() ?? 0, true);
    const shown = epochToWallSeconds(wallSecondsToEpoch(seconds, timeZone), timeZone);
    if (waiting.includes(shown)) continue;
    waiting.push(shown);
    waiting.sort((a, b) => a - b);
    while (shown === seconds && waiting[0] === seconds) yield formatLocalMoment(waiting.shift() ?? 0, true);
  }
  for (const shown of waiting) yield formatLocalMoment(shown, true);
}

import type { Instant, LocalMoment, TimeZone } from "@todo/shared/contracts/types.ts";
import type { WallSeconds } from "./local-moment.ts";
import { formatLocalMoment, InvalidTime, parseLocalMoment } from "./local-moment.ts";
import { offsetAtInstant, offsetAtWallTime } from "./time-zone.ts";

/**
 * The instant at which a clock in the zone shows the wall time; a date alone means its midnight. A time that a change to summer time leaves out
 * is shifted forward by the gap, of a time that comes twice the first one is meant (RFC 5545 3.3.5). Throws InvalidTime.
 */
export function wallTimeToInstant(local: LocalMoment, timeZone: TimeZone): Instant {
  return new Date(wallSecondsToEpoch(parseLocalMoment(local).seconds, timeZone) * 1000).toISOString();
}

/** What a clock in the zone shows at an instant, in whole seconds. Throws InvalidTime. */
export function instantToWallTime(instant: Instant, timeZone: TimeZone): LocalMoment {
  const milliseconds = Date.parse(instant);
  if (Number.isNaN(milliseconds)) {
    throw new InvalidTime(`Expected an instant as 2026-03-02T09:00:00.000Z, got "${instant.slice(0, 40)}"; write it so.`);
  }
  return formatLocalMoment(epochToWallSeconds(Math.floor(milliseconds / 1000), timeZone), true);
}

/** wallTimeToInstant in numbers: wall seconds to seconds since the epoch. */
export function wallSecondsToEpoch(wall: WallSeconds, timeZone: TimeZone): number {
  return wall - offsetAtWallTime(wall, timeZone);
}

/** instantToWallTime in numbers: seconds since the epoch to wall seconds. */
export function epochToWallSeconds(epoch: number, timeZone: TimeZone): WallSeconds {
  return epoch + offsetAtInstant(epoch, timeZone);
}

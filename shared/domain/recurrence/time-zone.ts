import { dayNumber, firstDayOfYear } from "./calendar.ts";
import type { WallSeconds } from "./local-moment.ts";
import { InvalidTime, SECONDS_PER_DAY } from "./local-moment.ts";

/** A change of a zone's UTC offset: the instant, and the offsets before and after it, all in seconds. */
type Transition = { at: number; before: number; after: number };

/** The offsets of one zone around one UTC year: the one it begins with, and its changes. */
type ZoneYear = { initial: number; transitions: readonly Transition[] };

type Zone = { format: Intl.DateTimeFormat; years: Map<number, ZoneYear> };

/** A wall time is at most a day away from UTC, so a year's table reaches two days beyond the year. */
const MARGIN_SECONDS = 2 * SECONDS_PER_DAY;
/** Since 1900 the shortest that any zone has kept an offset is seven days (Noronha, Recife and Boa Vista in October 2000). */
const SAMPLE_SECONDS = 6 * SECONDS_PER_DAY;
/** Before it, every zone has its local mean time; Intl also counts years before the year 1 in another era. */
const EARLIEST_YEAR = 1800;
const MAX_ZONES = 1000;
const MAX_YEARS_PER_ZONE = 1000;

const zones = new Map<string, Zone>();

/** Whether the name is one of the IANA time zone database, such as Europe/Oslo; plain offsets are not. */
export function isTimeZone(name: string): boolean {
  try {
    zoneOf(name);
    return true;
  } catch (error) {
    if (error instanceof InvalidTime) return false;
    throw error;
  }
}

/** The offset from UTC in seconds that holds at an instant (seconds since the epoch). Throws InvalidTime for an unknown zone. */
export function offsetAtInstant(instant: number, timeZone: string): number {
  const { initial, transitions } = zoneYear(zoneOf(timeZone), instant);
  let offset = initial;
  for (const transition of transitions) {
    if (instant < transition.at) break;
    offset = transition.after;
  }
  return offset;
}

/**
 * The offset that a wall time is read with (RFC 5545 3.3.5): in an overlap the one before the change, which gives the first of the two instants;
 * in a gap also the one before it, which shifts the time forward by the length of the gap.
 */
export function offsetAtWallTime(wall: WallSeconds, timeZone: string): number {
  const { initial, transitions } = zoneYear(zoneOf(timeZone), wall);
  let offset = initial;
  for (const { at, before, after } of transitions) {
    if (wall < at + Math.max(before, after)) break;
    offset = after;
  }
  return offset;
}

/** When the gap ends that a wall time lies in, as the clock then shows; null for a time that exists. */
export function endOfGap(wall: WallSeconds, timeZone: string): WallSeconds | null {
  const { transitions } = zoneYear(zoneOf(timeZone), wall);
  const gap = transitions.find(({ at, before, after }) => wall >= at + before && wall < at + after);
  return gap ? gap.at + gap.after : null;
}

function zoneOf(name: string): Zone {
  const known = zones.get(name);
  if (known) return known;
  if (zones.size >= MAX_ZONES) zones.clear();
  const zone = { format: formatOf(name), years: new Map<number, ZoneYear>() };
  zones.set(name, zone);
  return zone;
}

function formatOf(name: string): Intl.DateTimeFormat {
  const invalid = (cause?: unknown) =>
    new InvalidTime(`Expected an IANA time zone as Europe/Oslo or America/New_York, got "${name.slice(0, 40)}"; use such a name.`, {
      cause,
    });
  if (!/^[A-Za-z]/.test(name)) throw invalid();
  try {
    const clock = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" } as const;
    return new Intl.DateTimeFormat("en-US-u-ca-iso8601", { timeZone: name, year: "numeric", month: "2-digit", day: "2-digit", ...clock });
  } catch (cause) {
    throw invalid(cause);
  }
}

function zoneYear(zone: Zone, seconds: number): ZoneYear {
  const year = Math.max(new Date(seconds * 1000).getUTCFullYear(), EARLIEST_YEAR);
  const known = zone.years.get(year);
  if (known) return known;
  if (zone.years.size >= MAX_YEARS_PER_ZONE) zone.years.clear();
  const computed = computeYear(zone.format, year);
  zone.years.set(year, computed);
  return computed;
}

function computeYear(format: Intl.DateTimeFormat, year: number): ZoneYear {
  const end = firstDayOfYear(year + 1) * SECONDS_PER_DAY + MARGIN_SECONDS;
  let from = firstDayOfYear(year) * SECONDS_PER_DAY - MARGIN_SECONDS;
  const initial = measureOffset(format, from);
  const transitions: Transition[] = [];
  for (let before = initial; from < end; from += SAMPLE_SECONDS) {
    const after = measureOffset(format, from + SAMPLE_SECONDS);
    if (after !== before) transitions.push({ at: bisect(format, from, from + SAMPLE_SECONDS, before), before, after });
    before = after;
  }
  return { initial, transitions };
}

/** The first instant in (low, high] whose offset is another than the one at low. */
function bisect(format: Intl.DateTimeFormat, low: number, high: number, before: number): number {
  if (high - low <= 1) return high;
  const middle = Math.floor((low + high) / 2);
  return measureOffset(format, middle) === before ? bisect(format, middle, high, before) : bisect(format, low, middle, before);
}

/** Reads the wall clock that Intl shows, so the offsets are those of the time zone data this Node carries (process.versions.tz). */
function measureOffset(format: Intl.DateTimeFormat, instant: number): number {
  const shown: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of format.formatToParts(instant * 1000)) shown[type] = Number(value);
  const { year = Number.NaN, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
  return dayNumber(year, month, day) * SECONDS_PER_DAY + hour * 3600 + minute * 60 + second - instant;
}

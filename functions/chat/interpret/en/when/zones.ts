/** Time zones by abbreviation, by region or by city: "UTC", "mountain timezone", "London time". */
import type { Read } from "./numbers.ts";
import { digits, isAttached, type Scan, skip, word } from "./scan.ts";

const UTC = "Etc/UTC";

/** Abbreviations are read as places, so that "3pm EST" in July is what people there mean by it. */
const ABBREVIATIONS: ReadonlyMap<string, string> = new Map([
  ["utc", UTC],
  ["gmt", UTC],
  ["est", "America/New_York"],
  ["edt", "America/New_York"],
  ["et", "America/New_York"],
  ["cst", "America/Chicago"],
  ["cdt", "America/Chicago"],
  ["mst", "America/Denver"],
  ["mdt", "America/Denver"],
  ["pst", "America/Los_Angeles"],
  ["pdt", "America/Los_Angeles"],
  ["cet", "Europe/Berlin"],
  ["cest", "Europe/Berlin"],
  ["bst", "Europe/London"],
  ["eet", "Europe/Helsinki"],
  ["jst", "Asia/Tokyo"],
  ["aest", "Australia/Sydney"],
  ["aedt", "Australia/Sydney"],
]);

const REGIONS: ReadonlyMap<string, string> = new Map([
  ["eastern", "America/New_York"],
  ["central", "America/Chicago"],
  ["mountain", "America/Denver"],
  ["pacific", "America/Los_Angeles"],
]);

/** Cities that name no zone of their own. */
const MORE_CITIES: readonly [string, string][] = [
  ["san francisco", "America/Los_Angeles"],
  ["seattle", "America/Los_Angeles"],
  ["boston", "America/New_York"],
  ["washington", "America/New_York"],
  ["miami", "America/New_York"],
  ["montreal", "America/Toronto"],
  ["munich", "Europe/Berlin"],
  ["hamburg", "Europe/Berlin"],
  ["frankfurt", "Europe/Berlin"],
  ["barcelona", "Europe/Madrid"],
  ["milan", "Europe/Rome"],
  ["geneva", "Europe/Zurich"],
  ["edinburgh", "Europe/London"],
  ["uk", "Europe/London"],
  ["mumbai", "Asia/Kolkata"],
  ["delhi", "Asia/Kolkata"],
  ["bangalore", "Asia/Kolkata"],
  ["india", "Asia/Kolkata"],
  ["kyiv", "Europe/Kyiv"],
  ["beijing", "Asia/Shanghai"],
];

let cities: Map<string, string> | null = null;

/** Every zone by its city. Built at the first use, for most messages name none. */
function cityZones(): Map<string, string> {
  cities ??= new Map([
    ...Intl.supportedValuesOf("timeZone").map((zone): [string, string] => [
      zone
        .slice(zone.lastIndexOf("/") + 1)
        .toLowerCase()
        .replaceAll("_", " "),
      zone,
    ]),
    ...MORE_CITIES,
  ]);
  return cities;
}

/** "GMT+2", "UTC-05:00": whole hours, which the tz database counts the other way round. */
function offsetAt(scan: Scan, i: number): Read<string> | null {
  const sign = word(scan, i);
  const hours = sign === "+" || sign === "-" ? digits(scan, i + 1) : null;
  if (hours === null || hours > 12 || !isAttached(scan, i + 1)) return null;
  const minutes = word(scan, i + 2) === ":" && isAttached(scan, i + 2) ? digits(scan, i + 3) : null;
  if (minutes !== null && minutes !== 0) return null;
  const zone = hours === 0 ? UTC : `Etc/GMT${sign === "+" ? "-" : "+"}${hours}`;
  return { value: zone, next: minutes === null ? i + 2 : i + 4 };
}

const TIME_WORDS = new Set(["time", "timezone", "tz"]);

/** A zone behind a time; a city or a region needs the word "time" after it. */
export function zoneAfter(scan: Scan, i: number): Read<string> | null {
  const at = skip(scan, i, "in");
  const short = ABBREVIATIONS.get(word(scan, at));
  const offset = short === UTC ? offsetAt(scan, at + 1) : null;
  if (offset) return offset;
  if (short) return { value: short, next: skip(scan, at + 1, "time") };
  const standard = skip(scan, at + 1, "standard", "daylight");
  const region = REGIONS.get(word(scan, at));
  if (region && TIME_WORDS.has(word(scan, standard))) return { value: region, next: standard + 1 };
  for (let length = 1; length <= 3; length++) {
    const end = at + length;
    if (!TIME_WORDS.has(word(scan, end))) continue;
    const name = Array.from({ length }, (_, offset) => word(scan, at + offset)).join(" ");
    const zone = cityZones().get(name);
    return zone ? { value: zone, next: skip(scan, end + 1, "zone") } : null;
  }
  return null;
}

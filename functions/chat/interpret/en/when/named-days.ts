/** Days and moments with a name of their own: today, tomorrow night, the day after tomorrow, now. */
import type { PartOfDay, Term } from "../../when/term.ts";
import { digits, type Found, found, isAttached, isFree, type Recogniser, type Scan, sequence, skip, word } from "./scan.ts";
import { CARDINALS, DAYS, MONTHS, PARTS_OF_DAY, WEEKDAYS } from "./words.ts";

/** "eod" and its like: the end of the day, week, month, year. */
const ENDS: ReadonlyMap<string, "week" | "month" | "quarter" | "year"> = new Map([
  ["eow", "week"],
  ["eom", "month"],
  ["eoq", "quarter"],
  ["eoy", "year"],
]);

/** Today, tomorrow, the day after tomorrow, each with a part of the day behind it. */
export const namedDay: Recogniser = (scan, i) => {
  const thing = sequence(scan, i, "first", "thing");
  if (thing !== null) return firstThing(scan, thing);
  const start = skip(scan, i, "the");
  const after = sequence(scan, start, "day", "after", "tomorrow") ?? sequence(scan, start, "day", "after", "tmrw");
  if (after !== null) return withPart(scan, after, 2);
  const offset = DAYS.get(word(scan, i));
  // "Dentist yesterday at 10" says when it was due; without an hour the word is what the task is called.
  if (offset !== undefined && offset < 0 && scan.use !== "range")
    return ABOUT.has(scan.tokens[i - 1]?.lower ?? "") ? null : found([{ kind: "day", day: scan.now.day + offset }], i + 1, "weak");
  if (offset !== undefined) return withPart(scan, i + 1, offset);
  const short = word(scan, i) === "2" && isAttached(scan, i + 1) ? SHORT.get(word(scan, i + 1)) : undefined;
  if (short !== undefined) {
    const day: Term = { kind: "day", day: scan.now.day + short };
    return found(/^ni/.test(word(scan, i + 1)) ? [day, { kind: "part", part: "night" }] : [day], i + 2);
  }
  const current = sequence(scan, i, "this", "day");
  if (current !== null) return withPart(scan, current, 0, "edge");
  return null;
};

/** "2nite", "2morrow". */
const SHORT: ReadonlyMap<string, number> = new Map([
  ["nite", 0],
  ["night", 0],
  ["day", 0],
  ["morrow", 1],
  ["moro", 1],
]);

const ABOUT = new Set(["about", "of", "from", "like", "since", "the"]);

/** "First thing tomorrow", "first thing in the morning": the morning, beside a day or by that word. */
function firstThing(scan: Scan, i: number): Found {
  const morning = sequence(scan, i, "in", "the", "morning");
  return found([{ kind: "part", part: "morning" }], morning ?? i, morning === null ? "weak" : "certain");
}

function withPart(scan: Scan, next: number, offset: number, weight: Found["weight"] = "certain"): Found {
  const day = { kind: "day", day: scan.now.day + offset } as const;
  const hyphen = skip(scan, next, "-");
  const part = PARTS_OF_DAY.get(word(scan, hyphen));
  if (!part || part === "noon" || part === "midnight") return found([day], next, weight);
  return found([day, { kind: "part", part }], hyphen + 1, weight);
}

/** Tonight, this morning, in the afternoon, at night, next evening, the end of the day. */
export const partOfDay: Recogniser = (scan, i, lead, before) => {
  if (word(scan, i) === "late" && /^toni(?:ght|te)$/.test(word(scan, i + 1))) return partOfDay(scan, i + 1, lead, before);
  const first = word(scan, i);
  if (first === "tonight" || first === "tonite" || first === "2nite") {
    return found(
      [
        { kind: "day", day: scan.now.day },
        { kind: "part", part: "night" },
      ],
      i + 1,
    );
  }
  if (first === "eod" || first === "cob" || first === "eob") return endOfDay(scan, i + 1, before.length > 0);
  const ends = ENDS.get(first);
  if (ends)
    return found(
      [
        { kind: "edge", edge: "end" },
        { kind: "period", unit: ends, offset: 0 },
      ],
      i + 1,
    );
  const close = closeAt(scan, skip(scan, i, "the"));
  if (close !== null && (isFree(scan, close) || namesDay(scan, close))) return endOfDay(scan, close, before.length > 0);
  // "Saturday am".
  if (before.length > 0 && (first === "am" || first === "pm") && scan.tokens[i - 1]?.kind === "word")
    return found([{ kind: "part", part: first === "am" ? "morning" : "afternoon" }], i + 1, "edge");
  return bodyOfPart(scan, i, lead, before.length > 0);
};

/** "End of the day", "close of business", "end of play". */
function closeAt(scan: Scan, i: number): number | null {
  if (word(scan, i) !== "end" && word(scan, i) !== "close") return null;
  const what = skip(scan, sequence(scan, i + 1, "of") ?? i, "the", "my");
  const working = skip(scan, what, "working", "work", "business");
  if (what > i + 1 && word(scan, i) === "end" && word(scan, working) === "day") return working + 1;
  return what > i + 1 && ["business", "play"].includes(word(scan, what)) ? skip(scan, what + 1, "day") : null;
}

function endOfDay(scan: Scan, next: number, dayIsKnown = false): Found {
  const part = { kind: "part", part: "close" } as const;
  return found(dayIsKnown || namesDay(scan, next) ? [part] : [part, { kind: "day", day: scan.now.day }], next);
}

/** Whether a day is named at `i`, so that "end of day Friday" is Friday's. */
function namesDay(scan: Scan, i: number): boolean {
  const ahead = skip(scan, i, "on", "of", ",");
  if (scan.tokens[ahead]?.kind === "number" || MONTHS.has(word(scan, ahead))) return ahead < scan.to;
  return DAYS.has(word(scan, ahead)) || WEEKDAYS.has(word(scan, ahead)) || (ahead > i && word(scan, ahead) === "the");
}

function bodyOfPart(scan: Scan, i: number, lead: string, beside: boolean): Found | null {
  const first = word(scan, i);
  const relation = first === "this" || first === "next" || first === "the" ? first : "";
  const at = skip(scan, relation ? i + 1 : i, "early", "late");
  const hyphenated = word(scan, at) === "mid" ? skip(scan, at + 1, "-") : at;
  const part = hyphenated > at && word(scan, hyphenated) === "morning" ? "midmorning" : PARTS_OF_DAY.get(word(scan, hyphenated));
  if (!part || part === "noon" || part === "midnight") return null;
  return partWith(scan, part, relation, lead, hyphenated + 1, beside);
}

function partWith(scan: Scan, part: PartOfDay, relation: string, lead: string, next: number, beside: boolean): Found | null {
  const term = { kind: "part", part } as const;
  // "On the evening of 4 June".
  if (relation === "the" && word(scan, next) === "of" && namesDay(scan, next)) return found([term], next + 1, "weak");
  if (relation === "this") return found([term], next);
  if (relation === "next") return found([{ kind: "day", day: scan.now.day + 1 }, term], next);
  const led = (lead === "in" && part !== "night") || (lead === "at" && (part === "night" || part === "lunch")) || lead === "during";
  if (led) return found([term], next, isFree(scan, next) ? "certain" : "edge");
  if (part === "midmorning") return found([term], next, "edge");
  // "Game night Thursday" is a game; "afternoon at 7" is a time.
  const timed = word(scan, next) === "at" || digits(scan, next) !== null || CARDINALS.has(word(scan, next));
  if (!beside && !timed && scan.use !== "bare") return null;
  return beside || relation === "" ? found([term], next, "weak") : null;
}

/** Now, right now, at present. */
export const presentMoment: Recogniser = (scan, i, lead) => {
  const { day, seconds } = scan.now;
  const moment = { kind: "moment", day, seconds } as const;
  const hour = sequence(scan, skip(scan, i, "the"), "same", "time") ?? sequence(scan, i, "this", "time");
  if (hour !== null && (DAYS.has(word(scan, hour)) || namesNext(scan, hour)))
    return found([{ kind: "times", at: [{ seconds: seconds - (seconds % 60), either: false }] }], hour, "weak");
  const right = sequence(scan, i, "right", "now");
  if (right !== null) return found([moment], right);
  if (word(scan, i) === "asap") return null;
  const now = sequence(scan, i, "now");
  if (now !== null) return scan.tokens[i]?.text === "now" && isOver(scan, now) ? found([moment], now, "edge") : null;
  if (lead !== "at") return null;
  const present = sequence(scan, skip(scan, i, "the"), "present");
  if (present === null) return null;
  const time = skip(scan, present, "time");
  return isOver(scan, time) ? found([moment], time) : null;
};

/** "This time next week", "this time on Friday". */
function namesNext(scan: Scan, i: number): boolean {
  const at = skip(scan, i, "on", "next");
  return WEEKDAYS.has(word(scan, at)) || (at > i && ["week", "month", "year"].includes(word(scan, at)));
}

/** "Now" is said of the task only where the sentence ends with it ("from now on" and "now that" are not). */
function isOver(scan: Scan, i: number): boolean {
  const next = i < scan.to ? scan.tokens[i] : undefined;
  return !next || next.kind === "punct";
}

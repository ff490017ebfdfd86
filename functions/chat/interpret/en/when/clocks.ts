/** One clock time: "3pm", "15:30", "7h01", "1140 a.m.", "half past 8", "three twenty", "a quarter to noon", "5 o'clock". */
import { HOUR } from "../../when/clock.ts";
import type { Clock } from "../../when/term.ts";
import { cardinalWords, type Read } from "./numbers.ts";
import { digits, isAttached, type Scan, sequence, skip, word } from "./scan.ts";
import { CARDINALS, DAYS, TENS, WEEKDAYS } from "./words.ts";

/** `explicit` when the words can only be a time: am or pm, minutes, o'clock. */
export type ClockRead = Read<Clock> & { explicit: boolean; halved: boolean };

const HALF_DAY = 12 * HOUR;

/** A clock time at `i`; with `bare` also a lone hour and four figures without a colon. */
export function clock(scan: Scan, i: number, bare: boolean): ClockRead | null {
  const read = past(scan, i, bare) ?? named(scan, i) ?? figures(scan, i, bare) ?? words(scan, i, bare);
  return read && ish(scan, read);
}

/** "11ish", "seven-ish". */
function ish(scan: Scan, read: ClockRead): ClockRead {
  const hyphen = word(scan, read.next) === "-" && isAttached(scan, read.next) ? read.next + 1 : read.next;
  return word(scan, hyphen) === "ish" ? { ...read, next: hyphen + 1, explicit: true } : read;
}

function named(scan: Scan, i: number): ClockRead | null {
  const at = skip(scan, i, "12");
  const name = word(scan, at).replace(/ish$/, "");
  if (name !== "noon" && name !== "midday" && name !== "midnight") return null;
  return { value: { seconds: name === "midnight" ? 0 : HALF_DAY, either: false }, next: at + 1, explicit: true, halved: true };
}

/** Am or pm: "pm", "p.m.", "p m", "p" behind its figure, "in the AM". */
function meridiem(scan: Scan, i: number): Read<"a" | "p"> | null {
  const attached = isAttached(scan, i);
  const first = word(scan, i);
  if (first === "am" || first === "pm") return { value: first === "am" ? "a" : "p", next: skipDot(scan, i + 1) };
  const inThe = sequence(scan, i, "in", "the") ?? i;
  if (inThe > i && /^[ap]m$/.test(word(scan, inThe))) return { value: word(scan, inThe) === "am" ? "a" : "p", next: inThe + 1 };
  if (first !== "a" && first !== "p") return null;
  const dot = word(scan, i + 1) === "." && isAttached(scan, i + 1);
  const m = dot ? i + 2 : i + 1;
  if (word(scan, m) === "m") return { value: first, next: skipDot(scan, m + 1) };
  const behind = i + 1 + (dot ? 1 : 0);
  return attached && (!isAttached(scan, behind) || scan.tokens[behind]?.kind === "punct")
    ? { value: first, next: dot ? i + 2 : i + 1 }
    : null;
}

/** The full stop of "p.m." unless it ends the sentence, which it may do as well. */
function skipDot(scan: Scan, i: number): number {
  return word(scan, i) === "." && isAttached(scan, i) && word(scan, i - 2) === "." ? i + 1 : i;
}

/** An hour and what is known of its half of the day, made a clock; null when no day has that hour. */
function make(hour: number, rest: number, half: "a" | "p" | null, fixed: boolean): Clock | null {
  if (hour > 23 || (half === "a" && hour > 12)) return null;
  if (half === null) return { seconds: (hour % 24) * HOUR + rest, either: !fixed && hour >= 1 && hour <= 12 };
  const base = hour >= 12 ? hour - 12 : hour;
  return { seconds: base * HOUR + rest + (half === "p" ? HALF_DAY : 0), either: false };
}

function figures(scan: Scan, i: number, bare: boolean): ClockRead | null {
  const hour = digits(scan, i);
  if (hour === null || (isAttached(scan, i) && scan.tokens[i - 1]?.kind !== "punct")) return null;
  const text = word(scan, i);
  if (text.length > 2) return run(scan, i, text, bare);
  const minutes = minutesAfter(scan, i + 1);
  const oclock = minutes ? null : (oClock(scan, i + 1) ?? fullHour(scan, i, hour, bare));
  const seconds = minutes && word(scan, minutes.next) === ":" ? digits(scan, minutes.next + 1) : null;
  const end = minutes ? (seconds !== null ? minutes.next + 2 : minutes.next) : (oclock ?? i + 1);
  if (seconds !== null && seconds > 59) return null;
  const half = meridiem(scan, end);
  const dotted = minutes?.mark === ".";
  // "4.17" is a version; people meet at five-minute steps.
  if (dotted && !half && (!bare || minutes.value % 5 !== 0)) return null;
  const value = make(hour, (minutes?.value ?? 0) * 60 + (seconds ?? 0), half?.value ?? null, minutes !== null && text.startsWith("0"));
  const explicit = half !== null || oclock !== null || (minutes !== null && !dotted) || word(scan, end) === "ish";
  if (!value || (!explicit && !bare)) return null;
  // A lone figure glued to letters is a code ("4x4"), with "%" or a decimal a measure.
  if (
    !explicit &&
    minutes === null &&
    isAttached(scan, end) &&
    ((scan.tokens[end]?.kind !== "punct" && word(scan, end) !== "ish") || /[%:/°*x'"$€£+]/.test(word(scan, end)) || decimal(scan, end))
  ) {
    return null;
  }
  return { value, next: half?.next ?? end, explicit, halved: half !== null };
}

function decimal(scan: Scan, i: number): boolean {
  return /[.,]/.test(word(scan, i)) && isAttached(scan, i + 1) && digits(scan, i + 1) !== null;
}

/** "1140 a.m.", "330pm"; without am or pm only where a time is expected ("at 1030"). */
function run(scan: Scan, i: number, text: string, bare: boolean): ClockRead | null {
  if (text.length > 4) return null;
  const [hour, minute] = [Number(text.slice(0, -2)), Number(text.slice(-2))];
  const half = meridiem(scan, i + 1);
  if (minute > 59 || (!half && (!bare || isAttached(scan, i + 1)))) return null;
  const value = make(hour, minute * 60, half?.value ?? null, text.startsWith("0"));
  return value && { value, next: half?.next ?? i + 1, explicit: half !== null, halved: half !== null };
}

function minutesAfter(scan: Scan, i: number): (Read<number> & { mark: string }) | null {
  const mark = word(scan, i);
  if ((mark !== ":" && mark !== "." && mark !== "h") || !isAttached(scan, i)) return null;
  const value = digits(scan, i + 1);
  // Speech recognition writes "7: 00pm".
  if (!isAttached(scan, i + 1) && (mark === "h" || !/^[ap]m?$/.test(word(scan, i + 2)))) return null;
  if (value === null || word(scan, i + 1).length !== 2 || value > 59) return null;
  if (mark === "." && isAttached(scan, i + 2) && (word(scan, i + 2) === "." || word(scan, i + 2) === "%") && isAttached(scan, i + 3))
    return null;
  return { value, mark, next: i + 2 };
}

function oClock(scan: Scan, i: number): number | null {
  const first = word(scan, i);
  if (first === "o'clock" || first === "oclock") return i + 1;
  return sequence(scan, i, "o", "clock") ?? sequence(scan, i, "o", "'", "clock");
}

/** "17h": an hour no length of anything is usually given by, unless a preposition says that a time follows. */
function fullHour(scan: Scan, i: number, hour: number, bare: boolean): number | null {
  const isHour = word(scan, i + 1) === "h" && isAttached(scan, i + 1) && !isAttached(scan, i + 2);
  return isHour && (bare || hour > 12) && scan.tokens[i - 1]?.lower !== "for" ? i + 2 : null;
}

/** "Three", "three twenty", "five-thirty", "fifteen thirty p m", "nine oh five", "seven pm". */
function words(scan: Scan, i: number, bare: boolean): ClockRead | null {
  const hour = cardinalHour(scan, i);
  if (!hour) return null;
  const hyphen = word(scan, hour.next) === "-" && isAttached(scan, hour.next) ? hour.next + 1 : hour.next;
  const minutes = minuteWords(scan, hyphen);
  const end = minutes?.next ?? oClock(scan, hour.next) ?? hour.next;
  const half = meridiem(scan, end);
  const explicit = half !== null || (minutes === null && end > hour.next);
  if (!explicit && !bare) return null;
  const value = make(hour.value, (minutes?.value ?? 0) * 60, half?.value ?? null, false);
  return value && { value, next: half?.next ?? end, explicit: explicit || (minutes !== null && bare), halved: half !== null };
}

function cardinalHour(scan: Scan, i: number): Read<number> | null {
  const value = CARDINALS.get(word(scan, i));
  return value !== undefined && value >= 1 && value <= 19 ? { value, next: i + 1 } : null;
}

/** The minutes behind an hour in words: ten and more, or "oh five". */
function minuteWords(scan: Scan, i: number): Read<number> | null {
  const oh = skip(scan, i, "oh", "o");
  const read = cardinalWords(scan, oh);
  if (!read || (oh > i ? read.value > 9 : read.value < 10) || read.value > 59) return null;
  return CARDINALS.has(word(scan, oh)) || TENS.has(word(scan, oh)) ? read : null;
}

function isAimedAt(scan: Scan, i: number): boolean {
  return ["at", "by", "before", "until", "around", "about"].includes(scan.tokens[i - 1]?.lower ?? "");
}

/** "Half seven Friday". */
function leadsToDay(scan: Scan, i: number): boolean {
  const ahead = word(scan, skip(scan, i + 2, "on"));
  return CARDINALS.has(word(scan, i + 1)) && (DAYS.has(ahead) || WEEKDAYS.has(ahead) || ahead === "tonight");
}

const PAST = new Set(["past", "after"]);
const TO = new Set(["to", "till", "before", "of", "til"]);

/** "Half past eight", "a quarter to noon", "20 minutes to 2pm", "15 past 3pm", "half eight". */
function past(scan: Scan, i: number, bare: boolean): ClockRead | null {
  const article = skip(scan, i, "a");
  const lead = word(scan, article);
  const minutes = lead === "half" ? 30 : lead === "quarter" ? 15 : null;
  const count = minutes === null ? (digits(scan, i) ?? cardinalWords(scan, i)?.value ?? null) : minutes;
  if (count === null || count < 1 || count > 59) return null;
  const behind = minutes !== null ? article + 1 : (cardinalWords(scan, i)?.next ?? i + 1);
  const unitEnd = skip(scan, behind, "min", "mins", "minute", "minutes");
  const direction = word(scan, unitEnd);
  // "Five to seven" is a range of hours; with "at", "minutes", a quarter or a number no clock face has it is a time.
  const sure = minutes !== null || unitEnd > behind || count > 12 || (count % 5 === 0 && digits(scan, i) === null && isAimedAt(scan, i));
  const isPast = PAST.has(direction);
  if (lead === "half" && article === i && (bare || leadsToDay(scan, i))) {
    const hour = words(scan, i + 1, true) ?? figures(scan, i + 1, true);
    if (hour?.value.either && hour.value.seconds % HOUR === 0)
      return { ...hour, value: { seconds: hour.value.seconds + 1800, either: true }, explicit: true };
  }
  if (!isPast && !(TO.has(direction) && sure)) return null;
  if (minutes === 30 && !isPast) return null;
  const base = clock(scan, unitEnd + 1, true);
  if (!base || (direction === "after" && !sure) || (direction === "of" && !base.explicit)) return null;
  const cycle = base.value.either ? HALF_DAY : 2 * HALF_DAY;
  const start = base.value.either ? base.value.seconds % HALF_DAY : base.value.seconds;
  const seconds = (start + (isPast ? 60 : -60) * count + cycle) % cycle;
  return { value: { seconds, either: base.value.either }, next: base.next, explicit: true, halved: base.halved };
}

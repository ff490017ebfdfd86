/** The English words that dates and times are made of. */
import type { Weekday } from "../../when/calendar.ts";
import type { PartOfDay, Unit } from "../../when/term.ts";

export type WeekdayWord = { day: Weekday; plural: boolean; short: boolean };

const WEEKDAY_NAMES: readonly [Weekday, string, readonly string[]][] = [
  [0, "monday", ["mon"]],
  [1, "tuesday", ["tue", "tues"]],
  [2, "wednesday", ["wed", "weds", "wednes"]],
  [3, "thursday", ["thu", "thur", "thurs"]],
  [4, "friday", ["fri"]],
  [5, "saturday", ["sat"]],
  [6, "sunday", ["sun"]],
];

/** Names, abbreviations and plurals of the weekdays. */
export const WEEKDAYS: ReadonlyMap<string, WeekdayWord> = new Map(
  WEEKDAY_NAMES.flatMap(([day, name, abbreviations]): [string, WeekdayWord][] => [
    [name, { day, plural: false, short: false }],
    [`${name}s`, { day, plural: true, short: false }],
    ...abbreviations.flatMap((short): [string, WeekdayWord][] => [[short, { day, plural: false, short: true }]]),
  ]),
);

/** Days counted from today. */
export const DAYS: ReadonlyMap<string, number> = new Map([
  ["today", 0],
  ["tod", 0],
  ["2day", 0],
  ["tomorrow", 1],
  ["tomorow", 1],
  ["tommorow", 1],
  ["tommorrow", 1],
  ["tmrw", 1],
  ["tmr", 1],
  ["tmw", 1],
  ["yesterday", -1],
]);

/** `ambiguous` is set for months whose names are also words or people's names, which need more to be read as a month. */
export type MonthWord = { month: number; ambiguous: boolean };

const MONTH_NAMES: readonly [string, readonly string[]][] = [
  ["january", ["jan"]],
  ["february", ["feb", "febr"]],
  ["march", ["mar"]],
  ["april", ["apr"]],
  ["may", []],
  ["june", ["jun"]],
  ["july", ["jul"]],
  ["august", ["aug"]],
  ["september", ["sep", "sept"]],
  ["october", ["oct"]],
  ["november", ["nov"]],
  ["december", ["dec"]],
];

const ALSO_WORDS = new Set(["march", "mar", "april", "may", "june", "jun", "august", "jan", "dec", "sep"]);

export const MONTHS: ReadonlyMap<string, MonthWord> = new Map(
  MONTH_NAMES.flatMap(([name, abbreviations], index) =>
    [name, ...abbreviations].map((word): [string, MonthWord] => [word, { month: index + 1, ambiguous: ALSO_WORDS.has(word) }]),
  ),
);

const UNIT_WORDS: readonly [Unit, string][] = [
  ["minute", "minute minutes min mins minuts minutos"],
  ["hour", "hour hours hr hrs"],
  ["day", "day days"],
  ["workday", "weekday weekdays workday workdays"],
  ["weekend", "weekend weekends"],
  ["week", "week weeks wk wks"],
  ["month", "month months mth mths"],
  ["quarter", "quarter quarters"],
  ["year", "year years yr yrs"],
];

export const UNITS: ReadonlyMap<string, Unit> = new Map(
  UNIT_WORDS.flatMap(([unit, words]) => words.split(" ").map((word): [string, Unit] => [word, unit])),
);

/** Units in one letter, understood only directly behind their number. */
export const UNIT_LETTERS: ReadonlyMap<string, Unit> = new Map([
  ["m", "minute"],
  ["h", "hour"],
  ["d", "day"],
  ["w", "week"],
  ["mo", "month"],
  ["y", "year"],
]);

export const PARTS_OF_DAY: ReadonlyMap<string, PartOfDay> = new Map([
  ["morning", "morning"],
  ["midmorning", "midmorning"],
  ["noon", "noon"],
  ["midday", "noon"],
  ["lunchtime", "lunch"],
  ["afternoon", "afternoon"],
  ["evening", "evening"],
  ["night", "night"],
  ["midnight", "midnight"],
]);

export const PARTS_OF_DAY_PLURAL: ReadonlyMap<string, PartOfDay> = new Map([
  ["mornings", "morning"],
  ["afternoons", "afternoon"],
  ["evenings", "evening"],
  ["nights", "night"],
]);

const ONES =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen";

export const CARDINALS: ReadonlyMap<string, number> = new Map(ONES.split(" ").map((word, value): [string, number] => [word, value]));

export const TENS: ReadonlyMap<string, number> = new Map([
  ["twenty", 20],
  ["thirty", 30],
  ["forty", 40],
  ["fifty", 50],
  ["sixty", 60],
  ["seventy", 70],
  ["eighty", 80],
  ["ninety", 90],
]);

const FIRST_ORDINALS =
  "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth";

/** Ordinals to thirty, the common misspellings of "eighth" and the words written together included. */
export const ORDINALS: ReadonlyMap<string, number> = new Map([
  ...FIRST_ORDINALS.split(" ").map((word, index): [string, number] => [word, index + 1]),
  ["eigth", 8],
  ["twelvth", 12],
  ["twentieth", 20],
  ["thirtieth", 30],
  ...FIRST_ORDINALS.split(" ")
    .slice(0, 9)
    .map((word, index): [string, number] => [`twenty${word}`, index + 21]),
  ["twentyeigth", 28],
  ["thirtyfirst", 31],
]);

export const ORDINAL_SUFFIXES: ReadonlySet<string> = new Set(["st", "nd", "rd", "th"]);

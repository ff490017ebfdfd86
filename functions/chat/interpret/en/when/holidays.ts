/** Holidays that people put dates by, and the rules by which they fall. */
import type { HolidayRule } from "../../when/term.ts";
import { year } from "./numbers.ts";
import { found, isFree, type Recogniser, type Scan, skip, word } from "./scan.ts";

const on = (month: number, day: number): HolidayRule => ({ by: "date", month, day });
const nth = (n: number, weekday: 0 | 1 | 2 | 3 | 4 | 5 | 6, month: number, plus = 0): HolidayRule => ({
  by: "weekday",
  month,
  nth: n,
  weekday,
  plus,
});
const easter = (plus: number): HolidayRule => ({ by: "easter", plus });

/** Names are written without apostrophes; a trailing "day" is understood where `day` is set. */
const NAMES: readonly [HolidayRule, string, "day" | ""][] = [
  [on(1, 1), "new years|new year|newyear", "day"],
  [on(12, 31), "new years eve|new year eve|nye|silvester", ""],
  [on(1, 6), "epiphany|three kings", "day"],
  [nth(3, 0, 1), "martin luther king|martin luther kings|martin luther king jr|mlk", "day"],
  [on(2, 2), "groundhog day|ground hog day", ""],
  [on(2, 14), "valentine|valentines|saint valentine|saint valentines|st valentines", "day"],
  [nth(3, 0, 2), "presidents day|washingtons birthday", ""],
  [on(3, 8), "international womens day|womens day", ""],
  [on(3, 14), "pi day", ""],
  [on(3, 17), "st patricks|st patrick|saint patricks|saint patrick|st paddys|saint paddys", "day"],
  [easter(-47), "shrove tuesday|mardi gras|pancake day|fat tuesday", ""],
  [easter(-46), "ash wednesday", ""],
  [easter(-7), "palm sunday", ""],
  [easter(-3), "maundy thursday", ""],
  [easter(-2), "good friday", ""],
  [easter(0), "easter|easter sunday", "day"],
  [easter(1), "easter monday", ""],
  [easter(39), "ascension|ascension thursday", "day"],
  [easter(49), "pentecost|pentecost sunday|whit sunday|whitsun", ""],
  [easter(50), "whit monday|pentecost monday", ""],
  [easter(60), "corpus christi", ""],
  [on(4, 1), "april fools|april fool", "day"],
  [on(4, 22), "earth day", ""],
  [on(5, 1), "may day|international workers day|workers day|labour day|international labour day", ""],
  [on(5, 4), "star wars day", ""],
  [on(5, 5), "cinco de mayo", ""],
  [nth(2, 6, 5), "mothers day|mother day", ""],
  [nth(-1, 0, 5), "memorial day", ""],
  [on(6, 19), "juneteenth", "day"],
  [nth(3, 6, 6), "fathers day|father day", ""],
  [on(7, 4), "independence day|4th of july|fourth of july", ""],
  [on(7, 14), "bastille day", ""],
  [nth(1, 0, 9), "labor day", ""],
  [nth(2, 0, 10), "columbus day|indigenous peoples day", ""],
  [on(10, 31), "halloween|hallowe'en|all hallows eve", "day"],
  [on(11, 1), "all saints", "day"],
  [on(11, 2), "all souls", "day"],
  [on(11, 5), "guy fawkes|bonfire night|guy fawkes night", "day"],
  [on(11, 11), "veterans day|armistice day|remembrance day", ""],
  [nth(4, 3, 11), "thanksgiving", "day"],
  [nth(4, 3, 11, 1), "black friday", ""],
  [nth(4, 3, 11, 4), "cyber monday", ""],
  [on(12, 6), "st nicholas|saint nicholas", "day"],
  [on(12, 24), "christmas eve|xmas eve", ""],
  [on(12, 25), "christmas|xmas|x mas", "day"],
  [on(12, 26), "boxing day|st stephens day|second day of christmas", ""],
];

type Node = { rule: HolidayRule | null; next: Map<string, Node> };

const ROOT: Node = { rule: null, next: new Map() };
for (const [rule, names, day] of NAMES) {
  for (const name of names.split("|")) {
    plant(name.split(" "), rule);
    if (day) plant([...name.split(" "), day], rule);
  }
}

function plant(words: readonly string[], rule: HolidayRule): void {
  let node = ROOT;
  for (const step of words) {
    const child: Node = node.next.get(step.replaceAll("'", "")) ?? { rule: null, next: new Map() };
    node.next.set(step.replaceAll("'", ""), child);
    node = child;
  }
  node.rule ??= rule;
}

/** The first words of all names, without apostrophes and as they may be written with one. */
export const HOLIDAY_OPENERS: readonly string[] = [...ROOT.next.keys()]
  .flatMap((name) => (name.endsWith("s") ? [name, `${name.slice(0, -1)}'s`] : [name]))
  .concat("hallowe'en");

const OPENERS = new Set(HOLIDAY_OPENERS);

/** What people do to a holiday itself: then it is what the task is about, not when it is due. */
const ABOUT = new Set(["plan", "organize", "organise", "host", "watch", "read", "about", "the", "our", "my", "happy"]);

/** A holiday by name, the longest that fits, with its year if one follows. */
export const holiday: Recogniser = (scan, i, lead) => {
  const start = skip(scan, skip(scan, i, "the"), "next", "this");
  if (!OPENERS.has(word(scan, start))) return null;
  let node = ROOT;
  let best: { rule: HolidayRule; next: number } | null = null;
  for (let at = start; ; ) {
    const child = node.next.get(word(scan, at).replaceAll("'", ""));
    if (!child) break;
    node = child;
    // The apostrophe of "workers' day" is a token of its own.
    at = skip(scan, at + 1, "'");
    if (node.rule) best = { rule: node.rule, next: at };
  }
  if (!best) return null;
  const before = scan.tokens[i - 1]?.lower ?? "";
  if (lead === "" && ABOUT.has(before) && scan.use === "create") return null;
  const of = year(scan, skip(scan, best.next, ",", "in"));
  const term = { kind: "holiday", rule: best.rule } as const;
  if (lead === "for" && scan.use === "create") return found([term], best.next, "weak");
  if (word(scan, best.next) === "weekend") return found([{ kind: "beside", n: -1, weekday: 5, of: [term] }], best.next + 1, "edge");
  if (of) return found([term, { kind: "year", year: of.value }], of.next, "edge");
  return found([term], best.next, isShort(scan, start, best.next) && !isFree(scan, best.next) ? "weak" : "edge");
};

function isShort(scan: Scan, from: number, to: number): boolean {
  return to - from === 1 && word(scan, from).length < 6;
}

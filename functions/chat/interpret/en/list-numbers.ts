/** Which numbers of the last list are said. */
import type { Context } from "../interpretation.ts";
import { countOf, SMALL_NUMBERS } from "./counts.ts";

const ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
const WORD = `one|${SMALL_NUMBERS}`;
/** "Number four", "tasks two and three". */
const SPELLED = new RegExp(`^(?:the )?(?:numbers?|no\\.?|tasks?|items?|reminders?) (${WORD})(?: (?:and|&) (${WORD}))?$`);
/** "2", "#2 and 4", "2-4". */
const FIGURES = new RegExp(
  String.raw`^(?:(?:the )?(?:tasks?|to-?dos?|reminders?|items?|numbers?|no\.?|nr\.?|nos\.?|ones?|` +
    String.raw`#)\s*)?#?\d{1,3}(?:(?:\s*(?:-|–|through|thru|to|,\s*and|,|and|&|\+|or)\s*|\s+)#?\d{1,3})*$`,
);
const THINGS = "( (?:ones|tasks|reminders|items|to-?dos))?";
/** "The first two", "the last 3 tasks", "the two last". */
const EDGE = new RegExp(
  String.raw`^(?:the )?(?:(first|last) (\d{1,2}|${SMALL_NUMBERS}|couple)|(\d{1,2}|${SMALL_NUMBERS}) (first|last))${THINGS}$`,
);
/** "The second and third", "the first and the last one". */
const NTHS = new RegExp(`^(?:the )?(${ORDINALS.join("|")})(?: one)? and (?:the )?(${ORDINALS.join("|")}|last)(?: ones?)?$`);
const LAST = /^(?:the )?last(?: one| task| reminder| item)?$/;
/** "The third one", "2nd". */
const NTH = /^(?:the )?(?:(\d{1,2})(?:st|nd|rd|th)|([a-z]+))(?: (?:one|task|reminder|item|to-?do))?$/;

/** The numbers of the last list that are said; null when the words are no numbers. Without a list, only what cannot be a title is. */
export function readNumbers(said: string, context: Context): number[] | null {
  const spelled = SPELLED.exec(said);
  if (spelled) return [spelled[1], spelled[2]].filter((word) => word !== undefined).map(countOf);
  if (/\d/.test(said) && said.length < 80 && FIGURES.test(said)) return figures(said);
  const listed = context.dialogue?.listed ?? 0;
  const edge = EDGE.exec(said);
  if (edge) {
    const isFirst = (edge[1] ?? edge[4]) === "first";
    const named = edge[5] !== undefined && edge[5] !== " ones";
    if (listed > 0 || (isFirst && !named)) return atEdge(isFirst, countOf(edge[2] ?? edge[3] ?? ""), listed);
  }
  if (listed > 0 && LAST.test(said)) return [listed];
  const both = listed > 0 ? NTHS.exec(said) : null;
  if (both) return [both[1], both[2]].map((word) => (word === "last" ? listed : ORDINALS.indexOf(word ?? "") + 1));
  const nth = NTH.exec(said);
  const ordinal = nth ? (nth[1] ? Number(nth[1]) : ORDINALS.indexOf(nth[2] ?? "") + 1) : 0;
  return ordinal > 0 && (listed > 0 || / one$/.test(said)) ? [ordinal] : null;
}

/** Single numbers and ranges; a range of more than a hundred is cut. */
function figures(said: string): number[] {
  const numbers: number[] = [];
  for (const m of said.matchAll(/(\d{1,3})(?:\s*(?:-|–|through|thru|to)\s*#?(\d{1,3}))?/g)) {
    const from = Number(m[1]);
    const to = Number(m[2] ?? m[1]);
    for (let n = from; n <= Math.min(to, from + 99); n++) numbers.push(n);
  }
  return [...new Set(numbers)];
}

function atEdge(isFirst: boolean, count: number, listed: number): number[] {
  const from = isFirst ? 1 : Math.max(1, listed - count + 1);
  return Array.from({ length: count }, (_, i) => from + i);
}

/** Which words can begin a phrase of time at all, so that the recognisers need not be asked about the others. */
import { HOLIDAY_OPENERS } from "./holidays.ts";
import { type Scan, word } from "./scan.ts";
import { CARDINALS, MONTHS, ORDINALS, PARTS_OF_DAY, PARTS_OF_DAY_PLURAL, TENS, UNITS, WEEKDAYS } from "./words.ts";

const OTHERS = `
  q am pm today tod tomorrow tomorow tommorow tommorrow tmrw tmr tmw yesterday tonight tonite the this next last final penultimate coming upcoming following current
  past previous same day days eod cob eob eow eom eoq eoy early late mid now right present beginning begin start middle end close month quarter week weekend
  a an half another few couple quarter fortnight noonish midnightish rrule exdate
  alternate alternating every each ev once all nightly daily everyday hourly weekly biweekly fortnightly monthly bimonthly quarterly semiannually biannually yearly annually annual
  biennially weekdays workdays weekends bi after from since when
  starting commencing effective starts begins as until till til untill ending ends ended to through thru up before between for over twice thrice only rest weeknights
  about around exactly under
  except excluding excepting exclude skipping skip without unless but apart other not`;

const OPENERS: ReadonlySet<string> = new Set([
  ...OTHERS.trim().split(/\s+/),
  ...[WEEKDAYS, MONTHS, UNITS, PARTS_OF_DAY, PARTS_OF_DAY_PLURAL, CARDINALS, TENS, ORDINALS].flatMap((words) => [...words.keys()]),
  ...HOLIDAY_OPENERS,
]);

const ARTICLES = new Set(["the", "a", "an"]);
const RANGE_MARKS = new Set(["-", "–", "—", ","]);

/** Whether a phrase of time may begin with token `i`. */
export function mayOpen(scan: Scan, i: number): boolean {
  const token = i < scan.to ? scan.tokens[i] : undefined;
  if (!token) return false;
  if (token.kind === "number") return true;
  if (token.kind === "punct") return RANGE_MARKS.has(token.lower);
  const first = word(scan, i);
  return ARTICLES.has(first) ? isOpener(scan, i + 1) : OPENERS.has(first);
}

/** Behind an article only what may begin a phrase by itself, or a number. */
function isOpener(scan: Scan, i: number): boolean {
  return scan.tokens[i]?.kind === "number" || OPENERS.has(word(scan, i).replace(/'s$/, ""));
}

/** Whether a word may begin a phrase of time. */
export function opensTime(first: string): boolean {
  return OPENERS.has(first);
}

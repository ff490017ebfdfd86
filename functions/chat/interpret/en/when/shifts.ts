/** How far to move a task: "by 2 hours", "push back 3 days", "an hour earlier"; in a snooze also "for 10 minutes". */
import type { Amount } from "../../when/term.ts";
import { amount } from "./amounts.ts";
import { isFree, type Scan, skip, word } from "./scan.ts";

/** The amount and the tokens that say it; negative when earlier. */
export type ShiftRead = { by: Amount; from: number; to: number };

const LEADS = new Set(["by", "back", "another", "forward", "forwards", "up", "ahead", "off", "out"]);
const EARLIER = new Set(["earlier", "sooner"]);
const LATER = new Set(["later", "longer", "more"]);
/** "In 3 days" is a day, "every 3 days" a rule. */
const NO_SHIFT = new Set(["in", "every", "each"]);

/** The shift a message asks for, if any. */
export function findShift(scan: Scan): ShiftRead | null {
  if (scan.use !== "update" && scan.use !== "snooze") return null;
  const forward = isBroughtForward(scan);
  for (let i = scan.first; i < scan.to; i++) {
    const lead = word(scan, i);
    const led = LEADS.has(lead) || (scan.use === "snooze" && (lead === "for" || lead === "after"));
    const at = lead === "another" ? i : skip(scan, led ? i + 1 : i, "another", "about");
    const many = amount(scan, lead === "another" ? i : at > i && word(scan, at - 1) === "another" ? at - 1 : at);
    if (!many) continue;
    const next = many.next;
    const direction = word(scan, next);
    if (direction === "before" || direction === "ago" || direction === "from" || NO_SHIFT.has(word(scan, i - 1))) {
      i = next - 1;
      continue;
    }
    const earlier = EARLIER.has(direction) || forward;
    const later = LATER.has(direction);
    if (!led && !earlier && !later && !(scan.use === "snooze" && isFree(scan, next))) continue;
    const { n, unit } = many.value;
    return { by: { n: earlier ? -n : n, unit }, from: i, to: EARLIER.has(direction) || later ? next + 1 : next };
  }
  return null;
}

/** "Bring it forward by a day" is earlier; "push back" is later. */
function isBroughtForward(scan: Scan): boolean {
  let brought = false;
  for (let i = scan.first; i < scan.to; i++) {
    if (["bring", "advance", "pull"].includes(word(scan, i))) brought = true;
    if (brought && ["forward", "up", "advance"].includes(word(scan, i))) return true;
  }
  return false;
}

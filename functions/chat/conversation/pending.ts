/** A message after a question: an answer that completes what was asked, or a new wish that drops it. Pure. */
import type { Scope } from "@todo/shared/domain/commands.ts";
import type { Reading, Target } from "../interpret/interpretation.ts";
import { scopeAnswer } from "./en/scope-answer.ts";
import type { Pending, Shown } from "./memory.ts";
import { isWhole } from "./whole.ts";

/** Readings to decide as usual, or exactly these tasks, as they were shown, with the question answered. */
export type Resumed = { readings: Reading[] } | { reading: Reading; targets: Shown[]; scope: Scope };

/** What a message means once the pending question is taken into account. */
export function resume(pending: Pending | null, text: string, readings: Reading[]): Resumed {
  const [first] = readings;
  if (pending?.ask === "slot" && pending.reading.target?.by === "all-listed" && readings.every(isOfNumbers))
    return { readings: readings.map((reading) => ({ ...reading, reminders: [...pending.reading.reminders, ...reading.reminders] })) };
  if (!pending || !first || readings.length !== 1) return { readings };
  switch (pending.ask) {
    case "confirm": {
      // Yes means what was asked, and the question says that what repeats stops.
      const repeats = pending.repeating > 0;
      const scope = first.intent === "confirm" ? (repeats ? "series" : "occurrence") : repeats ? scopeAnswer(text) : null;
      return scope ? { reading: pending.reading, targets: pending.targets, scope } : { readings };
    }
    case "scope": {
      const scope = scopeAnswer(text);
      return scope ? { reading: pending.reading, targets: [pending.target], scope } : { readings };
    }
    case "meant":
      return { readings: first.intent === "confirm" ? [pending.reading] : readings };
    case "which": {
      const target = first.target && ofChoices(first.target);
      return answers(first, pending.reading) && target ? { readings: [{ ...pending.reading, target, otherwise: null }] } : { readings };
    }
    case "slot":
      return answers(first, pending.reading) ? { readings: [completed(pending.reading, first, pending.slot)] } : { readings };
  }
}

/** "1 at 5pm" answers for one of those that were asked about. */
const isOfNumbers = ({ intent, target }: Reading): boolean => intent === "update" && target?.by === "number";

const answers = (reading: Reading, asked: Reading): boolean => reading.intent === asked.intent;

/** "All" of the choices, not of all there is. */
const ofChoices = (target: Target): Target =>
  target.by === "both" || (target.by === "filter" && isWhole(target.filter)) ? { by: "all-listed" } : target;

/** The asked reading with what the answer says over it. */
function completed(asked: Reading, answer: Reading, slot: "title" | "target" | "due"): Reading {
  if (slot === "target") return { ...asked, target: answer.target };
  const said = Object.fromEntries(
    Object.entries(answer).filter(
      ([field, value]) => field !== "spans" && field !== "target" && (Array.isArray(value) ? value.length > 0 : value !== null),
    ),
  );
  // What was said is the answer, so the places in it are what the words can be found at.
  return { ...asked, ...said, spans: answer.spans };
}

/** Whether a message says more than a name that only missed: a verb, a date, a rule, a label. */
export const isNewWish = ({ intent, spans }: Reading): boolean =>
  intent === "create" ? spans.some(({ kind, certain }) => kind !== "title" && certain) : intent !== "none";

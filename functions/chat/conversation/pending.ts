/** A message after a question: an answer that completes what was asked, or a new wish that drops it. Pure. */
import type { Scope } from "@todo/shared/domain/commands.ts";
import type { Reading } from "../interpret/interpretation.ts";
import { scopeAnswer } from "./en/scope-answer.ts";
import type { Pending, Shown } from "./memory.ts";

/** Readings to decide as usual, or exactly these tasks, as they were shown, with the question answered. */
export type Resumed = { readings: Reading[] } | { reading: Reading; targets: Shown[]; scope: Scope };

/** What a message means once the pending question is taken into account. */
export function resume(pending: Pending | null, text: string, readings: Reading[]): Resumed {
  const [first] = readings;
  if (!pending || !first || readings.length !== 1) return { readings };
  switch (pending.ask) {
    case "confirm":
      return first.intent === "confirm" ? { reading: pending.reading, targets: pending.targets, scope: "occurrence" } : { readings };
    case "scope": {
      const scope = scopeAnswer(text);
      return scope ? { reading: pending.reading, targets: [pending.target], scope } : { readings };
    }
    case "which":
      return answers(first, pending.reading) && first.target
        ? { readings: [{ ...pending.reading, target: first.target, otherwise: null }] }
        : { readings };
    case "slot":
      return answers(first, pending.reading) ? { readings: [completed(pending.reading, first, pending.slot)] } : { readings };
  }
}

const answers = (reading: Reading, asked: Reading): boolean => reading.intent === asked.intent;

/** The asked reading with what the answer says over it. */
function completed(asked: Reading, answer: Reading, slot: "title" | "target" | "due"): Reading {
  if (slot === "target") return { ...asked, target: answer.target };
  const said = Object.fromEntries(
    Object.entries(answer).filter(
      ([field, value]) => field !== "spans" && field !== "target" && (Array.isArray(value) ? value.length > 0 : value !== null),
    ),
  );
  return { ...asked, ...said };
}

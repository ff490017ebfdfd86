/** Puts together what one message says about one task in several clauses. */
import type { Reading } from "./interpretation.ts";
import { isHourOnly } from "./reading.ts";

/** "move the dentist to Friday and make it urgent" is one update; "buy milk and make it urgent" one new task. */
export function mergeReadings(readings: readonly Reading[]): Reading[] {
  const merged: Reading[] = [];
  for (const next of readings) {
    const last = merged.at(-1);
    const joined = last && join(last, next);
    if (joined) merged[merged.length - 1] = joined;
    else merged.push(next);
  }
  return merged;
}

function join(first: Reading, next: Reading): Reading | null {
  if (first.intent !== "create" && first.intent !== "update") return null;
  if (next.intent !== "update" && next.intent !== "remind") return null;
  // These are of the rule and the title that the task has by then.
  if (next.except !== null || next.swap !== null) return null;
  if (next.target?.by !== "last" || (next.title !== null && first.title !== null)) return null;
  return {
    ...first,
    title: first.title ?? next.title,
    description: next.description ?? first.description,
    priority: next.priority ?? first.priority,
    tags: [...first.tags, ...next.tags.filter((tag) => !first.tags.includes(tag))],
    removedTags: [...first.removedTags, ...next.removedTags],
    due: dueOf(first, next),
    allDay: first.allDay || next.allDay,
    rule: next.rule ?? first.rule,
    reminders: [...first.reminders, ...next.reminders],
    shift: next.shift ?? first.shift,
    question: first.question ?? next.question,
    spans: [...first.spans, ...next.spans],
  };
}

/** "Move it to Friday and make it 5pm": the hour is one of Friday's. */
function dueOf(first: Reading, next: Reading): Reading["due"] {
  const { due } = next;
  const dated = first.due !== null && first.due !== "none" ? first.due : null;
  return due !== null && due !== "none" && dated && isHourOnly(next) ? { ...due, date: dated.date } : (due ?? first.due);
}

/** What was done, in English sentences: each deed as long as they are few, else how many. Pure. */
import type { Reading } from "../../interpret/interpretation.ts";
import type { Undone } from "../../undo.ts";
import type { Deed } from "../deed.ts";
import { describe, type Given, names, quoted } from "./describe.ts";
import { count, sayDue } from "./moments.ts";

const LINES = 4;

const PAST: Partial<Record<Reading["intent"], string>> = {
  create: "Added",
  complete: "Completed",
  reopen: "Reopened",
  skip: "Skipped",
  delete: "Deleted",
  snooze: "Snoozed",
  "stop-repeating": "Stopped repeating",
};

/** The deeds of one message, those of a kind together. */
export function sayDeeds(deeds: readonly Deed[], given: Given): string[] {
  const kinds = [...new Set(deeds.map(({ intent }) => intent))];
  return kinds.flatMap((intent) =>
    sayKind(
      intent,
      deeds.filter((deed) => deed.intent === intent),
      given,
    ),
  );
}

function sayKind(intent: Deed["intent"], deeds: readonly Deed[], given: Given): string[] {
  const said = deeds.map((deed) => sayDeed(deed, given));
  const back = deeds.length === 1 ? "Say “undo” to have it back." : "Say “undo” to have them back.";
  const many = `${PAST[intent] ?? "Changed"} ${count(deeds.length, "task")}: ${names(deeds.map(({ task }) => task.title))}.`;
  if (intent === "delete") return deeds.length > LINES ? [`${many} ${back}`] : [...said.slice(0, -1), `${said.at(-1)} ${back}`];
  return deeds.length > LINES ? [many] : said;
}

function sayDeed({ intent, how, task, series, next }: Deed, given: Given): string {
  const title = quoted(task.title);
  const whole = () => describe(task, series, given);
  const then = next === null ? "" : next === "none" ? " That was the last one." : ` Next: ${sayDue(next, given.now, given.user.timeZone)}.`;
  if (how === "restored") return `Restored ${whole()}.${series?.endedAt ? " It has stopped repeating." : ""}`;
  if (how === "unreminded" && task.reminders.length === 0)
    return `I will not remind you of ${title}. The task stays; “delete it” removes it too.`;
  switch (intent) {
    case "complete":
      return `Completed ${title}.${then}`;
    case "reopen":
      return `Reopened ${title}.`;
    case "skip":
      return `Skipped ${title} this time.${then}`;
    case "delete":
      return next === null ? `Deleted ${title}.` : `Deleted ${title} this time.${then}`;
    case "stop-repeating":
      return `${title} has stopped repeating.`;
    case "retitle":
      return task.due ? `The title is now ${whole()}` : `The title is now ${title}, without a date.`;
    default:
      return `${PAST[intent] ?? "Changed"} ${whole()}`;
  }
}

/** Why one thing was not done, beside others that were. */
export const sayRefused = (reason: string): string => `Not done: ${reason}`;

/** How it is already what was asked for. */
export const sayUnchanged = (title: string | null): string =>
  title ? `${quoted(title)} is like that already.` : "It is like that already.";

/** How things are again, and what was left as it is because it was changed since. */
export function sayUndone(direction: "undo" | "redo", { commands, kept }: Undone, given: Given): string {
  const tasks = [...new Map(commands.flatMap(({ tasks }) => tasks).map((task) => [task.id, task])).values()];
  // An occurrence that came or went with its neighbour is no news beside it.
  const told = tasks.filter((task) => !tasks.some((other) => other.id === task.predecessorId));
  const states = told.map((task) => {
    if (task.deletedAt) return `${quoted(task.title)} is gone`;
    return task.status === "open" ? describe(task, null, given) : `${quoted(task.title)} is ${task.status}`;
  });
  const now = told.length > LINES ? names(told.map(({ title }) => title)) : states.join("; ");
  const rest = kept.map(({ title, fields, because }) => `${title ? `${quoted(title)}: ` : ""}${because ?? fields.join(", ")}`);
  const left = rest.length > 0 ? ` Changed since, so left as it is: ${rest.join("; ")}.` : "";
  return `${direction === "undo" ? "Undone" : "Done again"}${now ? `: ${now}` : ""}.${left}`;
}

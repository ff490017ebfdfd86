/** What is asked, listed and said without doing anything, in English sentences. Pure. */
import type { Series, Task } from "@todo/shared/contracts/types.ts";
import { helpText } from "../../interpret/en/help.ts";
import type { Filter, Reading } from "../../interpret/interpretation.ts";
import type { Question, Words } from "../decision.ts";
import type { Pending } from "../memory.ts";
import type { Why } from "../targets.ts";
import { isWhole } from "../whole.ts";
import { describe, type Given, quoted } from "./describe.ts";
import { count } from "./moments.ts";

const VERBS: Partial<Record<Reading["intent"], string>> = {
  update: "change",
  remind: "remind you of",
  "stop-repeating": "stop",
};
const verbOf = (intent: Reading["intent"]): string => VERBS[intent] ?? intent;

const NAMED = 5;

/** The question that is missing an answer; its choices carry numbers unless nothing will be remembered. */
export function ask(question: Question, numbered: boolean, given: Given): string {
  switch (question.about) {
    case "unclear":
      return question.text;
    case "slot":
      if (question.slot === "title") return "What is to be done?";
      return question.slot === "due"
        ? "Change it to what? Say a date, a time, a priority, a tag …"
        : `Which task ${isLooking(question.intent) ? "do you mean" : `shall I ${verbOf(question.intent)}`}?`;
    case "which": {
      const which = isLooking(question.intent) ? "Which one do you mean?" : `Which one shall I ${verbOf(question.intent)}?`;
      return [which, ...lines(question.among, new Map(), numbered, given)].join("\n");
    }
    case "moments":
      if (question.tasks.length === 1) return "When shall I remind you?";
      return [
        "When shall I remind you of these? Say one moment for all, or for one: “1 at 5pm”.",
        ...lines(question.tasks, new Map(), numbered, given),
      ].join("\n");
    case "confirm": {
      const { targets, more, repeating, intent } = question;
      const named = targets.slice(0, NAMED).map(({ title }) => quoted(title));
      const rest = targets.length > NAMED ? ` and ${targets.length - NAMED} more` : "";
      const what = `Shall I ${verbOf(intent)} ${more ? "the first " : ""}${count(targets.length, "task")}: ${named.join(", ")}${rest}?`;
      if (repeating === 0) return `${what} Yes or no.`;
      return `${what} ${repeating} of them ${repeating === 1 ? "repeats" : "repeat"}, and would stop for good. Yes, only this time, or no.`;
    }
    case "scope":
      return `${quoted(question.title)} repeats. Delete this one only, or the whole series? Say “this one” or “all of them”.`;
  }
}

const isLooking = (intent: Reading["intent"]): boolean => intent === "history" || intent === "list";

const SMALLTALK: Record<string, string> = {
  thanks: "You are welcome.",
  parting: "See you. Your tasks stay here, and reminders will find you.",
  praise: "I do my best. “undo” takes back what I got wrong.",
  blame: "Sorry. “undo” takes back what I got wrong, and “help” shows what I understand.",
  apology: "No harm done. “undo” takes back the last change.",
  self: "I keep your tasks. Tell me what is to be done, and when; “help” shows what I understand.",
};

/** Something that changes nothing. */
export function say(words: Words): string {
  switch (words.say) {
    case "help":
      return helpText(words.topic);
    case "smalltalk":
      return SMALLTALK[words.topic ?? ""] ?? "Hello! Tell me what is to be done, and when. “help” shows what I understand.";
    case "not-understood":
      return words.topic
        ? `I am not sure what you mean. ${helpText(words.topic)}`
        : "That is not about tasks, as far as I can tell. Try “buy milk tomorrow at 5pm”, “list”, “done 1”, or “help”.";
    case "nothing-found":
      return sayWhy(words.why);
    case "acknowledged":
      return "All right. Tell me when there is more to do.";
    case "nothing-pending":
      return "All right, I change nothing. “undo” takes back the last change.";
    case "left":
      return "Then I leave it.";
    case "no-reminder":
      return `${quoted(words.task.title)} has no ${words.task.reminders.length > 0 ? "such " : ""}reminder. To delete the task itself say “delete ${words.task.title}”.`;
    case "not-repeating":
      return `${quoted(words.task.title)} does not repeat, so there is nothing to leave out. To let it repeat say for example “every day except Monday”.`;
    case "which-words":
      return `Which words of ${quoted(words.task.title)} shall be ${quoted(words.by)}? Say for example “change ${words.task.title.split(" ").at(-1)} to ${words.by}”.`;
    case "undated":
      return `${quoted(words.task.title)} has no date, so it has no time either.`;
    case "no-title-to-restore":
      return "I have added nothing here whose title I could put back.";
  }
}

function sayWhy(why: Why): string {
  switch (why.because) {
    case "gone":
      return "That task is gone.";
    case "no-list":
      return "There is no list that you could mean. Say “list” first.";
    case "none-fits":
      return "No task fits that.";
    case "more-than-two":
      return `The list has ${count(why.length, "task")}. Which two do you mean? Say their numbers.`;
    case "no-such-number":
      return `The list has ${count(why.length, "task")}, so there is no number ${why.number}.`;
    case "nothing-like":
      return `I found no task like ${quoted(why.words)}.`;
    case "closed":
      return `${quoted(why.task.title)} is ${why.task.status}. Reopen it first.`;
    case "other-state":
      return `I found no ${why.task.status === "open" ? "closed" : "open"} task like ${quoted(why.words)}; ${quoted(why.task.title)} is ${why.task.status}.`;
  }
}

/** A list; the numbers can be used in the next message unless nothing was remembered. */
export function sayList(tasks: readonly Task[], more: boolean, filter: Filter | null, shown: Shown): string {
  if (tasks.length === 0) return sayNothing(filter);
  return [`${more ? "The first " : ""}${count(tasks.length, "task")}:`, ...lines(tasks, shown.series, shown.numbered, shown.given)].join(
    "\n",
  );
}

type Shown = { series: ReadonlyMap<string, Series>; numbered: boolean; given: Given };

function lines(tasks: readonly Task[], series: ReadonlyMap<string, Series>, numbered: boolean, given: Given): string[] {
  return tasks.map((task, index) => {
    const said = describe(task, series.get(task.seriesId ?? "") ?? null, given);
    return `${numbered ? `${index + 1}. ` : "· "}${said}${task.status === "open" ? "" : ` (${task.status})`}`;
  });
}

function sayNothing(filter: Filter | null): string {
  if (filter?.due === "overdue") return "Nothing is overdue.";
  if (filter?.happened) return "Nothing happened there.";
  if (!filter || isWhole(filter)) return "There is nothing to do.";
  return "No task fits that.";
}

/** Beside a question whose answer will not be known as one. */
export const FORGETFUL = "I cannot remember a question just now: please say all of it in one message.";

/** What one might say next, where that helps: the possible answers, or something that works. */
export function suggestions(outcome: string, pending: Pending | null): string[] {
  if (outcome === "asked" && pending) {
    if (pending.ask === "confirm") return pending.repeating > 0 ? ["yes", "only this time", "no"] : ["yes", "no"];
    if (pending.ask === "scope") return ["this one", "all of them", "no"];
    if (pending.ask === "meant") return ["yes", "no"];
    return pending.ask === "which" ? pending.among.map((_, index) => String(index + 1)) : [];
  }
  return outcome === "refused" ? ["list", "help"] : [];
}

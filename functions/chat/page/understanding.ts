/** The interpreter in the browser, fetched once the page itself stands. */
import type { Due, Rule, User } from "@todo/shared/contracts/types.ts";
import type { View } from "./due-text.ts";
import type { Understanding } from "./understand.ts";

type Interpreter = {
  understand(text: string, view: View, user: User | null): Understanding;
  sayRule(rule: Rule, due: Pick<Due, "time"> | null): string;
};

const PATH: string = "/understand.js";
const NOTHING: Understanding = { spans: [], told: [] };
const MOST_CHARACTERS = 2_000;

let interpreter: Interpreter | null = null;
const phrases = new WeakMap<Rule, Map<string | null, string>>();

/** Resolves when messages can be understood and rules be said; rejects when the script could not be had. */
export async function loadUnderstanding(): Promise<void> {
  const loaded: Interpreter = await import(PATH);
  interpreter = loaded;
}

/** What the text will be read as; nothing before the interpreter is here. What was pasted whole is not read at each key. */
export function understandingOf(text: string, view: View, user: User | null): Understanding {
  if (!interpreter || !text.trim() || text.length > MOST_CHARACTERS) return NOTHING;
  return interpreter.understand(text, view, user);
}

/** A rule in words, beside the moment at which the task is due: "every month on the 1st". */
export function ruleText(rule: Rule, due: Pick<Due, "time"> | null): string {
  if (!interpreter) return "repeats";
  const known = phrases.get(rule) ?? new Map<string | null, string>();
  const text = known.get(due?.time ?? null) ?? interpreter.sayRule(rule, due);
  phrases.set(rule, known.set(due?.time ?? null, text));
  return text;
}

/** English words for a task's priority. */
import type { Priority } from "@todo/shared/contracts/types.ts";

const LEVELS: Record<string, Priority> = {
  urgent: "urgent",
  critical: "urgent",
  top: "urgent",
  highest: "urgent",
  asap: "urgent",
  urgently: "urgent",
  high: "high",
  higher: "high",
  important: "high",
  medium: "medium",
  normal: "medium",
  moderate: "medium",
  low: "low",
  lower: "low",
  lowest: "low",
  unimportant: "low",
  no: "none",
  none: "none",
  "1": "urgent",
  "2": "high",
  "3": "medium",
  "4": "none",
  p1: "urgent",
  p2: "high",
  p3: "medium",
  p4: "none",
};

/** A word for a level that stands beside "priority". */
export const LEVEL_WORD = "(?:urgent|critical|top|highest|higher|high|important|medium|normal|moderate|lowest|lower|low|no|none|p[1-4])";

/** A word that states a priority alone, as in "make it urgent". */
export const LEVEL_ALONE = "(?:urgent|critical|top|highest|high|important|unimportant|asap|medium|low|lowest|p[1-4])";

/** The priority a word stands for; null for any other word. */
export function priorityOf(word: string): Priority | null {
  return LEVELS[word.replace(/^!/, "")] ?? null;
}

// Followed by a noun it describes something in the title ("review high priority bugs"), so an end or another fact must come next.
const ENDS = "(?=\\s*(?:$|[,.;#!/)]|(?:and|by|due|on|at|in|every|each|tomorrow|today|tonight|next|remind|tagged|with|tag)\\b))";
const PHRASES = [
  new RegExp(`(?:\\b(?:with|at|as|on|and)\\s+)?(?:\\b(?:a|an|the)\\s+)?\\b(${LEVEL_WORD})[ -]prio(?:rity)?\\b${ENDS}`),
  new RegExp(
    `(?:\\b(?:with|and)\\s+)?(?:\\b(?:a|the)\\s+)?\\bprio(?:rity)?(?:\\s+(?:is|of|level|to|as)|\\s*[:=])?\\s+(${LEVEL_WORD}|[1-4])\\b${ENDS}`,
  ),
  /^(?:very |super )?(urgent|important|critical|asap)(?:\s*[:!]+|\s+[-–])\s+(?=\S)/,
  new RegExp(`^(${LEVEL_WORD})[ -](?:priority|prio)\\s*(?:[:!,]+|\\s[-–])\\s*(?=\\S)`),
  new RegExp(`^priority\\s*[:=]?\\s*(${LEVEL_WORD})\\s*(?:[:!,]+|\\s[-–])\\s*(?=\\S)`),
  /^(asap),?\s+(?=\S)/,
  /\s(urgent)!+\s*$/,
  /\s(urgently)(?=\s*(?:$|[.!,;#]))/,
  /\s(?:as soon as possible|(asap))(?=\s*(?:$|[.!,;#]))/,
  /[,(;]\s*(?:it'?s |this is |very |really )?(urgent|important|critical|asap)\)?(?=\s*(?:$|[.!,;]))/,
];

/** The first phrase of a text that states a priority, with its place in it; null when there is none. */
export function readPriority(lower: string): { priority: Priority; start: number; end: number } | null {
  if (!/prio|urgent|important|critical|asap|as soon as/.test(lower)) return null;
  for (const phrase of PHRASES) {
    const match = phrase.exec(lower);
    const priority = match && priorityOf(match[1] ?? "asap");
    if (match && priority) return { priority, start: match.index, end: match.index + match[0].length };
  }
  return null;
}

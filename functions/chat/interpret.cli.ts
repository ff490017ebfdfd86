/**
 * The interpreter for measuring from outside: one JSON line in, one out, in order.
 * In: {id, text, now, timeZone, state: {pending} | null, weekStart?, dateOrder?}. Out: the first reading as {id, intent, title, due, recurrence, …}.
 */
import { answerLines } from "@todo/shared/domain/json-lines.cli.ts";
import { interpret } from "./interpret/interpret.ts";
import type { Context, Intent, Reading, When } from "./interpret/interpretation.ts";

type Line = { text: string; context: Context };

const INTENTS: Record<Intent, true> = {
  create: true,
  update: true,
  complete: true,
  reopen: true,
  delete: true,
  list: true,
  history: true,
  undo: true,
  redo: true,
  skip: true,
  snooze: true,
  "stop-repeating": true,
  remind: true,
  retitle: true,
  confirm: true,
  deny: true,
  help: true,
  smalltalk: true,
  none: true,
};

function isIntent(value: unknown): value is Intent {
  return typeof value === "string" && value in INTENTS;
}

/** What the answer is recognised by; null when the line has none. */
function idOf(row: unknown): unknown {
  return typeof row === "object" && row !== null && "id" in row ? row.id : null;
}

/** Validates one line; throws with what was expected. */
function parseRow(row: unknown): Line {
  if (typeof row !== "object" || row === null) throw new Error("expected an object");
  const { text, now, timeZone, state, weekStart, dateOrder } = row as Record<string, unknown>;
  if (typeof text !== "string") throw new Error("expected text as a string");
  if (typeof now !== "string" || Number.isNaN(Date.parse(now))) throw new Error("expected now as an RFC 3339 instant");
  if (typeof timeZone !== "string") throw new Error("expected timeZone as an IANA name");
  const intent = typeof state === "object" && state !== null && "pending" in state ? state.pending : null;
  const pending = isIntent(intent) ? { intent, slot: null } : null;
  const context: Context = {
    now,
    timeZone,
    weekStart: weekStart === "SU" || weekStart === "SA" ? weekStart : "MO",
    dateOrder: dateOrder === "dmy" ? "dmy" : "mdy",
    dialogue: pending && { pending, listed: 0, touched: true },
  };
  return { text, context };
}

/** Small talk asks for nothing to be done, which is "none" outside. */
function answerOf(id: unknown, reading: Reading): object {
  const { target, due, rule } = reading;
  return {
    id,
    intent: reading.intent === "smalltalk" ? "none" : reading.intent,
    title: reading.title,
    due: due === null || due === "none" ? null : dueOf(due),
    recurrence: rule === null || rule === "none" ? null : ruleOf(rule),
    target: targetOf(target),
    priority: reading.priority,
    tags: reading.tags,
    description: reading.description,
    reminders: reading.reminders,
    question: reading.question,
    spans: reading.spans.map(({ start, end, kind }) => ({ start, end, kind })),
  };
}

function dueOf(due: When): object {
  return due.time === null ? { date: due.date } : { dateTime: `${due.date}T${due.time.length === 5 ? `${due.time}:00` : due.time}` };
}

function ruleOf(rule: Exclude<Reading["rule"], "none" | null>): object {
  const [first, ...others] = rule.rrules;
  return {
    ...(others.length === 0 ? { rrule: first } : { rrules: rule.rrules }),
    dtstart: rule.start,
    ...(rule.exrules.length > 0 ? { exrule: rule.exrules } : {}),
    ...(rule.exdates.length > 0 ? { exdates: rule.exdates } : {}),
    anchor: rule.anchor,
  };
}

function targetOf(target: Reading["target"]): object | null {
  if (target?.by === "words") return { title: target.words };
  if (target?.by === "number") return { index: target.numbers[0] };
  if (target?.by === "filter" && target.filter.words !== null) return { title: target.filter.words };
  return null;
}

function answerTo(line: string): object {
  let id: unknown = null;
  try {
    const row: unknown = JSON.parse(line);
    id = idOf(row);
    const { text, context } = parseRow(row);
    const [first] = interpret(text, context);
    return first ? answerOf(id, first) : { id, error: "nothing was read" };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

await answerLines(process.stdin, process.stdout, answerTo);

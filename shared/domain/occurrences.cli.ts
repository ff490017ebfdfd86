/**
 * Expands recurrence rules for whoever measures or debugs them: one JSON line {id, rrule, dtstart, timeZone, limit, after?, rrules?, exrules?,
 * exdates?} in, one {id, occurrences} or {id, error} out, in order. With a zone the answers are what its clocks show; without one a Z on UNTIL
 * is read on the rule's own clock.
 */
import { answerLines } from "./json-lines.cli.ts";
import { occurrences } from "./recurrence/occurrences.ts";
import type { RecurrenceSet } from "./recurrence/rule-set.ts";
import { zonedOccurrences } from "./recurrence/zoned-occurrences.ts";

const MAX_LIMIT = 100_000;
const DEFAULT_LIMIT = 100;

type Question = { set: RecurrenceSet; timeZone: string | null; limit: number; after: string | undefined };

function answer(line: string): object {
  let id: unknown = null;
  try {
    const fields = readObject(line);
    id = fields.id ?? null;
    return { id, occurrences: expand(readQuestion(fields)) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

function expand({ set, timeZone, limit, after }: Question): string[] {
  const all = timeZone === null ? occurrences(set, after === undefined ? {} : { from: after }) : zonedOccurrences(set, timeZone, after);
  const taken: string[] = [];
  while (taken.length < limit) {
    const { done, value } = all.next();
    if (done) break;
    taken.push(value);
  }
  return taken;
}

function readObject(line: string): Record<string, unknown> {
  const parsed: unknown = JSON.parse(line);
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed))
    throw new Error(`Expected a JSON object in the line, got ${line.slice(0, 40)}.`);
  return { ...parsed };
}

function readQuestion(fields: Record<string, unknown>): Question {
  const { rrule, dtstart, timeZone = null, limit = DEFAULT_LIMIT, after = null } = fields;
  if (typeof limit !== "number" || !Number.isInteger(limit) || limit < 0 || limit > MAX_LIMIT) {
    throw new Error(`Expected "limit" to be a whole number up to ${MAX_LIMIT}, got ${JSON.stringify(limit)}.`);
  }
  const rrules = [...(rrule === undefined ? [] : [readText("rrule", rrule)]), ...readTexts("rrules", fields.rrules)];
  return {
    set: {
      rrules: rrules.map((text) => text.replace(/^\s*RRULE:/i, "")),
      exrules: readTexts("exrules", fields.exrules),
      exdates: readTexts("exdates", fields.exdates),
      start: readText("dtstart", dtstart),
    },
    timeZone: timeZone === null ? null : readText("timeZone", timeZone),
    limit,
    after: after === null ? undefined : readText("after", after),
  };
}

function readText(name: string, value: unknown): string {
  if (typeof value !== "string") throw new Error(`Expected "${name}" to be a text, got ${JSON.stringify(value) ?? "nothing"}.`);
  return value;
}

function readTexts(name: string, value: unknown): string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new Error(`Expected "${name}" to be a list of texts, got ${JSON.stringify(value)}.`);
  return value.map((item) => readText(name, item));
}

await answerLines(process.stdin, process.stdout, answer);

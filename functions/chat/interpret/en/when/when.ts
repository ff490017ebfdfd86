/** Reads the words of a message that say when: date, time, recurrence, reminders. */
import type { Rule } from "@todo/shared/contracts/types.ts";
import type { Context, ReminderWish, Span, When } from "../../interpretation.ts";

export type WhenReading = {
  due: When | null;
  rule: Rule | null;
  reminders: ReminderWish[];
  /** How far to move, an ISO 8601 duration with sign ("by 2 hours"; in a snooze also "for 10 minutes"). */
  shift: string | null;
  question: string | null;
  /** Of the words that state date, time, recurrence or reminder, their prepositions included. */
  spans: Span[];
};

export type WhenOptions = {
  from?: number;
  to?: number;
  /** Quoted or escaped stretches, which are title whatever they say. */
  protected?: { start: number; end: number }[];
  use: "create" | "update" | "snooze" | "bare";
};

export function readWhen(_text: string, _context: Context, _options: WhenOptions): WhenReading {
  return { due: null, rule: null, reminders: [], shift: null, question: null, spans: [] };
}

/** A half-open range of local dates [from, to), either end open. */
export function readRange(
  _text: string,
  _context: Context,
  _options: { from?: number; to?: number },
): { from: string | null; to: string | null; span: Span } | null {
  return null;
}

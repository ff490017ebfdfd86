/** How long before something a reminder is wished, where the words around already ask for a reminder: "30 minutes before my flight". */
import type { ReminderWish, Span } from "../interpretation.ts";
import type { Piece } from "../piece.ts";
import { countOf, SMALL_NUMBERS } from "./counts.ts";

const UNITS: Record<string, (n: number) => string> = {
  minute: (n) => `-PT${n}M`,
  min: (n) => `-PT${n}M`,
  hour: (n) => `-PT${n}H`,
  hr: (n) => `-PT${n}H`,
  day: (n) => `-P${n}D`,
  night: (n) => `-P${n}D`,
  week: (n) => `-P${n}W`,
  month: (n) => `-P${n}M`,
};
const LEAD = new RegExp(
  String.raw`\b(?:(half an?|a half)\s+(hour)|(\d{1,3}|an?|one|the|${SMALL_NUMBERS}|fifteen|` +
    String.raw`twenty|thirty|(?:a )?couple(?: of)?|(?:a )?few)\s+(minute|min|hour|hr|day|night|week|` +
    String.raw`month)s?)\s+(?:before(?:hand)?|prior(?: to)?|ahead(?: of(?: time)?)?|in advance(?: of)?|early|` +
    String.raw`earlier)(?![\p{L}])(?:\s+(?:it(?:'s| is) (?:scheduled|due|starting|supposed to start)|it (?:starts|begins|` +
    "happens)|(?:it|that|this|then|time)(?=$|[.!?, ])))?",
  "u",
);

/** The lead in a piece, outside the given spans; null when there is none. `night`: the evening of that day is meant. */
export function readLead(piece: Piece, taken: readonly Span[]): { wish: ReminderWish; span: Span; night: boolean } | null {
  const match = LEAD.exec(piece.lower.slice(0, 1000));
  if (!match) return null;
  const start = piece.start + match.index;
  const end = start + match[0].length;
  if (taken.some((span) => start < span.end && end > span.start)) return null;
  const unit = UNITS[match[4] ?? ""];
  const offset = match[1] ? "-PT30M" : unit?.(countOf(match[3] ?? ""));
  return offset ? { wish: { offset }, span: { start, end, kind: "reminder", certain: true }, night: match[4] === "night" } : null;
}

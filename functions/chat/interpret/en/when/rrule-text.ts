/** Rules written out as in RFC 5545 3.8.5 ("RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20260302T090000"), for what no plain phrase can say. */
import { found, type Recogniser, type Scan, word } from "./scan.ts";

const RULE = /^FREQ=[A-Z]+(?:;[A-Z]+=[A-Z0-9,+-]+)*$/;
const MOMENT = /^[0-9]{8}(?:T[0-9]{6})?$/;
const LONGEST = 300;

/** The rule as it stands; whether it is a valid one is the domain's to say. */
export const rruleText: Recogniser = (scan, i) => {
  const name = word(scan, i);
  if ((name !== "rrule" && name !== "exdate") || word(scan, i + 1) !== ":") return null;
  const { text, next } = unbroken(scan, i + 2);
  if (name === "rrule") return RULE.test(text) ? found([{ kind: "rrule", text }], next) : null;
  return MOMENT.test(text) ? found([{ kind: "exdate", text: isoMoment(text) }], next) : null;
};

/** Everything up to the next blank, in capitals. */
function unbroken(scan: Scan, i: number): { text: string; next: number } {
  let text = "";
  let next = i;
  for (; next < scan.to && (next === i || !scan.tokens[next]?.spaced) && text.length < LONGEST; next++)
    text += scan.tokens[next]?.text ?? "";
  return { text: text.toUpperCase(), next };
}

/** "2026-03-02T09:00:00" of "20260302T090000". */
function isoMoment(text: string): string {
  const date = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`;
  return text.length > 8 ? `${date}T${text.slice(9, 11)}:${text.slice(11, 13)}:${text.slice(13, 15)}` : date;
}

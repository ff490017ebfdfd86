/** A rule written out as in RFC 5545 3.8.5.3 ("RRULE:FREQ=DAILY;COUNT=3"), for rules that no plain phrase can say. */
import { found, type Recogniser, word } from "./scan.ts";

const VALUE = /^[A-Z0-9=;,:+-]{1,300}/;

/** The rule as it stands; whether it is a valid one is the domain's to say. */
export const rruleText: Recogniser = (scan, i) => {
  if (word(scan, i) !== "rrule" || word(scan, i + 1) !== ":" || word(scan, i + 2) !== "freq") return null;
  const tokens = scan.tokens;
  let text = "";
  let next = i + 2;
  for (; next < scan.to && (next === i + 2 || !tokens[next]?.spaced) && text.length < 300; next++) text += tokens[next]?.text ?? "";
  const value = VALUE.exec(text.toUpperCase())?.[0];
  return value && value.length === text.length ? found([{ kind: "rrule", text: value }], next) : null;
};

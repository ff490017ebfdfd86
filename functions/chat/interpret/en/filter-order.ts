/** In which order tasks are shown, and how many of them. */
import type { Filter } from "../interpretation.ts";
import { COUNT, countOf } from "./counts.ts";
import { eat, type Reader } from "./filter-reader.ts";
import { NOUN } from "./lexicon.ts";

const MOST_IMPORTANT = new RegExp(
  `\\b(?:the |my )?(?:${COUNT} )?(?:most important|most urgent|top priority|highest[ -]priority)(?=\\s+(?:${NOUN}|things?|ones?|stuff)\\b)`,
);
const SORT_KEY =
  "(due ?date|due|deadline|date|time|when (?:they are|it is) due|priority|importance|urgency|title|name|" +
  "alphabet(?:ically)?|creation(?: date| time)?|created(?: at| date)?|age|date (?:added|created)|last (?:change|" +
  "update)d?|updated?(?: at)?|modified|recency)";
const SORTED = new RegExp(
  "[,;]?\\s*(?:and )?\\b(?:(?:sort|order|rank|arrange|list)(?:ed)?(?: them)?(?: in)? )?\\bby (?:the |" +
    `their )?${SORT_KEY}\\b(?:[ ,(]+(ascending|asc|descending|desc|in reverse|reversed|backwards|(?:newest|latest|` +
    "highest|oldest|lowest|earliest|soonest|most urgent|most important) first))?\\)?(?=\\s*(?:$|[.!?,;\\ue000]))",
);
const FIRST = new RegExp(
  String.raw`\b(?:the )?(newest|most recent|latest|oldest|most important|most urgent|highest priority|soonest|earliest|` +
    String.raw`least important) (?:ones? )?first\b|\b(alphabetically|in alphabetical order|chronologically)\b`,
);

/** "the 3 most important tasks": an order and a number in one. */
export function readMostImportant(reader: Reader): void {
  eat(reader, MOST_IMPORTANT, "filter", (m) => {
    reader.filter.sort = { by: "priority", descending: true };
    reader.filter.limit = m[1] ? countOf(m[1]) : null;
  });
}

/** "sorted by due date", "newest first". Priority is shown highest first unless reversed. */
export function readSort(reader: Reader): void {
  const { filter } = reader;
  if (/\bby\b/.test(reader.left)) {
    eat(reader, SORTED, "filter", (m) => {
      const by = sortKey(m[1] ?? "");
      const order = m[2] ?? "";
      const reversed = /desc|reverse|backward|newest|latest/.test(order);
      const naturallyDescending = by === "priority";
      const descending = /asc|lowest|oldest|earliest|soonest/.test(order) ? false : reversed || naturallyDescending;
      filter.sort = { by, descending: by === "priority" && /reverse|backward/.test(order) ? false : descending };
    });
  }
  if (filter.sort) return;
  eat(reader, FIRST, "filter", (m) => {
    const said = m[1] ?? m[2] ?? "";
    if (/alphabet/.test(said)) filter.sort = { by: "title", descending: false };
    else if (/chrono|soonest|earliest/.test(said)) filter.sort = { by: "due", descending: false };
    else if (/important|urgent|priority/.test(said)) filter.sort = { by: "priority", descending: !said.startsWith("least") };
    else filter.sort = { by: "created", descending: said !== "oldest" };
  });
}

function sortKey(said: string): "due" | "priority" | "created" | "updated" | "title" {
  if (/^(?:priority|importance|urgency)/.test(said)) return "priority";
  if (/^(?:title|name|alphabet)/.test(said)) return "title";
  if (/^(?:creat|age|date (?:added|created))/.test(said)) return "created";
  if (/^(?:last|updated?|modified|recency)/.test(said)) return "updated";
  return "due";
}

const LIMITS: [RegExp, Filter["sort"]][] = [
  [new RegExp(`\\b(?:the |my )?${COUNT} (?:most )?(?:next|first|upcoming)\\b`), { by: "due", descending: false }],
  [new RegExp(`\\b(?:the |my )?${COUNT} (?:most recent|latest|newest|last)\\b`), { by: "created", descending: true }],
  [new RegExp(`\\b(?:the |my )?${COUNT} oldest\\b`), { by: "created", descending: false }],
  [
    new RegExp(`\\b(?:the |my )?(?:next|first|top|upcoming) (?:${COUNT}(?= |$)|(?=${NOUN}\\b|thing|one))`),
    { by: "due", descending: false },
  ],
  [
    new RegExp(`\\b(?:the |my )?(?:last|latest|newest|most recent|recent) (?:${COUNT}(?= |$)|(?=${NOUN}\\b|thing|one))`),
    { by: "created", descending: true },
  ],
  [new RegExp(`\\b(?:the )?oldest (?:${COUNT}(?= |$)|(?=${NOUN}\\b))`), { by: "created", descending: false }],
  [new RegExp(`\\b(?:limit(?:ed)?(?: to)?|only|at most|just|up to|max(?:imum)?) ${COUNT}\\b`), null],
  [new RegExp(`\\b${COUNT} (?=${NOUN}\\b)`), null],
];

/** "the next 3 tasks", "only 5"; "next" and "last" bring their order with them. */
export function readLimit(reader: Reader): void {
  const { filter } = reader;
  if (filter.limit !== null) return;
  for (const [pattern, sort] of LIMITS) {
    const found = eat(reader, pattern, "filter", (m) => {
      filter.limit = m[1] ? countOf(m[1]) : 1;
      filter.sort ??= sort;
    });
    if (found) return;
  }
}

/** Reads in which state the tasks are that are meant, and what happened to them. */
import type { TaskStatus } from "@todo/shared/contracts/types.ts";
import { eat, type Reader } from "./filter-reader.ts";

const BE =
  "(?:(?:that|which) )?(?:(?:are|is|i|i've|i have|have been|has been|was|were|got|have|you|you've) )*(?:already |" +
  "still |not yet |currently )?";
const STATUSES: [RegExp, TaskStatus | "any"][] = [
  [
    new RegExp(
      String.raw`\b(?:of )?any status\b|\bincluding (?:the )?(?:completed|done|finished|closed)(?: ones| tasks)?\b|\b(?:done|` +
        String.raw`completed|finished) (?:or|and) (?:not|open|undone|unfinished)\b|\b(?:open|unfinished) (?:or|and) (?:done|` +
        String.raw`completed|finished|closed)\b`,
    ),
    "any",
  ],
  [
    new RegExp(
      "\\b(?:uncompleted|incomplete|unfinished|undone|outstanding|pending|remaining|active|current|ongoing|upcoming|" +
        `open|unresolved|left to do|still to do|(?:need|have|got|supposed|want) to (?:get (?:\\w+ )?done|finish|complete)|not (?:yet )?(?:done|completed|finished)(?: yet)?|${BE}(?:left|remaining|` +
        "open|pending|outstanding|incomplete)|(?:i )?(?:haven't|have not|didn't) (?:yet )?(?:done|finished|completed|" +
        "finish|do|complete|finished)(?: yet)?)\\b",
    ),
    "open",
  ],
  [new RegExp(`\\b${BE}skipped\\b`), "skipped"],
];
const HAPPENED: [RegExp, "created" | "updated" | "completed"][] = [
  [new RegExp(`\\b${BE}(?:completed?|done|finished|closed|checked off|ticked off|crossed off|accomplished)\\b`), "completed"],
  [new RegExp(`\\b${BE}(?:created|added|entered|new)\\b`), "created"],
  [new RegExp(`\\b${BE}(?:updated|changed|modified|edited|touched)\\b`), "updated"],
];

/** "overdue", "without a date", "open", "created", "finished": at most one state, and what happened to the tasks. */
export function readStatus(reader: Reader): void {
  const { filter } = reader;
  eat(
    reader,
    new RegExp(
      String.raw`\b(?:that (?:are|is) |which are )?(?:over ?due|past due|late(?= (?:task|reminder|one|item|to-?do|chore)|$)|` +
        String.raw`past (?:their|the|its) (?:due date|deadline)|behind schedule)\b`,
    ),
    "filter",
    () => {
      filter.due = "overdue";
    },
  );
  eat(
    reader,
    new RegExp(
      String.raw`\b(?:that (?:have|are) )?(?:without (?:an? |any )?(?:due )?dates?|with(?: no|out) (?:due )?(?:dates?|` +
        String.raw`deadlines?)|(?:have )?no (?:due )?dates?|undated|unscheduled|not scheduled)\b`,
    ),
    "filter",
    () => {
      filter.due = "none";
    },
  );
  for (const [pattern, status] of STATUSES) {
    if (filter.status !== null) break;
    eat(reader, pattern, "filter", () => {
      filter.status = status;
    });
  }
  for (const [pattern, what] of HAPPENED) {
    if (filter.happened !== null || filter.status !== null) break;
    eat(reader, pattern, "filter", () => {
      filter.happened = { what, from: null, to: null };
      if (what === "completed") filter.status = "completed";
    });
  }
}

/** What repeats: one occurrence skipped, or no more of them. */
import type { Context, Reading } from "../interpretation.ts";
import { isEmpty, type Piece, peel } from "../piece.ts";
import { ANY, type Form, readForms } from "./forms.ts";
import { head, tail } from "./lexicon.ts";

const SKIP: Form[] = [
  {
    starts: head("skip(?: over)? "),
    ends: tail(
      " (?:just )?(?:this|the next|next|for this|for the next|once|for once|for now)(?: (?:one|time|week|month|year|" +
        "occurrence|round))?[.! ]*",
    ),
  },
  {
    starts: head(
      "skip(?: over)? (?:(?:this|the next|next|the|today's|tomorrow's|tonight's|this week's|this month's|one|" +
        "an?) )?(?:occurrence|time|instance|round|one)(?: (?:of|for) |$)",
    ),
  },
  { starts: head("skip(?: over)? (?:(?:this|next) (?:week|month)'s |the next |next |today's |tomorrow's |tonight's )"), weak: true },
  { starts: head("skip(?: over)?(?= |$)"), weak: true },
];

/** "skip the gym this week", "skip this occurrence". */
export function readSkip(piece: Piece, context: Context): Reading | null {
  if (!piece.lower.startsWith("skip")) return null;
  return readForms("skip", SKIP, piece, context);
}

const STOP: Form[] = [
  {
    starts: head(
      "(?:stop|end|cancel|remove|delete|drop|turn off) (?:the )?(?:repeat(?:ing|s|ition)?|recurr(?:ing|ence)|series|" +
        "schedule)(?: (?:of|from|for|on))?(?= |$)",
    ),
  },
  { starts: head("(?:stop|end) (?=(?:it|that|this|#?\\d+|the|my)\\b)"), ends: tail(" (?:repeating|recurring)[.! ]*") },
  { starts: head("(?:stop|keep|prevent) "), ends: tail(" from (?:repeating|recurring|coming back)[.! ]*") },
  {
    starts: head("(?:make|set|let) "),
    ends: tail(
      " (?:to )?(?:not (?:repeat|recur)(?:ing)?|non-?recurring|non-?repeating|(?:a )?one[- ](?:off|time)(?: task)?|" +
        "stop repeating|no longer repeat|repeat no more)(?: any ?more)?[.! ]*",
    ),
  },
  { starts: head("(?:don'?t|do not|no longer|never) (?:repeat|recur)(?= |$)") },
  { starts: head("(?:no,? )?(?:not|non)[ -](?:repeating|recurring)(?=[.! ]*$)") },
  {
    starts: ANY,
    ends: tail(
      " (?:(?:should|must|need|shall)(?: not|n't| no longer| never)(?: to)? (?:repeat|recur)|(?:should|must|can|needs? to|has to) (?:stop|quit) " +
        "(?:repeating|recurring))(?: any ?more| again)?[.! ]*",
    ),
  },
  { starts: head("(?:no|not) more repeat(?:s|ing)?(?: (?:of|for))?(?= |$)") },
];

/** "stop repeating rent", "make the gym a one-off". */
export function readStopRepeating(piece: Piece, context: Context): Reading | null {
  if (!/repeat|recur|series|schedule|one[- ]off|one[- ]time|coming back/.test(piece.lower)) return null;
  const found = readForms("stop-repeating", STOP, piece, context);
  const target = found?.target;
  if (found && target === null && (context.dialogue?.touched || isEmpty(peel(piece, STOP[0]?.starts ?? null))))
    return { ...found, target: { by: "last" } };
  return found;
}

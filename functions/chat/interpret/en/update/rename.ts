/** New names: "rename 2 to …", "call it …". */
import type { Context, Reading } from "../../interpretation.ts";
import { after, isEmpty, type Piece, part, spanOf, trim } from "../../piece.ts";
import { head } from "../lexicon.ts";
import { titleOf } from "../titles.ts";
import { type Change, update } from "./change.ts";

const RENAME = head("(?:rename|retitle|re-name|call|title) ");
const TITLE_OF = head("(?:change|set|update|edit|make|modify|fix) (?:the )?(?:title|name|text|wording|words) (?:of|for|on) ");
const TITLE = head("(?:change|set|update|edit|make) (?:(?:the|its) )?(?:title|name|text|wording) (?:to|as|into) ");
const INTO = /\s+(?:to|as|into|=>|->)\s+|\s*(?:=>|->|→)\s*|\s*:\s+/;

/** The words after the joint are the title as they stand; dates in them stay words. */
export function readRename(piece: Piece, context: Context): Reading | null {
  const title = after(piece, TITLE);
  if (title) return update(piece, null, renamed(title), context);
  const rest = after(piece, RENAME) ?? after(piece, TITLE_OF);
  if (!rest || (/^call|^title/.test(piece.lower) && !/^(?:it|that|#?\d+)\b/.test(rest.lower))) return null;
  const it = after(rest, /^(?:it|that|this)(?:\s+(?:to|as|into))?\s+/);
  if (it) return update(piece, part(rest, 0, 2), renamed(it), context);
  const numbered = /^call/.test(piece.lower) ? after(rest, /^#?\d+\s+/) : null;
  const split = INTO.exec(rest.lower);
  if (numbered && !split) return update(piece, trim(part(rest, 0, numbered.start - rest.start)), renamed(numbered), context);
  if (!split || split.index === 0) return null;
  const value = trim(part(rest, split.index + split[0].length));
  return isEmpty(value) ? null : update(piece, trim(part(rest, 0, split.index)), renamed(value), context);
}

function renamed(value: Piece): Change {
  return { title: titleOf(value, [], false), spans: [spanOf(value, "title")] };
}

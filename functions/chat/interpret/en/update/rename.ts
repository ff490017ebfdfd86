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

const IT = /^(it|that|this)(?:\s+(?:to|as|into))?\s+/;
const ITS_TITLE = new RegExp(
  String.raw`^(?:(?:change|set|update|edit|make)\s+(?<owner>.{1,120}?)'s\s+(?:name|title|text|wording)\s+(?:to|as)|(?:the\s+)?(?:name|title)\s+of\s+` +
    String.raw`(?<named>#?\d+|it|that)\s*(?::|should\s+be|is|to))\s+(?=\S)`,
);
const SAYING =
  /^(?:change|edit|update|modify|make)\s+(.{1,120}?)\s+(?:to\s+|so\s+(?:that\s+)?it\s+)?(?:says?|reads?|(?:be\s+)?called|be\s+named)[:,]?\s+(?=\S)/;
/** "2 -> buy rye bread". */
/** 'Change "buy ink" to "buy black ink"', 'rename 2 "call Joan"'. */
const QUOTED =
  /^(?:(?:change|update|edit|rename|retitle) ("[^"]{1,200}")\s+(?:to|into|as)\s+|(?:rename|retitle) (#?\d{1,3}|it|that)\s+)(?=["'])/;
/** "Call 2 the big one"; "call 0800 123" is a telephone number. */
const NUMBERED = /^#?\d{1,2}\s+(?!\d)/;
const ARROW = /^(#?\d{1,3})\s*(?:=>|->|→)\s*(?=\S)/;

/** The words after the joint are the title as they stand; dates in them stay words. */
export function readRename(piece: Piece, context: Context): Reading | null {
  const title = after(piece, TITLE) ?? (context.dialogue?.touched ? after(piece, /^(?:title|name)\s*:\s*(?=\S)/) : null);
  if (title) return update(piece, null, renamed(title), context);
  const titled = ITS_TITLE.exec(piece.lower.slice(0, 300));
  const owner = titled?.groups?.owner ?? titled?.groups?.named;
  if (titled && owner !== undefined) {
    const from = titled[0].indexOf(owner, titled.groups?.named === undefined ? 0 : titled[0].indexOf(" of "));
    return update(piece, part(piece, from, from + owner.length), renamed(trim(part(piece, titled[0].length))), context);
  }
  const saying = SAYING.exec(piece.lower.slice(0, 300)) ?? ((context.dialogue?.listed ?? 0) > 0 ? ARROW.exec(piece.lower) : null);
  const named = saying?.[1];
  if (saying && named !== undefined) {
    const from = saying[0].indexOf(named);
    return update(piece, part(piece, from, from + named.length), renamed(trim(part(piece, saying[0].length))), context);
  }
  const quoted = QUOTED.exec(piece.lower.slice(0, 400));
  const verb = quoted?.[0].indexOf(" ") ?? 0;
  if (quoted)
    return update(
      piece,
      part(piece, verb + 1, verb + 1 + (quoted[1] ?? quoted[2] ?? "").length),
      renamed(trim(part(piece, quoted[0].length))),
      context,
    );
  const rest = after(piece, RENAME) ?? after(piece, TITLE_OF);
  if (!rest || (/^call|^title/.test(piece.lower) && !/^(?:it|that|#?\d{1,2}\s+(?!\d))\b/.test(rest.lower))) return null;
  const it = IT.exec(rest.lower);
  if (it) return update(piece, part(rest, 0, it[1]?.length), renamed(trim(part(rest, it[0].length))), context);
  const numbered = /^call/.test(piece.lower) ? after(rest, NUMBERED) : null;
  const split = INTO.exec(rest.lower);
  if (numbered && !split) return update(piece, trim(part(rest, 0, numbered.start - rest.start)), renamed(numbered), context);
  if (!split || split.index === 0) return null;
  const value = trim(part(rest, split.index + split[0].length));
  return isEmpty(value) ? null : update(piece, trim(part(rest, 0, split.index)), renamed(value), context);
}

function renamed(value: Piece): Change {
  return { title: titleOf(value, [], false), spans: [spanOf(value, "title")] };
}

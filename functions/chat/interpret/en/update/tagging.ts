/** Tags put on and taken off: "tag 2 with work", "remove #x from the report". */
import type { Context, Reading } from "../../interpretation.ts";
import { after, type Piece, part, peel, spanOf, trim } from "../../piece.ts";
import { tagNames } from "../details.ts";
import { head } from "../lexicon.ts";
import { update } from "./change.ts";

const TAG_AS = /\s+(?:with|as|by|to)\s+(?=[^\s])/;
const HASHES = /(?:\s*,?\s*(?:and\s+)?#[\p{L}\p{N}_/-]+)+[.! ]*$/u;
const ADD_TAG = head("(?:add|put|attach|apply|assign|give|set) (?:the |an? )?(?:(?:tags?|labels?) )?");
const REMOVE_TAG = head("(?:(?:remove|delete|drop|clear|strip|take)(?: off| away)? (?:the )?(?:(?:tags?|labels?) )?|untag |unlabel )");
const TAGS =
  /^(?:(?:tags?|labels?)\s+)?((?:#?[\p{L}\p{N}_/-]+(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s+(?=#)))*#?[\p{L}\p{N}_/-]+)(?:\s+(?:tags?|labels?))?$/u;

// "Tag it health": behind a word that can only be a target stands the tag.
const POINTED = /^(it|that|this|them|all of them|#?\d+(?:(?:\s*,\s*|\s+and\s+)#?\d+)*)\s+(?=\S)/;

/** "Give it the tag home". */
const GIVEN = /^give\s+(.{1,80}?)\s+(?:the\s+|an?\s+)?(?:tags?|labels?)\s+(?!of\b)(?=\S)/;

/** Reads the tags to add or to remove and the tasks to do it to. */
export function readTagging(piece: Piece, context: Context): Reading | null {
  if (!/#|\b(?:un)?(?:tag|label)/.test(piece.lower)) return null;
  const untag = after(piece, /^(?:untag|unlabel)\s+/);
  const tag = after(piece, /^(?:tag|label)\s+/) ?? untag;
  if (tag) {
    const own = untag ? null : after(tag, /^(?:as|with)\s+/);
    if (own) return tagged(piece, null, own, false, context);
    const hashes = HASHES.exec(tag.lower.slice(0, 400));
    const as = hashes ? null : (untag ? /\s+(?:from|as|with)\s+/ : TAG_AS).exec(tag.lower);
    if (hashes && hashes.index > 0)
      return tagged(
        piece,
        peel(trim(part(tag, 0, hashes.index)), null, /\s+(?:with|as|by|from)$/),
        trim(part(tag, hashes.index)),
        Boolean(untag),
        context,
      );
    if (as) return tagged(piece, trim(part(tag, 0, as.index)), trim(part(tag, as.index + as[0].length)), Boolean(untag), context);
    const pointed = untag ? null : POINTED.exec(tag.lower);
    if (pointed) return tagged(piece, part(tag, 0, pointed[1]?.length), trim(part(tag, pointed[0].length)), false, context);
    return untag ? update(piece, tag, { removedTags: ["*"] }, context) : null;
  }
  const given = GIVEN.exec(piece.lower.slice(0, 200));
  if (given) {
    const from = given[0].indexOf(given[1] ?? "");
    return tagged(piece, part(piece, from, from + (given[1] ?? "").length), trim(part(piece, given[0].length)), false, context);
  }
  for (const [verb, joint, removes] of [
    [ADD_TAG, /\s+(?:to|on|onto|for)\s+/, false],
    [REMOVE_TAG, /\s+(?:from|off|of|on)\s+/, true],
  ] as const) {
    const rest = after(piece, verb);
    const said = rest && /#|\b(?:tags?|labels?)\b/.test(piece.lower.slice(0, rest.start - piece.start) + rest.lower.slice(0, 40));
    const split = said ? joint.exec(rest.lower) : null;
    if (!rest || !said) continue;
    const names = split ? trim(part(rest, 0, split.index)) : rest;
    if (
      !TAGS.test(names.lower) ||
      (!/^#/.test(names.lower) && !/\b(?:tags?|labels?)\b/.test(piece.lower.slice(0, names.end - piece.start)))
    )
      continue;
    if (!split && !removes && !/\btags?|labels?\b/.test(piece.lower.slice(0, 24))) continue;
    return tagged(piece, split ? trim(part(rest, split.index + split[0].length)) : null, names, removes, context);
  }
  return null;
}

function tagged(whole: Piece, target: Piece | null, names: Piece, removes: boolean, context: Context): Reading | null {
  const match = TAGS.exec(peel(names, null, /[.! ]+$/).lower);
  if (!match) return null;
  const at = match[0].indexOf(match[1] ?? "");
  // "Remove #2" is about a number of the list.
  if (!/\p{L}/u.test(match[1] ?? "")) return null;
  const tags = tagNames(names.source.slice(names.start + at, names.start + at + (match[1] ?? "").length));
  if (removes && tags.length === 1 && /^(?:all|any|every|everything)$/i.test(tags[0] ?? "")) tags[0] = "*";
  return update(whole, target, { ...(removes ? { removedTags: tags } : { tags }), spans: [spanOf(names, "tag")] }, context);
}

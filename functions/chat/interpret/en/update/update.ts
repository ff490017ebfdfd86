/** Changes to existing tasks: any field, several at once. */
import type { Context, Reading } from "../../interpretation.ts";
import { after, type Piece, part, spanOf } from "../../piece.ts";
import { reading } from "../../reading.ts";
import { readBare } from "../create.ts";
import type { Recogniser } from "../recogniser.ts";
import { isImperative } from "../when/task-words.ts";
import { change, hour, update } from "./change.ts";
import { readDescribing } from "./describing.ts";
import { readClearing, readField } from "./fields.ts";
import { readMakeIt, readStatement } from "./making.ts";
import { readMove, readShift } from "./moving.ts";
import { readRename } from "./rename.ts";
import { readTagging } from "./tagging.ts";

/** Changes that name their field: a new name, tags, a note, a field taken away or set. */
export function readChanges(piece: Piece, context: Context): Reading | null {
  return first([readRename, readTagging, readDescribing, readClearing, readField], piece, context);
}

const VERB_ALONE = /^(move|reschedule|postpone|rename|change|update|edit)(?:\s+(?:it|that|this|#?\d{1,3}))?$/;

/** Changes known by their value: "move it to Friday", "make it urgent". */
export function readUpdate(piece: Piece, context: Context): Reading | null {
  const alone = VERB_ALONE.exec(piece.lower);
  const named = alone && after(piece, /^\S+\s+/);
  if (named) return update(piece, named, {}, context);
  if (alone) return reading("update", { spans: [spanOf(piece, "verb")] });
  return first([readShift, readMove, readMakeIt, readStatement], piece, context);
}

/** "Both urgent", "pay them both tomorrow". */
const OF_BOTH =
  /^(?:(?<verb>[a-z]+)\s+)?(?<both>both(?:\s+of\s+(?:them|these|those))?|(?:them|these|those)\s+both)(?:\s+are|\s+should\s+be)?[ ,:]+(?=\S)/d;

/** New values of the two tasks just spoken of; what is to be done with them is in their titles. */
export function readBoth(piece: Piece, context: Context): Reading | null {
  const { touched = false, listed = 0, pending = null } = context.dialogue ?? {};
  const found = (touched || listed > 0) && pending === null && piece.lower.length <= 120 ? OF_BOTH.exec(piece.lower) : null;
  const at = found?.indices?.groups?.both;
  const verb = found?.groups?.verb;
  if (!found || !at || (verb !== undefined && !isImperative(verb))) return null;
  const said = change(part(piece, found[0].length), context);
  return said && { ...update(piece, part(piece, ...at), said, context), otherwise: verb === undefined ? null : readBare(piece, context) };
}

/** "At 8am", "every year", right after a task was touched: nothing but values for it. */
export function readValues(piece: Piece, context: Context): Reading | null {
  if (!context.dialogue?.touched || context.dialogue.pending || piece.lower.length > 120) return null;
  const said = change(piece, context) ?? (/\sinstead\b/.test(piece.lower) ? hour(piece, context) : null);
  return said && update(piece, null, said, context);
}

function first(forms: readonly Recogniser[], piece: Piece, context: Context): Reading | null {
  for (const form of forms) {
    const found = form(piece, context);
    if (found) return found;
  }
  return null;
}

/** Fields named in the command: taken away, or set to a value. */
import type { Context, Reading } from "../../interpretation.ts";
import { after, before, isEmpty, type Piece, part, spanOf, trim } from "../../piece.ts";
import { head, tail } from "../lexicon.ts";
import { LEVEL_WORD, priorityOf } from "../priorities.ts";
import { change, update } from "./change.ts";
import { moved } from "./moving.ts";

const CLEAR = head(
  "(?:remove|clear|delete|drop|unset|erase|take (?:away|off)) (?:the |its |any |all )?(due dates?|dates?|" +
    "deadlines?|due|times?|priority|priorities|descriptions?|notes?|tags|labels)(?: (?:of|from|for|on|off) |$)",
);
/** "Take the date off the wallpaper". */
const OFF =
  /^(?:take|strip)\s+(?:the|its|any|all)\s+(due\s+dates?|dates?|deadline|time|priority|tags?|labels?|notes?|description)\s+(?:off|from)(?:\s+of)?\s+/;
const UNDATED = tail(
  " (?:has |have |needs? |to have |with )?(?:no (?:due )?(?:date|deadline)|no longer due|undated|whenever|someday|no priority)[.! ]*",
);

const NO_FIELD = head("no (?:due date|date|deadline|priority) (?:for|on) ");
const EXISTING = /^(?:#?\d+|it|that|this)[.! ]*$/;

/** "remove the due date from rent"; removing all tags is the tag "*". */
export function readClearing(piece: Piece, context: Context): Reading | null {
  const rest = after(piece, CLEAR) ?? after(piece, OFF);
  if (rest) {
    const field = (CLEAR.exec(piece.lower) ?? OFF.exec(piece.lower))?.[1] ?? "";
    if (/^time/.test(field)) return update(piece, isEmpty(rest) ? null : rest, { allDay: true }, context);
    if (/^(?:tag|label|desc|note)/.test(field))
      return update(
        piece,
        isEmpty(rest) ? null : rest,
        /^(?:desc|note)/.test(field) ? { description: "" } : { removedTags: ["*"] },
        context,
      );
    return update(piece, isEmpty(rest) ? null : rest, field.startsWith("prior") ? { priority: "none" } : { due: "none" }, context);
  }
  const none = after(piece, NO_FIELD);
  if (none && EXISTING.test(none.lower))
    return update(piece, none, /priority/.test(piece.lower) ? { priority: "none" } : { due: "none" }, context);
  const verb = after(piece, /^(?:make|set|give|mark|leave)\s+/);
  const target = verb && before(verb, UNDATED);
  if (!verb || !target || isEmpty(target)) return null;
  return update(
    piece,
    target,
    /priority/.test(verb.lower.slice(target.end - verb.start)) ? { priority: "none" } : { due: "none" },
    context,
  );
}

const NO_DATE = /^no\s+(?:due\s+)?(?:date|deadline)\s+(?:for|on)\s+/;
const FIELD =
  "(?:(?:due )?(?:dates?|days?|times?)|deadlines?|due|start(?:ing)? (?:date|time)|alert times?|" +
  "reminder (?:alert )?times?|times?|priority|priorities|importance|recurrence|repetition|schedule|frequency|tags?|" +
  "labels?)";
const FIELD_OF = head(
  `(?:change|set|update|make|edit|modify|move|adjust|switch|raise|lower|increase|decrease) (?:the |my |its |an? )?${FIELD} (?:of|for|on) `,
);
const FIELD_FIRST = head("(?:set|add|put|give) (?:an? |the )?(?:new )?(?:due (?:date|time)|deadline|priority) (?:of |as |to |: ?)?");
const FIELD_ALONE = head(
  "(?:change|set|update|edit|modify|move|adjust|switch|raise|lower) (?:the |its )?(?:(?:due )?(?:date|day|time)|" +
    "deadline|due|priority|recurrence|schedule|frequency) (?:to|at|as|for) ",
);
const POSSESSIVE = new RegExp(
  String.raw`^(?:change|set|update|make|edit|modify|move|adjust|raise|lower)\s+(.{1,120}?)(?:'s|s'|\s+)\s*(?:due date|date|` +
    String.raw`deadline|priority|due time|time)\s+(?:to|as|at)\s+`,
);

/** "Due date of 3: tomorrow". */
const STATED = new RegExp(String.raw`^(?:the\s+)?${FIELD}\s+(?:of|for|on)\s+(.{1,120}?)(?:\s*[:=]|\s+(?:is|becomes|should be|to))\s+`);
/** "Priority high for bread", "high priority for bread". */
const RANKED = new RegExp(
  `^(?:(?:set|give|make)\\s+)?(?:the\\s+)?(?:priority\\s+(${LEVEL_WORD})|(${LEVEL_WORD})\\s+priority)\\s+(?:for|on|to)\\s+(?=\\S)`,
);
/** "Lower the priority of 2" says which way. */
const RAISED =
  /^(?:raise|increase|bump(?:\s+up)?|lower|decrease|reduce)\s+(?:the\s+)?(?:priority|importance)\s+(?:of|for|on)\s+(?!.*\bto\s)(?=\S)/;

/** "change the priority of the report to high". */
export function readField(piece: Piece, context: Context): Reading | null {
  const alone = after(piece, FIELD_ALONE);
  const value = alone && change(alone, context);
  if (alone && value) return update(piece, null, value, context);
  const owner = POSSESSIVE.exec(piece.lower);
  if (owner) {
    const from = owner[0].indexOf(owner[1] ?? "");
    const said = change(trim(part(piece, owner[0].length)), context);
    if (said) return update(piece, part(piece, from, from + (owner[1] ?? "").length), said, context);
  }
  const stated = STATED.exec(piece.lower.slice(0, 300));
  if (stated) {
    const from = stated[0].indexOf(stated[1] ?? "", stated[0].indexOf(" "));
    const said = change(trim(part(piece, stated[0].length)), context);
    const found = said && update(piece, part(piece, from, from + (stated[1] ?? "").length), said, context, true);
    if (found && found.otherwise === null) return found;
  }
  const ranked = RANKED.exec(piece.lower);
  const priority = ranked && priorityOf(ranked[1] ?? ranked[2] ?? "");
  if (ranked && priority) return update(piece, part(piece, ranked[0].length), { priority }, context, true);
  const undated = after(piece, NO_DATE);
  if (undated && !isEmpty(undated)) return update(piece, undated, { due: "none" }, context, true);
  const level = RAISED.exec(piece.lower);
  if (level) {
    const target = part(piece, level[0].length);
    return update(piece, target, { priority: /^(?:lower|decrease|reduce)/.test(piece.lower) ? "low" : "high" }, context);
  }
  const rest = after(piece, FIELD_OF);
  return (rest && moved(piece, rest, context, false)) ?? readGiven(piece, context);
}

/** "Set a deadline of Friday on the report". */
function readGiven(piece: Piece, context: Context): Reading | null {
  const rest = after(piece, FIELD_FIRST);
  if (!rest) return null;
  let tries = 0;
  for (const joint of rest.lower.slice(0, 300).matchAll(/\s+(?:on|for|to|of)\s+/g)) {
    if (++tries > 4) break;
    const value = trim(part(rest, 0, joint.index));
    const level = /priority/.test(piece.lower.slice(0, rest.start - piece.start)) ? priorityOf(value.lower) : null;
    const said = level ? { priority: level, spans: [spanOf(value, "priority")] } : change(value, context);
    if (said) return update(piece, trim(part(rest, joint.index + joint[0].length)), said, context);
  }
  return null;
}

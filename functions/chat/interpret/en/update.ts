/** Changes to existing tasks: any field, several at once. */
import type { Context, Reading, Span } from "../interpretation.ts";
import { after, before, isEmpty, type Piece, part, peel, spanOf, textOf, trim } from "../piece.ts";
import { reading } from "../reading.ts";
import { readBare } from "./create.ts";
import { type Details, readDetails, saysSomething, tagNames } from "./details.ts";
import { head, NOUN, tail } from "./lexicon.ts";
import { LEVEL_ALONE, priorityOf } from "./priorities.ts";
import type { Recogniser } from "./recogniser.ts";
import { readTarget } from "./targets.ts";
import { titleOf } from "./titles.ts";

type Change = Partial<Omit<Reading, "intent" | "target">>;

/** Changes that name their field: a new name, tags, a note, a field taken away or set. */
export function readChanges(piece: Piece, context: Context): Reading | null {
  return first([readRename, readTagging, readDescribing, readClearing, readField], piece, context);
}

/** Changes known by their value: "move it to Friday", "make it urgent". */
export function readUpdate(piece: Piece, context: Context): Reading | null {
  return first([readShift, readMove, readMakeIt, readStatement], piece, context);
}

function first(forms: readonly Recogniser[], piece: Piece, context: Context): Reading | null {
  for (const form of forms) {
    const found = form(piece, context);
    if (found) return found;
  }
  return null;
}

/** An update of the tasks that `targetPiece` names; an empty one means the last touched. */
function update(whole: Piece, targetPiece: Piece | null, change: Change, context: Context, weak = false): Reading {
  const named = targetPiece && !isEmpty(targetPiece) ? readTarget(targetPiece, context) : null;
  const target = named?.target ?? (named ? null : { by: "last" as const });
  const verb: Span[] =
    targetPiece && targetPiece.start > whole.start ? [spanOf(part(whole, 0, targetPiece.start - whole.start), "verb")] : [];
  const otherwise = weak && target?.by === "words" && !named?.sure ? readBare(whole, context) : null;
  const spans = [...verb, ...(named?.spans ?? []), ...(change.spans ?? [])].sort((a, b) => a.start - b.start);
  return reading("update", { ...change, target, otherwise, spans });
}

// ---- names

const RENAME = head("(?:rename|retitle|re-name|call|title) ");
const TITLE_OF = head("(?:change|set|update|edit|make|modify|fix) (?:the )?(?:title|name|text|wording|words) (?:of|for|on) ");
const TITLE = head("(?:change|set|update|edit|make) (?:(?:the|its) )?(?:title|name|text|wording) (?:to|as|into) ");
const INTO = /\s+(?:to|as|into|=>|->)\s+|\s*(?:=>|->|→)\s*|\s*:\s+/;

function readRename(piece: Piece, context: Context): Reading | null {
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

// ---- tags

const TAG_AS = /\s+(?:with|as|by|to)\s+(?=[^\s])/;
const HASHES = /(?:\s*,?\s*(?:and\s+)?#[\p{L}\p{N}_/-]+)+[.! ]*$/u;
const ADD_TAG = head("(?:add|put|attach|apply|assign|give|set) (?:the |an? )?(?:(?:tags?|labels?) )?");
const REMOVE_TAG = head("(?:(?:remove|delete|drop|clear|strip|take)(?: off| away)? (?:the )?(?:(?:tags?|labels?) )?|untag |unlabel )");
const TAGS =
  /^(?:(?:tags?|labels?)\s+)?((?:#?[\p{L}\p{N}_/-]+(?:\s*,\s*(?:and\s+)?|\s+and\s+))*#?[\p{L}\p{N}_/-]+)(?:\s+(?:tags?|labels?))?$/u;

function readTagging(piece: Piece, context: Context): Reading | null {
  if (!/#|\b(?:un)?(?:tag|label)/.test(piece.lower)) return null;
  const untag = after(piece, /^(?:untag|unlabel)\s+/);
  const tag = after(piece, /^(?:tag|label)\s+/) ?? untag;
  if (tag) {
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
    return null;
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
  const tags = tagNames(names.source.slice(names.start + at, names.start + at + (match[1] ?? "").length));
  return update(whole, target, { ...(removes ? { removedTags: tags } : { tags }), spans: [spanOf(names, "tag")] }, context);
}

// ---- description

const NOTE = "(?:notes?|descriptions?|comments?|details?)";
const NOTE_TO = head(`(?:add|put|attach|write|set|change|update|edit) (?:(?:an?|the) )?${NOTE} (?:to|on|of|for|in) `);
const NOTE_FIRST = head(`(?:add|put|set) (?:(?:an?|the|as) )?${NOTE}(?: (?:that|saying|which says)| ?:) `);
const TO_NOTE = tail(`(?: (?:to|in|into|as) (?:the |its )?${NOTE}(?: (?:of|for|on))? ?.*)`);
const NOTE_VALUE = /\s*(?::|=|\bto\b|\bsaying\b|\bthat says\b)\s*(?=\S)/;

function readDescribing(piece: Piece, context: Context): Reading | null {
  const first = after(piece, NOTE_FIRST);
  const noteTo = first ? null : after(piece, NOTE_TO);
  if (first) {
    const split = /\s+(?:to|on|for)\s+(?!.*\s(?:to|on|for)\s)/.exec(first.lower.slice(0, 400));
    const value = split && /^add|^put/.test(piece.lower) ? trim(part(first, 0, split.index)) : first;
    return update(piece, split ? trim(part(first, split.index + split[0].length)) : null, described(value), context);
  }
  if (noteTo) {
    const split = NOTE_VALUE.exec(noteTo.lower);
    if (!split) return null;
    return update(piece, trim(part(noteTo, 0, split.index)), described(trim(part(noteTo, split.index + split[0].length))), context);
  }
  const add = after(piece, /^(?:add|include|append)\s+/);
  const toTask =
    add &&
    new RegExp(
      `\\s+(?:to|in|on)\\s+(?:my|the|our|that)\\s+(?:(?!list\\b)[^\\s]+\\s+){0,6}?(?:${NOUN}|alert)$|\\s+to\\s+\\d{1,2}\\s?[ap]m\\s+reminder$`,
    ).exec(add.lower.slice(0, 300));
  if (add && toTask && !/\b(?:list|to-? ?dos?)\b/.test(toTask[0])) {
    const from = toTask[0].length - toTask[0].replace(/^\s+(?:to|in|on)\s+/, "").length;
    return update(piece, trim(part(add, toTask.index + from)), described(trim(part(add, 0, toTask.index))), context);
  }
  const to = add && TO_NOTE.exec(add.lower.slice(0, 400));
  if (!add || !to) return null;
  const target = /\s(?:of|for|on)\s+(.*)$/.exec(to[0]);
  const targetPiece = target ? trim(part(add, to.index + to[0].length - (target[1] ?? "").length)) : null;
  return update(piece, targetPiece, described(trim(part(add, 0, to.index))), context);
}

function described(value: Piece): Change {
  return { description: textOf(value).replace(/^"(.*)"$/s, "$1"), spans: [spanOf(value, "description")] };
}

// ---- taking a field away

const CLEAR = head(
  "(?:remove|clear|delete|drop|unset|erase|take (?:away|off)) (?:the |its |any |all )?(due dates?|dates?|deadlines?|due|times?|priority|priorities|descriptions?|notes?|tags|labels)(?: (?:of|from|for|on|off) |$)",
);
const UNDATED = tail(
  " (?:has |have |needs? |to have |with )?(?:no (?:due )?(?:date|deadline)|no longer due|undated|whenever|someday|no priority)[.! ]*",
);

function readClearing(piece: Piece, context: Context): Reading | null {
  const rest = after(piece, CLEAR);
  if (rest) {
    const field = CLEAR.exec(piece.lower)?.[1] ?? "";
    if (/^(?:tag|label|desc|note)/.test(field))
      return update(
        piece,
        isEmpty(rest) ? null : rest,
        /^(?:desc|note)/.test(field) ? { description: "" } : { removedTags: ["*"] },
        context,
      );
    return update(piece, isEmpty(rest) ? null : rest, field.startsWith("prior") ? { priority: "none" } : { due: "none" }, context);
  }
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

// ---- "change the priority of the report to high"

const FIELD =
  "(?:(?:due )?(?:dates?|days?|times?)|deadlines?|due|start(?:ing)? (?:date|time)|alert times?|reminder (?:alert )?times?|times?|priority|priorities|importance|recurrence|repetition|schedule|frequency|reminders?|alerts?|tags?|labels?)";
const FIELD_OF = head(
  `(?:change|set|update|make|edit|modify|move|adjust|switch|raise|lower|increase|decrease) (?:the |my |its )?${FIELD} (?:of|for|on) `,
);
const FIELD_ALONE = head(
  `(?:change|set|update|edit|modify|move|adjust|switch|raise|lower) (?:the |its )?(?:(?:due )?(?:date|day|time)|deadline|due|priority|recurrence|schedule|frequency) (?:to|at|as|for) `,
);
const POSSESSIVE =
  /^(?:change|set|update|make|edit|modify|move|adjust|raise|lower)\s+(.{1,120}?)(?:'s|s'|\s+)\s*(?:due date|date|deadline|priority|due time|time)\s+(?:to|as|at)\s+/;

function readField(piece: Piece, context: Context): Reading | null {
  const alone = after(piece, FIELD_ALONE);
  const value = alone && change(alone, context);
  if (alone && value) return update(piece, null, value, context);
  const owner = POSSESSIVE.exec(piece.lower);
  if (owner) {
    const from = owner[0].indexOf(owner[1] ?? "");
    const said = change(trim(part(piece, owner[0].length)), context);
    if (said) return update(piece, part(piece, from, from + (owner[1] ?? "").length), said, context);
  }
  const rest = after(piece, FIELD_OF);
  return rest && moved(piece, rest, context, false);
}

// ---- "push it back by 2 days", "move the dentist to Friday", "update …"

const SHIFT = head("(?:push|move|shift|bring|pull|postpone|delay|put|defer|reschedule)(?: (?:back|forward|off|up|out|on|ahead))? ");
const SHIFT_WORD = /\b(?:back|forward|forwards|earlier|later|ahead|up|off|out|on|by)\b/;
const SOONER = /\b(?:forward|earlier|sooner|up|ahead)\b/;

function readShift(piece: Piece, context: Context): Reading | null {
  const rest = after(piece, SHIFT);
  if (!rest || !/\d|\b(?:an?|one|two|three|four|five|six|seven|half|few|couple)\b/.test(rest.lower)) return null;
  if (!SHIFT_WORD.test(piece.lower) && !/^(?:postpone|delay|defer)/.test(piece.lower)) return null;
  const details = readDetails(rest, context, "update");
  if (details.shift === null) return null;
  const first = details.spans[0];
  if (!first) return null;
  const target = peel(
    trim(part(rest, 0, first.start - rest.start)),
    null,
    /(?:^|\s+)(?:back|forwards?|off|up|out|on|ahead|by|earlier|later|for)(?:\s+by)?$/,
  );
  const verb = piece.lower.slice(0, rest.start - piece.start) + rest.lower.slice(target.end - rest.start);
  const sooner = SOONER.test(verb) && !/\b(?:back|later|off|out)\b/.test(verb) && !details.shift.startsWith("-");
  const shift = sooner ? `-${details.shift}` : details.shift;
  return update(piece, isEmpty(target) ? null : target, { shift, spans: details.spans }, context);
}

const OURS = new RegExp(`\\b${NOUN}\\b`);
const MOVE = head(
  "(?:remind me (?:about|of|to)(?=.* instead of )|change|move|reschedule|re-schedule|postpone|push(?: back| off)?|shift|delay|defer|bring forward|bring|update|switch|modify|edit|adjust|put(?: off)?|set|prioriti[sz]e|schedule|snooze|show(?= all)|take) ",
);
const STRONG = /^(?:reschedule|re-schedule|postpone|modify|edit|defer|delay|update|prioriti[sz]e)\b/;

function readMove(piece: Piece, context: Context): Reading | null {
  const rest = after(piece, MOVE);
  if (!rest || isEmpty(rest)) return null;
  const strong = STRONG.test(piece.lower);
  if (/^priorit/.test(piece.lower)) return update(piece, rest, { priority: "high" }, context, true);
  const found = moved(piece, rest, context, !strong);
  if (found)
    return /^(?:set|put|schedule|take|show)\b/.test(piece.lower) && found.otherwise !== null && !/\bto\b|#?\d/.test(rest.lower)
      ? null
      : found;
  if (!/^(?:change|update|modify|edit|reschedule|adjust)\b/.test(piece.lower)) return null;
  const noun = OURS.exec(rest.lower.slice(0, 200));
  const target = readTarget(noun ? peel(rest, null, /\s+to\s+(?:include|add|have|be|say|read|show)\s.*$/) : rest, context);
  // "change the dentist reminder" says which task but not how: the change is asked for.
  if (target.sure || noun)
    return reading("update", { target: target.target, spans: [spanOf(part(piece, 0, rest.start - piece.start), "verb"), ...target.spans] });
  return strong && /^(?:reschedule|postpone)/.test(piece.lower) ? update(piece, rest, {}, context, true) : null;
}

const JOINT =
  /\s+(?:(?:and\s+)?(?:to\s+)?(?:move|change|put|set|make)\s+(?:them|it)\s+)?(?:to(?:\s+(?:be|start|become|have))?|until|till|as|into|for|on|by|at|,)\s+/g;
const INSTEAD = /\s+instead of\s.*$/;

/** Splits at the first joint right of which everything is a fact ("… to Friday 3pm"); what stands left of it is the target. */
function moved(piece: Piece, rest: Piece, context: Context, weak: boolean): Reading | null {
  const instead = INSTEAD.exec(rest.lower.slice(0, 600));
  const body = instead ? trim(part(rest, 0, instead.index)) : rest;
  let tries = 0;
  for (const joint of body.lower.slice(0, 600).matchAll(JOINT)) {
    if (joint.index === 0) continue;
    if (++tries > 8) break;
    const value = trim(part(body, joint.index + joint[0].length));
    const said = change(value, context);
    if (!said) continue;
    const spans = [...(said.spans ?? []), ...(instead ? [spanOf(part(rest, instead.index), "date")] : [])];
    const from = before(part(body, 0, joint.index), /\s+from\s+(?:[^\s]+\s+){0,5}[^\s]+$/);
    const dated = from && change(trim(part(body, from.end - body.start + 6, joint.index)), context);
    if (from && dated && !isEmpty(from)) return update(piece, from, { ...said, spans: [...spans, ...(dated.spans ?? [])] }, context, weak);
    return update(piece, trim(part(body, 0, joint.index)), { ...said, spans }, context, weak);
  }
  return null;
}

const LEVEL_END = new RegExp(`^(?:(?:be|a|of|an|very|more|to)\\s+)*!?(${LEVEL_ALONE})(?:[ -]priority)?$`);

/** A piece that says nothing but new values ("Friday 3pm and urgent"); null when anything else stands in it. */
function change(value: Piece, context: Context): Change | null {
  const piece = peel(value, null, /[.!? ]+$/);
  const level = LEVEL_END.exec(piece.lower);
  const priority = level && priorityOf(level[1] ?? "");
  if (priority) return { priority, spans: [spanOf(piece, "priority")] };
  if (/^(?:none|nothing|never|no (?:due )?date)$/.test(piece.lower)) return { due: "none", spans: [spanOf(piece, "date")] };
  const details = readDetails(piece, context, "update");
  if (!saysSomething(details)) return null;
  const left = titleOf(piece, details.spans, false);
  const also =
    left === null
      ? null
      : /^(?:(?:and|to|be|it|make it|with|a|repeat|due|,)\s*)*(?:\b(urgent|high|medium|low|important|critical)(?: priority)?)?$/.exec(
          left.toLowerCase(),
        );
  if (left !== null && !also) return null;
  return { ...valuesOf(details), ...(also?.[1] ? { priority: priorityOf(also[1]) } : {}) };
}

function valuesOf(details: Details): Change {
  const { question, ...said } = details;
  return question === null ? said : { ...said, question };
}

// ---- "make it urgent", "it is due Friday"

const MAKE = head("(?:make|set|mark|give|flag|repeat|let) ");
const VALUE_START =
  /\s+(?:(?:to\s+)?(?:be\s+)?(?:a\s+)?(?=(?:very )?(?:urgent|critical|important|unimportant|high|medium|low|top|p[1-4]\b|!\w))|(?:to\s+)?(?=(?:due|repeat|recur|every|daily|weekly|monthly|yearly|annually|quarterly|biweekly|for|on|at|by|tomorrow|today|tonight|next|this|in|start|monday|tuesday|wednesday|thursday|friday|saturday|sunday|from|until|a\s+(?:daily|weekly|monthly))\b)|(?:as|to)\s+)/g;

function readMakeIt(piece: Piece, context: Context): Reading | null {
  const rest = after(piece, MAKE);
  if (!rest) return null;
  const repeats = piece.lower.startsWith("repeat");
  let tries = 0;
  for (const start of rest.lower.slice(0, 300).matchAll(VALUE_START)) {
    if (++tries > 8) break;
    const value = peel(trim(part(rest, start.index + start[0].length)), /^(?:repeat|recur|as|due)\s+(?=\S)/);
    const said = isEmpty(value) ? null : change(value, context);
    if (!said || (repeats && !said.rule)) continue;
    const target = trim(part(rest, 0, start.index));
    const found = update(piece, target, said, context, true);
    // "make cake tomorrow" and "set the oven low" are tasks; "make the report urgent" changes one.
    const clear = said.priority && (/priority/.test(value.lower) || said.priority === "urgent");
    return found.otherwise === null || repeats || clear ? found : null;
  }
  return null;
}

const STATEMENT = /^(.{1,80}?)(?:'s|\s+(?:is|are|should be|must be|needs to be|has to be))\s+(?:now\s+)?(?:due\s+)?/;

function readStatement(piece: Piece, context: Context): Reading | null {
  const match = STATEMENT.exec(piece.lower.slice(0, 200));
  if (!match) return null;
  const value = trim(part(piece, match[0].length));
  const said = isEmpty(value) ? null : change(value, context);
  if (!said) return null;
  const found = update(piece, trim(part(piece, 0, (match[1] ?? "").length)), said, context, true);
  return found.otherwise === null && found.target !== null && found.target.by !== "words" ? found : null;
}

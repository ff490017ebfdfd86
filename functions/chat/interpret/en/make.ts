/** New tasks said with a noun: "set a daily reminder to …", "new task: …". */
import type { Context, Reading } from "../interpretation.ts";
import { after, overwritten, type Piece, part, peel, spanOf, trim } from "../piece.ts";
import { build, withRing } from "./create.ts";
import { head, NOUN } from "./lexicon.ts";
import { laterIn, ofExisting, ownDay, ownHour } from "./own-times.ts";
import { priorityOf } from "./priorities.ts";
import { titleOf } from "./titles.ts";
import { hour } from "./update/change.ts";

const MAKE = head(
  "(?:(?:i|we)(?:'d| would)? ?(?:need|want|like|have|love)?(?: to)? ?)?(?:add|create|make|set(?: up)?|setup|" +
    "schedule|put(?: up| in| down)?|new|start|give me|get(?: me)?(?! rid)|send(?: me)?|need|want|have|like|activate|enter|record|" +
    "save|jot down|note down|write down|plan|insert|register|open|log)(?: me)? ",
);
const NEW = head(
  "(?:an? )?(?:alarm|alert) and (?:an? )?(?=reminder)|(?:a |an |the |my |another |some |s |one )*(?:(?:new|another|quick|simple) )*",
);
const KIND = new RegExp(
  `^(?:[^\\s,:;"]+\\s+){0,6}?(${NOUN}|alarms?|notifications?)(\\s+(?:alarm|alert|notification|set|made)(?![a-z]))?(?=$|[\\s:,;.?!-])`,
);
const JOINER = new RegExp(
  String.raw`^(?:\s+(?:alarm|alert|notification|set|made|up|for me|please)\b)*(?:\s*[:,;.-]\s*|\s+(?:to|for|about|of|on|that|` +
    "which|called|named|titled|saying|says|regarding|at|by|in|every|due|when|tomorrow|today|tonight|next|i|each|" +
    "daily|weekly|monthly|yearly|once|twice|after|before|until|starting|from|(?:mon|tues|wednes|thurs|fri|satur|" +
    String.raw`sun)days?|with|the|this)(?![\p{L}])|\s+[#!"]|\s*$)`,
  "u",
);
const RINGING = /remind|alert|alarm|notif/;
const LEVELS = /\b(urgent|important|critical|(?:high|low|medium|top)[ -]priority|(?:high|low|medium)(?= (?:task|to)))\b/;
const EMPTY_KIND = new RegExp(
  "^(?:recurring|reoccurring|re-occurring|repeating|new|scheduled|all[- ]day|regular|the|a|an|my|me|up|another|one|" +
    String.raw`quick|simple|separate|future|alert|alarm|and|reminder|\s)*$`,
);

/** "Make my pills reminder daily" changes the one there is. */
const OF_MINE = new RegExp(
  `^(?:make|set|change) (?:my|the) (?!next|first|new)(?:[a-z]+ ){1,3}(?:${NOUN})(?: to)? (?:for |at |on |to )?(?:daily|weekly|monthly|yearly|` +
    "hourly|every|urgent|high|low|\\d[^ ]*(?: ?[ap]m)? instead|due)\\b",
);

/** "Send the rent reminder to flat 2" is something to be sent. */
const SENT = /^send\s+(?!(?:me|us|an?|another|new|the\s+next)\s|(?:reminder|alert|alarm|notification)s?\b)/;

/**
 * "set a 7 am reminder to …", "create an appointment reminder for tomorrow", "new task: …".
 * The noun must be followed by a joiner or the end.
 */
export function readMake(piece: Piece, context: Context): Reading | null {
  const rest = after(piece, MAKE) ?? (/^(?:re)?(?:minder|task|todo|to-do)\b/.test(piece.lower) ? piece : null);
  if (!rest || /^(?:to|it|that|this|them)\b/.test(rest.lower)) return null;
  return OF_MINE.test(piece.lower) || SENT.test(piece.lower) ? null : readKind(piece, peel(rest, NEW), context);
}

function readKind(whole: Piece, rest: Piece, context: Context): Reading | null {
  const kind = KIND.exec(rest.lower);
  const noun = kind?.[1];
  if (/^(?:all|every|both|these|those|any)\b/.test(rest.lower)) return null;
  if (!kind || !noun || (/s$/.test(noun) && !/reminders$/.test(noun))) return null;
  const nounFrom = kind[0].length - noun.length - (kind[2] ?? "").length;
  const joiner = JOINER.exec(rest.lower.slice(kind[0].length));
  // "set reminder pay rent": nothing else than a reminder can be set.
  const after = rest.lower.slice(kind[0].length);
  if (!joiner && !(RINGING.test(noun) && (nounFrom === 0 || /^\s+\d/.test(after)))) return null;
  const verb = spanOf(part(whole, 0, rest.start - whole.start), "verb");
  const spared = spanOf(part(rest, nounFrom, kind[0].length), "verb");
  const adjectives = trim(part(rest, 0, nounFrom));
  // "Add dentist Friday 3pm, set a reminder": the noun belongs to a clause of its own.
  if (/\s(?:set|add|with|and)(?:\s+an?)?$/.test(adjectives.lower)) return null;
  const level = LEVELS.exec(adjectives.lower);
  const levelSpan = level ? [spanOf(part(adjectives, level.index, level.index + level[0].length), "priority")] : [];
  const rings = RINGING.test(noun);
  // "Put a reminder in for …".
  const body = ownHour(ownDay(peel(trim(part(rest, kind[0].length)), /^in\s+(?=(?:for|to|about|that)\s)/)));
  // Without the noun "a daily reminder to …" reads as "daily to …".
  const quieted = overwritten(
    { ...rest, source: body.source, lower: rest.lower.slice(0, body.start - rest.start) + body.lower },
    nounFrom,
    kind[0].length,
  );
  const built = build(quieted, context, { spared: [spared, ...levelSpan, ...laterIn(body)], wrapped: false, certain: true, rings });
  const facts = built.spans.filter((s) => s.kind !== "title" && s !== spared);
  const title = titleOf(body, facts, true) ?? titleOf(EMPTY_KIND.test(adjectives.lower) ? part(rest, 0, 0) : adjectives, facts, true);
  const described = title !== null && EMPTY_KIND.test(title.toLowerCase()) ? null : title;
  const priority = built.priority ?? (level ? priorityOf((level[1] ?? "").split(/[ -]/)[0] ?? "") : null);
  const spans = [verb, ...built.spans].filter((s) => s.end > s.start);
  // "Set an alarm for 7" says when, and not yet what for.
  const at = rings && built.due === null && built.rule === null && /^\d{1,2}$/.test(described ?? "") ? hour(body, context) : null;
  if (at) return withRing({ ...built, ...at, title: null, priority, spans: [verb, ...(at.spans ?? [])] });
  const task = { ...built, title: described, priority, spans };
  return rings ? withRing(ofExisting(task, rest)) : task;
}

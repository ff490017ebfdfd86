/** New tasks: said with a verb, with a noun, with "remind me", or with nothing but the task itself. */
import type { Context, Reading, ReminderWish, Span } from "../interpretation.ts";
import { protectedStretches } from "../marks.ts";
import { after, before, isEmpty, type Piece, part, peel, spanOf, textOf, trim } from "../piece.ts";
import { reading } from "../reading.ts";
import { formatDay, parseDay } from "../when/calendar.ts";
import { formatTime, timeOfPart } from "../when/clock.ts";
import { nowOf } from "../when/now.ts";
import { readDetails } from "./details.ts";
import { readLead } from "./leads.ts";
import { head, LIST, NOUN, tail } from "./lexicon.ts";
import { priorityOf } from "./priorities.ts";
import { titleOf } from "./titles.ts";

/** A task stated without any verb of ours; everything that is no fact is its title. */
export function readBare(piece: Piece, context: Context): Reading {
  return build(piece, context, { spared: [], wrapped: false, certain: false });
}

/** `rings`: the words ask for a reminder, so a lead alone ("an hour before") is one. */
type How = { spared: Span[]; wrapped: boolean; certain: boolean; rings?: boolean };

function build(piece: Piece, context: Context, how: How): Reading {
  const details = readDetails(piece, context, "create", how.spared);
  const lead = how.rings && details.reminders.length === 0 ? readLead(piece, [...details.spans, ...how.spared]) : null;
  const spans = [...how.spared, ...details.spans, ...(lead ? [lead.span] : [])].sort((a, b) => a.start - b.start);
  const title = titleOf(piece, spans, how.wrapped);
  const { spans: _, shift: __, ...said } = details;
  const titleSpans = title === null ? [] : titleSpansOf(piece, spans, how.certain);
  const reminders = lead ? [lead.night ? (eveningBefore(said) ?? lead.wish) : lead.wish] : said.reminders;
  return reading("create", { ...said, reminders, title, spans: [...spans, ...titleSpans].sort((a, b) => a.start - b.start) });
}

/** "The night before" a day that is said. */
function eveningBefore({ due, rule }: Pick<Reading, "due" | "rule">): ReminderWish | null {
  if (due === null || due === "none" || rule !== null) return null;
  return { at: { date: formatDay(parseDay(due.date) - 1), time: formatTime(timeOfPart("night")), timeZone: due.timeZone } };
}

function titleSpansOf(piece: Piece, spans: readonly Span[], certain: boolean): Span[] {
  const found: Span[] = [];
  let from = piece.start;
  for (const span of [...spans, { start: piece.end, end: piece.end }]) {
    const gap = trim(part(piece, Math.min(from, piece.end) - piece.start, Math.max(from, span.start) - piece.start));
    if (!isEmpty(gap) && span.start >= from) found.push(spanOf(gap, "title", certain));
    from = Math.max(from, span.end);
  }
  return found;
}

// ---- "remind me to …"

const REMIND = head(
  "(?:remind(?: me| us)?|reminder me|remindme|(?:give|send|drop|shoot) (?:me|us) an? (?:nudge|heads[- ]up|shout|ping|buzz|poke)(?= (?:in|at|on|to|about|when|before|tomorrow|next|every))|" +
    "tell me(?= to )|(?:alert|notify|ping|nudge) (?:me|us)|(?:(?:start|keep|continue) )?reminding (?:me|us)|" +
    "(?:i|we)(?:'d| would)? ?(?:want|need|like|have|wish|would like|would love|'d like)? to be reminded|(?:make sure|" +
    "see to it|ensure) (?:that )?i (?:don't forget|do not forget|remember)(?: to)?|(?:don'?t|do not|" +
    "never) let me forget(?: to)?|(?:help me|i (?:must|have to|need to|should)) remember(?: to)?|(?:don'?t|" +
    "do not) forget(?: to)?|(?:i |we )?(?:must(?: not|n'?t)|can'?t|cannot|better not) forget(?: to)?|remember to|i (?:do not|don'?t|don ' t) want to forget(?: to)?)(?=$|[ ,:.])",
);
const SPOKEN_TO_ME = head("remind (?!me\\b|us\\b|to\\b|that\\b|about\\b|of\\b|in\\b|at\\b|on\\b|for\\b)");
const FORGOTTEN = head(
  "(?:i (?:do not|don'?t|don ' t) want to forget|(?:don'?t|do not) (?:let me )?forget|(?:i |we )?(?:must(?: not|n'?t)|can'?t|cannot|better not) forget|remember)\\b",
);

/** "remind me tomorrow to call mum": a task with a reminder at its due moment unless another one is said. */
export function readRemindMe(piece: Piece, context: Context): Reading | null {
  if (SPOKEN_TO_ME.test(piece.lower)) return withRing(build(piece, context, { spared: [], wrapped: false, certain: true }));
  const rest = after(piece, REMIND);
  if (!rest) return null;
  const verb = spanOf(part(piece, 0, rest.start - piece.start), "verb");
  const plain = ownHour(ownDay(peel(peel(rest, /^with\s+an?\s+(?:reminder|alert|notification)\s+/), /^to\s+(?=\S)/)));
  const spared = laterIn(plain);
  const built = ofExisting(unlessPast(plain, build(plain, context, { spared, wrapped: true, certain: true, rings: true }), context), rest);
  const task = FORGOTTEN.test(piece.lower) ? built : withRing(built);
  return { ...task, spans: [verb, ...task.spans] };
}

const PAST =
  /^(?:on\s+)?(?:yesterday|last\s+(?:night|week|month|year|(?:mon|tues|wednes|thurs|fri|satur|sun)day)|(?:\d+|an?|one|two|three)\s+[a-z]+\s+ago)(?=\s+(?:to|about|at|of)\b|$)/;

/** Nobody is reminded in the past: when is asked instead. */
function unlessPast(piece: Piece, task: Reading, context: Context): Reading {
  const past = PAST.exec(piece.lower.slice(0, 300));
  const isPast = task.due !== null && task.due !== "none" && parseDay(task.due.date) < nowOf(context).day && task.rule === null;
  if (!isPast && !past) return task;
  const rest = past && trim(part(piece, past[0].length));
  const { title, spans } = rest ? build(rest, context, { spared: [], wrapped: true, certain: true }) : task;
  return { ...task, title, due: null, reminders: [], question: "That moment is past. When shall I remind you?", spans };
}

const LATER = /^later(?:\s+on)?(?=\s)|(?<=\s)later(?:\s+on)?(?=[.! ]*$)/;

/** "Remind me later to …": when is not said, but it is no part of the title. */
function laterIn(piece: Piece): Span[] {
  const later = LATER.exec(piece.lower.slice(0, 300));
  return later ? [spanOf(part(piece, later.index, later.index + later[0].length), "date", false)] : [];
}

const OWN_DAY =
  /^(?:(?:about|of|for|regarding)\s+)?(?:(?:my|the|our)\s+)?(?:today|tomorrow|(?:next\s+)?(?:mon|tues|wednes|thurs|fri|satur|sun)day)('?s)\s+(?=\S)/;

const OWN_HOUR =
  /(?:^(?:(?:about|of|for|regarding)\s+)?|\b(?:min(?:ute)?|hour|hr|day)s?\s+(?:before|ahead\s+of|prior\s+to)\s+)(my|the|our)(?=\s+(?:\d{1,2}:\d\d(?:\s*[ap]\.?m\b)?|\d{1,2}\s*(?:[ap]\.?m\b|o'?clock)|noon)\s+[a-z])/;

/** "My 4pm call" as what to be reminded of: the hour says when. An "at" in place of the "my" keeps every index. */
function ownHour(piece: Piece): Piece {
  const owner = OWN_HOUR.exec(piece.lower.slice(0, 200));
  if (!owner) return piece;
  const [from, to] = [owner.index + owner[0].length - (owner[1]?.length ?? 0), owner.index + owner[0].length];
  const at = (text: string, start: number) => `${text.slice(0, start + from)}${"at".padEnd(to - from)}${text.slice(start + to)}`;
  return { ...piece, source: at(piece.source, piece.start), lower: at(piece.lower, 0) };
}

/** "Tomorrow's meeting" as what to be reminded of: the day says when. A comma in place of the "'s" keeps every index. */
function ownDay(piece: Piece): Piece {
  const owner = OWN_DAY.exec(piece.lower);
  const ending = owner?.[1];
  if (!owner || ending === undefined) return piece;
  const at = owner[0].lastIndexOf(ending);
  const comma = (text: string, from: number) => `${text.slice(0, from)}${",".padEnd(ending.length)}${text.slice(from + ending.length)}`;
  return { ...piece, source: comma(piece.source, piece.start + at), lower: comma(piece.lower, at) };
}

/** A lead before "the flight" or "my 4pm call" names what exists perhaps already: the reminder is for that task if there is one. */
function ofExisting(task: Reading, piece: Piece): Reading {
  const named = task.due === null || OWN_HOUR.test(piece.lower.slice(0, 200));
  const leads = named && task.rule === null && task.reminders.some((wish) => "offset" in wish);
  return leads && task.title !== null ? { ...task, target: { by: "words", words: task.title, spoken: task.title, due: null } } : task;
}

/** A reminder at the due moment, when the words asked to be reminded and named no other time; without a due the chat asks for one. */
export function withRing(task: Reading): Reading {
  if (task.reminders.length > 0) return task;
  return { ...task, reminders: [{ offset: "PT0S" }] };
}

// ---- "set a daily reminder to …", "new task: …"

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

/**
 * "set a 7 am reminder to …", "create an appointment reminder for tomorrow", "new task: …".
 * The noun must be followed by a joiner or the end.
 */
export function readMake(piece: Piece, context: Context): Reading | null {
  const rest = after(piece, MAKE) ?? (/^(?:re)?(?:minder|task|todo|to-do)\b/.test(piece.lower) ? piece : null);
  if (!rest || /^(?:to|it|that|this|them)\b/.test(rest.lower)) return null;
  return OF_MINE.test(piece.lower) ? null : readKind(piece, peel(rest, NEW), context);
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
  const quieted = quiet(
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
  const task = { ...built, title: described, priority, spans };
  return rings ? withRing(ofExisting(task, rest)) : task;
}

/** The piece with the noun blanked out, so that "a daily reminder to …" reads as "daily to …"; every index stays. */
function quiet(piece: Piece, from: number, to: number): Piece {
  const blank = (text: string, at: number) => text.slice(0, at + from) + " ".repeat(to - from) + text.slice(at + to);
  return { ...piece, source: blank(piece.source, piece.start), lower: blank(piece.lower, 0) };
}

// ---- "add … to my list", "add …"

const PUT = head("(?:add|put|place|throw|stick|include|write|get|jot)(?: down)?(?= |:)");
const ONTO_LIST = `\\s+(?:to|on|onto|on to|in|into)\\s+(?:my|the|our|a)\\s+(?:([a-z-]+)\\s+){0,3}?(?:${LIST})(?![a-z-])`;
const ONTO = new RegExp(`${ONTO_LIST}(?:\\s*,?\\s*please)?[ .!?]*$`);
const ONTO_AND_MORE = new RegExp(`${ONTO_LIST}\\s+`);
const ITEM = /^:?\s*(?:(?:an?|the)\s+)?(?:new\s+)?(?:items?|tasks?|entry)\s*:?\s+(?=\S)/;
const ON_LIST = new RegExp(
  `^(?:on|to|in)\\s+(?:my|the|our)\\s+(?:[a-z-]+\\s+){0,4}?(?:${LIST}),?\\s*(?:please\\s+)?(?:add|put|include|write|place)(?=\\s)`,
);
/** "Add to my list: …". */
const TO_LIST = head(
  `(?:add|put)(?: this| these| the following)?(?: items?| tasks?)? (?:to|on|onto) (?:my|the|our) (?:[a-z-]+ ){0,3}?(?:${LIST})(?: ?[:,-]| (?=(?:that|to) ))`,
);
/** What was on the list before is opened again. */
const BACK = /^(?:please\s+)?(?:put|get|bring|place)\s.{1,200}\sback\s+(?:on|onto|to|in)\s/;
const PUT_IT = tail(
  "[ ,;]+(?:(?:and|so) )?(?:please )?(?:add|put|place) (?:it|that|this) (?:to|on|onto|in) (?:my|the|our) (?:[a-z-]+ ){0,3}?(?:" +
    LIST +
    ")[ .!?]*",
);
const LITERAL = head(
  "(?:add(?: (?:an? )?(?:new )?(?:task|to-? ?do))?|new (?:task|to-? ?do)|create (?:an? )?(?:new )?(?:task|" +
    "to-? ?do)|to-?do)(?: ?:| )|(?:create|new|task|reminder|memo) ?:|note to (?:my)?self(?: ?[:,-])?(?= )|(?:make|take) (?:me )?a note (?:to|that|of|about)(?= )|(?:jot|note) down(?: ?:)?(?= )",
);

/** "put soap on my drugstore list": the list is ours; a kind of list that is named becomes a tag. */
export function readOnto(piece: Piece, context: Context): Reading | null {
  if (BACK.test(piece.lower)) return null;
  const onList = after(piece, ON_LIST) ?? after(piece, TO_LIST);
  if (onList) return certainly(piece, onList, context, true);
  const put = before(piece, PUT_IT);
  if (put && !isEmpty(put)) return certainly(put, peel(put, /^(?:i|we)\s+(?:need|have|want|must|should|got)\s+(?:to\s+)?/), context);
  const rest = after(piece, PUT);
  const body = rest && before(rest, ONTO);
  if (rest && !body) return readOntoWithDate(piece, rest, context);
  if (!body || isEmpty(body)) return null;
  return certainly(piece, peel(peel(body, ITEM), /^:\s*/), context);
}

/** "put eggs on my list for Friday": what stands behind the list says when, and nothing else. */
function readOntoWithDate(whole: Piece, rest: Piece, context: Context): Reading | null {
  const list = ONTO_AND_MORE.exec(rest.lower.slice(0, 300));
  if (!list || list.index === 0) return null;
  const tailPiece = trim(part(rest, list.index + list[0].length));
  const details = readDetails(tailPiece, context, "create");
  if (details.spans.length === 0 || titleOf(tailPiece, details.spans, true) !== null) return null;
  const named = peel(part(rest, 0, list.index), ITEM);
  const from = trim(part(rest, list.index, list.index + list[0].length));
  const body = part(rest, named.start - rest.start);
  const built = build(body, context, { spared: [spanOf(from, "verb")], wrapped: false, certain: true });
  return { ...built, spans: [spanOf(part(whole, 0, body.start - whole.start), "verb"), ...built.spans] };
}

/** "add buy milk": the words after the verb are the title as they stand. */
export function readAdd(piece: Piece, context: Context): Reading | null {
  const rest = after(piece, LITERAL) ?? (/^(?:add|create|new task)$/.test(piece.lower) ? part(piece, piece.lower.length) : null);
  if (!rest) return null;
  return certainly(piece, peel(rest, /^[:\s]+/), context);
}

function certainly(whole: Piece, body: Piece, context: Context, wrapped = false): Reading {
  const built = build(body, context, { spared: [], wrapped, certain: true });
  const verb = spanOf(part(whole, 0, Math.max(0, body.start - whole.start)), "verb");
  return { ...built, spans: verb.end > verb.start ? [verb, ...built.spans] : built.spans };
}

/** A title in quotes: nothing in it says anything else. */
export function readQuoted(piece: Piece): Reading {
  const inner = part(piece, 1, piece.lower.length - 1);
  return reading("create", { title: textOf(inner).trim() || null, spans: [spanOf(inner, "title")] });
}

/** Whether quotes enclose the whole of a piece, so that it is a title and nothing else. */
export function isQuoted(piece: Piece): boolean {
  const [first] = protectedStretches(piece);
  return (
    piece.lower.length > 2 && !piece.lower.startsWith("\\") && first !== undefined && first.start === piece.start && first.end === piece.end
  );
}

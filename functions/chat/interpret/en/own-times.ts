/** When something is, said as a part of what it is called: "tomorrow's meeting", "my 4pm call". */
import type { Reading, Span } from "../interpretation.ts";
import { overwritten, type Piece, part, spanOf } from "../piece.ts";

const LATER = /^later(?:\s+on)?(?=\s)|(?<=\s)later(?:\s+on)?(?=[.! ]*$)/;

/** "Remind me later to …": when is not said, but it is no part of the title. */
export function laterIn(piece: Piece): Span[] {
  const later = LATER.exec(piece.lower.slice(0, 300));
  return later ? [spanOf(part(piece, later.index, later.index + later[0].length), "date", false)] : [];
}

const OWN_DAY =
  /^(?:(?:about|of|for|regarding)\s+)?(?:(?:my|the|our)\s+)?(?:today|tomorrow|(?:next\s+)?(?:mon|tues|wednes|thurs|fri|satur|sun)day)('?s)\s+(?=\S)/;

const OWN_HOUR =
  /(?:^(?:(?:about|of|for|regarding)\s+)?|\b(?:min(?:ute)?|hour|hr|day)s?\s+(?:before|ahead\s+of|prior\s+to)\s+)(my|the|our)(?=\s+(?:\d{1,2}:\d\d(?:\s*[ap]\.?m\b)?|\d{1,2}\s*(?:[ap]\.?m\b|o'?clock)|noon)\s+[a-z])/;

/** "My 4pm call" as what to be reminded of: the hour says when. An "at" in place of the "my" makes it one of the task. */
export function ownHour(piece: Piece): Piece {
  const owner = OWN_HOUR.exec(piece.lower.slice(0, 200));
  if (!owner) return piece;
  const end = owner.index + owner[0].length;
  return overwritten(piece, end - (owner[1]?.length ?? 0), end, "at");
}

/** "Tomorrow's meeting" as what to be reminded of: the day says when. A comma in place of the "'s" parts it from the title. */
export function ownDay(piece: Piece): Piece {
  const owner = OWN_DAY.exec(piece.lower);
  const ending = owner?.[1];
  if (!owner || ending === undefined) return piece;
  const at = owner[0].lastIndexOf(ending);
  return overwritten(piece, at, at + ending.length, ",");
}

/** A lead before "the flight" or "my 4pm call" names what exists perhaps already: the reminder is for that task if there is one. */
export function ofExisting(task: Reading, piece: Piece): Reading {
  const named = task.due === null || OWN_HOUR.test(piece.lower.slice(0, 200));
  const leads = named && task.rule === null && task.reminders.some((wish) => "offset" in wish);
  return leads && task.title !== null ? { ...task, target: { by: "words", words: task.title, spoken: task.title, due: null } } : task;
}

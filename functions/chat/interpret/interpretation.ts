/** What a message was understood to say: the vocabulary between the interpreter and the chat's decisions. It knows no language. */
import type { Priority, Rule, TaskStatus } from "@todo/shared/contracts/types.ts";

/** Everything the reading of a message may depend on; the interpreter has no clock and no memory of its own. */
export type Context = {
  /** The present instant, RFC 3339. */
  now: string;
  /** IANA name of the user's zone. */
  timeZone: string;
  weekStart: "MO" | "SA" | "SU";
  dateOrder: "dmy" | "mdy";
  dialogue: Dialogue | null;
};

/** What the conversation remembers that changes how words are read. */
export type Dialogue = {
  /** The intent the bot has just asked about, and the slot it asked for (null: a yes or a no; "dues": of several listed tasks at once). */
  pending: { intent: Intent; slot: "title" | "target" | "due" | "dues" | null } | null;
  /** How many tasks the last shown list numbered. */
  listed: number;
  /** Whether "it" can mean a task: one was touched in this conversation. */
  touched: boolean;
};

export type Intent =
  | "create"
  | "update"
  | "complete"
  | "reopen"
  | "delete"
  | "list"
  | "history"
  | "undo"
  | "redo"
  | "skip"
  | "snooze"
  | "stop-repeating"
  | "remind"
  | "retitle"
  | "confirm"
  | "deny"
  | "help"
  | "smalltalk"
  | "none";

/** Where in the text something was read; `certain` is false when it is implied rather than said. */
export type Span = {
  start: number;
  end: number;
  kind: "verb" | "title" | "target" | "date" | "time" | "recurrence" | "reminder" | "priority" | "tag" | "description" | "filter";
  certain: boolean;
};

/** A moment on the user's wall clock: a date, perhaps a time, perhaps a zone that was named. */
export type When = { date: string; time: string | null; timeZone: string | null };

/**
 * A reminder as said: a lead before the due moment (signed ISO 8601 duration, as TRIGGER in RFC 5545 3.8.6.3), perhaps to an hour of that day
 * ("the day before at 6pm" of a day not said here), or a moment of its own.
 */
export type ReminderWish = { offset: string; time?: string } | { at: When };

/** What a rule leaves out, as rules and as days. */
export type Exceptions = Pick<Rule, "exrules" | "exdates">;

/** Words put in the place of others in a title; which others is null when only the right ones are said ("I meant the fridge"). */
export type Swap = { words: string | null; by: string };

/** A half-open range of local days [from, to), either end open. */
export type Days = { from: string | null; to: string | null };

/**
 * Which tasks are meant. `words` names one task: `spoken` is everything that was said, tried first because a date word may belong to the
 * title; `words` leaves out what was read as a date, and `due` are the days it says, which choose between several matches. `each` are the
 * names in them, should several tasks be named at once.
 */
export type Target =
  | { by: "words"; words: string; spoken: string; due: Days | null; each?: string[] }
  | { by: "number"; numbers: number[] }
  | { by: "all-listed" }
  /** Two tasks just spoken of. */
  | { by: "both" }
  | { by: "last" }
  | { by: "filter"; filter: Filter };

export type Filter = {
  words: string | null;
  status: TaskStatus | "any" | null;
  due: Days | "none" | "overdue" | null;
  /** Wall clock time of the due moment, "HH:MM" ("the 5 pm one"). */
  at: string | null;
  /** What happened to the task, and on which days: "finished yesterday", "what changed today". */
  happened: ({ what: "created" | "updated" | "completed" | "deleted" | "any" } & Days) | null;
  priorities: Priority[];
  tags: string[];
  repeating: boolean | null;
  sort: { by: "due" | "priority" | "created" | "updated" | "title"; descending: boolean } | null;
  limit: number | null;
};

/**
 * One command of a message. Fields that were not said are null (or empty); for `update` they are the changes wished.
 * A reading with a `question` is asked, not acted on.
 * - create: a null `title` is asked for. With a `target` the reminders are for that task if one fits, else for the new one.
 * - update: `title` renames, `tags` are added, `removedTags` taken away ("*" is all of them), a `description` of "" empties it.
 *   Said as no change at all ("change the dentist reminder") it asks what to change.
 * - delete: with `onlyReminders` the task stays, and is reminded of no more (of the `reminders` that are named, else at all).
 * - complete, reopen, delete, skip, stop-repeating: a null `target` is asked for.
 * - snooze: until `due` or for `shift`; with neither, for the usual time.
 * - remind: the `reminders` are added to the target; with `onlyReminders` they take the place of those it has.
 * - list: tasks that fit `filter`, or one task in full when there is a `target`.
 * - history: of the `target`, or of everything; the days are in `filter.happened`.
 * - retitle: the words read as facts in the last command were title; a `title` names the words if only some were.
 * - confirm, deny: the answer to what was asked; with nothing asked, deny only breaks off.
 * - none: nothing is done; `otherwise` is what the words would mean, to be offered, and `topic` the nearest help.
 */
export type Reading = {
  intent: Intent;
  title: string | null;
  /** Of update: what becomes of the title, should the words stand in it. */
  swap: Swap | null;
  description: string | null;
  priority: Priority | null;
  tags: string[];
  removedTags: string[];
  due: When | "none" | null;
  /** Of update: whatever day the task has or gets, it has no time on it. */
  allDay: boolean;
  rule: Rule | "none" | null;
  /** Of update: what the rule that the task has leaves out from now on. */
  except: Exceptions | null;
  reminders: ReminderWish[];
  onlyReminders: boolean;
  target: Target | null;
  /** Of list and history: what to show. */
  filter: Filter | null;
  /** Of snooze and "move … by": how far, ISO 8601 duration with sign. */
  shift: string | null;
  /** Of undo and redo: how many commands; of help: nothing. */
  count: number | null;
  /** Of help: the topic asked for; of small talk: its kind; of none: the nearest help. */
  topic: string | null;
  /** What cannot be acted on as said, as a question for the user ("3 March 2027 is a Wednesday, not a Friday: which one?"). */
  question: string | null;
  /** What the words mean when no task fits the target: "cancel gym membership" is a new task unless a task says "gym membership". */
  otherwise: Reading | null;
  spans: Span[];
};

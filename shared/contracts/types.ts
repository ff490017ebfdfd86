/* Generated from specs/001-event-driven-todo/contracts by shared/contracts/generate.ts; never edited. */

export type LocalDate = string;
/**
 * A local time such as 09:00:00.
 */
export type LocalTime = string;
/**
 * IANA time zone name.
 */
export type TimeZone = string;
/**
 * Either an offset from the due moment (-PT30M is half an hour before) or a local moment of its own.
 */
export type ReminderInput =
  | {
      offset: Duration;
    }
  | {
      at: LocalMoment;
    };
/**
 * ISO 8601 duration with a sign, as TRIGGER in RFC 5545 3.8.6.3.
 */
export type Duration = string;
/**
 * A local date, or a local date-time, without a zone.
 */
export type LocalMoment = string;
export type Uuid = string;
export type Title = string;
export type Priority = "none" | "low" | "medium" | "high" | "urgent";
export type Tags = string[];
export type BatchOperation =
  | {
      op: "create";
      task: TaskInput;
    }
  | {
      op: "update";
      id: Uuid;
      version?: number;
      patch: TaskPatch;
    }
  | {
      op: "complete" | "reopen" | "skip" | "restore";
      id: Uuid;
      version?: number;
    }
  | {
      op: "delete";
      id: Uuid;
      version?: number;
      scope?: "occurrence" | "series";
    };
export type TaskStatus = "open" | "completed" | "skipped";
/**
 * RFC 3339 in UTC with milliseconds.
 */
export type Instant = string;
/**
 * Why it happened.
 */
export type Reason = "command" | "undo" | "redo" | "recurrence" | "time-zone" | "erasure";
export type SequenceText = string;
/**
 * Events of the topic reminders: what was planned, rang, and was delivered.
 */
export type ReminderEventTopic = ReminderPlanned | ReminderDue | ReminderDelivery;
/**
 * generation.sequence
 */
export type Cursor = string;
/**
 * Events of the topic task-events: what happened to tasks, series and users.
 */
export type TaskEventTopic = TaskEvent | SeriesUpdated | UserUpdated | UserErased;
/**
 * Events of the topic task-updates: the same bytes as in the other two topics, for whoever shows them.
 */
export type TaskUpdateEventTopic = TaskEventTopic | ReminderEventTopic;

/**
 * A local date, with a time unless it is all-day. A named zone pins the time to it; without one it floats with the user.
 */
export interface DueInput {
  date: LocalDate;
  time?: LocalTime | null;
  timeZone?: TimeZone | null;
}
/**
 * RFC 5545 recurrence: RRULE, EXRULE and EXDATE values, such as FREQ=MONTHLY;BYMONTHDAY=1. It starts at the due moment, else today.
 */
export interface RuleInput {
  rrules: string[];
  exrules?: string[];
  exdates?: LocalMoment[];
  /**
   * What the next occurrence is counted from: the calendar, or the day of completion.
   */
  anchor?: "due" | "completion";
}
export interface TaskInput {
  id?: Uuid;
  title: Title;
  description?: string;
  priority?: Priority;
  tags?: Tags;
  due?: DueInput | null;
  reminders?: ReminderInput[];
  rule?: RuleInput | null;
}
export interface TaskPatch {
  title?: Title;
  description?: string;
  priority?: Priority;
  tags?: Tags;
  due?: DueInput | null;
  reminders?: ReminderInput[];
  rule?: RuleInput | null;
  /**
   * Of a repeating task: this occurrence only, or from now on.
   */
  scope?: "occurrence" | "series";
}
export interface ProfilePatch {
  timeZone?: TimeZone;
  locale?: string;
  weekStart?: "MO" | "SA" | "SU";
  dateOrder?: "dmy" | "mdy";
  allDayReminderTime?: LocalTime;
  webhookUrl?: string | null;
  emailReminders?: boolean;
}
export interface Batch {
  operations: BatchOperation[];
}
export interface TaskPage {
  tasks: Task[];
  next: string | null;
}
/**
 * A thing to do. A skipped task was closed without being done; a deleted one is a tombstone.
 */
export interface Task {
  id: Uuid;
  userId: Uuid;
  title: Title;
  description: string;
  priority: Priority;
  tags: Tags;
  status: TaskStatus;
  due: Due | null;
  reminders: Reminder[];
  seriesId: Uuid | null;
  predecessorId: Uuid | null;
  /**
   * Which occurrence of the rule this is, counted from 1; jumped ones count.
   */
  ordinal: number;
  occurrence: LocalMoment | null;
  version: number;
  /**
   * Sequence of the user's event that changed it last.
   */
  sequence: number;
  createdAt: Instant;
  updatedAt: Instant;
  completedAt: Instant | null;
  deletedAt: Instant | null;
  deletedBy: ("user" | "undo") | null;
}
/**
 * When it is due: a local date, with a time unless it is all-day, and the instant computed from them (all-day: the start of that day).
 */
export interface Due {
  date: LocalDate;
  time: LocalTime | null;
  timeZone: TimeZone;
  /**
   * Follows the user when the user's zone changes.
   */
  floating: boolean;
  at: Instant;
}
/**
 * Either an offset from the due moment or a local moment of its own; `instant` is when it rings.
 */
export interface Reminder {
  id: Uuid;
  offset: Duration | null;
  at: LocalMoment | null;
  instant: Instant;
}
export interface HistoryEntry {
  eventId: Uuid;
  sequence: number;
  type: string;
  time: Instant;
  subject: string;
  causationId: Uuid | null;
  correlationId: Uuid | null;
  data: unknown;
}
export interface HistoryPage {
  entries: HistoryEntry[];
  next: string | null;
}
export interface Verification {
  userId: Uuid;
  intact: boolean;
  entries: number;
  /**
   * The last sequence number the user's stream has given out.
   */
  head: number;
  faults: {
    sequence: number;
    kind: "missing" | "altered" | "forked" | "unlinked";
    detail: string;
  }[];
}
export interface ChatRequest {
  /**
   * One sentence or several, in English. "help" tells what can be said.
   */
  text: string;
  conversationId?: Uuid;
  /**
   * Echo of the list the numbers in the text refer to.
   */
  listNonce?: string;
}
export interface ChatSpan {
  start: number;
  end: number;
  kind: string;
  certain: boolean;
}
export interface ChatReply {
  conversationId: Uuid;
  text: string;
  outcome: "done" | "partly" | "asked" | "refused" | "shown" | "nothing";
  spans: ChatSpan[];
  tasks: Task[];
  listNonce: string | null;
  suggestions: string[];
  commandId: Uuid | null;
}
/**
 * RFC 5545 recurrence: RRULE, EXRULE and EXDATE values over the local start (DTSTART).
 */
export interface Rule {
  rrules: string[];
  exrules: string[];
  exdates: LocalMoment[];
  start: LocalMoment;
  anchor: "due" | "completion";
}
export interface Template {
  title: Title;
  description: string;
  priority: Priority;
  tags: Tags;
  reminders: Duration[];
}
/**
 * A repeating task: the rule and the template of its next occurrence.
 */
export interface Series {
  id: Uuid;
  userId: Uuid;
  rule: Rule;
  timeZone: TimeZone;
  floating: boolean;
  template: Template;
  endedAt: Instant | null;
  version: number;
  sequence: number;
  createdAt: Instant;
  updatedAt: Instant;
}
export interface Preferences {
  weekStart: "MO" | "SA" | "SU";
  dateOrder: "dmy" | "mdy";
  allDayReminderTime: LocalTime;
  webhookUrl: string | null;
  /**
   * Whether reminders are also sent to the user's e-mail address; absent means no.
   */
  emailReminders?: boolean;
}
/**
 * A person, as told by the identity provider, with what they prefer.
 */
export interface User {
  id: Uuid;
  email: string | null;
  timeZone: TimeZone;
  locale: string;
  preferences: Preferences;
  version: number;
  sequence: number;
  createdAt: Instant;
  updatedAt: Instant;
}
/**
 * One field that changed.
 */
export interface Change {
  field: string;
  from: unknown;
  to: unknown;
}
export interface Actor {
  kind: "user" | "function";
  id: string;
}
/**
 * RFC 9457 problem details; `code` is stable.
 */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  instance?: string;
  errors?: {
    path: string;
    expected: string;
  }[];
}
export interface ReminderData {
  taskId: Uuid;
  userId: Uuid;
  title: Title;
  due: Due | null;
  reminder: Reminder;
  at: Instant;
  /**
   * Random, so that a hash of this data gives nothing away.
   */
  salt: string;
}
export interface ReminderDueData {
  taskId: Uuid;
  userId: Uuid;
  noticeId: Uuid;
  title: Title;
  due: Due | null;
  reminder: Reminder;
  lateMs: number;
  at: Instant;
  /**
   * Random, so that a hash of this data gives nothing away.
   */
  salt: string;
}
export interface ReminderDeliveryData {
  taskId: Uuid;
  userId: Uuid;
  noticeId: Uuid;
  reminderId: Uuid;
  channel: "webhook" | "email";
  attempts: number;
  detail: string;
  at: Instant;
  /**
   * Random, so that a hash of this data gives nothing away.
   */
  salt: string;
}
export interface ReminderPlanned {
  specversion: "1.0";
  id: Uuid;
  type: "todo.reminder.scheduled.v1" | "todo.reminder.cancelled.v1";
  source: string;
  subject: string;
  time: Instant;
  datacontenttype: "application/json";
  partitionkey: Uuid;
  sequence: SequenceText;
  link: string;
  generation: string;
  causationid?: Uuid;
  correlationid: Uuid;
  traceparent?: string;
  data: ReminderData;
}
export interface ReminderDue {
  specversion: "1.0";
  id: Uuid;
  type: "todo.reminder.due.v1";
  source: string;
  subject: string;
  time: Instant;
  datacontenttype: "application/json";
  partitionkey: Uuid;
  sequence: SequenceText;
  link: string;
  generation: string;
  causationid?: Uuid;
  correlationid: Uuid;
  traceparent?: string;
  data: ReminderDueData;
}
export interface ReminderDelivery {
  specversion: "1.0";
  id: Uuid;
  type: "todo.reminder.delivered.v1" | "todo.reminder.failed.v1";
  source: string;
  subject: string;
  time: Instant;
  datacontenttype: "application/json";
  partitionkey: Uuid;
  sequence: SequenceText;
  link: string;
  generation: string;
  causationid?: Uuid;
  correlationid: Uuid;
  traceparent?: string;
  data: ReminderDeliveryData;
}
export interface Notice {
  id: Uuid;
  taskId: Uuid;
  title: Title;
  due: Due | null;
  ringsAt: Instant;
  lateMs: number;
  sequence: number;
  createdAt: Instant;
}
export interface Hello {
  type: "hello";
  token: string;
  cursor?: Cursor | null;
}
export interface Changes {
  type: "changes" | "reset";
  cursor: Cursor;
  tasks: Task[];
  series: Series[];
  user: User | null;
  notices: Notice[];
}
export interface Farewell {
  type: "error";
  code: string;
  detail: string;
}
export interface TaskEventData {
  task: Task;
  changes: Change[];
  actor: Actor;
  reason: Reason;
  undoes: Uuid | null;
  at: Instant;
  /**
   * Random, so that a hash of this data gives nothing away.
   */
  salt: string;
  /**
   * Occurrences that were already past and have been jumped over.
   */
  jumped: LocalMoment[];
}
export interface SeriesEventData {
  series: Series;
  changes: Change[];
  actor: Actor;
  reason: Reason;
  undoes: Uuid | null;
  at: Instant;
  /**
   * Random, so that a hash of this data gives nothing away.
   */
  salt: string;
}
export interface UserEventData {
  user: User;
  changes: Change[];
  actor: Actor;
  reason: Reason;
  undoes: Uuid | null;
  at: Instant;
  /**
   * Random, so that a hash of this data gives nothing away.
   */
  salt: string;
}
export interface UserErasedData {
  userId: Uuid;
  actor: Actor;
  reason: Reason;
  at: Instant;
  /**
   * Random, so that a hash of this data gives nothing away.
   */
  salt: string;
}
export interface TaskEvent {
  specversion: "1.0";
  id: Uuid;
  type:
    | "todo.task.created.v1"
    | "todo.task.updated.v1"
    | "todo.task.completed.v1"
    | "todo.task.reopened.v1"
    | "todo.task.skipped.v1"
    | "todo.task.deleted.v1"
    | "todo.task.restored.v1";
  source: string;
  subject: string;
  time: Instant;
  datacontenttype: "application/json";
  partitionkey: Uuid;
  sequence: SequenceText;
  link: string;
  generation: string;
  causationid?: Uuid;
  correlationid: Uuid;
  traceparent?: string;
  data: TaskEventData;
}
export interface SeriesUpdated {
  specversion: "1.0";
  id: Uuid;
  type: "todo.series.updated.v1";
  source: string;
  subject: string;
  time: Instant;
  datacontenttype: "application/json";
  partitionkey: Uuid;
  sequence: SequenceText;
  link: string;
  generation: string;
  causationid?: Uuid;
  correlationid: Uuid;
  traceparent?: string;
  data: SeriesEventData;
}
export interface UserUpdated {
  specversion: "1.0";
  id: Uuid;
  type: "todo.user.updated.v1";
  source: string;
  subject: string;
  time: Instant;
  datacontenttype: "application/json";
  partitionkey: Uuid;
  sequence: SequenceText;
  link: string;
  generation: string;
  causationid?: Uuid;
  correlationid: Uuid;
  traceparent?: string;
  data: UserEventData;
}
export interface UserErased {
  specversion: "1.0";
  id: Uuid;
  type: "todo.user.erased.v1";
  source: string;
  subject: string;
  time: Instant;
  datacontenttype: "application/json";
  partitionkey: Uuid;
  sequence: SequenceText;
  link: string;
  generation: string;
  causationid?: Uuid;
  correlationid: Uuid;
  traceparent?: string;
  data: UserErasedData;
}

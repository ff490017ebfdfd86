/** Rows of todo.* ↔ the wire's shapes. The SQL that reads and writes whole rows is here, in one place for each direction. */
import type { Due, Preferences, Reminder, Rule, Series, Task, Template, User } from "../contracts/types.ts";
import type { Transaction } from "../database/transact.ts";

export type TaskRow = {
  id: string;
  user_id: string;
  title: string;
  description: string;
  priority: Task["priority"];
  tags: string[];
  status: Task["status"];
  due_on: string | null;
  due_time: string | null;
  due_zone: string | null;
  due_floating: boolean | null;
  due_at: string | null;
  reminders: Reminder[];
  series_id: string | null;
  predecessor_id: string | null;
  ordinal: number;
  occurrence: string | null;
  version: number;
  sequence: number;
  created_at: string;
  updated_at: string;
  completed_at: string | null;
  deleted_at: string | null;
  deleted_by: "user" | "undo" | null;
};

export type SeriesRow = {
  id: string;
  user_id: string;
  rule: Rule;
  time_zone: string;
  floating: boolean;
  template: Template;
  ended_at: string | null;
  version: number;
  sequence: number;
  created_at: string;
  updated_at: string;
};

export type UserRow = {
  id: string;
  issuer: string;
  subject: string;
  email: string | null;
  time_zone: string;
  locale: string;
  preferences: Preferences;
  version: number;
  sequence: number;
  created_at: string;
  updated_at: string;
};

export const TASK_COLUMNS = `id, user_id, title, description, priority, tags, status, due_on, due_time, due_zone, due_floating, due_at, reminders,
  series_id, predecessor_id, ordinal, occurrence, version, sequence, created_at, updated_at, completed_at, deleted_at, deleted_by`;
export const SERIES_COLUMNS = "id, user_id, rule, time_zone, floating, template, ended_at, version, sequence, created_at, updated_at";
export const USER_COLUMNS = "id, issuer, subject, email, time_zone, locale, preferences, version, sequence, created_at, updated_at";

export function taskFromRow(row: TaskRow): Task {
  return {
    id: row.id,
    userId: row.user_id,
    title: row.title,
    description: row.description,
    priority: row.priority,
    tags: row.tags,
    status: row.status,
    due: dueFromRow(row),
    reminders: row.reminders,
    seriesId: row.series_id,
    predecessorId: row.predecessor_id,
    ordinal: row.ordinal,
    occurrence: row.occurrence,
    version: row.version,
    sequence: row.sequence,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    completedAt: row.completed_at,
    deletedAt: row.deleted_at,
    deletedBy: row.deleted_by,
  };
}

function dueFromRow(row: TaskRow): Due | null {
  if (row.due_on === null || row.due_zone === null || row.due_at === null) return null;
  return { date: row.due_on, time: row.due_time, timeZone: row.due_zone, floating: row.due_floating ?? true, at: row.due_at };
}

export const seriesFromRow = (row: SeriesRow): Series => ({
  id: row.id,
  userId: row.user_id,
  rule: row.rule,
  timeZone: row.time_zone,
  floating: row.floating,
  template: row.template,
  endedAt: row.ended_at,
  version: row.version,
  sequence: row.sequence,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

export const userFromRow = (row: UserRow): User => ({
  id: row.id,
  email: row.email,
  timeZone: row.time_zone,
  locale: row.locale,
  preferences: row.preferences,
  version: row.version,
  sequence: row.sequence,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

/** Which release of the time zone database computed the instants of this process. */
export const TZDATA = process.versions.tz ?? "unknown";

const INSERT_TASK = `insert into todo.tasks (${TASK_COLUMNS}, tzdata)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)`;
const UPDATE_TASK = `update todo.tasks set title = $3, description = $4, priority = $5, tags = $6, status = $7, due_on = $8, due_time = $9,
  due_zone = $10, due_floating = $11, due_at = $12, reminders = $13, series_id = $14, predecessor_id = $15, ordinal = $16, occurrence = $17,
  version = $18, sequence = $19, created_at = $20, updated_at = $21, completed_at = $22, deleted_at = $23, deleted_by = $24, tzdata = $25
  where id = $1 and user_id = $2`;
const INSERT_SERIES = `insert into todo.series (${SERIES_COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;
const UPDATE_SERIES = `update todo.series set rule = $3, time_zone = $4, floating = $5, template = $6, ended_at = $7, version = $8,
  sequence = $9, created_at = $10, updated_at = $11 where id = $1 and user_id = $2`;
const UPDATE_USER = `update todo.users set email = $2, time_zone = $3, locale = $4, preferences = $5, version = $6, sequence = $7,
  updated_at = $8 where id = $1`;
const INSERT_USER = `insert into todo.users (${USER_COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;

/** Writes a task whole: the lock of its user makes sure that nobody has changed it since it was read. */
export function writeTask(tx: Transaction, task: Task, isNew: boolean): void {
  const { due } = task;
  const values = [
    task.id,
    task.userId,
    task.title,
    task.description,
    task.priority,
    task.tags,
    task.status,
    due?.date ?? null,
    due?.time ?? null,
    due?.timeZone ?? null,
    due?.floating ?? null,
    due?.at ?? null,
    JSON.stringify(task.reminders),
    task.seriesId,
    task.predecessorId,
    task.ordinal,
    task.occurrence,
    task.version,
    task.sequence,
    task.createdAt,
    task.updatedAt,
    task.completedAt,
    task.deletedAt,
    task.deletedBy,
    due || task.reminders.length > 0 ? TZDATA : null,
  ];
  tx.write(isNew ? INSERT_TASK : UPDATE_TASK, values, isNew ? "todo.insert_task" : "todo.update_task");
}

const CONFIRM = "update todo.tasks set tzdata = $2 where id = any ($1)";

/** Notes that the instants of these tasks are what this process's time zone database says. Bookkeeping: no event tells of it. */
export function confirmInstants(tx: Transaction, taskIds: readonly string[]): void {
  tx.write(CONFIRM, [taskIds, TZDATA], "todo.confirm_instants");
}

export function writeSeries(tx: Transaction, series: Series, isNew: boolean): void {
  const { id, userId, rule, timeZone, floating, template, endedAt, version, sequence, createdAt, updatedAt } = series;
  const values = [
    id,
    userId,
    JSON.stringify(rule),
    timeZone,
    floating,
    JSON.stringify(template),
    endedAt,
    version,
    sequence,
    createdAt,
    updatedAt,
  ];
  tx.write(isNew ? INSERT_SERIES : UPDATE_SERIES, values, isNew ? "todo.insert_series" : "todo.update_series");
}

/** Writes a user; a new one needs to know who it is at the identity provider. */
export function writeUser(tx: Transaction, user: User, identity: { issuer: string; subject: string } | null): void {
  const { id, email, timeZone, locale, version, sequence, createdAt, updatedAt } = user;
  const preferences = JSON.stringify(user.preferences);
  if (identity) {
    const { issuer, subject } = identity;
    tx.write(
      INSERT_USER,
      [id, issuer, subject, email, timeZone, locale, preferences, version, sequence, createdAt, updatedAt],
      "todo.insert_user",
    );
  } else tx.write(UPDATE_USER, [id, email, timeZone, locale, preferences, version, sequence, updatedAt], "todo.update_user");
}

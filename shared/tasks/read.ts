/** Reads of single things of a user. Nothing of another user is ever there. */
import type { Series, Task, User } from "../contracts/types.ts";
import { AS_USER, IS_USER, OF_USER, type Reader } from "./own-rows.ts";
import {
  SERIES_COLUMNS,
  type SeriesRow,
  seriesFromRow,
  TASK_COLUMNS,
  type TaskRow,
  taskFromRow,
  USER_COLUMNS,
  type UserRow,
  userFromRow,
} from "./rows.ts";

const TASK = `${AS_USER} select ${TASK_COLUMNS} from todo.own_tasks where ${OF_USER} and id = $2`;
const TASKS = `${AS_USER} select ${TASK_COLUMNS} from todo.own_tasks where ${OF_USER} and id = any ($2::uuid[])`;
const SERIES = `${AS_USER} select ${SERIES_COLUMNS} from todo.own_series where ${OF_USER} and id = $2`;
const ALL_SERIES = `${AS_USER} select ${SERIES_COLUMNS} from todo.own_series where ${OF_USER} and id = any ($2::uuid[])`;
const USER = `${AS_USER} select ${USER_COLUMNS} from todo.own_users where ${IS_USER}`;

/** The task as it is, a tombstone included; null when the user has no such task. */
export async function readTask(reader: Reader, userId: string, taskId: string): Promise<Task | null> {
  const { rows } = await reader.query<TaskRow>(TASK, [userId, taskId], "todo.read_task");
  return rows[0] ? taskFromRow(rows[0]) : null;
}

/** Those of these tasks that there are, tombstones included, in the order of the ids. */
export async function readTasks(reader: Reader, userId: string, taskIds: readonly string[]): Promise<Task[]> {
  const { rows } = await reader.query<TaskRow>(TASKS, [userId, taskIds], "todo.read_tasks");
  const found = new Map(rows.map((row) => [row.id, taskFromRow(row)]));
  return taskIds.flatMap((id) => found.get(id) ?? []);
}

/** The series, ended or not; null when the user has no such series. */
export async function readSeries(reader: Reader, userId: string, seriesId: string): Promise<Series | null> {
  const { rows } = await reader.query<SeriesRow>(SERIES, [userId, seriesId], "todo.read_series");
  return rows[0] ? seriesFromRow(rows[0]) : null;
}

/** Those of these series that there are, ended ones included, by their ids. */
export async function readAllSeries(reader: Reader, userId: string, seriesIds: readonly string[]): Promise<Map<string, Series>> {
  const { rows } = await reader.query<SeriesRow>(ALL_SERIES, [userId, seriesIds], "todo.read_all_series");
  return new Map(rows.map((row) => [row.id, seriesFromRow(row)]));
}

/** The user; null when not registered yet, or erased. */
export async function readUser(reader: Reader, userId: string): Promise<User | null> {
  const { rows } = await reader.query<UserRow>(USER, [userId], "todo.read_user");
  return rows[0] ? userFromRow(rows[0]) : null;
}

/** Tasks as the ringing transaction reads them, under the locks of their users. */
import type { Due, Reminder } from "@todo/shared/contracts/types.ts";
import type { Transaction } from "@todo/shared/database/transact.ts";
import type { TaskState } from "./decide.ts";

export type RingableTask = TaskState & { title: string; due: Due | null };

type TaskRow = {
  id: string;
  user_id: string;
  title: string;
  status: TaskState["status"];
  deleted_at: string | null;
  due_on: string | null;
  due_time: string | null;
  due_zone: string;
  due_floating: boolean;
  due_at: string;
  reminders: Reminder[];
};

const TASKS = `
  select id, user_id, title, status, deleted_at, due_on, due_time, due_zone, due_floating, due_at, reminders
  from todo.own_tasks where id = any ($1)`;

/** The tasks with these ids, by id, as far as they belong to users whose lock is held. */
export async function loadTasks(tx: Transaction, ids: string[]): Promise<Map<string, RingableTask>> {
  const { rows } = await tx.query<TaskRow>(TASKS, [ids], "ringing.tasks");
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        userId: row.user_id,
        title: row.title,
        status: row.status,
        deletedAt: row.deleted_at,
        reminders: row.reminders,
        due: dueOf(row),
      },
    ]),
  );
}

const dueOf = (row: TaskRow): Due | null =>
  row.due_on === null ? null : { date: row.due_on, time: row.due_time, timeZone: row.due_zone, floating: row.due_floating, at: row.due_at };

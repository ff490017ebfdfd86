/** The state that a command meets, read under the lock in one round trip. */
import type { Transaction } from "../database/transact.ts";
import type { Command } from "../domain/commands.ts";
import type { State } from "../domain/state.ts";
import { SERIES_COLUMNS, seriesFromRow, TASK_COLUMNS, taskFromRow, USER_COLUMNS, type UserRow, userFromRow } from "./rows.ts";

/** The user has never been here: register first. */
export class UnknownUser extends Error {
  override name = "UnknownUser";
}

const USER = `select ${USER_COLUMNS} from todo.own_users where id = $1`;
const TASK = `select ${TASK_COLUMNS} from todo.own_tasks where id = $1 and user_id = $2`;
const SUCCESSOR = `select ${TASK_COLUMNS} from todo.own_tasks where predecessor_id = $1 and user_id = $2`;
const SERIES = `select ${SERIES_COLUMNS} from todo.own_series where id = $1 and user_id = $2`;
const SERIES_OF = `select ${SERIES_COLUMNS} from todo.own_series
  where user_id = $2 and id = (select series_id from todo.own_tasks where id = $1 and user_id = $2)`;
const LAST = `select ${TASK_COLUMNS} from todo.own_tasks
  where series_id = $1 and user_id = $2 and deleted_by is distinct from 'undo' order by ordinal desc limit 1`;
const AFTER_LAST = `select ${TASK_COLUMNS} from todo.own_tasks where user_id = $2 and predecessor_id =
  (select id from todo.own_tasks where series_id = $1 and user_id = $2 and deleted_by is distinct from 'undo' order by ordinal desc limit 1)`;

/** Reads what `decide` needs for this command. Throws UnknownUser. */
export async function load(tx: Transaction, userId: string, command: Command): Promise<State> {
  const one = async <Row extends object, T>(name: string, text: string, id: string, from: (row: Row) => T): Promise<T | null> => {
    const { rows } = await tx.query<Row & Record<string, unknown>>(text, name === "user" ? [id] : [id, userId], `todo.load_${name}`);
    return rows[0] ? from(rows[0]) : null;
  };
  const user = one<UserRow, State["user"]>("user", USER, userId, userFromRow);
  const rest = about(command, one);
  const [found, { task = null, series = null, last = null, successor = null }] = await Promise.all([user, rest]);
  if (!found) throw new UnknownUser(`User ${userId} is not registered.`);
  return { user: found, task, series, last, successor };
}

type One = <Row extends object, T>(name: string, text: string, id: string, from: (row: Row) => T) => Promise<T | null>;
type Rest = Partial<Omit<State, "user">>;

async function about(command: Command, one: One): Promise<Rest> {
  if ("seriesId" in command) {
    const id = command.seriesId;
    const [series, last, successor] = await Promise.all([
      one("series", SERIES, id, seriesFromRow),
      one("last", LAST, id, taskFromRow),
      one("after_last", AFTER_LAST, id, taskFromRow),
    ]);
    return { series, last, successor };
  }
  if (!("taskId" in command)) return {};
  const id = command.taskId;
  if (command.type === "create-task") return { task: await one("task", TASK, id, taskFromRow) };
  const [task, series, successor] = await Promise.all([
    one("task", TASK, id, taskFromRow),
    one("series_of", SERIES_OF, id, seriesFromRow),
    one("successor", SUCCESSOR, id, taskFromRow),
  ]);
  return { task, series, successor };
}

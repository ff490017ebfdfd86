/** The end of an account: one event, and no row of the user is left in todo.*. The other owners follow the event. */
import type { Transaction } from "../database/transact.ts";
import { record, salt } from "../events/journal.ts";
import type { Because } from "./execute.ts";
import { UnknownUser } from "./load.ts";

/** Tasks before series, which they refer to. */
const TABLES = { commands: "user_id", tasks: "user_id", series: "user_id", users: "id" };

/** Records todo.user.erased.v1 and deletes everything. Throws UnknownUser. */
export async function erase(tx: Transaction, userId: string, because: Because): Promise<void> {
  const known = await tx.query("select 1 from todo.own_users where id = $1", [userId]);
  if (!known.rowCount) throw new UnknownUser(`User ${userId} is not registered.`);
  const data = { userId, actor: because.actor, reason: "erasure", at: tx.now, salt: salt() };
  record(tx, userId, "user.erased", userId, data, because);
  for (const [table, owner] of Object.entries(TABLES)) tx.write(`delete from todo.${table} where ${owner} = $1`, [userId]);
}

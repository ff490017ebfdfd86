/** The only write path to tasks, series and users: load → decide → write rows and append their events, in one transaction. */
import { v7 as uuidv7 } from "uuid";
import type { Actor, Reason, Series, Task, User } from "../contracts/types.ts";
import type { Transaction } from "../database/transact.ts";
import type { Command } from "../domain/commands.ts";
import { decide } from "../domain/decide.ts";
import { plan } from "../domain/reminders.ts";
import { changesOf, type Step } from "../domain/step.ts";
import { newUser } from "../domain/update-user.ts";
import { type Cause, record, salt } from "../events/journal.ts";
import { load } from "./load.ts";
import { writeSeries, writeTask, writeUser } from "./rows.ts";

/** Why something is done, and by whom: part of every event. */
export type Because = Cause & {
  actor: Actor;
  reason: Reason /** The correlation id of the command that is undone. */;
  undoes: string | null;
};

/** What was done: the state after each step, in the order of the events. Empty when nothing was to do. */
export type Done = { tasks: Task[]; series: Series[]; user: User | null };

/**
 * Decides a command on the user's present state and writes what follows. Several in one transaction see each other's effects.
 * Throws Refused before anything is written, UnknownUser when `register` has to come first.
 */
export async function execute(tx: Transaction, userId: string, command: Command, because: Because): Promise<Done> {
  const state = await load(tx, userId, command);
  return write(tx, userId, decide(state, command, { now: tx.now, newId: uuidv7 }), because);
}

/** Makes the user known. Does nothing for one who is. */
export async function register(
  tx: Transaction,
  identity: { userId: string; issuer: string; subject: string; email: string | null },
  zone: { timeZone: string; locale: string },
  because: Because,
): Promise<void> {
  const known = await tx.query("select 1 from todo.own_users where id = $1", [identity.userId]);
  if (known.rowCount) return;
  const steps = newUser(identity.userId, identity.email, zone.timeZone, zone.locale, tx.now);
  write(tx, identity.userId, steps, because, identity);
}

function write(
  tx: Transaction,
  userId: string,
  steps: Step[],
  because: Because,
  identity: { issuer: string; subject: string } | null = null,
): Done {
  const done: Done = { tasks: [], series: [], user: null };
  const { actor, reason, undoes } = because;
  const common = () => ({ actor, reason, undoes, at: tx.now, salt: salt() });
  for (const step of steps) {
    const sequence = tx.nextSequence(userId);
    const changes = changesOf<object>(step.before, step.after);
    switch (step.of) {
      case "user": {
        const user = { ...step.after, sequence };
        writeUser(tx, user, identity);
        record(tx, userId, "user.updated", userId, { user, changes, ...common() }, because);
        done.user = user;
        break;
      }
      case "series": {
        const series = { ...step.after, sequence };
        writeSeries(tx, series, step.before === null);
        record(tx, userId, "series.updated", series.id, { series, changes, ...common() }, because);
        done.series.push(series);
        break;
      }
      case "task": {
        const task = { ...step.after, sequence };
        writeTask(tx, task, step.before === null);
        record(tx, userId, `task.${step.verb}`, task.id, { task, changes, ...common(), jumped: step.jumped }, because);
        for (const { verb, reminder } of plan(step.before, task, tx.now)) {
          const data = { taskId: task.id, userId, title: task.title, due: task.due, reminder, at: tx.now, salt: salt() };
          record(tx, userId, `reminder.${verb}`, task.id, data, because);
        }
        done.tasks.push(task);
        break;
      }
    }
  }
  return done;
}

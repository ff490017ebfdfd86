/** Undo and redo: the journal's events of the user's last commands, inverted through the one write path. */
import type { Change, Task } from "@todo/shared/contracts/types.ts";
import type { Transaction } from "@todo/shared/database/transact.ts";
import type { Command } from "@todo/shared/domain/commands.ts";
import { Refused } from "@todo/shared/domain/refused.ts";
import { keptFields } from "@todo/shared/domain/revert.ts";
import { type Because, type Done, execute } from "@todo/shared/tasks/execute.ts";
import { readSeries, readTask, readUser } from "@todo/shared/tasks/read.ts";
import { type Candidate, candidates, type Direction, inverseOf, type Recorded } from "./decide-undo.ts";

/** What stays as it is, and why: fields that were changed again since, or a step that is not possible any more. */
export type Kept = { subject: string; title: string | null; fields: string[]; because: string | null };

/** A command that was taken back (or done again), with the tasks it touched as they are now. */
export type Inverted = { commandId: string; tasks: Task[] };

export type Undone = { commands: Inverted[]; kept: Kept[] };

const PAGE = 500;
const EVENTS = `select sequence, type, subject, correlation_id, data from events.own
  where user_id = $1 and sequence < $2 and causation_id is null and type !~ '^todo[.]reminder[.]' order by sequence desc limit ${PAGE}`;

/**
 * Takes back the last `count` commands that can be (or does again what was undone last). A command of which nothing is left to invert is passed over.
 * Throws Refused `nothing-to-undo` when there is none in the journal, which keeps 30 days.
 */
export async function undo(tx: Transaction, userId: string, direction: Direction, count: number, because: Because): Promise<Undone> {
  const undone: Undone = { commands: [], kept: [] };
  const tried = new Set<string>();
  const events: Recorded[] = [];
  for (let isLast = false; !isLast && undone.commands.length < count; ) {
    const page = await eventsBefore(tx, userId, events.at(-1)?.sequence ?? Number.MAX_SAFE_INTEGER);
    events.push(...page);
    const { found, ended } = candidates(events, direction);
    isLast = ended || page.length < PAGE;
    // The oldest candidate may go on in the next page.
    for (const candidate of isLast ? found : found.slice(0, -1)) {
      if (undone.commands.length === count) break;
      if (tried.has(candidate.commandId)) continue;
      tried.add(candidate.commandId);
      await invert(tx, userId, candidate, { ...because, reason: direction, undoes: candidate.commandId }, undone);
    }
  }
  if (undone.commands.length === 0) throw new Refused("nothing-to-undo", sentenceOf(direction, undone.kept));
  return undone;
}

function sentenceOf(direction: Direction, kept: Kept[]): string {
  const reach = `${direction === "undo" ? "Undo" : "Redo"} reaches back 30 days.`;
  if (kept.length > 0) return `There is nothing left to ${direction}: everything has been changed again since. ${reach}`;
  return `There is nothing to ${direction}. ${reach}`;
}

async function eventsBefore(tx: Transaction, userId: string, sequence: number): Promise<Recorded[]> {
  type Row = { sequence: number; type: string; subject: string; correlation_id: string; data: string };
  const { rows } = await tx.query<Row>(EVENTS, [userId, sequence], "chat.events_before");
  return rows.map((row) => {
    // Bytes that passed the contract when they were recorded.
    const data = JSON.parse(row.data) as Pick<Recorded, "actor" | "reason"> & {
      changes?: Change[];
      undoes?: string | null;
      task?: { predecessorId: string | null };
    };
    return {
      sequence: row.sequence,
      correlationId: row.correlation_id,
      type: row.type.replace(/^todo\./, "").replace(/\.v\d+$/, ""),
      subject: row.subject,
      changes: data.changes ?? [],
      actor: data.actor,
      reason: data.reason,
      undoes: data.undoes ?? null,
      predecessorId: data.task?.predecessorId ?? null,
    };
  });
}

async function invert(tx: Transaction, userId: string, candidate: Candidate, because: Because, undone: Undone): Promise<void> {
  const tasks = new Map<string, Task>();
  let isDone = false;
  for (const event of candidate.events) {
    const command = inverseOf(event);
    if (!command) continue;
    const kept = await keptBy(tx, userId, command);
    try {
      const done = await execute(tx, userId, command, because);
      isDone ||= hasEffect(done);
      for (const task of done.tasks) tasks.set(task.id, task);
      if (kept && kept.fields.length > 0) undone.kept.push(kept);
    } catch (error) {
      // Decided before anything was written: the rest of the command can still be taken back.
      if (!(error instanceof Refused)) throw error;
      undone.kept.push({ subject: event.subject, title: null, fields: [], because: error.message });
    }
  }
  if (isDone) undone.commands.push({ commandId: candidate.commandId, tasks: [...tasks.values()] });
}

const hasEffect = ({ tasks, series, user }: Done): boolean => tasks.length > 0 || series.length > 0 || user !== null;

/** Which fields a revert will leave alone because they were changed again since (UNDO-2). */
async function keptBy(tx: Transaction, userId: string, command: Command): Promise<Kept | null> {
  switch (command.type) {
    case "revert-task": {
      const task = await readTask(tx, userId, command.taskId);
      if (!task) return null;
      if (task.deletedAt)
        return { subject: task.id, title: task.title, fields: command.changes.map(({ field }) => field), because: "deleted" };
      return { subject: task.id, title: task.title, fields: keptFields(task, command.changes), because: null };
    }
    case "revert-series": {
      const series = await readSeries(tx, userId, command.seriesId);
      return series && { subject: series.id, title: series.template.title, fields: keptFields(series, command.changes), because: null };
    }
    case "revert-user": {
      const user = await readUser(tx, userId);
      return user && { subject: userId, title: null, fields: keptFields(user, command.changes), because: null };
    }
    default:
      return null;
  }
}

/** Undo and redo as a reading of the journal: which commands are to be inverted, and by what. Pure. */
import type { Actor, Change, Reason } from "@todo/shared/contracts/types.ts";
import type { Command } from "@todo/shared/domain/commands.ts";

/** An event that a request led to directly. */
export type Recorded = {
  sequence: number;
  correlationId: string;
  /** The bare name: "task.created". */
  type: string;
  /** The task, the series or the user. */
  subject: string;
  changes: Change[];
  actor: Actor;
  reason: Reason;
  undoes: string | null;
  /** Of a task: the occurrence before it. */
  predecessorId: string | null;
};

export type Direction = "undo" | "redo";

/** A command that can be taken back (or done again): `commandId` is its correlation id, `events` what has to be inverted, newest first. */
export type Candidate = { commandId: string; events: Recorded[] };

export type Candidates = { found: Candidate[] /** Older events hold no further ones. */; ended: boolean };

/**
 * The commands that undo (redo) takes, in this order, from events newest first. Undo and redo form a stack: what was done, or done again, last goes
 * first; what is undone is no candidate until it is done again; and after a new command there is nothing to redo (UNDO-1).
 */
export function candidates(events: readonly Recorded[], direction: Direction): Candidates {
  const settled = new Set<string>();
  const found: Candidate[] = [];
  for (const [first, ...rest] of groupsOf(events)) {
    if (first.type === "user.erased" || (direction === "redo" && first.reason === "command")) return { found, ended: true };
    const commandId = first.reason === "command" ? first.correlationId : (first.undoes ?? first.correlationId);
    if (settled.has(commandId)) continue;
    settled.add(commandId);
    const isUndone = first.reason === "undo";
    if (isUndone === (direction === "redo")) found.push({ commandId, events: [first, ...rest] });
  }
  return { found, ended: false };
}

type Group = [Recorded, ...Recorded[]];

/** The events of each command, and of each command that an undo or redo has inverted, that a person asked for and that have an inverse. */
function groupsOf(events: readonly Recorded[]): Group[] {
  const groups = new Map<string, Group>();
  for (const event of events) {
    if (event.actor.kind !== "user" || (event.type !== "user.erased" && !hasInverse(event))) continue;
    const key = `${event.correlationId} ${event.undoes}`;
    const group = groups.get(key);
    if (group) group.push(event);
    else groups.set(key, [event]);
  }
  return [...groups.values()];
}

const changeOf = (event: Recorded, field: string): Change | undefined => event.changes.find((change) => change.field === field);
const isFirst = (event: Recorded): boolean => changeOf(event, "id")?.from === null;
const hasInverse = (event: Recorded): boolean => inverseOf(event) !== null || isRevivedAnyway(event);

/** A successor that went with the closing of its predecessor: recurrence makes it anew as soon as that one is closed again. */
const isRevivedAnyway = (event: Recorded): boolean =>
  event.type === "task.deleted" && event.predecessorId !== null && changeOf(event, "deletedBy")?.to === "undo";

/** The command that takes an event back; null when there is none, or none is needed. */
export function inverseOf(event: Recorded): Command | null {
  const { type, subject, changes } = event;
  switch (type) {
    case "task.created":
      return { type: "delete-task", taskId: subject, scope: "occurrence", by: "undo" };
    case "task.updated":
      return { type: "revert-task", taskId: subject, changes };
    case "task.completed":
    case "task.skipped":
      return { type: "reopen-task", taskId: subject };
    case "task.reopened":
      return { type: changeOf(event, "status")?.from === "skipped" ? "skip-task" : "complete-task", taskId: subject };
    case "task.deleted":
      return isRevivedAnyway(event) ? null : { type: "restore-task", taskId: subject };
    case "task.restored":
      // Gone in the same way as before: an occurrence that the user had deleted counts as closed, one that undo had removed never was.
      return {
        type: "delete-task",
        taskId: subject,
        scope: "occurrence",
        by: changeOf(event, "deletedBy")?.from === "undo" ? "undo" : "user",
      };
    case "series.updated":
      return isFirst(event) ? { type: "stop-series", seriesId: subject } : { type: "revert-series", seriesId: subject, changes };
    case "user.updated":
      return isFirst(event) ? null : { type: "revert-user", changes };
    default:
      return null;
  }
}

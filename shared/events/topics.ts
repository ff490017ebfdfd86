/** Which event goes where: the one routing of the product. */

export const TOPICS = ["task-events", "reminders", "task-updates"] as const;
export type Topic = (typeof TOPICS)[number];

/** A function that marks what it has handled, so that the reconciler can tell what was lost. */
export const CONSUMERS = ["recurrence", "notification", "audit"] as const;
export type Consumer = (typeof CONSUMERS)[number];

const EVENT_TYPE = /^todo\.(task|series|user|reminder)\.[a-z]+\.v\d+$/;

/** Whether a type is one of this product's, known or yet to come. */
export const isOurs = (type: string): boolean => type.startsWith("todo.");

/** The topics an event is published to: facts to `task-events`, reminders to `reminders`, and everything to `task-updates`. */
export function topicsOf(type: string): Topic[] {
  const family = EVENT_TYPE.exec(type)?.[1];
  if (!family) throw new Error(`${type} is no event type: expected todo.<task|series|user|reminder>.<verb>.v<n>.`);
  return family === "reminder" ? ["reminders", "task-updates"] : ["task-events", "task-updates"];
}

const CLOSING = ["todo.task.completed.v1", "todo.task.skipped.v1", "todo.task.deleted.v1"];

/** Whether an event closes an occurrence, after which its series may need a successor. */
export const isClosing = (type: string): boolean => CLOSING.includes(type);

/**
 * Who has to act on an event: audit on every one, recurrence on what closes an occurrence of a series or moves a user to another zone,
 * notification on what plans a reminder or erases a user. Written beside the event, so that a missing mark is a lost delivery.
 */
export function consumersOf(type: string, data: unknown): Consumer[] {
  const consumers: Consumer[] = ["audit"];
  if (isClosing(type) && seriesOf(data)) consumers.push("recurrence");
  if (type === "todo.user.updated.v1") consumers.push("recurrence");
  if (type === "todo.reminder.scheduled.v1" || type === "todo.user.erased.v1") consumers.push("notification");
  return consumers;
}

function seriesOf(data: unknown): string | null {
  return (data as { task?: { seriesId?: string | null } }).task?.seriesId ?? null;
}

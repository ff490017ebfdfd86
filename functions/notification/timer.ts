/** A timer: the plan that a reminder rings at an instant. */
import type { ReminderData } from "@todo/shared/contracts/types.ts";
import { v5 as uuidv5 } from "uuid";

export type Timer = {
  /** Drawn from task, reminder and instant: planning the same twice is one timer, and its notice has the same id. */
  id: string;
  userId: string;
  taskId: string;
  reminderId: string;
  /** RFC 3339 in UTC with milliseconds. */
  ringsAt: string;
  /** The event that planned it. */
  eventId: string;
  generation: number;
  sequence: number;
  correlationId: string;
  traceparent: string | null;
};

/** Names of timers are drawn from this namespace; a constant, for ever. */
const TIMERS = "0b6d6f0e-6c55-5b0e-8a55-3f1d2c7e9a44";

export const timerIdOf = (taskId: string, reminderId: string, ringsAt: string): string =>
  uuidv5(`${taskId} ${reminderId} ${ringsAt}`, TIMERS);

/** What an event's envelope says about where it belongs. */
export type Origin = {
  id: string;
  partitionkey: string;
  generation: number;
  sequence: number;
  correlationid: string;
  traceparent: string | null;
};

/** The timer that an event todo.reminder.scheduled.v1 asks for. */
export function timerOf(event: Origin & { data: ReminderData }): Timer {
  const { taskId, reminder } = event.data;
  const ringsAt = new Date(reminder.instant).toISOString();
  return {
    id: timerIdOf(taskId, reminder.id, ringsAt),
    userId: event.partitionkey,
    taskId,
    reminderId: reminder.id,
    ringsAt,
    eventId: event.id,
    generation: event.generation,
    sequence: event.sequence,
    correlationId: event.correlationid,
    traceparent: event.traceparent,
  };
}

/** The rules of ringing and of delivering: values in, values out. */
import type { Reminder } from "@todo/shared/contracts/types.ts";
import type { Timer } from "./timer.ts";

/** What ringing needs to know of a task, as it is now. */
export type TaskState = {
  id: string;
  userId: string;
  status: "open" | "completed" | "skipped";
  deletedAt: string | null;
  reminders: Reminder[];
};

export type Ringing =
  | { kind: "ring"; reminder: Reminder; lateMs: number }
  | { kind: "drop"; why: "gone" | "closed" | "moved" }
  /** The clock stands before the instant: it was set back after the timer had been taken. */
  | { kind: "wait" };

/** Whether a timer rings, judged only by the task as it is now; `now` is the database's clock under the user's lock (RFC 3339). */
export function ringing(timer: Pick<Timer, "userId" | "reminderId" | "ringsAt">, task: TaskState | undefined, now: string): Ringing {
  const lateMs = Date.parse(now) - Date.parse(timer.ringsAt);
  if (lateMs < 0) return { kind: "wait" };
  if (!task || task.userId !== timer.userId || task.deletedAt !== null) return { kind: "drop", why: "gone" };
  if (task.status !== "open") return { kind: "drop", why: "closed" };
  const reminder = task.reminders.find(({ id }) => id === timer.reminderId);
  if (!reminder || Date.parse(reminder.instant) !== Date.parse(timer.ringsAt)) return { kind: "drop", why: "moved" };
  return { kind: "ring", reminder, lateMs };
}

/** How one attempt to deliver ended. */
export type Attempt =
  | { kind: "answered"; status: number; retryAfterMs: number | null }
  | { kind: "unreachable"; detail: string }
  /** The address may not be spoken to, now or later. */
  | { kind: "forbidden"; detail: string };

export type Step = { kind: "delivered" } | { kind: "retry"; afterMs: number; detail: string } | { kind: "failed"; detail: string };

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** How long before each attempt, from the moment before it: about two days in all. */
export const SCHEDULE_MS = [
  0,
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  6 * HOUR,
  12 * HOUR,
  24 * HOUR,
] as const;
const LONGEST_WAIT_MS = 24 * HOUR;

/**
 * What follows from the attempt with this number (1 is the first). 2xx is success; 410 says that nobody wants it any more (Standard Webhooks);
 * a longer wait that the receiver asks for is kept. When the schedule is used up, it has failed for good.
 */
export function afterAttempt(attempt: Attempt, attempts: number, schedule: readonly number[] = SCHEDULE_MS): Step {
  if (attempt.kind === "forbidden") return { kind: "failed", detail: attempt.detail };
  if (attempt.kind === "answered" && attempt.status >= 200 && attempt.status < 300) return { kind: "delivered" };
  const detail = attempt.kind === "answered" ? `The receiver answered ${attempt.status}.` : attempt.detail;
  if (attempt.kind === "answered" && attempt.status === 410) return { kind: "failed", detail };
  const planned = schedule[attempts];
  if (planned === undefined) return { kind: "failed", detail };
  const asked = attempt.kind === "answered" ? (attempt.retryAfterMs ?? 0) : 0;
  return { kind: "retry", afterMs: Math.min(Math.max(planned, asked), LONGEST_WAIT_MS), detail };
}

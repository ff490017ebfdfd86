/** The webhook that tells of a reminder. */
import type { Due } from "@todo/shared/contracts/types.ts";

export type RungReminder = {
  noticeId: string;
  taskId: string;
  title: string;
  due: Due | null;
  ringsAt: string;
  rangAt: string;
  lateMs: number;
};

/** The body, in the form that Standard Webhooks recommends: the same bytes in every attempt. */
export function reminderMessage({ noticeId, taskId, title, due, ringsAt, rangAt, lateMs }: RungReminder): string {
  return JSON.stringify({ type: "reminder.due", timestamp: rangAt, data: { noticeId, taskId, title, due, ringsAt, lateMs } });
}

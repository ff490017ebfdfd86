/** Moving a due moment by what was said. */
import type { Due, DueInput, User } from "@todo/shared/contracts/types.ts";
import { instantToWallTime } from "@todo/shared/domain/recurrence/wall-time.ts";
import type { When } from "../interpret/interpretation.ts";

const DURATION = /^([+-]?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:0+S)?)?$/;

export const dueInput = ({ date, time, timeZone }: When): DueInput => ({ date, time, timeZone });

/** A due moment moved by an ISO 8601 duration on the wall clock. An all-day one moved by hours is counted from `from`. */
export function shiftedDue(due: Due | null, shift: string, from: string, user: User): DueInput {
  const parts = DURATION.exec(shift);
  if (!parts) throw new Error(`${shift} is no duration the interpreter may give.`);
  const [years, months, weeks, days, hours, minutes] = parts.slice(2).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const sign = parts[1] === "-" ? -1 : 1;
  const byClock = hours !== 0 || minutes !== 0;
  const timeZone = due && !due.floating ? due.timeZone : null;
  const base = due && (due.time || !byClock) ? `${due.date}T${due.time ?? "00:00:00"}` : instantToWallTime(from, timeZone ?? user.timeZone);
  const moved = new Date(`${base}Z`);
  const day = moved.getUTCDate();
  moved.setUTCMonth(moved.getUTCMonth() + sign * (years * 12 + months), 1);
  const lastDay = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate();
  moved.setUTCDate(Math.min(day, lastDay) + sign * (weeks * 7 + days));
  moved.setTime(moved.getTime() + sign * (hours * 60 + minutes) * 60_000);
  const text = moved.toISOString();
  const time = due?.time || byClock ? `${text.slice(11, 16)}:00` : null;
  return { date: text.slice(0, 10), time, timeZone };
}

/** What "snooze" counts from: the due moment while that is ahead, else now. */
export function snoozedDue(due: Due | null, shift: string, now: string, user: User): DueInput {
  const ahead = due?.time && due.at > now ? due : null;
  const allDayAhead = due && !due.time && due.date >= instantToWallTime(now, user.timeZone).slice(0, 10) ? due : null;
  return shiftedDue(ahead ?? allDayAhead, shift, now, user);
}

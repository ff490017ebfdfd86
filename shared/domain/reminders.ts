/** When reminders ring. */
import type { Due, Reminder, ReminderInput, Task, User } from "../contracts/types.ts";
import { instantOf } from "./due.ts";
import { Refused } from "./refused.ts";

const DURATION = /^([+-]?)P(?:(\d+)W|(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?)$/;

/** The instant `offset` away from the due moment: days and weeks by the calendar, hours and minutes by the clock (RFC 5545 3.3.6). */
export function instantAtOffset(due: Due, offset: string, allDayTime: string): string {
  const parts = DURATION.exec(offset);
  if (!parts) throw new Refused("due-invalid", `"${offset}" is no duration. Expected one such as -P1D or -PT30M.`);
  const [, sign, weeks, days, hours, minutes, seconds] = parts;
  const direction = sign === "-" ? -1 : 1;
  const [year, month, day] = due.date.split("-").map(Number) as [number, number, number];
  const shifted = new Date(Date.UTC(year, month - 1, day + direction * (Number(weeks ?? 0) * 7 + Number(days ?? 0))));
  if (!isWritable(shifted)) throw outOfRange(offset, due);
  const local = `${shifted.toISOString().slice(0, 10)}T${due.time ?? allDayTime}`;
  const clockMs = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000 + Number(seconds ?? 0) * 1_000;
  const instant = new Date(Date.parse(instantOf(local, due.timeZone)) + direction * clockMs);
  if (!isWritable(instant)) throw outOfRange(offset, due);
  return instant.toISOString();
}

const outOfRange = (offset: string, due: Due): Refused =>
  new Refused("due-invalid", `A reminder at ${offset} of ${due.date} lies outside the years 1970 to 9999. Choose a nearer one.`);

/** RFC 3339 knows four digits of a year. */
const isWritable = (instant: Date): boolean => instant.getUTCFullYear() >= 1970 && instant.getUTCFullYear() <= 9999;

/** Wished reminders → reminders with the instant they ring at. Refused: an offset without a due to count from. */
export function remindersOf(inputs: ReminderInput[], due: Due | null, user: User, newId: () => string): Reminder[] {
  return inputs.map((input) =>
    timed({ id: newId(), offset: "offset" in input ? input.offset : null, at: "at" in input ? input.at : null }, due, user),
  );
}

/** The same reminders for another due moment. Those with an offset go when the due goes. */
export function retimed(reminders: Reminder[], due: Due | null, user: User): Reminder[] {
  return reminders.filter((reminder) => due || !reminder.offset).map((reminder) => timed(reminder, due, user));
}

function timed(reminder: Pick<Reminder, "id" | "offset" | "at">, due: Due | null, user: User): Reminder {
  const { id, offset, at } = reminder;
  const allDayTime = user.preferences.allDayReminderTime;
  if (at) {
    const local = at.includes("T") ? at : `${at}T${allDayTime}`;
    return { id, offset: null, at, instant: instantOf(local, due?.timeZone ?? user.timeZone) };
  }
  if (!due) throw new Refused("due-required", "A reminder before the due moment needs one: say when the task is due.");
  return { id, offset, at: null, instant: instantAtOffset(due, offset!, allDayTime) };
}

/** The reminders that are still to ring: of an open task, later than `now`. One already past is not scheduled. */
export function ringable(task: Task | null, now: string): Reminder[] {
  if (task?.status !== "open" || task.deletedAt) return [];
  return task.reminders.filter((reminder) => reminder.instant > now);
}

export type Planned = { verb: "scheduled" | "cancelled"; reminder: Reminder };

/** What a change of a task means for its reminders, in the order of their ids. */
export function plan(before: Task | null, after: Task, now: string): Planned[] {
  const key = (reminder: Reminder) => `${reminder.id} ${reminder.instant}`;
  const [old, fresh] = [ringable(before, now), ringable(after, now)];
  const [oldKeys, freshKeys] = [new Set(old.map(key)), new Set(fresh.map(key))];
  const gone = old.filter((reminder) => !freshKeys.has(key(reminder))).map((reminder) => ({ verb: "cancelled" as const, reminder }));
  const added = fresh.filter((reminder) => !oldKeys.has(key(reminder))).map((reminder) => ({ verb: "scheduled" as const, reminder }));
  return [...gone, ...added].sort((a, b) => (a.reminder.id < b.reminder.id ? -1 : a.reminder.id > b.reminder.id ? 1 : 0));
}

/** A task in one line of English. Pure. */
import type { Series, Task, User } from "@todo/shared/contracts/types.ts";
import { instantToWallTime } from "@todo/shared/domain/recurrence/wall-time.ts";
import { sayDue, sayReminder } from "./moments.ts";
import { sayRepetition } from "./repetition.ts";

export type Given = { user: User; now: string };

const NOTE = 80;
const NAMED = 3;

export const quoted = (title: string): string => `“${title}”`;

/** "“pay rent” · due Tue 1 Dec 09:00 · every month on the 1st · reminder 1 day before · #home · high". */
export function describe(task: Task, series: Series | null, { user, now }: Given): string {
  const today = instantToWallTime(now, user.timeZone).slice(0, 10);
  return [
    quoted(task.title),
    ...(task.due ? [`due ${sayDue(task.due, now, user.timeZone)}`] : []),
    ...(series && !series.endedAt ? [sayRepetition(series.rule, task.due)] : []),
    ...task.reminders.map((reminder) => `reminder ${sayReminder(reminder, today)}`),
    ...task.tags.map((tag) => `#${tag}`),
    ...(task.priority === "none" ? [] : [task.priority]),
    ...(task.description ? [`note: ${beginning(task.description)}`] : []),
  ].join(" · ");
}

/** "“a”, “b” and “c”", "“a”, “b”, “c” and 4 more". */
export function names(titles: readonly string[]): string {
  const said = titles.slice(0, NAMED).map(quoted);
  if (titles.length > NAMED) return `${said.join(", ")} and ${titles.length - NAMED} more`;
  return said.length < 2 ? said.join("") : `${said.slice(0, -1).join(", ")} and ${said.at(-1)}`;
}

function beginning(note: string): string {
  const [line = ""] = note.split("\n");
  return line.length > NOTE || line.length < note.length ? `${line.slice(0, NOTE).trimEnd()}…` : line;
}

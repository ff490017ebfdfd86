/** What happened, in lines of English: newest first. Pure. */
import type { HistoryEntry } from "@todo/shared/contracts/types.ts";
import { instantToWallTime } from "@todo/shared/domain/recurrence/wall-time.ts";
import { type Given, quoted } from "./describe.ts";
import { sayDate, sayDue } from "./moments.ts";

const PAST: Record<string, string> = {
  created: "added",
  updated: "changed",
  completed: "completed",
  reopened: "reopened",
  skipped: "skipped",
  deleted: "deleted",
  restored: "restored",
  due: "reminded of",
  delivered: "reminder delivered:",
  failed: "reminder not delivered:",
};

const REASONS: Record<string, string> = {
  undo: ", by undo",
  redo: ", by redo",
  recurrence: ", the next one",
  "time-zone": ", by the new time zone",
};

const FIELDS: Record<string, string> = {
  title: "title",
  description: "note",
  priority: "priority",
  tags: "tags",
  due: "due",
  reminders: "reminders",
};

export function sayHistory(entries: readonly HistoryEntry[], given: Given): string {
  if (entries.length === 0) return "Nothing happened there.";
  return entries.map((entry) => `· ${sayMoment(entry.time, given)} ${sayEntry(entry, given)}`).join("\n");
}

type Change = { field: string; from?: unknown; to?: unknown };
type Told = {
  title?: string;
  task?: { title?: string };
  series?: { template?: { title?: string }; endedAt?: string | null };
  changes?: Change[];
  reason?: string;
};

function sayEntry({ type, data }: HistoryEntry, given: Given): string {
  const told = (data ?? {}) as Told;
  const [, family, verb = ""] = type.split(".");
  if (family === "user") return "profile changed";
  const title = told.task?.title ?? told.series?.template?.title ?? told.title;
  const named = title ? ` ${quoted(title)}` : "";
  const reason = REASONS[told.reason ?? ""] ?? "";
  if (family === "series") return `${told.series?.endedAt ? "stopped repeating" : "changed how it repeats:"}${named}${reason}`;
  const fields = verb === "updated" ? (told.changes ?? []).flatMap((change) => sayChange(change, given)).join(", ") : "";
  return `${PAST[verb] ?? verb}${named}${fields ? ` (${fields})` : ""}${reason}`;
}

/** Only what people know of a task: the rest of a change is bookkeeping. */
function sayChange({ field, from, to }: Change, given: Given): string[] {
  const name = FIELDS[field];
  if (!name) return [];
  if (field === "title") return [`was ${quoted(String(from))}`];
  if (field === "priority") return [to === "none" ? "no priority" : `${to} priority`];
  if (field === "due") return [to ? `due ${sayDue(to as Parameters<typeof sayDue>[0], given.now, given.user.timeZone)}` : "no date"];
  if (field === "reminders" && said(from) === said(to)) return []; // they moved with their task
  return [name];
}

/** Reminders as they were wished, without the instants that follow from it. */
const said = (reminders: unknown): string =>
  JSON.stringify(Array.isArray(reminders) ? reminders.map(({ offset, at }) => [offset, at]) : reminders);

function sayMoment(instant: string, { user, now }: Given): string {
  const local = instantToWallTime(instant, user.timeZone);
  const [day, today] = [local.slice(0, 10), instantToWallTime(now, user.timeZone).slice(0, 10)];
  return `${day === today ? "" : `${sayDate(day, today)} `}${local.slice(11, 16)}`;
}

export const HISTORY_UNAVAILABLE = "The history cannot be read just now. Everything else works; ask again in a minute.";

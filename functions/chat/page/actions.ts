/** What a click or a key does to tasks: one call of the API each, said when it went wrong, and never lost without a word. */
import type { ReminderInput, Task, TaskPatch } from "@todo/shared/contracts/types.ts";
import { type Api, ApiError, type Scope, type Undone } from "./api.ts";
import type { View } from "./due-text.ts";
import { localMoment } from "./local-day.ts";
import type { Store } from "./store.ts";
import type { Toasts } from "./toasts.ts";
import { endWaysBack, WAY_BACK } from "./way-back.ts";

export type Actions = ReturnType<typeof openActions>;

export function openActions(api: Api, store: Store, toasts: Toasts) {
  /** Runs a wish; whether it came true. */
  async function wish(call: () => Promise<unknown>, done?: { text: string; undo?: boolean }): Promise<boolean> {
    try {
      const answer = await call();
      endWaysBack();
      if (isTask(answer)) store.applyTasks([answer]);
      if (done)
        toasts.show({ text: done.text, actions: done.undo ? [{ label: "Undo", class: WAY_BACK, run: () => void actions.undo() }] : [] });
      return true;
    } catch (error) {
      const stale = error instanceof ApiError && error.status === 412;
      const text = stale ? "It was changed elsewhere meanwhile. Look again, then repeat what you still want." : (error as Error).message;
      toasts.show({ kind: "fault", text });
      return false;
    }
  }

  const actions = {
    toggle: (task: Task) =>
      task.status === "open"
        ? wish(() => api.complete(task), { text: `Done: ${task.title}`, undo: true })
        : wish(() => api.reopen(task), { text: `Open again: ${task.title}`, undo: true }),
    skip: (task: Task) => wish(() => api.skip(task), { text: `Skipped this time: ${task.title}`, undo: true }),
    remove: (task: Task, scope: Scope) => wish(() => api.remove(task, scope), { text: `Deleted: ${task.title}`, undo: true }),
    update: (task: Task, patch: TaskPatch) => wish(() => api.update(task, patch)),
    restoreVersion: (task: Task, sequence: number) =>
      wish(() => api.restoreVersion(task, sequence), { text: `Restored: ${task.title}`, undo: true }),
    /** Rings once more, so long from now; what is due when stays as it is. */
    remindAgain: (task: Task, minutes: number, { now, timeZone }: View) => {
      const kept = task.reminders.map(({ offset, at }): ReminderInput => (offset === null ? { at: at ?? "" } : { offset }));
      const again = { at: localMoment(now + minutes * 60_000, timeZone) };
      const patch: TaskPatch = { reminders: [...kept, again], ...(task.seriesId ? { scope: "occurrence" } : {}) };
      return wish(() => api.update(task, patch), { text: `Reminds again in ${minutes} minutes: ${task.title}` });
    },
    moveTo: (timeZone: string) => wish(() => api.updateProfile({ timeZone }), { text: `Times are in ${timeZone} now.`, undo: true }),
    undo: () =>
      wish(async () => {
        const undone = await api.undo();
        store.applyTasks(undone.commands.flatMap(({ tasks }) => tasks));
        toasts.show({ text: undoneText(undone) });
      }),
  };
  return actions;
}

/** What was taken back, and what was not because it has been changed again since. */
function undoneText({ commands, kept }: Undone): string {
  const titles = [...new Set(commands.flatMap(({ tasks }) => tasks.map(({ title }) => title)))].join(", ");
  const left = kept.map(({ title, fields }) => `${title ?? "the profile"}${fields.length > 0 ? ` (${fields.join(", ")})` : ""}`);
  return `Undone${titles ? `: ${titles}` : ""}${left.length > 0 ? `. Left as it is: ${left.join("; ")}` : ""}`;
}

const isTask = (value: unknown): value is Task =>
  typeof value === "object" && value !== null && "sequence" in value && "title" in value && "status" in value;

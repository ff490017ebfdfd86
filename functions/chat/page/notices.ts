/** Reminders that rang: a notice on the page, and one of the system's where the user allows it. */
import type { Changes, Notice, Task } from "@todo/shared/contracts/types.ts";
import type { Actions } from "./actions.ts";
import { dueText, type View } from "./due-text.ts";
import type { Store } from "./store.ts";
import type { Toasts } from "./toasts.ts";

type Options = { store: Store; actions: Actions; toasts: Toasts; view(): View };

const SEEN = "todo.noticed";
const MOST_AT_ONCE = 5;
const AGAIN_MINUTES = 10;

/** Shows each notice once in this browser; after an absence only the last few, and only for tasks that are still open. */
export function openNotices({ store, actions, toasts, view }: Options): (changes: Changes) => void {
  let seen = Number(localStorage.getItem(SEEN) ?? 0);
  let generation = "";

  function ring(notice: Notice): void {
    const detail = notice.due ? `Due ${dueText(notice.due, view())}` : "";
    const late = notice.lateMs > 60_000 ? ` (${Math.round(notice.lateMs / 60_000)} min late)` : "";
    const onOpen = (run: (task: Task) => unknown) => () => {
      const task = store.tasks.get(notice.taskId);
      if (task?.status === "open") run(task);
    };
    const again = (task: Task) => actions.remindAgain(task, AGAIN_MINUTES, view());
    const choices = [
      { label: `In ${AGAIN_MINUTES} min`, run: onOpen(again) },
      { label: "Done", run: onOpen(actions.toggle) },
    ];
    toasts.show({ kind: "reminder", text: notice.title, detail: `${detail}${late}`, actions: choices });
    if ("Notification" in window && Notification.permission === "granted") {
      // The tag makes one of the same notice from several windows.
      const shown = new Notification(notice.title, { body: detail, tag: notice.id });
      shown.onclick = () => window.focus();
    }
  }

  return ({ notices, cursor, type }) => {
    const epoch = cursor.split(".")[0] ?? "";
    if (generation && epoch !== generation) seen = 0;
    generation = epoch;
    const fresh = notices.filter((notice) => notice.sequence > seen).sort((a, b) => a.sequence - b.sequence);
    const told =
      type === "reset" ? fresh.filter((notice) => store.tasks.get(notice.taskId)?.status === "open").slice(-MOST_AT_ONCE) : fresh;
    for (const notice of told) ring(notice);
    if (fresh.length === 0) return;
    seen = fresh.at(-1)?.sequence ?? seen;
    localStorage.setItem(SEEN, String(seen));
  };
}

/** Whether asking for the system's notices makes sense. */
export const mayAskForNotices = (): boolean => "Notification" in window && Notification.permission === "default";

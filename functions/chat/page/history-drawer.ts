/** A task's history from the audit trail, newest first; any state the task was in can be brought back. */
import type { HistoryEntry, Task } from "@todo/shared/contracts/types.ts";
import type { Actions } from "./actions.ts";
import type { Api } from "./api.ts";
import { element } from "./dom.ts";
import type { View } from "./due-text.ts";
import { historyLine, momentText } from "./history-text.ts";
import { icon } from "./icons.ts";
import type { Store } from "./store.ts";

export type HistoryDrawer = {
  open(task: Task): void;
  /** After a change of the shown task: the audit trail learns of it a moment later. */
  refresh(changed: ReadonlySet<string>): void;
};

type Options = { dialog: HTMLDialogElement; api: Api; actions: Actions; store: Store; view(): View };

const AUDIT_DELAYS_MS = [400, 1_500];

export function openHistoryDrawer({ dialog, api, actions, store, view }: Options): HistoryDrawer {
  let shown: Task | null = null;
  const title = element("h2", { id: "history-title" });
  const list = element("ol", { class: "timeline" });
  const status = element("p", { class: "status", role: "status" });
  const close = element("button", { type: "button", class: "bare", "aria-label": "Close", click: () => dialog.close() }, icon("close"));
  dialog.append(element("header", {}, title, close), status, list);
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => {
    shown = null;
  });

  async function load(task: Task): Promise<void> {
    try {
      const { entries } = await api.history(task.id);
      if (shown?.id !== task.id) return;
      status.textContent = entries.length === 0 ? "Nothing has arrived in the audit trail yet." : "";
      list.replaceChildren(...entries.map((entry, index) => item(entry, index === 0)));
    } catch (error) {
      if (shown?.id === task.id) status.textContent = `The history cannot be shown now. ${(error as Error).message}`;
    }
  }

  function item(entry: HistoryEntry, isNewest: boolean): HTMLElement {
    const { headline, by, changes } = historyLine(entry, view());
    const lines = changes.map(({ field, from, to }) =>
      element("li", {}, element("span", { class: "name" }, field), from ? element("del", {}, from) : null, element("ins", {}, to)),
    );
    const canRestore = !isNewest && entry.type.startsWith("todo.task.") && entry.type !== "todo.task.deleted.v1";
    return element(
      "li",
      { class: entry.type.split(".").slice(1, 3).join(" ") },
      element("p", { class: "headline" }, headline, by ? element("span", {}, ` ${by}`) : null),
      lines.length > 0 ? element("ul", { class: "changes" }, ...lines) : null,
      element(
        "p",
        { class: "moment" },
        element("time", { datetime: entry.time, title: `Event ${entry.sequence}` }, momentText(entry.time, view())),
        canRestore
          ? element("button", { type: "button", class: "link", click: () => void restore(entry.sequence) }, "Restore this version")
          : null,
      ),
    );
  }

  async function restore(sequence: number): Promise<void> {
    const task = shown && (store.tasks.get(shown.id) ?? shown);
    if (task) await actions.restoreVersion(task, sequence);
  }

  return {
    open(task) {
      shown = task;
      title.textContent = task.title;
      status.textContent = "Loading …";
      list.replaceChildren();
      dialog.showModal();
      void load(task);
    },
    refresh(changed) {
      const task = shown;
      if (!task || !changed.has(task.id)) return;
      title.textContent = store.tasks.get(task.id)?.title ?? task.title;
      for (const delay of AUDIT_DELAYS_MS) setTimeout(() => shown === task && void load(task), delay);
    },
  };
}

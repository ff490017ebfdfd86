/** A task's history from the audit trail, newest first; any state the task was in can be brought back. */
import type { HistoryEntry, Task } from "@todo/shared/contracts/types.ts";
import type { Actions } from "./actions.ts";
import type { Api } from "./api.ts";
import { element } from "./dom.ts";
import type { View } from "./due-text.ts";
import { historyLine, momentText, proofText } from "./history-text.ts";
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
  const proof = element("p", { class: "proof", role: "status" });
  const prove = element("button", { type: "button", class: "link", click: () => void verify() }, "Is anything missing or altered?");
  // What the tools on the server ask for.
  const id = element("code");
  const task = element("p", {}, "Task ", id);
  dialog.append(element("header", {}, title, close), status, list, element("footer", {}, prove, proof, task));
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => {
    shown = null;
  });

  async function load(task: Task): Promise<void> {
    try {
      const { entries } = await api.history(task.id);
      if (shown?.id !== task.id) return;
      status.textContent = entries.length === 0 ? "Nothing has arrived in the audit trail yet." : "";
      const present = entries.find(({ type }) => type.startsWith("todo.task."));
      list.replaceChildren(...entries.map((entry) => item(entry, entry === present)));
    } catch (error) {
      if (shown?.id === task.id) status.textContent = `The history cannot be shown now. ${(error as Error).message}`;
    }
  }

  /** The audit trail recomputes the chain of everything that ever happened to this user. */
  async function verify(): Promise<void> {
    proof.textContent = "Recomputing …";
    try {
      proof.textContent = proofText(await api.verification());
    } catch (error) {
      proof.textContent = (error as Error).message;
    }
  }

  function item(entry: HistoryEntry, isPresent: boolean): HTMLElement {
    const { headline, by, changes } = historyLine(entry, view());
    const lines = changes.map(({ field, from, to }) =>
      element("li", {}, element("span", { class: "name" }, field), from ? element("del", {}, from) : null, element("ins", {}, to)),
    );
    const canRestore = !isPresent && entry.type.startsWith("todo.task.") && entry.type !== "todo.task.deleted.v1";
    return element(
      "li",
      { class: entry.type.split(".").slice(1, 3).join(" ") },
      element("p", { class: "headline" }, headline, by ? element("span", {}, ` ${by}`) : null),
      lines.length > 0 ? element("ul", { class: "changes" }, ...lines) : null,
      element(
        "p",
        { class: "moment" },
        element("time", { datetime: entry.time }, momentText(entry.time, view())),
        element("span", { title: "Its number in the chain of your events" }, `#${entry.sequence}`),
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
      proof.textContent = "";
      id.textContent = task.id;
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

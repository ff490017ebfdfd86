/** Keys that work everywhere on the page, and the sheet that lists them. */
import { element } from "./dom.ts";
import { icon } from "./icons.ts";

export const KEYS: readonly (readonly [keys: string, does: string])[] = [
  ["/", "write a message"],
  ["Esc", "leave the message field"],
  ["↑ ↓", "from task to task"],
  ["x", "done, or open again"],
  ["e", "edit the title"],
  ["d", "edit the date"],
  ["s", "skip this time (repeating tasks)"],
  ["h", "history"],
  ["Delete", "delete"],
  ["u", "undo"],
  ["?", "this list"],
];

type Handlers = { write(): void; enterList(): void; undo(): void };

export function openShortcuts(dialog: HTMLDialogElement, handlers: Handlers): { show(): void } {
  const rows = KEYS.flatMap(([keys, does]) => [
    element("dt", {}, ...keys.split(" ").map((key) => element("kbd", {}, key))),
    element("dd", {}, does),
  ]);
  const close = element("button", { type: "button", class: "bare", "aria-label": "Close", click: () => dialog.close() }, icon("close"));
  dialog.append(element("header", {}, element("h2", { id: "shortcuts-title" }, "Keys"), close), element("dl", {}, ...rows));
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  const show = () => dialog.showModal();

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) return;
    const run = { "/": handlers.write, u: handlers.undo, "?": show, ArrowDown: handlers.enterList, ArrowUp: handlers.enterList }[event.key];
    if (!run) return;
    event.preventDefault();
    run();
  });
  return { show };
}

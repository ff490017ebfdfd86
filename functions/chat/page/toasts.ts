/** Short notices at the edge of the page: what was done, with a way back; what went wrong; reminders, which stay until answered. */
import { element } from "./dom.ts";
import { icon } from "./icons.ts";

export type Toast = {
  text: string;
  detail?: string;
  /** A reminder and a question stay until they are answered. */
  kind?: "done" | "fault" | "reminder" | "question";
  actions?: { label: string; class?: string; run(): void }[];
};

export type Toasts = { show(toast: Toast): void };

const SHOWN_MS = 6_000;
const MOST = 4;

export function openToasts(region: HTMLElement): Toasts {
  return {
    show({ text, detail, kind = "done", actions = [] }) {
      const stays = kind === "reminder" || kind === "question";
      const close = () => {
        clearTimeout(timer);
        toast.remove();
      };
      const buttons = actions.map(({ label, class: name = "", run }) => {
        const click = () => {
          close();
          run();
        };
        return element("button", { type: "button", class: `toast-action ${name}`, click }, label);
      });
      const toast = element(
        "div",
        { class: `toast ${kind}`, role: kind === "done" ? "status" : "alert" },
        kind === "reminder" ? icon("bell") : null,
        element("div", { class: "toast-text" }, element("p", {}, text), detail ? element("p", { class: "detail" }, detail) : null),
        ...buttons,
        element("button", { type: "button", class: "bare", "aria-label": "Dismiss", click: close }, icon("close")),
      );
      // Reading takes longer with the pointer or the focus on it.
      let timer: ReturnType<typeof setTimeout>;
      const wait = () => {
        clearTimeout(timer);
        if (!stays) timer = setTimeout(close, SHOWN_MS);
      };
      for (const pause of ["pointerenter", "focusin"]) toast.addEventListener(pause, () => clearTimeout(timer));
      for (const resume of ["pointerleave", "focusout"]) toast.addEventListener(resume, wait);
      wait();
      region.append(toast);
      const passing = [...region.querySelectorAll(".done, .fault")];
      for (const old of passing.slice(0, -MOST)) old.remove();
    },
  };
}

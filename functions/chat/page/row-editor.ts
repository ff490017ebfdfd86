/** Editing in place: a row's title or due date becomes a small form; Enter keeps it, Escape does not. */
import type { DueInput, Task, TaskPatch } from "@todo/shared/contracts/types.ts";
import { element } from "./dom.ts";

export type EditorEvents = { save(patch: TaskPatch): void; cancel(): void };

/** Of a repeating task a new title holds from now on and a new date once (REC-8), unless the box is ticked. */
const EXCEPTION = {
  title: { label: "only this time", scope: "occurrence" },
  due: { label: "from now on", scope: "series" },
} as const;

/** The form, to be put where the row's content was; it takes the focus with `focusEditor`. */
export function editor(task: Task, part: "title" | "due", events: EditorEvents): HTMLFormElement {
  const fields = part === "title" ? titleFields(task) : dueFields(task);
  const exception = element("input", { type: "checkbox" });
  const form = element(
    "form",
    {
      class: "editor",
      "aria-label": part === "title" ? "Edit the title" : "Edit the date",
      submit: (event) => {
        event.preventDefault();
        const patch = fields.patch();
        if (patch === null) events.cancel();
        else events.save(exception.checked ? { ...patch, scope: EXCEPTION[part].scope } : patch);
      },
    },
    part === "due" ? element("p", { class: "edited" }, task.title) : null,
    ...fields.inputs,
    task.seriesId ? element("label", { class: "scope" }, exception, EXCEPTION[part].label) : null,
    element("button", { type: "submit", class: "primary" }, "Save"),
    element("button", { type: "button", click: () => events.cancel() }, "Cancel"),
  );
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    events.cancel();
  });
  return form;
}

/** Focuses the first field, the text in it selected. */
export function focusEditor(form: HTMLFormElement): void {
  const first = form.querySelector("input");
  first?.focus();
  if (first?.type === "text") first.select();
}

/** The inputs and what they say; null when nothing was changed. */
type Fields = { inputs: HTMLElement[]; patch(): TaskPatch | null };

function titleFields(task: Task): Fields {
  const input = element("input", { type: "text", "aria-label": "Title", dir: "auto", required: true, maxlength: 500, value: task.title });
  return {
    inputs: [input],
    patch: () => {
      const title = input.value.trim();
      return title && title !== task.title ? { title } : null;
    },
  };
}

function dueFields(task: Task): Fields {
  const date = element("input", { type: "date", "aria-label": "Date", value: task.due?.date ?? "" });
  const time = element("input", { type: "time", "aria-label": "Time", value: task.due?.time?.slice(0, 5) ?? "" });
  const clear = element(
    "button",
    {
      type: "button",
      click: () => {
        date.value = "";
        time.value = "";
        date.form?.requestSubmit();
      },
    },
    "No date",
  );
  return {
    inputs: [date, time, ...(task.due ? [clear] : [])],
    patch: () => {
      const due = dueOf(date.value, time.value, task);
      const before = task.due ? dueOf(task.due.date, task.due.time?.slice(0, 5) ?? "", task) : null;
      return JSON.stringify(due) === JSON.stringify(before) ? null : { due };
    },
  };
}

/** A time pinned to a zone stays pinned to it; a floating one goes on floating. */
function dueOf(date: string, time: string, task: Task): DueInput | null {
  if (!date) return null;
  const timeZone = task.due && !task.due.floating ? task.due.timeZone : null;
  return { date, time: time ? `${time}:00` : null, timeZone };
}

/** One task in the list: its check, title, when and labels, and what can be done with it. */
import type { Reminder, Series, Task } from "@todo/shared/contracts/types.ts";
import { element } from "./dom.ts";
import { dueDetail, dueText, type View } from "./due-text.ts";
import { type IconName, icon } from "./icons.ts";
import { reminderText } from "./reminder-text.ts";
import { ruleText } from "./understanding.ts";

/** What the row asks of the list around it. */
export type RowEvents = {
  toggle(task: Task): void;
  skip(task: Task): void;
  remove(task: Task): void;
  history(task: Task): void;
  edit(task: Task, part: "title" | "due"): void;
};

export type RowState = { task: Task; series: Series | null; overdue: boolean; view: View };

const PRIORITY = { none: "", low: "Low", medium: "Medium", high: "High", urgent: "Urgent" };

/** The content of a row; the buttons' `data-part` names them, so that focus finds its place again after a change. */
export function taskRow({ task, series, overdue, view }: RowState, events: RowEvents): HTMLElement[] {
  const isOpen = task.status === "open";
  const check = element(
    "button",
    {
      type: "button",
      class: "check",
      role: "checkbox",
      "aria-checked": task.status === "completed" ? "true" : "false",
      "aria-label": isOpen ? `Complete ${task.title}` : `Reopen ${task.title}`,
      "data-part": "check",
      click: () => events.toggle(task),
    },
    icon(task.status === "skipped" ? "skip" : "check"),
  );
  const title = element(
    "button",
    {
      type: "button",
      class: "title",
      "data-part": "title",
      dir: "auto",
      title: isOpen ? "Edit the title" : null,
      disabled: !isOpen,
      click: () => events.edit(task, "title"),
    },
    task.title,
  );
  const body = element(
    "div",
    { class: "body" },
    title,
    task.description ? element("p", { class: "description", dir: "auto" }, task.description) : null,
    metaOf({ task, series, overdue, view }, events),
  );
  const tool = (name: string, picture: IconName, label: string, run: () => void) =>
    element(
      "button",
      { type: "button", class: "bare", "data-part": name, title: label, "aria-label": `${label}: ${task.title}`, click: run },
      icon(picture),
    );
  const tools = element(
    "div",
    { class: "tools" },
    isOpen && !task.due ? tool("due", "calendar", "Set a date", () => events.edit(task, "due")) : null,
    isOpen && task.seriesId ? tool("skip", "skip", "Skip this time", () => events.skip(task)) : null,
    tool("history", "clock", "History", () => events.history(task)),
    tool("delete", "trash", "Delete", () => events.remove(task)),
  );
  return [check, body, tools];
}

function metaOf({ task, series, overdue, view }: RowState, events: RowEvents): HTMLElement | null {
  const parts: HTMLElement[] = [];
  if (task.due) {
    const detail = `${dueDetail(task.due, view)}${overdue ? " (overdue)" : ""}`;
    const text = dueText(task.due, view);
    parts.push(
      element(
        "button",
        {
          type: "button",
          class: overdue ? "due overdue" : "due",
          title: detail,
          "aria-label": `${overdue ? "Overdue" : "Due"} ${text}. Edit the date`,
          "data-part": "due",
          disabled: task.status !== "open",
          click: () => events.edit(task, "due"),
        },
        icon(task.due.time ? "clock" : "calendar"),
        text,
      ),
    );
  }
  // The task can be here a moment before its series is.
  const repeats = series ? !series.endedAt : task.status === "open" && task.seriesId !== null;
  if (repeats)
    parts.push(element("span", { class: "rule", title: "Repeats" }, icon("repeat"), series ? ruleText(series.rule, task.due) : "repeats"));
  if (task.status === "open" && task.reminders.length > 0) parts.push(remindersOf(task.reminders, view));
  if (task.priority !== "none") parts.push(element("span", { class: `priority ${task.priority}` }, PRIORITY[task.priority]));
  for (const tag of task.tags) parts.push(element("span", { class: "tag", dir: "auto" }, `#${tag}`));
  return parts.length > 0 ? element("div", { class: "meta" }, ...parts) : null;
}

function remindersOf(reminders: readonly Reminder[], view: View): HTMLElement {
  const texts = reminders.map((reminder) => reminderText(reminder, view));
  return element(
    "span",
    { class: "bell", title: `Reminds: ${texts.join(", ")}` },
    icon("bell"),
    texts.length === 1 ? (texts[0] ?? "") : `${texts.length} reminders`,
  );
}

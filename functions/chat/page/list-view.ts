/** The grouped list: rows are kept and only changed ones are made anew, so focus, scrolling and an edit under way survive every update. */
import type { Task } from "@todo/shared/contracts/types.ts";
import type { Actions } from "./actions.ts";
import { element } from "./dom.ts";
import { dueText, type View } from "./due-text.ts";
import { emptyState } from "./empty-state.ts";
import { GROUPS, type Group, grouped } from "./groups.ts";
import { icon } from "./icons.ts";
import { listKeys } from "./list-keys.ts";
import { editor, focusEditor } from "./row-editor.ts";
import type { Store } from "./store.ts";
import { taskRow } from "./task-row.ts";

export type ListView = {
  /** Shows what has changed, and where; and whatever the clock alone has changed. */
  render(changed: ReadonlySet<string>): void;
  /** Makes these rows anew without a word: they say the same better. */
  refine(ids: ReadonlySet<string>): void;
};

export type ListOptions = {
  store: Store;
  actions: Actions;
  view(): View;
  openHistory(task: Task): void;
  say(text: string): void;
  /** Fetches the closed tasks, which sync does not send from the beginning. */
  loadClosed(): void;
};

const NAMES: Record<Group, string> = {
  overdue: "Overdue",
  today: "Today",
  week: "Next 7 days",
  later: "Later",
  undated: "No date",
  closed: "Done",
};
/** More rows than one can look at only slow the page down. */
const PAGE_ROWS = 50;
/** Of more changes at once none stands out, and to light up all of them is work for nothing. */
const MOST_FLASHES = 20;

type Section = { root: HTMLDetailsElement; count: HTMLElement; rows: HTMLOListElement; more: HTMLButtonElement; limit: number };

export function openList(root: HTMLElement, options: ListOptions): ListView {
  const { store, actions, view } = options;
  const rows = new Map<string, HTMLLIElement>();
  const known = new Set<string>();
  /** Rows with a form in them stay where they are until it is closed. */
  const held = new Map<string, Group>();
  let isFilled = false;
  const empty = emptyState(options.say);
  const sections = new Map(GROUPS.map((group) => [group, section(group)]));
  root.append(empty.root, ...[...sections.values()].map(({ root }) => root));
  const keys = listKeys(root, (row, key) => press(row, key));

  function section(group: Group): Section {
    const count = element("span", { class: "count" });
    const list = element("ol", { class: "rows" });
    const more = element("button", { type: "button", class: "more", hidden: true }, "Show more");
    const name = element("h2", {}, NAMES[group]);
    const summary = element("summary", {}, icon("chevron"), name, count);
    const details = element("details", { class: `group ${group}`, open: group !== "closed" }, summary, list, more);
    const made: Section = { root: details, count, rows: list, more, limit: PAGE_ROWS };
    if (group === "closed") details.addEventListener("toggle", () => details.open && options.loadClosed());
    more.addEventListener("click", () => {
      made.limit += PAGE_ROWS;
      render(new Set());
    });
    return made;
  }

  function render(changed: ReadonlySet<string>, flashes = isFilled): void {
    const now = view();
    const active = document.activeElement;
    const groups = grouped(store.tasks.values(), now.now, now.timeZone, held);
    for (const [group, section] of sections) {
      const tasks = groups[group];
      const shown = tasks.slice(0, section.limit);
      arrange(
        section.rows,
        shown.map((task) => rowOf(task, group, changed.has(task.id), flashes && changed.size <= MOST_FLASHES, now)),
      );
      section.count.textContent = String(tasks.length);
      section.more.hidden = tasks.length <= shown.length;
      section.more.textContent = `Show more (${tasks.length - shown.length})`;
      section.root.hidden = tasks.length === 0;
    }
    for (const [id, row] of rows) if (!row.isConnected) rows.delete(id);
    empty.root.hidden = !store.isLoaded || GROUPS.some((group) => group !== "closed" && groups[group].length > 0);
    empty.show(groups.closed.length > 0);
    isFilled = store.isLoaded;
    keys.refresh();
    // A row that moved has lost the focus on the way.
    if (active instanceof HTMLElement && active.isConnected && root.contains(active)) active.focus({ preventScroll: true });
  }

  function rowOf(task: Task, group: Group, isChanged: boolean, flashes: boolean, now: View): HTMLLIElement {
    const existing = rows.get(task.id);
    const isNew = !known.has(task.id);
    const row = existing ?? element("li", { class: "row", "data-id": task.id, tabindex: -1 });
    const when = task.due ? dueText(task.due, now) : "";
    if (!existing || isChanged || row.dataset.group !== group || row.dataset.when !== when) {
      if (!held.has(task.id)) fill(row, task, group);
      row.dataset.group = group;
      row.dataset.when = when;
      row.className = `row ${group} ${task.status}${held.has(task.id) ? " editing" : ""}`;
      if (flashes && (isNew || isChanged)) flash(row);
    }
    rows.set(task.id, row);
    known.add(task.id);
    return row;
  }

  /** Makes the row's content anew and gives the focus back to the part that had it. */
  function fill(row: HTMLLIElement, task: Task, group: Group): void {
    const active = document.activeElement;
    const part = active instanceof HTMLElement && row.contains(active) ? (active.dataset.part ?? "title") : null;
    const series = task.seriesId ? (store.series.get(task.seriesId) ?? null) : null;
    row.replaceChildren(...taskRow({ task, series, overdue: group === "overdue", view: view() }, events));
    if (part) row.querySelector<HTMLElement>(`[data-part="${part}"], [data-part="check"]`)?.focus();
  }

  const events = {
    async toggle(task: Task) {
      const row = rows.get(task.id);
      row?.classList.add("pending");
      const worked = await actions.toggle(task);
      row?.classList.remove("pending");
      if (worked) keys.focusNear(row);
    },
    skip: (task: Task) => void actions.skip(task),
    history: options.openHistory,
    remove(task: Task) {
      if (task.seriesId && task.status === "open") askScope(task);
      else void actions.remove(task, "occurrence");
    },
    edit(task: Task, part: "title" | "due") {
      // Refused as stale it may be saved again, over what is known by then.
      let base = task;
      const form = editor(task, part, {
        cancel: () => leave(task.id),
        save: async (patch) => {
          if (await actions.update(base, patch)) leave(task.id);
          else base = store.tasks.get(task.id) ?? base;
        },
      });
      if (hold(task.id, form)) focusEditor(form);
    },
  };

  function askScope(task: Task): void {
    const choose = (scope: "occurrence" | "series") => async () => {
      leave(task.id);
      await actions.remove(task, scope);
    };
    const first = element("button", { type: "button", class: "primary", click: choose("occurrence") }, "This one");
    const form = element(
      "form",
      { class: "editor scope-choice", "aria-label": "What to delete" },
      element("p", {}, `“${task.title}” repeats. Delete`),
      first,
      element("button", { type: "button", click: choose("series") }, "All of them"),
      element("button", { type: "button", click: () => leave(task.id) }, "Cancel"),
    );
    form.addEventListener("keydown", (event) => event.key === "Escape" && leave(task.id));
    if (hold(task.id, form)) first.focus();
  }

  /** Puts a form in the place of a row's content; whether the row is there. */
  function hold(id: string, form: HTMLFormElement): boolean {
    const row = rows.get(id);
    const group = GROUPS.find((name) => name === row?.dataset.group);
    if (!row || !group) return false;
    held.set(id, group);
    row.classList.add("editing");
    row.replaceChildren(form);
    return true;
  }

  /** Ends an edit: the row shows the task as it is by now, where it belongs by now. */
  function leave(id: string): void {
    const row = rows.get(id);
    const hadFocus = row?.contains(document.activeElement) || document.activeElement === document.body;
    held.delete(id);
    render(new Set([id]), false);
    if (!row || !hadFocus) return;
    if (row.isConnected && row.checkVisibility()) keys.focusRow(row);
    else keys.focusNear(row);
  }

  function press(row: HTMLElement, key: string): void {
    const task = store.tasks.get(row.dataset.id ?? "");
    if (!task) return;
    if (key === "x") void events.toggle(task);
    if (key === "e" && task.status === "open") events.edit(task, "title");
    if (key === "d" && task.status === "open") events.edit(task, "due");
    if (key === "s" && task.status === "open" && task.seriesId) events.skip(task);
    if (key === "h") events.history(task);
    if (key === "Delete" || key === "Backspace") events.remove(task);
  }

  return { render, refine: (ids) => render(ids, false) };
}

/** Puts the children in this order with the fewest moves; what is not among them goes. */
function arrange(list: HTMLElement, wanted: readonly HTMLElement[]): void {
  const kept = new Set<Element>(wanted);
  for (const child of [...list.children]) if (!kept.has(child)) child.remove();
  let place = list.firstElementChild;
  for (const row of wanted) {
    if (row === place) place = place.nextElementSibling;
    else list.insertBefore(row, place);
  }
}

/** Shows for a moment where something has changed. */
function flash(row: HTMLElement): void {
  row.classList.remove("changed");
  requestAnimationFrame(() => row.classList.add("changed"));
  row.addEventListener("animationend", () => row.classList.remove("changed"), { once: true });
}

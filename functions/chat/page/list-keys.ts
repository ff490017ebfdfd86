/** The list by keyboard: arrows go from row to row, Tab goes through the current row only, letters act on it. */

export type ListKeys = {
  /** After the rows have changed: exactly one row stays in the Tab order. */
  refresh(): void;
  focusRow(row: Element): void;
  /** Keeps the focus in the list when the row that had it moved or went. */
  focusNear(row: Element | undefined): void;
};

const LETTERS = new Set(["x", "e", "d", "s", "h", "Delete", "Backspace"]);

export function listKeys(root: HTMLElement, press: (row: HTMLElement, key: string) => void): ListKeys {
  let current: HTMLElement | null = null;
  let place = 0;

  const rows = (): HTMLElement[] => [...root.querySelectorAll<HTMLElement>("details[open]:not([hidden]) > .rows > .row")];
  const enter = (row: HTMLElement) => {
    if (current && current !== row) setTabbable(current, false);
    current = row;
    place = rows().indexOf(row);
    setTabbable(row, true);
  };
  const focusRow = (row: Element | undefined) => {
    if (!(row instanceof HTMLElement)) return;
    enter(row);
    row.querySelector<HTMLElement>(".check, input")?.focus();
    row.scrollIntoView({ block: "nearest" });
  };

  root.addEventListener("focusin", (event) => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>(".row") : null;
    if (row) enter(row);
  });
  root.addEventListener("keydown", (event) => {
    if (!(event.target instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.altKey) return;
    const row = event.target.closest<HTMLElement>(".row");
    if (event.target instanceof HTMLInputElement) return;
    const step = event.key === "ArrowDown" || event.key === "j" ? 1 : event.key === "ArrowUp" || event.key === "k" ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      const all = rows();
      const from = row ? all.indexOf(row) : step > 0 ? -1 : all.length;
      focusRow(all[Math.max(0, Math.min(all.length - 1, from + step))]);
    } else if (event.key === "Home" || event.key === "End") {
      event.preventDefault();
      focusRow(rows().at(event.key === "Home" ? 0 : -1));
    } else if (row && LETTERS.has(event.key)) {
      event.preventDefault();
      press(row, event.key);
    }
  });

  return {
    focusRow,
    refresh() {
      const all = rows();
      if (!current?.isConnected) current = all[0] ?? null;
      for (const row of all) setTabbable(row, row === current);
    },
    focusNear(row) {
      const active = document.activeElement;
      if (active && active !== document.body && !row?.contains(active)) return; // the user is elsewhere already
      const all = rows();
      if (all.length > 0) focusRow(all[Math.max(0, Math.min(place, all.length - 1))]);
    },
  };
}

function setTabbable(row: HTMLElement, tabbable: boolean): void {
  for (const button of row.querySelectorAll("button")) button.tabIndex = tabbable ? 0 : -1;
}

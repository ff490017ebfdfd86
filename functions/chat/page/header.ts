/** The bar at the top: how the page is connected, undo, appearance, and who is signed in. */
import { element } from "./dom.ts";
import { icon } from "./icons.ts";
import { mayAskForNotices } from "./notices.ts";
import type { Connection } from "./sync.ts";

const CONNECTIONS: Record<Connection, string> = {
  connecting: "Connecting …",
  live: "Live",
  polling: "Slow connection",
  offline: "Offline",
};

export type HeaderOptions = {
  connection: HTMLElement;
  tools: HTMLElement;
  name: string;
  undo(): void;
  toggleTheme(): void;
  showShortcuts(): void;
  showSettings(): void;
  signOut(): void;
};

export function openHeader(options: HeaderOptions): { connected(connection: Connection): void } {
  const undo = element(
    "button",
    { type: "button", class: "bare", title: "Undo (u)", "aria-label": "Undo", click: options.undo },
    icon("undo"),
  );
  const theme = element(
    "button",
    { type: "button", class: "bare theme", title: "Light or dark", "aria-label": "Light or dark", click: options.toggleTheme },
    icon("moon"),
    icon("sun"),
  );
  const notices = element("button", { type: "button", hidden: !mayAskForNotices() }, icon("bell"), "Allow reminders as notifications");
  notices.addEventListener("click", async () => {
    await Notification.requestPermission();
    notices.hidden = !mayAskForNotices();
  });
  const menu = element(
    "details",
    { class: "menu" },
    element(
      "summary",
      { title: options.name },
      element("span", { "aria-hidden": "true" }, initials(options.name)),
      element("span", { class: "visually-hidden" }, `Signed in as ${options.name}`),
    ),
    element(
      "div",
      { class: "menu-list" },
      element("p", {}, "Signed in as ", element("b", {}, options.name)),
      notices,
      element("button", { type: "button", click: options.showSettings }, icon("settings"), "Settings"),
      element("button", { type: "button", click: options.showShortcuts }, icon("list"), "Keys"),
      element("button", { type: "button", click: options.signOut }, icon("person"), "Sign out"),
    ),
  );
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape") menu.open = false;
  });
  document.addEventListener("click", (event) => {
    if (
      event.target instanceof Node &&
      !(menu.contains(event.target) && event.target instanceof Element && event.target.closest("summary, p"))
    )
      menu.open = false;
  });
  options.tools.append(undo, theme, menu);
  return {
    connected(connection) {
      document.body.dataset.connection = connection;
      // What the browser knows to be online hears nothing of other windows, but can still be worked with.
      options.connection.textContent = connection === "offline" && navigator.onLine ? "No live updates" : CONNECTIONS[connection];
    },
  };
}

const initials = (name: string): string => (name.split("@")[0] ?? "").slice(0, 2).toUpperCase() || "?";

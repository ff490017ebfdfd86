/** The page: signs in, keeps the list as the server has it, and passes on what is said and clicked. */
import { openActions } from "./actions.ts";
import { openApi } from "./api.ts";
import { openChat } from "./chat-view.ts";
import { openComposer } from "./composer.ts";
import { byId, element } from "./dom.ts";
import type { View } from "./due-text.ts";
import { openHeader } from "./header.ts";
import { openHistoryDrawer } from "./history-drawer.ts";
import { icon } from "./icons.ts";
import { openList } from "./list-view.ts";
import { loadList } from "./load-list.ts";
import { openNotices } from "./notices.ts";
import { openPreview } from "./preview.ts";
import { forget, openSession, type PageConfig, type Session, SignedOut } from "./session.ts";
import { openSettings } from "./settings-sheet.ts";
import { openShortcuts } from "./shortcuts.ts";
import { openStore } from "./store.ts";
import { openSync } from "./sync.ts";
import { openTheme } from "./theme.ts";
import { openToasts } from "./toasts.ts";
import { openTravel } from "./travel.ts";
import { loadUnderstanding } from "./understanding.ts";
import { forgetWindow, openWindowMemory } from "./window-memory.ts";

const theme = openTheme();

async function main(): Promise<void> {
  if (new URLSearchParams(location.search).has("signed-out")) return signedOut("You are signed out.");
  const answer = await fetch("/page-config.json");
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  const config: PageConfig = await answer.json();
  const session = await openSession(config, signedOut);
  if (session) start(config, session);
}

function start(config: PageConfig, session: Session): void {
  document.body.dataset.state = "ready";
  const deviceZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const store = openStore();
  const view = (): View => ({ now: Date.now(), timeZone: store.user?.timeZone ?? deviceZone, locale: undefined });
  const toasts = openToasts(byId("toasts", HTMLElement));
  const api = openApi(session);
  const memory = openWindowMemory(session.name);
  const actions = openActions(api, store, toasts);
  const history = openHistoryDrawer({ dialog: byId("history", HTMLDialogElement), api, actions, store, view });
  const preview = openPreview({
    mirror: byId("mirror", HTMLElement),
    legend: byId("legend", HTMLElement),
    view,
    user: () => store.user,
  });
  const field = byId("message", HTMLTextAreaElement);
  const composer = openComposer({
    form: byId("composer", HTMLFormElement),
    field,
    say: (text) => chat.say(text),
    onText: (text) => {
      memory.keepDraft(text);
      preview(text);
    },
    onTooLong: (length, most) =>
      toasts.show({ kind: "fault", text: `A message holds ${most} characters; this one has ${length}. Nothing was sent.` }),
  });
  byId("send", HTMLButtonElement).append(icon("send"));
  const chat = openChat({
    transcript: byId("transcript", HTMLElement),
    peek: byId("peek", HTMLElement),
    memory,
    api,
    view,
    onTasks: store.applyTasks,
    openHistory: history.open,
    put: composer.put,
  });
  const root = byId("list", HTMLElement);
  const loadClosed = () =>
    void api.closed().then(
      ({ tasks }) => store.applyTasks(tasks),
      () => {},
    );
  const list = openList(root, { store, actions, view, openHistory: history.open, say: chat.say, loadClosed });
  const notices = openNotices({ store, actions, toasts, view });
  const travelled = openTravel(deviceZone, store, actions, toasts);
  const enterList = () => root.querySelector<HTMLElement>(".row .check")?.focus();
  const shortcuts = openShortcuts(byId("shortcuts", HTMLDialogElement), {
    write: composer.focus,
    enterList,
    undo: () => void actions.undo(),
  });
  const settings = openSettings({ dialog: byId("settings", HTMLDialogElement), api, sendsMail: config.sendsMail });
  const header = openHeader({
    connection: byId("connection", HTMLElement),
    tools: byId("top-tools", HTMLElement),
    name: session.name,
    undo: () => void actions.undo(),
    toggleTheme: theme.toggle,
    showShortcuts: shortcuts.show,
    showSettings: settings.show,
    signOut: () => {
      session.signOut();
      forgetWindow();
      location.assign("/?signed-out");
    },
  });
  openViews();

  store.subscribe((changed) => {
    list.render(changed);
    history.refresh(changed);
  });
  openSync({
    url: config.syncUrl,
    session,
    onChanges: (changes) => {
      store.applyChanges(changes);
      notices(changes);
      travelled();
      if (changes.type === "reset") loadClosed();
    },
    onConnection: (connection) => {
      header.connected(connection);
      if (!store.isLoaded && (connection === "polling" || connection === "offline")) void loadList(api, store);
    },
  });
  everyMinute(() => list.render(new Set()));
  loadUnderstanding().then(
    () => {
      list.refine(new Set([...store.tasks.values()].flatMap(({ id, seriesId }) => (seriesId ? id : []))));
      preview(field.value);
    },
    () => {}, // the server understands without it
  );
  field.value = memory.draft();
  preview(field.value);
  // Where a finger types, the focus would cover half of the list with a keyboard.
  if (matchMedia("(hover: hover)").matches) composer.focus();
}

/** What is overdue and what "today" means changes with the clock alone. */
function everyMinute(run: () => void): void {
  setTimeout(
    () => {
      run();
      everyMinute(run);
    },
    60_050 - (Date.now() % 60_000),
  );
}

/** On a narrow screen the list and the conversation take turns. */
function openViews(): void {
  for (const name of ["tasks", "chat"]) {
    byId(`view-${name}`, HTMLButtonElement).addEventListener("click", () => {
      document.body.dataset.view = name;
      for (const other of ["tasks", "chat"]) byId(`view-${other}`, HTMLButtonElement).setAttribute("aria-pressed", String(other === name));
    });
  }
}

/** The only thing left to do is to sign in. */
function signedOut(reason: string): void {
  gate(reason, "Sign in", () => location.assign("/"));
}

/** One card instead of the page, with one way on. */
function gate(reason: string, label: string, goOn: () => void): void {
  document.body.dataset.state = "gate";
  const button = element("button", { type: "button", class: "primary", click: goOn }, label);
  const card = element("div", { class: "card" }, element("h1", {}, "Todo"), element("p", {}, reason), button);
  document.body.replaceChildren(element("main", { class: "gate" }, card));
  button.focus();
}

main().catch((error: Error) => {
  if (error instanceof SignedOut) {
    forget(); // whoever was here may not be who can sign in now
    return signedOut(error.message);
  }
  gate(`The page could not start: ${error.message}.`, "Try again", () => location.assign("/"));
});

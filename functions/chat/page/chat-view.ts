/** The conversation: what was said, with what was understood of it, and the answers. */
import type { ChatReply, Task } from "@todo/shared/contracts/types.ts";
import type { Api } from "./api.ts";
import { element, prefersLessMotion } from "./dom.ts";
import { dueText, type View } from "./due-text.ts";
import { legend, markedText } from "./spans.ts";

export type ChatOptions = {
  transcript: HTMLElement;
  /** Where the last answer is shown while the conversation itself is not. */
  peek: HTMLElement;
  api: Api;
  view(): View;
  onTasks(tasks: readonly Task[]): void;
  openHistory(task: Task): void;
  /** Puts a text back into the field when it could not be sent. */
  giveBack(text: string): void;
};

export type Chat = { say(text: string): Promise<void> };

const GREETING =
  "Hello. Tell me what is to be done, and when; I show what I understand while you type. “help” tells what can be said, “list” what there is.";

export function openChat(options: ChatOptions): Chat {
  const { transcript, peek, api, view } = options;
  transcript.append(element("li", { class: "bubble bot" }, element("p", { class: "said" }, GREETING)));
  const conversationId = crypto.randomUUID();
  let listNonce: string | null = null;
  // One after another: "done 2" means the list that the answer before it has shown.
  let previous: Promise<unknown> = Promise.resolve();

  async function send(text: string, bubble: HTMLElement): Promise<void> {
    const waiting = add(element("li", { class: "bubble bot waiting", "aria-label": "Thinking" }, element("i"), element("i"), element("i")));
    try {
      const reply = await api.chat({ text, conversationId, ...(listNonce ? { listNonce } : {}) });
      // A question may have numbered its own choices: the list before it is not what "2" means any more.
      listNonce = reply.listNonce ?? (reply.outcome === "asked" ? null : listNonce);
      if (reply.tasks.length > 0) options.onTasks(reply.tasks);
      understood(bubble, text, reply);
      for (const old of transcript.querySelectorAll(".way-back")) old.remove();
      waiting.replaceWith(answer(reply));
      showPeek(reply);
    } catch (error) {
      bubble.classList.add("failed");
      const retry = element("button", { type: "button", class: "chip", click: () => options.giveBack(text) }, "Edit and send again");
      waiting.replaceWith(
        element("li", { class: "bubble bot fault" }, element("p", {}, (error as Error).message), element("div", { class: "chips" }, retry)),
      );
    }
    scrollDown();
  }

  function say(text: string): Promise<void> {
    const bubble = add(element("li", { class: "bubble mine" }, element("p", { class: "said" }, text)));
    previous = previous.then(() => send(text, bubble));
    return previous.then(() => {});
  }

  function answer(reply: ChatReply): HTMLElement {
    const numbered = reply.listNonce !== null && reply.tasks.length > 0;
    const text = numbered ? reply.text.replace(/^\d+\. .*\n?/gm, "").trim() : reply.text;
    return element(
      "li",
      { class: `bubble bot ${reply.outcome}` },
      element("p", { class: "said" }, text),
      numbered ? element("ol", { class: "listed" }, ...reply.tasks.map((task) => shownTask(task))) : null,
      chips(reply),
    );
  }

  function shownTask(task: Task): HTMLElement {
    const when = task.due ? element("span", { class: "when" }, dueText(task.due, view())) : null;
    const open = element(
      "button",
      { type: "button", class: "listed-task", title: "History", click: () => options.openHistory(task) },
      task.title,
    );
    return element("li", { class: task.status }, open, when);
  }

  /** What one may say next; the way back is offered beside the last answer only, since undo takes back the last command. */
  function chips(reply: ChatReply): HTMLElement | null {
    const chip = (text: string, label = text) => element("button", { type: "button", class: "chip", click: () => void say(text) }, label);
    const undo = reply.commandId ? [chip("undo", "Undo")] : [];
    for (const button of undo) button.classList.add("way-back");
    const buttons = [...reply.suggestions.map((text) => chip(text)), ...undo];
    return buttons.length === 0 ? null : element("div", { class: "chips" }, ...buttons);
  }

  function showPeek(reply: ChatReply): void {
    const close = () => peek.replaceChildren();
    peek.replaceChildren(
      element("p", { class: "said" }, reply.text),
      chips(reply) ?? "",
      element("button", { type: "button", class: "bare", "aria-label": "Dismiss", click: close }, "×"),
    );
    peek.hidden = false;
  }

  function add(item: HTMLElement): HTMLElement {
    transcript.append(item);
    scrollDown();
    return item;
  }

  const scrollDown = () =>
    transcript.parentElement?.scrollTo({ top: transcript.scrollHeight, behavior: prefersLessMotion() ? "instant" : "smooth" });

  return { say };
}

/** The sent message again, with what was read in it marked. */
function understood(bubble: HTMLElement, text: string, reply: ChatReply): void {
  const keys = legend(reply.spans);
  bubble.replaceChildren(element("p", { class: "said" }, ...markedText(text, reply.spans)));
  if (keys.length > 0) bubble.append(element("p", { class: "keys", "aria-label": "Understood" }, ...keys));
}

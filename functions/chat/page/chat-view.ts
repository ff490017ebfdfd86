/** The conversation: what was said, with what was understood of it, and the answers. */
import type { ChatReply, Task } from "@todo/shared/contracts/types.ts";
import { answerText } from "./answer-text.ts";
import type { Api } from "./api.ts";
import { element, prefersLessMotion } from "./dom.ts";
import { dueText, type View } from "./due-text.ts";
import { icon } from "./icons.ts";
import { SignedOut } from "./session.ts";
import { markedText } from "./spans.ts";
import { endWaysBack, WAY_BACK } from "./way-back.ts";
import type { Exchange, WindowMemory } from "./window-memory.ts";

export type ChatOptions = {
  transcript: HTMLElement;
  /** Where the last answer is shown while the conversation itself is not. */
  peek: HTMLElement;
  memory: WindowMemory;
  api: Api;
  view(): View;
  onTasks(tasks: readonly Task[]): void;
  openHistory(task: Task): void;
  /** Puts a text into the field: one that could not be sent, or one to try. */
  put(text: string): void;
};

export type Chat = { say(text: string): void };

const GREETING =
  "Hello. Tell me what is to be done, and when; I show what I understand while you type. “help” tells what can be said, “list” what there is.";

/** Opens the conversation where this window left it; what had no answer yet is asked again. */
export function openChat(options: ChatOptions): Chat {
  const { transcript, peek, memory, api, view } = options;
  const { talk } = memory;
  // One after another: "done 2" means the list that the answer before it has shown.
  let previous: Promise<unknown> = Promise.resolve();

  function say(text: string): void {
    const exchange: Exchange = { key: crypto.randomUUID(), text, reply: null };
    talk.exchanges.push(exchange);
    memory.keepTalk();
    send(exchange, showSaid(text));
  }

  function send(exchange: Exchange, bubble: HTMLElement): void {
    previous = previous.then(async () => {
      const waiting = add(element("li", { class: "bubble bot waiting" }, element("i"), element("i"), element("i")));
      try {
        const { conversationId, listNonce } = talk;
        const reply = await api.chat({ text: exchange.text, conversationId, ...(listNonce ? { listNonce } : {}) }, exchange.key);
        // A question may have numbered its own choices: the list before it is not what "2" means any more.
        talk.listNonce = reply.listNonce ?? (reply.outcome === "asked" ? null : listNonce);
        exchange.reply = reply;
        if (reply.tasks.length > 0) options.onTasks(reply.tasks);
        if (reply.commandId) endWaysBack();
        showReply(bubble, exchange.text, reply, waiting);
        showPeek(reply);
      } catch (error) {
        if (error instanceof SignedOut) return; // sent again after signing in
        talk.exchanges.splice(talk.exchanges.indexOf(exchange), 1);
        showFault(bubble, exchange.text, error as Error, waiting);
      }
      memory.keepTalk();
      scrollDown();
    });
  }

  function showSaid(text: string): HTMLElement {
    endOffers();
    return add(element("li", { class: "bubble mine" }, element("p", { class: "said", dir: "auto" }, text)));
  }

  function showReply(bubble: HTMLElement, text: string, reply: ChatReply, waiting: HTMLElement): void {
    bubble.replaceChildren(element("p", { class: "said", dir: "auto" }, ...markedText(text, reply.spans)));
    waiting.replaceWith(answer(reply));
  }

  function showFault(bubble: HTMLElement, text: string, error: Error, waiting: HTMLElement): void {
    bubble.classList.add("failed");
    const again = () => {
      for (const gone of [bubble, fault]) gone.remove();
      options.put(text);
    };
    const retry = element("button", { type: "button", class: "chip", click: again }, "Edit and send again");
    const fault = element(
      "li",
      { class: "bubble bot fault" },
      element("p", { class: "said" }, error.message),
      element("div", { class: "chips" }, retry),
    );
    waiting.replaceWith(fault);
  }

  function answer(reply: ChatReply): HTMLElement {
    const isListed = reply.listNonce !== null && reply.tasks.length > 0;
    const text = isListed ? reply.text.replace(/^\d+\. .*\n?/gm, "").trim() : reply.text;
    const list = isListed ? element("ol", { class: "listed" }, ...reply.tasks.map((task, index) => listed(task, index + 1, reply))) : null;
    return element(
      "li",
      { class: `bubble bot ${reply.outcome}` },
      ...answerText(text, { put: options.put, say }),
      list,
      chips(reply, isListed),
    );
  }

  /** A task in an answer: where one is asked for, pressing it is the answer. */
  function listed(task: Task, number: number, { outcome }: ChatReply): HTMLElement {
    const when = task.due ? element("span", { class: "when" }, dueText(task.due, view())) : null;
    const choice = { class: "listed-task choice", click: () => say(String(number)) };
    const link = { class: "listed-task", title: "History", click: () => options.openHistory(task) };
    const repeats = task.seriesId && task.status === "open" ? icon("repeat") : null;
    const name = element("span", { dir: "auto" }, task.title);
    return element(
      "li",
      { class: task.status },
      element("button", { type: "button", ...(outcome === "asked" ? choice : link) }, name),
      repeats,
      when,
    );
  }

  /** What one may say next, and the way back. */
  function chips(reply: ChatReply, isListed: boolean): HTMLElement | null {
    const chip = (text: string, label = text) => element("button", { type: "button", class: "chip offer", click: () => say(text) }, label);
    const undo = reply.commandId ? [chip("undo", "Undo")] : [];
    for (const button of undo) button.classList.add(WAY_BACK);
    const offered = isListed && reply.outcome === "asked" ? [] : reply.suggestions;
    const buttons = [...offered.map((text) => chip(text)), ...undo];
    return buttons.length === 0 ? null : element("div", { class: "chips" }, ...buttons);
  }

  /** An answer to an older question would be taken for something else. */
  function endOffers(): void {
    for (const offer of transcript.querySelectorAll(".offer")) offer.remove();
    for (const choice of transcript.querySelectorAll<HTMLButtonElement>(".choice")) choice.disabled = true;
    peek.replaceChildren();
  }

  function showPeek(reply: ChatReply): void {
    const close = () => peek.replaceChildren();
    peek.replaceChildren(
      element("div", { class: "peeked" }, ...answerText(reply.text, { put: options.put, say })),
      chips(reply, false) ?? "",
      element("button", { type: "button", class: "bare", "aria-label": "Dismiss", click: close }, icon("close")),
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

  transcript.append(element("li", { class: "bubble bot" }, element("p", { class: "said" }, GREETING)));
  for (const exchange of [...talk.exchanges]) {
    const bubble = showSaid(exchange.text);
    if (exchange.reply) showReply(bubble, exchange.text, exchange.reply, add(element("li")));
    else send(exchange, bubble);
  }
  transcript.parentElement?.scrollTo({ top: transcript.scrollHeight, behavior: "instant" });
  return { say };
}

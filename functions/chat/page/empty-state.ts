/** What is shown when nothing is to be done: to who is new, sentences to try, a click away; to everybody else, that all is done. */
import { element } from "./dom.ts";
import { icon } from "./icons.ts";

const EXAMPLES = [
  "pay rent every month on the 1st at 9am, remind me a day before #home !high",
  "call Ann on friday at 3pm #family",
  "water the plants every 3 days",
  "send the report by end of month !urgent",
  "remind me to stretch in 20 minutes",
];

export type EmptyState = { root: HTMLElement; show(hasDoneSomething: boolean): void };

export function emptyState(say: (text: string) => void): EmptyState {
  const title = element("h2");
  const text = element("p");
  const examples = element(
    "ul",
    { class: "examples" },
    ...EXAMPLES.map((text) =>
      element(
        "li",
        {},
        element("button", { type: "button", class: "example", click: () => say(text) }, element("span", {}, text), icon("send")),
      ),
    ),
  );
  return {
    root: element("div", { class: "empty", hidden: true }, title, text, examples),
    show(hasDoneSomething) {
      title.textContent = hasDoneSomething ? "All done." : "Nothing to do yet.";
      text.textContent = hasDoneSomething
        ? "Say what is next, whenever it comes to mind."
        : "Say what is on your mind, in plain words. Dates, repetition, reminders, #tags and !priority are understood. Try one of these:";
      examples.hidden = hasDoneSomething;
    },
  };
}

/** What is shown when nothing is to be done: sentences to try, a click away. */
import { element } from "./dom.ts";
import { icon } from "./icons.ts";

const EXAMPLES = [
  "pay rent every month on the 1st at 9am, remind me a day before #home !high",
  "call Ann on friday at 3pm #family",
  "water the plants every 3 days",
  "send the report by end of month !urgent",
  "remind me to stretch in 20 minutes",
];

export function emptyState(say: (text: string) => void): HTMLElement {
  const examples = EXAMPLES.map((text) =>
    element(
      "li",
      {},
      element("button", { type: "button", class: "example", click: () => say(text) }, element("span", {}, text), icon("send")),
    ),
  );
  return element(
    "div",
    { class: "empty" },
    element("h2", {}, "Nothing to do."),
    element(
      "p",
      {},
      "Say what is on your mind, in plain words. Dates, repetition, reminders, #tags and !priority are understood. Try one of these:",
    ),
    element("ul", { class: "examples" }, ...examples),
  );
}

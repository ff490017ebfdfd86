/** The words of an answer: help comes as lines to try, which go into the message field when they are pressed. */
import { element } from "./dom.ts";

export type Line = { text: string } | { topic: string | null; sample: string };

/** Lines that are set in are samples; in the overview each begins with the topic that it is an example of. */
export function linesOf(text: string): Line[] {
  return text.split("\n").map((line) => {
    const [, topic, sample] = /^ {2}(?:([a-z]+): )?(.+)$/.exec(line) ?? [];
    return sample ? { topic: topic ?? null, sample } : { text: line };
  });
}

export type Trying = { put(text: string): void; say(text: string): void };

export function answerText(text: string, { put, say }: Trying): HTMLElement[] {
  const lines = linesOf(text);
  if (!lines.some((line) => "sample" in line)) return [element("p", { class: "said", dir: "auto" }, text)];
  const link = (label: string, name: string, click: () => void) => element("button", { type: "button", class: name, click }, label);
  return lines.map((line) => {
    if ("text" in line) return element("p", { class: "said" }, line.text);
    const { topic, sample } = line;
    const more = topic ? link(topic, "topic", () => say(`help ${topic}`)) : null;
    return element(
      "p",
      { class: "sample" },
      more,
      link(sample, "link", () => put(sample)),
    );
  });
}

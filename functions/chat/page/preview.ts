/** While one types: the words that will be understood are marked behind the text, and what they mean is said below. */
import type { User } from "@todo/shared/contracts/types.ts";
import { element } from "./dom.ts";
import type { View } from "./due-text.ts";
import { markedText } from "./spans.ts";
import { understandingOf } from "./understanding.ts";

type Options = { mirror: HTMLElement; legend: HTMLElement; view(): View; user(): User | null };

export function openPreview({ mirror, legend, view, user }: Options): (text: string) => void {
  return (text) => {
    const { spans, told } = understandingOf(text, view(), user());
    // The mirror gives the field its height, so it always has the whole text and one character more.
    mirror.replaceChildren(...markedText(text, spans), "\u200b");
    legend.replaceChildren(...told.map(({ kind, text }) => element("span", { class: `key ${kind}` }, text)));
  };
}
